/** What was asked, by day: the demand of the public, without the public in it. */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import { findPersonalData } from '#kernel/personal-data'
import type { Act, View } from '#platform/act'
import { isKnownWord, wordsOf } from '#platform/segmentation'

const LONGEST_KEPT = 60
/** A longer text tells a story, and a story is somebody's. */
const MOST_CHARACTERS = 30
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const NAME = new RegExp(`^[${SURNAMES}]\\p{Script=Han}{1,2}$`, 'u')

/** The same for everyone who asks the same: one width, small letters, one blank. */
export function normalised(typed: string): string {
  return typed
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Numbers of persons, long rows of digits, whole stories and what looks like a name never reach the table. */
export function mayBeKept(query: string): boolean {
  const { length } = [...query]
  if (length < 2 || length > MOST_CHARACTERS || query.length > LONGEST_KEPT) return false
  if (/\d{5}/.test(query.replace(/[ -]/g, '')) || query.includes('@')) return false
  if (findPersonalData(query).length > 0) return false
  return ![...query.split(' '), ...wordsOf(query)].some(looksLikeName)
}

const PLACE_OR_THING = /[市县区镇乡村路街桥局委办法证费税案表图]$/u

/** Two or three characters that begin with a surname, and no word of the dictionary. Too many are dropped, not too few. */
function looksLikeName(word: string): boolean {
  return NAME.test(word) && !PLACE_OR_THING.test(word) && !isKnownWord(word)
}

type Asking = { query: string; hits: number; isFound: boolean }

/** Adds one to the day. Lost with the last moments of a crash: a count is not worth a write to the disk of its own. */
export async function noteAsked({ tx, site, today }: Act, { query, hits, isFound }: Asking): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx)
  await sql`insert into search.asked (site_id, day, query, callers, hits, is_found)
    values (${site}, ${today}, ${query}, 1, ${hits}, ${isFound})
    on conflict (site_id, day, query) do update
    set callers = asked.callers + 1, hits = excluded.hits, is_found = excluded.is_found`.execute(tx)
}

const MOST_REMEMBERED = 20_000

/** Whether this caller asks this for the first time today. Held in memory as hashes under a key that nobody keeps. */
export function firstOfDay(): (caller: string, query: string, day: CivilDate) => boolean {
  const key = randomBytes(16)
  const seen = new Set<string>()
  let of: CivilDate | undefined
  return (caller, query, day) => {
    if (of !== day) seen.clear()
    of = day
    const mark = createHash('sha256').update(key).update(`${day}\n${caller}\n${query}`).digest('base64')
    if (seen.has(mark)) return false
    if (seen.size >= MOST_REMEMBERED) seen.delete(seen.values().next().value!)
    seen.add(mark)
    return true
  }
}

/** Asked by so many that it says nothing of any of them. */
export const ENOUGH_CALLERS = 10
const FREQUENT_DAYS = 30

/** What many asked and found, beginning so. */
export async function listFrequent(
  { db, site }: Pick<View, 'db' | 'site'>,
  { start, today, limit }: { start: string; today: CivilDate; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ query: string }>`
    select query from search.asked
    where site_id = ${site} and query like ${`${escaped(start)}%`} and day > ${today}::date - ${FREQUENT_DAYS}::integer
    group by query having sum(callers) >= ${ENOUGH_CALLERS} and bool_and(is_found)
    order by sum(callers) desc, query limit ${limit}`.execute(db)
  return rows.map(({ query }) => query)
}

export function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
}

const KEPT_DAYS = 400

export async function forgetAsked({ tx, site, today }: Act): Promise<void> {
  await sql`delete from search.asked where site_id = ${site} and day < ${today}::date - ${KEPT_DAYS}::integer`.execute(
    tx,
  )
}
