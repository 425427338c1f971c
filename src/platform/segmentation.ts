/**
 * Cuts Chinese into words for search, titles and excerpts. The same code serves index and query. Uses jieba with
 * our own dictionary; where its native part is missing, the words of the runtime, which cut a little coarser.
 */
import { createRequire } from 'node:module'
import { OWN_WORDS } from './segmentation-dictionary.ts'

type Cutter = {
  words(text: string): string[]
  searchWords(text: string): string[]
  /** In a dictionary, and not as the name of a person. */
  knows(word: string): boolean
}

let loaded: Cutter | undefined

function cutter(): Cutter {
  loaded ??= jiebaCutter() ?? runtimeCutter()
  return loaded
}

/** Loading takes about 150 ms and 40 MB, so a process that never searches never pays for it. */
function jiebaCutter(): Cutter | undefined {
  try {
    const require = createRequire(import.meta.url)
    const { Jieba } = require('@node-rs/jieba') as typeof import('@node-rs/jieba')
    const { dict } = require('@node-rs/jieba/dict.js') as typeof import('@node-rs/jieba/dict.js')
    const jieba = Jieba.withDict(dict)
    jieba.loadDict(Buffer.from(OWN_WORDS.map((word) => `${word} 100000 n`).join('\n')))
    return {
      words: (text) => jieba.cut(text, true),
      searchWords: (text) => jieba.cutForSearch(text, true),
      knows: (word) => {
        const [tagged, ...more] = jieba.tag(word, true)
        return more.length === 0 && tagged !== undefined && !/^(?:nr|x)/.test(tagged.tag)
      },
    }
  } catch {
    return undefined
  }
}

/** Our own words are cut out first, longest first; what lies between goes to the runtime's segmenter. */
export function runtimeCutter(): Cutter {
  const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' })
  const own = new RegExp(`(${[...OWN_WORDS].sort((a, b) => b.length - a.length).join('|')})`)
  const segments = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)
  const words = (text: string) =>
    text.split(own).flatMap((piece, at) => (at % 2 === 1 ? [piece] : segments(piece)))
  const parts = (word: string) => (word.length > 2 && /^\p{Script=Han}+$/u.test(word) ? segments(word) : [])
  return {
    words,
    knows: (word) => OWN_WORDS.includes(word),
    searchWords: (text) =>
      words(text).flatMap((word) => [
        ...parts(word).filter((part) => part !== word && part.length > 1),
        word,
      ]),
  }
}

/** Characters that stand in nearly every document and alone tell nothing. */
const EMPTY_WORDS = new Set('的了和与及或在是由对为以于其之也而但并等将应可该本此各不有第条款项'.split(''))

const LONGEST_TOKEN = 40
const MARK = '[\\p{Script=Han}]'
const DOCUMENT_NUMBER = new RegExp(`(${MARK}{1,8})[〔\\[(【](\\d{4})[〕\\])】]第?0{0,3}(\\d{1,4})号`, 'gu')
const NUMBERED = /\d+(?:路|号线|号|期|届)/g

/** One reading of the text, cut where its words end; what is no word is left out. */
export function wordsOf(text: string): string[] {
  return cutter()
    .words(fold(text))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
}

export function isKnownWord(word: string): boolean {
  return cutter().knows(word)
}

export function searchTokens(text: string): string[] {
  const folded = fold(text)
  const words = cutter()
    .searchWords(folded)
    .map((word) => word.trim().slice(0, LONGEST_TOKEN).toWellFormed())
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !EMPTY_WORDS.has(word))
  return [
    ...words,
    ...ownWordsIn(folded, new Set(words)),
    ...documentNumbers(folded),
    ...(folded.match(NUMBERED) ?? []),
  ]
}

const OWN_BY_START = Map.groupBy(OWN_WORDS, (word) => word[0] ?? '')

/**
 * A cutter returns one reading, 政府信息·公开条例, and hides the words across its seams. Our own words are
 * indexed wherever they stand, so that 信息公开 finds that title too.
 */
