import { type RawBuilder, sql } from 'kysely'
import type { SiteId } from '#kernel/ids'
import type { Act, View } from '#platform/act'
import { wordsOf } from '#platform/segmentation'
import { OWN_WORDS } from '#platform/segmentation-dictionary'
import { soundOf } from './spelling.ts'

const AT_ONCE = 1_000
const HAN = /^\p{Script=Han}{2,12}$/u

/** The words of all titles and names and of open government, with their sound, in place of those known before. */
export async function learnWords({ tx, site }: Act): Promise<number> {
  // A number that the types know to be one; `ts_stat` takes its query as a text.
  const titles = `select title_tokens from search.document where current and site_id = ${Number(site)}`
  const { rows } = await sql<{ word: string; documents: number }>`
    select word, sum(documents)::integer as documents from (
      select word, ndoc as documents from ts_stat(${titles})
      union all select key, 1 from search.name_key where site_id = ${site} and form < 2
    ) known group by word`.execute(tx)
  const counted = new Map([
    ...OWN_WORDS.map((word) => [word, 0] as const),
    ...rows.map(({ word, documents }) => [word, documents] as const),
  ])
  const words = [...counted]
    .map(([word, documents]) => ({ word, documents }))
    .filter(({ word }) => HAN.test(word))
    .map((row) => ({ site_id: site, ...row, pinyin: soundOf(row.word) }))
  await tx.deleteFrom('search.word').where('site_id', '=', site).execute()
  for (let from = 0; from < words.length; from += AT_ONCE) {
    await tx
      .insertInto('search.word')
      .values(words.slice(from, from + AT_ONCE))
      .execute()
  }
  return words.length
}

type Where = Pick<View, 'db' | 'site'>

const LONGEST_CORRECTED = 40
const RUN = /\p{Script=Han}{2,}|[a-z]{4,}/gu

/**
 * What was probably meant: 政物公开 sounds like 政务公开, zhengwugongkai is how it is typed without a method of input,
 * and 最低生活保章 is one character away. Undefined where every word is known or nothing is near.
 */
export async function correct(at: Where, typed: string): Promise<string | undefined> {
  const text = typed.normalize('NFKC').toLowerCase()
  if ([...text].length > LONGEST_CORRECTED) return undefined
  let corrected = text
  for (const [run] of text.matchAll(RUN)) corrected = corrected.replace(run, await correctRun(at, run))
  return corrected === text ? undefined : corrected
}

async function correctRun(at: Where, run: string): Promise<string> {
  if (!HAN.test(run[0]! + run[1]!)) return (await soundingLike(at, [run])).get(run) ?? run
  const pieces = wordsOf(run)
  const windows = windowsOf(pieces)
  const known = await knownAmong(at, [...pieces, ...windows])
  const doubtful = windows.filter((window) => !known.has(window) && window.length > 1)
  if (doubtful.length === 0 || pieces.every((piece) => known.has(piece))) return run
  const sounds = new Map(doubtful.map((window) => [window, soundOf(window)]))
  const heard = await soundingLike(at, [...new Set(sounds.values())])
  for (const window of doubtful) {
    const word = heard.get(sounds.get(window)!)
    if (word && word !== window && word.length === window.length) return run.replace(window, word)
  }
  const [slip, near] = (await oneCharacterAway(at, doubtful)) ?? []
  return slip && near ? run.replace(slip, near) : run
}

const MOST_PIECES = 5

/** Neighbouring pieces joined, the longest first: a slip makes the cutter cut where no word ends. */
function windowsOf(pieces: readonly string[]): string[] {
  const windows = pieces.flatMap((_, from) =>
    Array.from({ length: Math.min(MOST_PIECES, pieces.length - from) }, (_, more) =>
      pieces.slice(from, from + more + 1).join(''),
    ),
  )
  return [...new Set(windows)]
    .filter((window) => window.length <= 12)
    .sort((one, other) => other.length - one.length)
}

async function knownAmong({ db, site }: Where, words: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('search.word')
    .select('word')
    .where('site_id', '=', site)
    .where('word', 'in', [...words])
    .execute()
  return new Set(rows.map(({ word }) => word))
}

/** Of each sound the most frequent word. */
async function soundingLike(at: Where, sounds: readonly string[]): Promise<Map<string, string>> {
  const rows = await best(at, sql<boolean>`pinyin = any(${sounds}::text[])`)
  return new Map(rows.toReversed().map(({ word, pinyin }) => [pinyin, word]))
}

/** Words of three and more: of two, half would be another word. */
async function oneCharacterAway(at: Where, doubtful: readonly string[]) {
  const long = doubtful.filter((window) => window.length > 2)
  if (long.length === 0) return undefined
  const patterns = long.flatMap((window) => slipsOf(window))
  const rows = await best(at, sql<boolean>`word like any(${patterns}::text[])`)
  for (const window of long) {
    const near = rows.find(({ word }) => slipsOf(window).some((slip) => fits(word, slip)))
    if (near) return [window, near.word] as const
  }
  return undefined
}

function slipsOf(word: string): string[] {
  return [...word].map((_, at) => [...word].map((letter, place) => (place === at ? '_' : letter)).join(''))
}

function fits(word: string, slip: string): boolean {
  return word.length === slip.length && [...slip].every((letter, at) => letter === '_' || word[at] === letter)
}

const MOST_NEAR = 200

async function best({ db, site }: Where, condition: RawBuilder<boolean>) {
  const { rows } = await sql<{ word: string; pinyin: string }>`
    select word, pinyin from search.word where site_id = ${site} and ${condition}
    order by documents desc, word limit ${MOST_NEAR}`.execute(db)
  return rows
}

export async function listSites({ db }: Pick<View, 'db'>): Promise<SiteId[]> {
  const rows = await db.selectFrom('platform.site').select('id').execute()
  return rows.map(({ id }) => id)
}
