import type { WorkingCalendar } from '#kernel/calendar'
import { CALENDAR, CALENDAR_DATA, type CalendarData, workingCalendar } from '#kernel/calendar-data'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import { listAllOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import type { Reader } from '#platform/database'
import { NO_BASE } from './rules.ts'
import type { VersionRow } from './tables.ts'

type Where = Pick<View, 'db' | 'site'>

export function calendarTag(site: SiteId): string {
  return `calendar:${site}`
}

/**
 * The calendar in force. Every act asks: one look into an index, and the rest from memory.
 * A site without a version stands at the beginning of its installation, before its seeds: it counts with the notices
 * that the product was delivered with, which are also those of the first version.
 */
export async function calendarOf(db: Reader, site: SiteId): Promise<WorkingCalendar> {
  const newest = await db
    .selectFrom('calendar.version')
    .select('id')
    .where('site_id', '=', site)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest) return CALENDAR
  return kept.get(keyOf(site, newest.id)) ?? keep(site, await findVersion({ db, site }, newest.id))
}

export type Newest = { id: Id | typeof NO_BASE; number: number; data: CalendarData }

/** What the next version is laid upon. */
export async function findNewest({ db, site }: Where): Promise<Newest> {
  const row = await versions({ db, site }).select(['id', 'number', 'data']).limit(1).executeTakeFirst()
  return row ?? { id: NO_BASE, number: 0, data: CALENDAR_DATA }
}

/** The calendar for a page, which then depends on it. */
export async function findCalendar(view: View): Promise<WorkingCalendar> {
  view.reads.add(calendarTag(view.site))
  return calendarOf(view.db, view.site)
}

export async function findData(view: View): Promise<CalendarData> {
  view.reads.add(calendarTag(view.site))
  return (await findNewest(view)).data
}

export type VersionSummary = Omit<VersionRow, 'site_id' | 'data' | 'made_by'>

/** Newest first; a handful a decade. */
export async function listVersions(view: View): Promise<VersionSummary[]> {
  view.reads.add(calendarTag(view.site))
  return versions(view)
    .select(['id', 'number', 'name', 'known_from', 'known_through', 'source', 'reason', 'made_at'])
    .limit(100)
    .execute()
}

export async function listNames(where: Where): Promise<string[]> {
  return (await versions(where).select('name').execute()).map(({ name }) => name)
}

/** Whoever may change what binds the whole site holds the right over this organisation. */
export async function findRoot(view: View): Promise<OrganisationId | undefined> {
  return (await listAllOrganisations(view)).find(({ parent_id }) => parent_id === null)?.id
}

function findVersion(where: Where, id: Id) {
  return versions(where).select(['id', 'data']).where('id', '=', id).executeTakeFirstOrThrow()
}

function versions({ db, site }: Where) {
  return db.selectFrom('calendar.version').where('site_id', '=', site).orderBy('number', 'desc')
}

/** A version never changes, so what was indexed once holds for as long as the process runs. */
const kept = new Map<string, WorkingCalendar>()
const MOST_KEPT = 200

function keep(site: SiteId, { id, data }: Pick<VersionRow, 'id' | 'data'>): WorkingCalendar {
  if (kept.size >= MOST_KEPT) kept.clear()
  const calendar = workingCalendar(data)
  kept.set(keyOf(site, id), calendar)
  return calendar
}

function keyOf(site: SiteId, id: Id): string {
  return `${site}:${id}`
}