function ownWordsIn(folded: string, known: ReadonlySet<string>): string[] {
  const found: string[] = []
  for (let at = 0; at < folded.length; at++) {
    for (const word of OWN_BY_START.get(folded[at] ?? '') ?? []) {
      if (!known.has(word) && folded.startsWith(word, at)) found.push(word)
    }
  }
  return found
}

/** NFKC folds full-width forms and half-width kana; lower case is the same for index and query. */
function fold(text: string): string {
  return text.toWellFormed().normalize('NFKC').toLowerCase()
}

/**
 * A number is indexed with every ending of its mark, because in running text nothing parts the mark from the words
 * before it: 根据国办发〔2016〕80号 is found by 国办发〔2016〕80号, whichever brackets were typed.
 */
function documentNumbers(folded: string): string[] {
  return [...folded.matchAll(DOCUMENT_NUMBER)].flatMap(([, mark = '', year, serial]) =>
    [...mark].map((_, at) => `${[...mark].slice(at).join('')}〔${year}〕${serial}号`),
  )
}

const LAST_POSITION = 16_383
const MOST_POSITIONS = 255

/** The literal of a tsvector with positions: cast it with `::tsvector`; no dictionary touches the tokens again. */
export function tsvectorOf(tokens: readonly string[]): string {
  const positions = new Map<string, number[]>()
  for (const [index, token] of tokens.entries()) {
    const places = positions.get(token) ?? []
    const position = Math.min(index + 1, LAST_POSITION)
    if (places.length < MOST_POSITIONS && places.at(-1) !== position) places.push(position)
    positions.set(token, places)
  }
  const lexemes = [...positions].map(([token, places]) => [quoted(token), places.join(',')] as const)
  return lexemes
    .filter(([lexeme]) => lexeme !== "''")
    .map((pair) => pair.join(':'))
    .join(' ')
}

/** All words must be there. Cast with `::tsquery`; empty when there is nothing to look for. */
export function tsqueryOf(words: readonly string[]): string {
  const lexemes = new Set(words.map(quoted))
  lexemes.delete("''")
  return [...lexemes].join(' & ')
}

/** PostgreSQL refuses U+0000, half a surrogate pair and lexemes over 2,046 bytes. */
function quoted(word: string): string {
  const plain = word.slice(0, 500).toWellFormed().replaceAll('\0', '').trim()
  return `'${plain.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

const OPENING = /^[《〈（(〔[【“‘「『]+$/
const STAYS_WHOLE =
  /\d{4}\s*[—–~～-]+\s*\d{4}\s*年?度?|(?:(?<!\p{Script=Han})\p{Script=Han}{1,10})?[〔[(（]\d{4}[〕\])）]\s*\d+\s*号|\d[\d,.]*\s*(?:年度?|月份?|日|号线|号|路|届|次|期|个|%|％|万元|亿元)/gu
const CLINGS = /^(?:[》〉）)〕\]】”’」』、，。：；！？,.:;!?·…—–-]+|[的了和与及等之]|\s+)$/

/** The pieces of a title between which a line may break. Joined they are the title again. */
export function phrasesOf(title: string): string[] {
  const phrases: string[] = []
  let held = ''
  for (const word of wholeWords(title)) {
    if (OPENING.test(word)) held += word
    else if (CLINGS.test(word) && held === '' && phrases.length > 0) phrases.push(phrases.pop() + word)
    else {
      phrases.push(held + word)
      held = ''
    }
  }
  return held === '' ? phrases : [...phrases, held]
}

function wholeWords(title: string): string[] {
  const words: string[] = []
  let at = 0
  for (const { index, 0: whole } of title.matchAll(STAYS_WHOLE)) {
    words.push(...cut(title.slice(at, index)), whole)
    at = index + whole.length
  }
  return [...words, ...cut(title.slice(at))]
}

/** Cut at brackets first: the cutter may return several of them as one word. */
function cut(text: string): string[] {
  return text
    .split(/([《〈（(〔[【“‘「『》〉）)〕\]】”’」』])/)
    .flatMap((piece) => (piece.length < 2 ? [piece] : cutter().words(piece)))
    .filter((word) => word !== '')
}
