/** Addresses inside a document: every article and heading of a legal text can be pointed at. */
import { readChineseNumber } from '#kernel/chinese-text'
import type { SanitisedHtml } from '#kernel/rich-text'
import { REFERENCE } from './rich-text-footnotes.ts'

export type OutlineEntry = { id: string; level: 2 | 3 | 4; text: string }

const NUMERAL = '([〇零○一二两三四五六七八九十百千\\d０-９]{1,12})'
const ARTICLE = new RegExp(
  `^[\\s\\u3000]*第${NUMERAL}条(?:之([一二三四五六七八九十]{1,3}))?([\\s\\u3000]|$)?`,
)
const DIVISION = new RegExp(`^[\\s\\u3000]*第${NUMERAL}(编|章|节)`)
const OPENING = /<(p|h[234])(?: id="[^"]*")?>([\s\S]*?)<\/\1>/g

/**
 * 第一百二十三条 becomes article-123, 第十条之一 article-10-1, chapters chapter-3 (chapter-2-1 where chapters start
 * again in a later part), sections section-3-1. In an annex that counts anew the first holder keeps the address.
 */
export function anchorArticles(html: SanitisedHtml): SanitisedHtml {
  const taken = new Set([...html.matchAll(/<(?:li|td|sup) id="([^"]*)"/g)].map((match) => match[1] ?? ''))
  const place = { part: 0, chapter: 0, headings: 0, article: 0 }
  const claim = (id: string | undefined) => {
    if (id === undefined || taken.has(id)) return undefined
    taken.add(id)
    return id
  }
  const anchored = html.replace(OPENING, (whole: string, tag: string, inner: string) => {
    const text = plain(inner)
    const id = tag === 'p' ? claim(articleId(text, place)) : claimHeading(text, place, claim)
    return id === undefined
      ? whole.replace(/^<(\w+)[^>]*>/, keepOther(whole))
      : `<${tag} id="${id}">${inner}</${tag}>`
  })
  return anchored as SanitisedHtml
}

/** A note keeps its own address; an address that the count no longer gives is dropped. */
function keepOther(whole: string): string {
  const [opening = '', tag = 'p'] = /^<(\w+)[^>]*>/.exec(whole) ?? []
  return / id="(?:note|annex)-/.test(opening) ? opening : `<${tag}>`
}

/** “第三条所称…” may begin a paragraph too: without a blank after it, only the next number in order is an article. */
function articleId(text: string, place: { article: number }): string | undefined {
  const [, numeral, branch, blank] = ARTICLE.exec(text) ?? []
  const number = numeral === undefined ? undefined : readChineseNumber(numeral)
  if (number === undefined || number > 9999) return undefined
  if (blank === undefined && number !== place.article + 1) return undefined
  place.article = number
  return branch === undefined ? `article-${number}` : `article-${number}-${readChineseNumber(branch)}`
}

function claimHeading(
  text: string,
  place: { part: number; chapter: number; headings: number },
  claim: (id: string | undefined) => string | undefined,
): string | undefined {
  place.headings++
  const [, numeral, kind] = DIVISION.exec(text) ?? []
  const number = numeral === undefined ? undefined : readChineseNumber(numeral)
  const other = () => claim(`heading-${place.headings}`)
  if (number === undefined || number > 9999) return other()
  if (kind === '节')
    return (
      claim(`section-${place.chapter}-${number}`) ??
      claim(`section-${place.part}-${place.chapter}-${number}`) ??
      other()
    )
  if (kind === '编') {
    Object.assign(place, { part: number, chapter: 0 })
    return claim(`part-${number}`) ?? other()
  }
  place.chapter = number
  return (
    claim(`chapter-${number}`) ??
    (place.part > 0 ? claim(`chapter-${place.part}-${number}`) : undefined) ??
    other()
  )
}

export function outlineOf(html: SanitisedHtml): OutlineEntry[] {
  const headings = html.matchAll(/<h([234])(?: id="([^"]*)")?>([\s\S]*?)<\/h\1>/g)
  return [...headings].map(([, level, id, inner]) => ({
    id: id ?? '',
    level: Number(level) as OutlineEntry['level'],
    text: plain(inner ?? '').trim(),
  }))
}

function plain(inner: string): string {
  return inner
    .replace(REFERENCE, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
