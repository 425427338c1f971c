import type { SearchRow } from '#platform/module'
import { searchTokens } from '#platform/segmentation'
import { randomOf } from './search-corpus.ts'

export type QueryClass = 'rare' | 'medium' | 'common' | 'three words'

/** By the share of documents that have the word. */
const SHARES: Readonly<Record<Exclude<QueryClass, 'three words'>, readonly [number, number]>> = {
  rare: [0.0002, 0.002],
  medium: [0.005, 0.05],
  common: [0.1, 1],
}

/** Words of each class, chosen by their frequency in a sample; three words always stand together in some document. */
export function chooseQueries(sample: readonly SearchRow[], each: number): Record<QueryClass, string[]> {
  const random = randomOf(1949)
  const texts = sample.map(({ title, text }) =>
    [...new Set(searchTokens(`${title}\n${text}`))].filter((word) => /^\p{Script=Han}{2,6}$/u.test(word)),
  )
  const frequency = new Map<string, number>()
  for (const words of texts) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  const shareOf = (word: string) => (frequency.get(word) ?? 0) / sample.length
  const within = ([from, to]: readonly [number, number]) =>
    take(
      [...frequency.keys()].filter((word) => shareOf(word) >= from && shareOf(word) <= to).sort(),
      each,
      random,
    )
  const three = Array.from({ length: each }, () => {
    const words = texts[Math.floor(random() * texts.length)]!.filter((word) => shareOf(word) > 0.002)
    return take(words, 3, random).join(' ')
  })
  return {
    rare: within(SHARES.rare),
    medium: within(SHARES.medium),
    common: within(SHARES.common),
    'three words': three,
  }
}

function take<T>(all: readonly T[], count: number, random: () => number): T[] {
  const rest = [...all]
  return Array.from(
    { length: Math.min(count, rest.length) },
    () => rest.splice(Math.floor(random() * rest.length), 1)[0]!,
  )
}
