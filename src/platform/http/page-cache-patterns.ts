/** The addresses that the app declared cacheable, and the one spelling under which each page is kept. */

export type PageAddress = {
  /** Query parameters that the page reads. */
  params: readonly string[]
  /**
   * What the page does with others. Pages ignore them (shared links gain tracking parameters); a machine twin
   * refuses them with 400, so such a call has to reach it.
   */
  others?: 'ignored' | 'refused'
}

type Pattern = { segments: readonly string[]; params: ReadonlySet<string>; others: 'ignored' | 'refused' }

/** Marks that end a path for one reader and not for another, and escapes that only some decode. */
const AMBIGUOUS = /[#\\;]|%(?![0-9a-f]{2})/i

export function createPatterns() {
  const patterns: Pattern[] = []

  /** `/columns/:slug`, `/publications/:id.json`: a segment with a colon stands for any text before its suffix. */
  function declare(pattern: string, { params, others = 'ignored' }: PageAddress): void {
    if (!pattern.startsWith('/')) throw new Error(`a cacheable address starts with a slash: ${pattern}`)
    patterns.push({ segments: segmentsOf(pattern), params: new Set(params), others })
    patterns.sort((a, b) => firstWildcard(b) - firstWildcard(a) || suffixes(b) - suffixes(a))
  }

  /** Undefined for what is not declared, and for spellings that two readers might read differently. */
  function read(url: string): { canonical: string; query: URLSearchParams } | undefined {
    if (AMBIGUOUS.test(url)) return undefined
    const mark = url.indexOf('?')
    const path = mark === -1 ? url : url.slice(0, mark)
    const pattern = find(segmentsOf(path))
    if (pattern === undefined) return undefined
    const query = new URLSearchParams(mark === -1 ? '' : url.slice(mark))
    const search = canonicalQuery(query, pattern)
    if (search === undefined) return undefined
    return { canonical: search === '' ? path : `${path}?${search}`, query }
  }

  function find(segments: readonly string[]): Pattern | undefined {
    return patterns.find(
      (pattern) =>
        pattern.segments.length === segments.length &&
        pattern.segments.every((segment, at) => fits(segment, segments[at]!)),
    )
  }

  return { declare, read }
}

function canonicalQuery(query: URLSearchParams, { params, others }: Pattern): string | undefined {
  const known = new URLSearchParams()
  for (const [name, value] of query) {
    if (params.has(name)) known.append(name, value)
    else if (others === 'refused') return undefined
  }
  known.sort()
  const text = known.toString()
  // Two different bytes that are not UTF-8 would both decode to U+FFFD and share one page.
  return text.includes('%EF%BF%BD') ? undefined : text
}

/** A slash at the end matches too; each spelling is kept apart, so nothing is decided here about what it means. */
function segmentsOf(path: string): string[] {
  return (path.endsWith('/') ? path.slice(0, -1) : path).split('/')
}

function fits(segment: string, text: string): boolean {
  if (!segment.startsWith(':')) return segment === text
  const suffix = suffixOf(segment)
  return text.length > suffix.length && text.endsWith(suffix)
}

function suffixOf(segment: string): string {
  const dot = segment.indexOf('.')
  return dot === -1 ? '' : segment.slice(dot)
}

/** The more is spelled out, the earlier it is tried: `/lists/new` before `/lists/:id`. */
function firstWildcard({ segments }: Pattern): number {
  const at = segments.findIndex((segment) => segment.startsWith(':'))
  return at === -1 ? segments.length : at
}

function suffixes({ segments }: Pattern): number {
  return segments.filter((segment) => segment.startsWith(':') && segment.includes('.')).length
}
