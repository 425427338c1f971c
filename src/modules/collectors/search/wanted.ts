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
  /** What may be the beginning of one, written without brackets or to its half. */
  numberStart: string | undefined
  /** Words that mean the same as one that was typed: found as well. */
  also: string[]
}

/** Words that mean the same on this site. */
export type Synonyms = readonly (readonly string[])[]

export const LONGEST_QUERY = 200
const MOST_WORDS = 40
const MOST_PHRASES = 4

const QUOTED = /[“"「『＂]([^“”"「」『』＂]{2,60})[”"」』＂]/g
const NUMBER = /(\p{Script=Han}{1,8})\s*[〔[(【（［]\s*(\d{4})\s*[〕\])】）］]\s*第?0{0,3}(\d{1,4})\s*号/gu

export function wantedIn(typed: string, synonyms: Synonyms = []): Wanted {
  const text = clean(typed).slice(0, LONGEST_QUERY).toWellFormed().trim()
  const plain = text.normalize('NFKC')
  const numbers = [...plain.matchAll(NUMBER)]
  const { rest, meanings } = withoutMeanings(plain.replace(NUMBER, ' '), synonyms)
  const phrases = [...text.matchAll(QUOTED)]
    .slice(0, MOST_PHRASES)
    .map(([, phrase = '']) => phrase.trim().toLowerCase())
  const words = withoutParts([...new Set(searchTokens(rest))]).slice(0, MOST_WORDS)
  const found = numbers
    .slice(0, MOST_WORDS)
    .map(([, mark = '', year, serial]) => ({ mark, tail: `〔${year}〕${serial}号` }))
  const whole = found.map(({ mark, tail }) => mark + tail)
  const clauses = meanings.map(({ typed: word, also }) => clauseOf([word, ...also]))
  const said = meanings.flatMap(({ typed: word, also }) => [word, ...also])
  const loose = numbers.length === 0 ? looseNumber(plain) : undefined
  return {
    text,
    all: [tsqueryOf([...words, ...whole]), ...clauses].filter((part) => part !== '').join(' & '),
    any: [anyOf([...words.filter(isTelling), ...found.flatMap(endingsOf)]), ...clauses]
      .filter((part) => part !== '')
      .join(' | '),
    words: markable([...phrases, ...said, ...runsOf(rest), ...words, ...whole]),
    telling: longestOf([...phrases, ...meanings.map(({ typed: word }) => word), ...words, ...whole]),
    phrases: phrases.filter((phrase) => phrase !== ''),
    number: whole[0] ?? loose?.whole ?? numberKey(text),
    numberStart: loose?.start,
    also: meanings.flatMap(({ also }) => also),
  }
}

const LOOSE =
  /^(\p{Script=Han}{2,10})\s*[〔[(【]?\s*((?:19|20)\d{2})\s*[〕\])】]?\s*(?:第?\s*0{0,3}(\d{1,4})\s*(号?))?$/u

/** 溪政办发 2026 31, 溪政办发〔2026〕: a number to whoever types it so, if there is one that begins with it. */
function looseNumber(text: string): { start: string; whole: string | undefined } | undefined {
  const [, mark, year, serial, end] = LOOSE.exec(text) ?? []
  if (!mark) return undefined
  const start = `${mark}〔${year}〕${serial ?? ''}${end ?? ''}`
  return { start, whole: serial && `${mark}〔${year}〕${serial}号` }
}

type Meaning = { typed: string; also: string[] }

/** Takes out the words that others mean the same as; what stands in quotation marks is meant as it stands. */
function withoutMeanings(text: string, synonyms: Synonyms): { rest: string; meanings: Meaning[] } {
  const meanings: Meaning[] = []
  let rest = text.toLowerCase()
  for (const group of synonyms) {
    const bare = rest.replace(QUOTED, ' ')
    const typed = longestOf(group.filter((word) => bare.includes(word)))
    if (typed === '') continue
    meanings.push({ typed, also: group.filter((word) => word !== typed) })
    rest = rest.replace(typed, ' ')
  }
  return { rest, meanings }
}

function clauseOf(words: readonly string[]): string {
  const ways = words.map((word) => tsqueryOf(withoutParts([...new Set(searchTokens(word))])))
  return `(${ways
    .filter((way) => way !== '')
    .map((way) => `(${way})`)
    .join(' | ')})`
}

function longestOf(words: readonly string[]): string {
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), '')
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
