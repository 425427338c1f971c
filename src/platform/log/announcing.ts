import { randomBytes } from 'node:crypto'
import type { CivilDate, WorkingCalendar } from '#kernel/calendar'
import { base64url } from '#transparency-log/bytes'
import type { Leaf } from '#transparency-log/leaf'
import type { Act } from '../act.ts'
import { seal, secondsOf, type Written } from './leaves.ts'
import type { Announced } from './tables.ts'

/** A code that entries are going to name. */
export type Announcement =
  | { kind: 'unit'; code: string }
  | { kind: 'policy'; code: string }
  | { kind: 'calendar'; code: string; calendar: WorkingCalendar }

export type AnnouncedNow = {
  /** Entries to write before those that name them. */
  written: Written[]
  /** base64url of the leaf hash. */
  hashOf(kind: Announced, code: string): string
}

/**
 * Sees to it that each code stands in the log before an entry names it. When two acts announce the same code, the
 * second waits here for the first; its own entries get later numbers in the outbox, since it writes them after this.
 */
export async function announce(act: Act, wanted: readonly Announcement[]): Promise<AnnouncedNow> {
  const keyOf = ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`
  // In one order, so that two acts never wait for each other.
  const all = [...new Map(wanted.map((one) => [keyOf(one), one])).values()].sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : 1,
  )
  const hashes = new Map<string, Buffer>()
  const read = async () => {
    const missing = all.filter((one) => !hashes.has(keyOf(one)))
    if (missing.length === 0) return
    const rows = await act.tx
      .selectFrom('record.log_announced')
      .select(['kind', 'code', 'leaf_hash'])
      .where(
        'code',
        'in',
        missing.map(({ code }) => code),
      )
      .execute()
    for (const row of rows) hashes.set(keyOf(row), row.leaf_hash)
  }
  await read()
  const written = await write(
    act,
    all.filter((one) => !hashes.has(keyOf(one))),
  )
  await read()
  return {
    written,
    hashOf: (kind, code) => base64url(hashes.get(keyOf({ kind, code }))!),
  }
}

async function write(act: Act, missing: readonly Announcement[]): Promise<Written[]> {
  if (missing.length === 0) return []
  const written = missing.map((one) => sealed(act, one))
  const rows = await act.tx
    .insertInto('record.log_announced')
    .values(
      missing.map(({ kind, code }, at) => {
        const { item, leaf_hash } = written[at]!.item
        return { kind, code, item, leaf_hash }
      }),
    )
    .onConflict((clash) => clash.doNothing())
    .returning('item')
    .execute()
  const own = new Set(rows.map(({ item }) => item))
  return written.filter(({ item }) => own.has(item.item))
}

function sealed({ now }: Act, announcement: Announcement): Written {
  const item = randomBytes(16).toString('hex')
  const { kind: type } = announcement
  return seal(
    { v: 1, type, item, rev: 1, at: secondsOf(now), ...saying(announcement) },
    { site_id: null, subject: null, parts: [] },
  )
}

function saying(announcement: Announcement): Pick<Leaf, 'unit' | 'data'> {
  if (announcement.kind === 'unit') return { unit: announcement.code }
  if (announcement.kind === 'policy') return { data: { law: announcement.code } }
  return { data: daysOf(announcement.calendar) }
}

/** Everything that a due date was reckoned from, in a few hundred bytes a year: month and day of each exception. */
function daysOf({
  known_from,
  known_through,
  holidays,
  make_up_days,
}: WorkingCalendar): Leaf['data'] & object {
  const off = Map.groupBy([...holidays.keys()].sort(), yearOf)
  const on = Map.groupBy([...make_up_days].sort(), yearOf)
  const years = [...new Set([...off.keys(), ...on.keys()])].sort()
  return {
    from: known_from,
    through: known_through,
    years: Object.fromEntries(
      years.map((year) => [year, { off: daysIn(off.get(year)), on: daysIn(on.get(year)) }]),
    ),
  }
}

function yearOf(date: CivilDate): string {
  return date.slice(0, 4)
}

function daysIn(dates: readonly CivilDate[] = []): string {
  return dates.map((date) => date.slice(5).replace('-', '')).join(' ')
}
