import { type CalendarData, workingCalendar } from '#kernel/calendar-data'
import { type Id, newId } from '#kernel/ids'
import { Conflict, Forbidden } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import { isUniqueViolation } from '#platform/database'
import { type Fault, faultsOf } from './notices.ts'
import { findNewest, findRoot, listNames } from './queries.ts'
import { hashOf, nextData, type Proposal } from './rules.ts'

export type Adopted = { ok: true; id: Id; name: string } | { ok: false; faults: readonly Fault[] }

/**
 * A new version of the calendar, in force from the moment it stands: exactly what the officer had before their eyes.
 * Dates that have been met stay; whoever keeps open ones hears `calendar.adopted` and reckons them anew (k13).
 */
export async function adoptNotice(act: Act, proposal: Proposal & { hash: string }): Promise<Adopted> {
  await demandCalendar(act)
  const where = { db: act.tx, site: act.site }
  const newest = await findNewest(where)
  if (newest.id !== proposal.base) throw new Conflict('calendar.moved-on')
  const faults = faultsOf(proposal.notice, newest.data)
  if (faults.length > 0) return { ok: false, faults }
  if (hashOf(proposal) !== proposal.hash) throw new Conflict('calendar.not-what-was-shown')
  const data = nextData(newest.data, proposal.notice, await listNames(where))
  const { source } = proposal.notice
  const id = await insertVersion(act, { number: newest.number + 1, data, source, reason: proposal.reason })
  await record(act, { event: 'calendar.adopted', subject: id, organisation: undefined })
  return { ok: true, id, name: data.version }
}

type NewVersion = { number: number; data: CalendarData; source: string; reason: string }

/** Without a check of permission: for the command here and for the first version of an installation. */
export async function insertVersion(act: Act, { number, data, source, reason }: NewVersion): Promise<Id> {
  const id = newId(act.now)
  const { known_from, known_through } = workingCalendar(data)
  await act.tx
    .insertInto('calendar.version')
    .values({
      ...{ site_id: act.site, id, number, name: data.version, data: JSON.stringify(data) },
      ...{ known_from, known_through, source, reason, made_at: act.now, made_by: act.actor.id },
    })
    .execute()
    .catch(asRefusal)
  return id
}

/** The calendar binds the whole site, so the right is needed over the organisation above all others. */
async function demandCalendar({ tx, site, actor }: Act): Promise<void> {
  const root = await findRoot({ db: tx, site, language: 'zh-CN', reads: new Set() })
  if (!root || !actor.may('calendar.edit', root))
    throw new Forbidden('permission.missing', { permission: 'calendar.edit' })
}

/** Two officers at once: the constraint lets one of them through. */
function asRefusal(error: unknown): never {
  if (isUniqueViolation(error, 'version_number')) throw new Conflict('calendar.moved-on')
  throw error
}
