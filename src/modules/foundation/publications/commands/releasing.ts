import type { Id } from '#kernel/ids'
import { Conflict, Forbidden, Invalid } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { House } from '#platform/house'
import { lockPublication, lockRevision } from '../drafts.ts'
import { blocking, findingsOf, viewOfAct } from '../gates.ts'
import { logPartsOf } from '../parts.ts'
import { isOwnText, logTypeOf, move, stand } from '../rules.ts'
import type { PublicationRow, RevisionRow } from '../tables.ts'
import { nextIndexNumber } from './numbering.ts'
import { refuseOtherText, setState } from './reviewing.ts'

/** Lets an approved revision out, now. Anyone with the right, except the author and the last editor. */
export async function releaseRevision(
  act: Act,
  house: House,
  id: Id,
  seen: { content_hash: string },
): Promise<void> {
  const revision = await lockForRelease(act, house, id, seen)
  await release(act, revision, act.actor.id)
}

export async function scheduleRevision(
  act: Act,
  house: House,
  id: Id,
  at: Date,
  seen: { content_hash: string },
): Promise<void> {
  if (at <= act.now) throw new Invalid('release.time-past', { scheduled_at: 'release.time-past' })
  const revision = await lockForRelease(act, house, id, seen)
  await setState(act, revision, {
    state: move(revision.state, 'scheduled'),
    scheduled_at: at,
    released_by: act.actor.id,
  })
  await record(act, {
    event: 'revision.scheduled',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

export async function unscheduleRevision(act: Act, id: Id): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.release', revision.organisation_id)
  if (revision.state !== 'scheduled')
    throw new Conflict('revision.wrong-state', { from: revision.state, to: 'approved' })
  await setState(act, revision, { state: 'approved', scheduled_at: null, released_by: null })
  await record(act, {
    event: 'revision.unscheduled',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/** For the job: releases what a person scheduled, and only the hash that was approved. Safe to run twice. */
export async function releaseScheduled(act: Act, house: House, id: Id): Promise<boolean> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.release', revision.organisation_id)
  if (revision.state !== 'scheduled' || !revision.scheduled_at || revision.scheduled_at > act.now)
    return false
  await refuseFindings(act, house, revision)
  await release(act, revision, revision.released_by ?? act.actor.id)
  return true
}

async function lockForRelease(
  act: Act,
  house: House,
  id: Id,
  seen: { content_hash: string },
): Promise<RevisionRow> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.release', revision.organisation_id)
  refuseOtherText(revision, seen)
  if (isOwnText(revision, act.actor.id) && !revision.emergency) throw new Forbidden('release.own-text')
  if (revision.state !== 'approved')
    throw new Conflict('revision.wrong-state', { from: revision.state, to: 'released' })
  if (revision.approved_hash !== revision.content_hash) throw new Conflict('revision.moved-on')
  await refuseFindings(act, house, revision)
  return revision
}

async function refuseFindings(act: Act, house: House, revision: RevisionRow): Promise<void> {
  const [first, ...more] = blocking(await findingsOf(viewOfAct(act), house, revision))
  if (first) throw new Conflict('release.blocked', { first: first.code, more: more.length })
}

/** Decided here; readers see it when its entry stands in the public log. */
async function release(act: Act, revision: RevisionRow, releasedBy: string): Promise<void> {
  const publication = await lockPublication(act, revision.publication_id)
  const rev = publication.log_rev + 1
  await setState(act, revision, {
    state: move(revision.state, 'released'),
    ...{ released_to: 'published', log_rev: rev, released_by: releasedBy, published_at: act.now },
  })
  await act.tx
    .updateTable('publications.publication')
    .set({
      index_number: publication.index_number ?? (await nextIndexNumber(act, publication.organisation_id)),
      log_rev: rev,
      opening_rev: opensWith(publication, rev),
    })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  const type = logTypeOf(publication)
  await record(act, {
    event: 'revision.released',
    subject: publication.id,
    organisation: publication.organisation_id,
    log: {
      item: publication.log_item,
      rev,
      type,
      parts: await logPartsOf(act, revision.id),
      ...(type === 'revise' ? { kind: revision.kind } : {}),
    },
  })
}

function opensWith({ standing, opening_rev }: PublicationRow, rev: number): number | null {
  if (standing === 'public') return null
  stand(standing, 'public')
  return opening_rev ?? rev
}
