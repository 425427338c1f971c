import { createHash } from 'node:crypto'
import { type SqlBool, sql } from 'kysely'
import type { Id, SiteId } from '#kernel/ids'
import { type Act, outdate, type View } from '#platform/act'
import type { Writer } from '#platform/database'
import type { Named, NamedThing } from '#platform/module'
import { folded, spellingsOf } from './spelling.ts'
import './tables.ts'

export function searchTag(site: SiteId): string {
  return `search:${site}`
}

/** Reads all things of one kind anew and writes those that differ; idempotent, one at a time. */
export async function indexNames(act: Act, named: Named): Promise<number> {
  const { things, isChanged } = await writeNames(act, named)
  if (isChanged) outdate(act, [searchTag(act.site)])
  return things
}

export async function writeNames(
  act: Pick<Act, 'tx' | 'site'>,
  named: Named,
): Promise<{ things: number; isChanged: boolean }> {
  const { tx, site } = act
  await sql`select pg_advisory_xact_lock(hashtextextended(${`search-names:${site}:${named.kind}`}, 0))`.execute(
    tx,
  )
  const things = await named.things({ db: tx, site, language: 'zh-CN', reads: new Set() })
  const known = await fingerprints(tx, site, named.kind)
  const changed = things.filter((thing) => known.get(thing.id) !== fingerprintOf(thing))
  const kept = new Set(things.map(({ id }) => id))
  const gone = [...known.keys()].filter((id) => !kept.has(id))
  const stale = [...changed.map(({ id }) => id), ...gone]
  if (stale.length === 0) return { things: things.length, isChanged: false }
  await tx
    .deleteFrom('search.name')
    .where('site_id', '=', site)
    .where('source', '=', named.kind)
    .where('subject', 'in', stale)
    .execute()
  for (const thing of changed) await insertName(tx, site, named.kind, thing)
  return { things: things.length, isChanged: true }
}

async function fingerprints(tx: Writer, site: SiteId, source: string): Promise<Map<Id, string>> {
  const rows = await tx
    .selectFrom('search.name')
    .select(['subject', 'fingerprint'])
    .where('site_id', '=', site)
    .where('source', '=', source)
    .execute()
  return new Map(rows.map(({ subject, fingerprint }) => [subject, fingerprint]))
}

/** With the number of the spelling, so that a new release spells all of them anew. */
const SPELLING = 1

function fingerprintOf(thing: NamedThing): string {
  return createHash('sha256')
    .update(JSON.stringify([SPELLING, thing]))
    .digest('base64url')
}

async function insertName(tx: Writer, site: SiteId, source: string, thing: NamedThing): Promise<void> {
  const { id, name, name_en, others, address, path } = thing
  const at = { site_id: site, source, subject: id }
  await tx
    .insertInto('search.name')
    .values({ ...at, name, name_en, address, path: [...(path ?? [])], fingerprint: fingerprintOf(thing) })
    .execute()
  const keys = spellingsOf(name, others, name_en).map((spelling) => ({ ...at, ...spelling }))
  if (keys.length > 0) await tx.insertInto('search.name_key').values(keys).execute()
}

export type NamedHit = { kind: string; id: Id; name: string; address: string; isOrganisation: boolean }

type Where = Pick<View, 'db' | 'site' | 'language'>

const MOST_LETTERS = 40

/**
 * Whose name begins so: the whole name before a short one, that before pinyin, and the shortest way to type it first.
 * Letters that spell a word are rarely initials, so one letter finds nothing.
 */
export async function listNamed(view: Where, typed: string, limit: number): Promise<NamedHit[]> {
  const key = folded(typed)
  if ([...key].length < 2 || key.length > MOST_LETTERS) return []
  return namedWhere(view, sql<SqlBool>`k.key like ${`${key}%`}`, key, limit)
}

/** Whose name this is, typed whole. */
export async function listNamedExactly(view: Where, typed: string, limit: number): Promise<NamedHit[]> {
  const key = folded(typed)
  return key.length < 2 ? [] : namedWhere(view, sql<SqlBool>`k.key = ${key}`, key, limit)
}

async function namedWhere({ db, site, language }: Where, matches: unknown, key: string, limit: number) {
  const { rows } = await sql<Omit<NamedHit, 'isOrganisation'> & { path: Id[]; name_en: string }>`
    select n.source as kind, n.subject as id, n.name, n.name_en, n.address, n.path
    from (
      select distinct on (k.source, k.subject) k.source, k.subject, (k.key = ${key}) as is_whole, k.form, length(k.key) as letters
      from search.name_key k where k.site_id = ${site} and ${matches}
      order by k.source, k.subject, (k.key = ${key}) desc, k.form, length(k.key)) best
    join search.name n on n.site_id = ${site} and n.source = best.source and n.subject = best.subject
    order by best.is_whole desc, best.form, best.letters, cardinality(n.path), n.name limit ${limit}`.execute(
    db,
  )
  return rows.map(({ path, name, name_en, ...row }) => ({
    ...row,
    name: language === 'en' && name_en ? name_en : name,
    isOrganisation: path.length > 0,
  }))
}

/** The organisation and all below it. The root stands for itself: everything is below it, and that is no filter. */
export async function listWithin({ db, site }: Where, root: Id): Promise<Id[]> {
  const { rows } = await sql<{ subject: Id }>`
    select subject from search.name
    where site_id = ${site} and path @> array[${root}::uuid] and (path[1] <> ${root}::uuid or subject = ${root}::uuid)`.execute(
    db,
  )
  return rows.length > 0 ? rows.map(({ subject }) => subject) : [root]
}

/** What the addresses are called, for facets that know only the address. */
export async function nameAddresses(
  { db, site, language }: Where,
  addresses: readonly string[],
): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const rows = await db
    .selectFrom('search.name')
    .select(['address', 'name', 'name_en'])
    .where('site_id', '=', site)
    .where('address', 'in', [...addresses])
    .execute()
  return new Map(
    rows.map(({ address, name, name_en }) => [address, language === 'en' && name_en ? name_en : name]),
  )
}

export async function nameOrganisations(
  { db, site, language }: Where,
  ids: readonly Id[],
): Promise<Map<Id, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('search.name')
    .select(['subject', 'name', 'name_en'])
    .where('site_id', '=', site)
    .where('subject', 'in', [...ids])
    .where(sql<SqlBool>`cardinality(path) > 0`)
    .execute()
  return new Map(
    rows.map(({ subject, name, name_en }) => [subject, language === 'en' && name_en ? name_en : name]),
  )
}
