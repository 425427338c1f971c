/** From a rendered page to what is kept of it, and which pages are not kept at all. */
import { createHash } from 'node:crypto'
import { type Forms, makeForm } from './page-cache-forms.ts'

export type RenderedPage = {
  status: number
  headers: Readonly<Record<string, string | number | readonly string[] | undefined>>
  body: string | Buffer
  /** What the loader read, and the site whose page it is: an oversized notice drops whole sites. */
  tags: readonly string[]
  /** A page that changes by itself, at midnight say. Milliseconds since 1970. */
  expiresAt?: number
}

export type Entry = Forms & {
  readonly key: string
  readonly tags: readonly string[]
  readonly expiresAt: number
  readonly isCompressible: boolean
  /** In memory, overhead estimated. */
  bytes: number
  /** Answered somebody since eviction last came by. */
  wasUsed: boolean
  /** Forms being made, or found to be no smaller. */
  readonly settled: Set<string>
}

export type EntryTerms = { key: string; cacheControl: string; vary: string; expiresAt: number }

/** What the cache says itself, and what belongs to one answer or one connection only. */
const NOT_KEPT = new Set([
  ...['cache-control', 'vary', 'etag', 'content-length', 'date', 'age', 'expires', 'last-modified'],
  ...['connection', 'keep-alive', 'transfer-encoding', 'x-request-id', 'server-timing'],
])
const KNOWN_VARY = new Set(['cookie', 'accept', 'accept-encoding', 'accept-language', ''])
const TEXT = /^(text\/|image\/svg|application\/([\w.-]+\+)?(json|xml|javascript|manifest))/
const SMALLEST_COMPRESSED = 512

/** The heads of one form. */
export const FORM_OVERHEAD = 3_072

const SITE_TAG = 'site:'

export const siteTag = (site: number): string => SITE_TAG + site

export const isSiteTag = (tag: string): boolean => tag.startsWith(SITE_TAG)

export function isKeepable({ status, headers, tags }: RenderedPage): boolean {
  if (!tags.some(isSiteTag)) return false
  const text = lowerCased(headers)
  if (status !== 200 || text.has('set-cookie') || text.has('content-encoding')) return false
  if (/no-store|private/i.test(text.get('cache-control') ?? '')) return false
  // A nonce in a stored page is a nonce that everybody knows.
  if (text.get('content-security-policy')?.includes("'nonce-")) return false
  // The key holds nothing else, so a page that depends on more would be served to the wrong reader.
  return (text.get('vary') ?? '').split(',').every((name) => KNOWN_VARY.has(name.trim().toLowerCase()))
}

export function makeEntry(page: RenderedPage, { key, cacheControl, vary, expiresAt }: EntryTerms): Entry {
  const body = typeof page.body === 'string' ? Buffer.from(page.body) : page.body
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 27)
  const headers = [...keptHeaders(page.headers), 'Cache-Control', cacheControl, 'Vary', vary]
  const identity = makeForm(body, { digest, headers })
  const tags = [...new Set(page.tags)]
  return {
    ...{ key, tags, expiresAt, digest, headers, identity },
    br: undefined,
    gzip: undefined,
    isCompressible: body.length >= SMALLEST_COMPRESSED && isText(page.headers),
    bytes: body.length + overhead(key, tags, headers),
    wasUsed: false,
    settled: new Set(),
  }
}

function keptHeaders(headers: RenderedPage['headers']): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined || NOT_KEPT.has(name.toLowerCase())) return []
    const values = typeof value === 'object' ? value : [String(value)]
    return values.flatMap((one) => [name, one])
  })
}

function isText(headers: RenderedPage['headers']): boolean {
  return TEXT.test(lowerCased(headers).get('content-type') ?? '')
}

function lowerCased(headers: RenderedPage['headers']): Map<string, string> {
  const set = Object.entries(headers).filter(([, value]) => value !== undefined)
  return new Map(set.map(([name, value]) => [name.toLowerCase(), String(value)]))
}

/** The key, the tags and their places in the index, the headers. An estimate. */
function overhead(key: string, tags: readonly string[], headers: readonly string[]): number {
  return FORM_OVERHEAD + key.length + tags.join('').length + 2 * headers.join('').length + 96 * tags.length
}
