/**
 * What changed between two texts, for readers: paragraphs are aligned first, then words, never single letters.
 * Bounded: two long texts without anything in common fall back to whole paragraphs.
 */
import { diffArrays } from 'diff'
import type { SanitisedHtml } from '#kernel/rich-text'
import { textOf } from './rich-text.ts'

export type Span = { kind: 'same' | 'added' | 'removed'; text: string }
/** A paragraph. Only a changed one has more than one span. */
export type Block = { kind: 'unchanged' | 'added' | 'removed' | 'changed'; spans: Span[] }

/** One unit is one step of the word comparison; two million take well under half a second. */
type Budget = { left: number }

const STEPS = 2_000_000
const MOST_PARAGRAPH_EDITS = 1_500
const MOST_PAIRS = 40_000

const words = new Intl.Segmenter('zh-CN', { granularity: 'word' })

export function differenceOfHtml(before: SanitisedHtml, after: SanitisedHtml): Block[] {
  return differenceOf(textOf(before), textOf(after))
}

export function differenceOf(before: string, after: string): Block[] {
  const budget = { left: STEPS }
  const blocks: Block[] = []
  let removed: string[] = []
  for (const change of paragraphChanges(paragraphsOf(before), paragraphsOf(after))) {
    if (change.removed) {
      removed = change.value
      continue
    }
    if (change.added) blocks.push(...alignedBlocks(removed, change.value, budget))
    else blocks.push(...whole('removed', removed), ...whole('unchanged', change.value))
    removed = []
  }
  return [...blocks, ...whole('removed', removed)]
}

function paragraphsOf(text: string): string[] {
  return text.split(/\s*\n\s*/).filter((line) => line !== '')
}

type Change = { value: string[]; added: boolean; removed: boolean }

function paragraphChanges(before: string[], after: string[]): Change[] {
  const changes = diffArrays(before, after, { maxEditLength: MOST_PARAGRAPH_EDITS })
  return (
    changes ?? [
      { value: before, added: false, removed: true },
      { value: after, added: true, removed: false },
    ]
  )
}

function whole(kind: 'unchanged' | 'added' | 'removed', texts: string[]): Block[] {
  const span = kind === 'unchanged' ? 'same' : kind
  return texts.map((text) => ({ kind, spans: [{ kind: span, text }] }))
}

/** Pairs each old paragraph with the new one that continues it, in order, by the greatest total likeness. */
function alignedBlocks(before: string[], after: string[], budget: Budget): Block[] {
  const isLong = before.length * after.length > MOST_PAIRS
  const blocks: Block[] = []
  let [oldAt, newAt] = [0, 0]
  for (const [oldPair, newPair] of isLong ? sameArticles(before, after) : bestPairs(before, after)) {
    blocks.push(
      ...whole('removed', before.slice(oldAt, oldPair)),
      ...whole('added', after.slice(newAt, newPair)),
    )
    blocks.push(...changed(before[oldPair] ?? '', after[newPair] ?? '', budget))
    ;[oldAt, newAt] = [oldPair + 1, newPair + 1]
  }
  return [...blocks, ...whole('removed', before.slice(oldAt)), ...whole('added', after.slice(newAt))]
}

function bestPairs(before: string[], after: string[]): [number, number][] {
  const [olds, news] = [before.map(pairsOfLetters), after.map(pairsOfLetters)]
  const likeness = olds.map((old) => news.map((fresh) => likenessOf(old, fresh)))
  const width = news.length + 1
  const best = new Float64Array((olds.length + 1) * width)
  const bestAt = (row: number, column: number) => best[row * width + column] ?? 0
  for (let i = olds.length - 1; i >= 0; i--) {
    for (let j = news.length - 1; j >= 0; j--) {
      const together = (likeness[i]?.[j] ?? 0) + bestAt(i + 1, j + 1)
      best[i * width + j] = Math.max(together, bestAt(i + 1, j), bestAt(i, j + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < olds.length && j < news.length; ) {
    const one = likeness[i]?.[j] ?? 0
    if (one > 0 && bestAt(i, j) === one + bestAt(i + 1, j + 1)) pairs.push([i++, j++])
    else if (bestAt(i, j) === bestAt(i + 1, j)) i++
    else j++
  }
  return pairs
}

/** For groups too long to compare each with each: articles of the same number, as long as the order holds. */
function sameArticles(before: string[], after: string[]): [number, number][] {
  const places = new Map(after.map((text, at) => [articleOf(text), at]))
  const pairs: [number, number][] = []
  let last = -1
  for (const [at, text] of before.entries()) {
    const article = articleOf(text)
    const place = article === undefined ? undefined : places.get(article)
    if (place === undefined || place <= last) continue
    pairs.push([at, place])
    last = place
  }
  return pairs
}

function articleOf(text: string): string | undefined {
  return /^第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?/.exec(text)?.[0]
}

type Letters = { pairs: Set<string>; article: string | undefined }

/** The first 400 letters tell whether a paragraph continues another; the rest costs time only. */
function pairsOfLetters(text: string): Letters {
  const start = text.slice(0, 400)
  const pairs = new Set(
    Array.from({ length: Math.max(1, start.length - 1) }, (_, at) => start.slice(at, at + 2)),
  )
  return { pairs, article: articleOf(text) }
}

/** Dice's measure; 0 below the point where word marks would be harder to read than two paragraphs. */
function likenessOf(one: Letters, other: Letters): number {
  const [few, many] = one.pairs.size < other.pairs.size ? [one.pairs, other.pairs] : [other.pairs, one.pairs]
  let shared = 0
  for (const pair of few) if (many.has(pair)) shared++
  const dice = (2 * shared) / (few.size + many.size)
  const isSameArticle = one.article !== undefined && one.article === other.article
  return dice >= (isSameArticle ? 0.25 : 0.4) ? dice : 0
}

function changed(before: string, after: string, budget: Budget): Block[] {
  const most = Math.floor(Math.sqrt(budget.left))
  const changes = diffArrays(wordsOf(before), wordsOf(after), { maxEditLength: most })
  const edits = changes?.reduce((sum, one) => sum + (one.added || one.removed ? one.count : 0), 0) ?? most
  budget.left -= Math.min(budget.left, edits * edits)
  if (!changes) return [...whole('removed', [before]), ...whole('added', [after])]
  return [
    {
      kind: 'changed',
      spans: changes.map(({ value, added, removed }) => ({
        kind: kindOf(added, removed),
        text: value.join(''),
      })),
    },
  ]
}

function kindOf(added: boolean, removed: boolean): Span['kind'] {
  if (added) return 'added'
  return removed ? 'removed' : 'same'
}

function wordsOf(text: string): string[] {
  return Array.from(words.segment(text), ({ segment }) => segment)
}
