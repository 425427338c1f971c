/**
 * Writes what the public log will say, in the transaction of the act itself: the sequencer only numbers it. Leaves hold
 * codes, dates and commitments; titles, names and texts never come this far.
 */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/ids'
import { base64url } from '#transparency-log/bytes'
import { commitmentOf, manifestOf, SALT_BYTES } from '#transparency-log/commitment'
import { encodeLeaf, isCaseType, type Leaf } from '#transparency-log/leaf'
import { leafHash } from '#transparency-log/tree'
import type { Act, Happening, LogFacts } from '../act.ts'
import { type Announcement, announce } from './announcing.ts'
import { demandType } from './events.ts'
import type { LogItemRow, LogManifestRow } from './tables.ts'

/** Wakes the sequencer; it looks for itself what there is to do. */
export const LOG_CHANNEL = 'mingtang_log'

/** The unified social credit codes under which organisations stand in the log. */
export type BodyCodes = (
  act: Pick<Act, 'tx' | 'site'>,
  organisations: readonly OrganisationId[],
) => Promise<ReadonlyMap<OrganisationId, string>>

export type Logged = Happening & { log: LogFacts }

/** A leaf with what opens it. */
export type Written = { leaf: Buffer; item: LogItemRow; manifest: LogManifestRow }

type Last = Pick<LogItemRow, 'rev' | 'leaf_hash' | 'at'>

/** Refuses the act if a leaf cannot be: nothing of it stays then. */
export async function writeLeaves(act: Act, logged: readonly Logged[], bodies: BodyCodes): Promise<void> {
  for (const { event, log } of logged) demandType(event, log.type)
  const last = await lockItems(act, [...new Set(logged.map(({ log }) => log.item))])
  const organisations = logged.flatMap(({ organisation }) => (organisation ? [organisation] : []))
  const units = await bodies(act, [...new Set(organisations)])
  const unitOf = ({ organisation }: Happening) => organisation && units.get(organisation)
  const announced = await announce(act, wanted(act, logged, unitOf))
  const written = logged.map((happening) => {
    const { log } = happening
    const one = write(act, happening, {
      last: last.get(log.item),
      unit: unitOf(happening),
      rule: log.due && announced.hashOf('calendar', String(act.calendar.version)),
    })
    last.set(log.item, one.item)
    return one
  })
  await store(act, [...announced.written, ...written])
}

/** Whoever changes the same item next waits: the log must have its revisions in their order. */
async function lockItems(act: Act, items: readonly string[]): Promise<Map<string, Last>> {
  const rows = await act.tx
    .selectFrom('record.log_item')
    .select(['item', 'rev', 'leaf_hash', 'at'])
    .where('item', 'in', items)
    .orderBy('item')
    .forUpdate()
    .execute()
  return new Map(rows.map(({ item, ...row }) => [item, row]))
}

function wanted(
  act: Act,
  logged: readonly Logged[],
  unitOf: (happening: Happening) => string | undefined,
): Announcement[] {
  const units = logged.flatMap((happening) => unitOf(happening) ?? [])
  const bases = logged.flatMap(({ log }) => log.law ?? [])
  return [
    ...units.map((code) => ({ kind: 'unit' as const, code })),
    ...bases.map((code) => ({ kind: 'policy' as const, code })),
    ...(logged.some(({ log }) => log.due) ? [calendarOf(act)] : []),
  ]
}

function calendarOf({ calendar }: Act): Announcement {
  return { kind: 'calendar', code: String(calendar.version), calendar }
}

type Around = { last: Last | undefined; unit: string | undefined; rule: string | undefined }

function write(act: Act, { log, subject }: Logged, { last, unit, rule }: Around): Written {
  const { item, rev, type, parts, law, due, kind } = log
  if (rev !== (last?.rev ?? 0) + 1)
    throw new Error(`entry ${rev} of item ${item} does not follow ${last?.rev ?? 'nothing'}`)
  return seal(
    {
      ...{ v: 1, type, item, rev },
      at: notBefore(last?.at, isCaseType(type) ? act.today : secondsOf(act.now)),
      ...(last && { prev: base64url(last.leaf_hash) }),
      ...(unit && { unit }),
      ...(law && { law }),
      ...(due && rule && { due, rule }),
      ...(type === 'revise' && { kind: kind === 'minor' ? kind : 'major' }),
      ...(type === 'erase' && { parts: parts.map(({ n }) => n) }),
    },
    // What was erased is named in the leaf; what it was committed to goes with it.
    { site_id: act.site, subject, parts: type === 'erase' ? [] : parts },
  )
}

type Opened = Pick<LogItemRow, 'site_id' | 'subject'> & { parts: LogFacts['parts'] }

/** Adds the commitment: to the list of parts, under a salt of its own. */
export function seal(facts: Omit<Leaf, 'c'>, { site_id, subject, parts }: Opened): Written {
  const { item, rev, type, at } = facts
  const salt = randomBytes(SALT_BYTES)
  const manifest = Buffer.from(manifestOf({ item, rev, type, parts }))
  const leaf = Buffer.from(encodeLeaf({ ...facts, c: { sha256: commitmentOf(salt, manifest) } }))
  return {
    leaf,
    item: { item, site_id, subject, rev, leaf_hash: Buffer.from(leafHash(leaf)), at },
    manifest: { item, rev, salt, manifest, erased_at: null },
  }
}

/** Within an item time never runs backwards, whatever the clocks of two machines say. */
function notBefore(last: string | undefined, at: string): string {
  return last !== undefined && last > at ? last : at
}

export function secondsOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`
}

/** The same few statements for one and for thousands; announcements first, since numbers follow this order. */
async function store(act: Act, written: readonly Written[]): Promise<void> {
  const outbox = written.map(({ leaf, item: { item, rev } }) => ({ item, rev, leaf }))
  const newest = [...new Map(written.map(({ item }) => [item.item, item])).values()]
  for (const some of inChunks(outbox)) await act.tx.insertInto('record.log_outbox').values(some).execute()
  for (const some of inChunks(newest))
    await act.tx
      .insertInto('record.log_item')
      .values(some)
      .onConflict((clash) =>
        clash.column('item').doUpdateSet((row) => ({
          rev: row.ref('excluded.rev'),
          leaf_hash: row.ref('excluded.leaf_hash'),
          at: row.ref('excluded.at'),
        })),
      )
      .execute()
  for (const some of inChunks(written.map(({ manifest }) => manifest)))
    await act.tx.insertInto('record.log_manifest').values(some).execute()
  await sql`select pg_notify(${LOG_CHANNEL}, '')`.execute(act.tx)
}

const AT_ONCE = 1000

function inChunks<Row>(rows: readonly Row[]): Row[][] {
  const chunks: Row[][] = []
  for (let from = 0; from < rows.length; from += AT_ONCE) chunks.push(rows.slice(from, from + AT_ONCE))
  return chunks
}
