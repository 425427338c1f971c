/** The body of a legal text: cleaned Markdown, its articles, and what the text says about its own commencement. */
import type { CivilDate } from '#kernel/calendar'
import { readChineseNumber } from '#kernel/chinese-text'
import { CHINESE_DATE, dateOf } from './chinese-dates.ts'
import type { HeaderLine } from './header-events.ts'
import type { Problem } from './problems.ts'

export type LegalBody = { markdown: string; article_count: number; problems: Problem[] }

const ARTICLE =
  /^第([〇零○一二两三四五六七八九十百千\d０-９]{1,12})条(之[一二三四五六七八九十]{1,3})?(?=\s|$)/

export function readBody(lines: readonly HeaderLine[]): LegalBody {
  const all = lines
    .map(({ line, text }) => ({ line, text: paragraphOf(text) }))
    .filter(({ text }) => text !== '')
  const kept = withoutContentsList(all)
  const articles = articlesIn(kept)
  const markdown = kept.map(({ text }) => text).join('\n\n')
  const problems = [...articles.problems, ...wholenessProblems(markdown, kept, articles.count)]
  if (kept.length < all.length)
    problems.push({ severity: 'warning', code: 'contents-list-dropped', line: all[0]?.line ?? 1 })
  return { markdown, article_count: articles.count, problems }
}

/** A list of contents copied as headings: before the first article, and each comes again where its chapter begins. */
function withoutContentsList(paragraphs: HeaderLine[]): HeaderLine[] {
  const firstArticle = paragraphs.findIndex(({ text }) => ARTICLE.test(text))
  const last = new Map(paragraphs.map(({ text }, at) => [text, at]))
  const isHeading = (at: number) => paragraphs[at]?.text.startsWith('#') ?? false
  const isListed = (text: string, at: number) =>
    at < firstArticle && isHeading(at) && isHeading(at + 1) && last.get(text) !== at
  return paragraphs.filter(({ text }, at) => !isListed(text, at))
}

/** An annex counts anew from one. A number left out means a lost paragraph; one that falls back, a swapped one. */
function articlesIn(paragraphs: readonly HeaderLine[]): { count: number; problems: Problem[] } {
  const problems: Problem[] = []
  let [count, last] = [0, 0]
  for (const { line, text } of paragraphs) {
    const [, numeral, branch] = ARTICLE.exec(text) ?? []
    if (numeral === undefined) continue
    count++
    const number = readChineseNumber(numeral) ?? 0
    const isNext = branch !== undefined || number === last + 1 || number === 1
    if (!isNext && number > last && last > 0)
      problems.push({ severity: 'error', code: 'article-skipped', line })
    else if (!isNext) problems.push({ severity: 'warning', code: 'article-out-of-order', line })
    last = number
  }
  return { count, problems }
}

function wholenessProblems(markdown: string, paragraphs: readonly HeaderLine[], articles: number): Problem[] {
  const last = paragraphs.at(-1)
  if (last === undefined) return [{ severity: 'error', code: 'body-empty' }]
  const problems: Problem[] = articles === 0 ? [{ severity: 'warning', code: 'articles-missing' }] : []
  const isChaptered = /^#+ .*总\s*则/m.test(markdown)
  if (isChaptered && !/^#+ .*附\s*则/m.test(markdown) && commencementIn(markdown) === undefined) {
    problems.push({ severity: 'error', code: 'ending-missing', line: last.line })
  }
  if (/^#|(?:续表|表|图|式样|法案)$/.test(last.text))
    problems.push({ severity: 'warning', code: 'annex-missing', line: last.line })
  return problems
}

/** Comments are marks of the collection; a leading blank would make code of a paragraph, a number a list. */
function paragraphOf(text: string): string {
  const trimmed = text
    .replace(/<!--.*?-->/g, '')
    .replaceAll('\u3000', ' ')
    .replaceAll('\u00a0', ' ')
    .trim()
  const heading = /^(#{1,6})\s*(.*)$/.exec(trimmed)
  if (heading) return `${heading[1]?.padStart(2, '#')} ${headingText(heading[2] ?? '')}`
  return trimmed.replace(/^(\d+)([.)])/, '$1\\$2').replace(/^([-+*>|=])/, '\\$1')
}

/** 第一章　总　　则 is 第一章 总则: blanks set for looks go, those between words stay. */
function headingText(text: string): string {
  const [, division = '', name = ''] = /^(第\S{1,10}?[编章节])?\s*(.*)$/.exec(text) ?? []
  const isSpaced = /^\S(?:\s+\S)+$/.test(name)
  return [division, isSpaced ? name.replace(/\s+/g, '') : name.replace(/\s+/g, ' ')]
    .filter((part) => part !== '')
    .join(' ')
}

const COMMENCES = new RegExp(
  `自\\s*${CHINESE_DATE}\\s*(?:起|开始)?\\s*(?:在[^。；]{0,12})?(?:施行|实施|执行|生效|试行)`,
)
const AT_ONCE = /[自从](?:修订|国务院)?(?:公布|发布|颁布|批准|通过)之日起(?:施行|实施|实行|执行|生效|试行)/
const EXPIRES = new RegExp(`有效期限?(?:至|到|截至)\\s*${CHINESE_DATE}`)

export type Commencement = { on: CivilDate } | 'at-once' | undefined

/** A text says at its end when it begins; 本决定自… in the middle belongs to something else. */
export function commencementIn(markdown: string): Commencement {
  for (const paragraph of closingParagraphs(markdown)) {
    const found = COMMENCES.exec(paragraph)
    const on = found ? dateOf(found) : undefined
    if (on !== undefined) return { on }
    if (AT_ONCE.test(paragraph)) return 'at-once'
  }
  return undefined
}

export function expiryIn(markdown: string): CivilDate | null {
  const found = closingParagraphs(markdown)
    .map((paragraph) => EXPIRES.exec(paragraph))
    .find((match) => match !== null)
  return (found && dateOf(found)) ?? null
}

/** Titles of the texts that this one ends: 《…》同时废止, or all that a decision on repeal lists. */
export function repealedTitles(title: string, markdown: string): string[] {
  const isRepeal = /关于废止/.test(title)
  const sentences = isRepeal
    ? [markdown]
    : closingParagraphs(markdown)
        .flatMap((one) => one.split('。'))
        .filter((one) => /同时废止/.test(one))
  return sentences.flatMap((sentence) =>
    [...sentence.matchAll(/《((?:[^《》]|《[^《》]*》)*)》/g)].map((match) => match[1] ?? ''),
  )
}

/** From the last paragraph upwards. Annexes follow the closing article, so the search reaches back some way. */
function closingParagraphs(markdown: string): string[] {
  return markdown.split('\n\n').slice(-40).reverse()
}
