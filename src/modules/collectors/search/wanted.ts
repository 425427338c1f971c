import { readDocumentNumber } from '#kernel/document-number'
import { searchTokens, tsqueryOf } from '#platform/segmentation'

/** What somebody looks for, read from what they typed. */
export type Wanted = {
  /** As typed, cleaned and cut. */
  text: string
  /** For `::tsquery`: all of it must be there. Empty when nothing that was typed can be looked up. */
  all: string
  /** For `::tsquery`: any of it may be there; asked when nothing has all of it. */
  any: string
  /** To be marked in what is found. */
  words: string[]
  /** The longest of them that the index knows: an excerpt is taken from where it stands. */
  telling: string
  /** Put in quotation marks: must stand there as typed. In lower case. */
  phrases: string[]
  /** A document number, as `number_key` has it. */
  number: string | undefined
}

export const LONGEST_QUERY = 200
const MOST_WORDS = 40
const MOST_PHRASES = 4

const QUOTED = /[“"「『＂]([^“”"「」『』＂]{2,60})[”"」』＂]/g
const NUMBER = /(\p{Script=Han}{1,8})\s*[〔[(【（［]\s*(\d{4})\s*[〕\])】）］]\s*第?0{0,3}(\d{1,4})\s*号/gu

export function wantedIn(typed: string): Wanted {
  const text = clean(typed).slice(0, LONGEST_QUERY).toWellFormed().trim()
  const numbers = [...text.normalize('NFKC').matchAll(NUMBER)]
  const rest = text.normalize('NFKC').replace(NUMBER, ' ')
  const phrases = [...text.matchAll(QUOTED)]
    .slice(0, MOST_PHRASES)
    .map(([, phrase = '']) => phrase.trim().toLowerCase())
  const words = withoutParts([...new Set(searchTokens(rest))]).slice(0, MOST_WORDS)
  const found = numbers
    .slice(0, MOST_WORDS)
    .map(([, mark = '', year, serial]) => ({ mark, tail: `〔${year}〕${serial}号` }))
  const whole = found.map(({ mark, tail }) => mark + tail)
  return {
    text,
    all: tsqueryOf([...words, ...whole]),
    any: anyOf([...words.filter(isTelling), ...found.flatMap(endingsOf)]),
    words: markable([...phrases, ...runsOf(rest), ...words, ...whole]),
    telling: [...phrases, ...words, ...whole].reduce(
      (longest, word) => (word.length > longest.length ? word : longest),
      '',
    ),
    phrases: phrases.filter((phrase) => phrase !== ''),
    number: whole[0] ?? numberKey(text),
  }
}

/** The same for the number of a document and for the number somebody types. */
export function numberKey(number: string): string | undefined {
  const reading = readDocumentNumber(number)
  if (reading.ok) return reading.value.text
  const [, mark, year, serial] = [...number.normalize('NFKC').matchAll(NUMBER)][0] ?? []
  return mark && `${mark}〔${year}〕${serial}号`
}

/** PostgreSQL refuses U+0000; other control characters and line breaks are gaps. */
export function clean(text: string): string {
  return text.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' ')
}

/**
 * A text with 人民政府 is indexed with 人民 and 政府 too: asking for the parts as well finds the same, and the planner,
 * who takes words for independent, would believe it far rarer than it is.
 */
function withoutParts(words: readonly string[]): string[] {
  return words.filter(
    (word) => !isTelling(word) || !words.some((other) => other.length > word.length && other.includes(word)),
  )
}

function anyOf(words: readonly string[]): string {
  return [...new Set(words.map((word) => tsqueryOf([word])))].filter((lexeme) => lexeme !== '').join(' | ')
}

function runsOf(text: string): string[] {
  return text.split(/[^\p{L}\p{N}]+/u)
}

/** 年审 may be cut into 年 and 审, and 年 stands in every date: single characters are marked only if nothing else is. */
function markable(words: readonly string[]): string[] {
  const known = [...new Set(words)].filter((word) => word !== '')
  const telling = known.filter(isTelling)
  return telling.length > 0 ? telling : known
}

/** One character is in too many texts to say what a text is about. */
function isTelling(word: string): boolean {
  return [...word].length > 1
}

/** 关于溪交〔2026〕18号: nothing parts the mark from the words before it. */
function endingsOf({ mark, tail }: { mark: string; tail: string }): string[] {
  return [...mark].map((_, at) => [...mark].slice(at).join('') + tail)
}
