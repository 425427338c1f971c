import type { Id } from '#kernel/ids'
import { Conflict, Invalid } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { lockPublication } from '../drafts.ts'
import { note } from './noting.ts'
import { withdrawNow } from './standing.ts'

/** Sets the minute at which a publication leaves the site, with the notice that will stand in its place. */
export async function scheduleLeaving(
  act: Act,
  id: Id,
  { at, reason }: { at: Date; reason: string },
): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  if (at <= act.now) throw new Invalid('release.time-past', { leaves_at: 'release.time-past' })
  if (publication.standing !== 'public')
    throw new Conflict('publication.wrong-standing', { from: publication.standing, to: 'withdrawn' })
  await setLeaving(act, id, { leaves_at: at, leaves_reason: reason, leaves_set_by: act.actor.id })
  const before = publication.leaves_at?.toISOString() ?? null
  await note(act, publication, [{ what: 'leaves_at', before, after: at.toISOString() }], reason)
  await record(act, {
    event: 'publication.leaving-scheduled',
    subject: id,
    organisation: publication.organisation_id,
  })
}

export async function cancelLeaving(act: Act, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  if (!publication.leaves_at) throw new Conflict('standing.not-leaving')
  await setLeaving(act, id, { leaves_at: null, leaves_reason: null, leaves_set_by: null })
  const before = publication.leaves_at.toISOString()
  await note(act, publication, [{ what: 'leaves_at', before, after: null }], reason)
  await record(act, {
    event: 'publication.leaving-cancelled',
    subject: id,
    organisation: publication.organisation_id,
  })
}

/** For the job: withdraws what a person set to leave, in that person's name. Safe to run twice. */
export async function leaveDue(act: Act, id: Id): Promise<boolean> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  const { leaves_at, leaves_reason, leaves_set_by } = publication
  if (publication.standing !== 'public' || !leaves_at || leaves_at > act.now) return false
  await withdrawNow(act, publication, leaves_reason!, leaves_set_by ?? act.actor.id)
  return true
}

type Leaving = { leaves_at: Date | null; leaves_reason: string | null; leaves_set_by: string | null }

async function setLeaving(act: Act, id: Id, leaving: Leaving): Promise<void> {
  await act.tx
    .updateTable('publications.publication')
    .set(leaving)
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
}
