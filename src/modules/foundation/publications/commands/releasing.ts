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
import { restateAffected } from './restating.ts'
import { refuseOtherText, setState } from './reviewing.ts'
import { show } from './showing.ts'

/** Lets an approved revision out, now. Anyone with the right, except the author and the last editor. */
export async function releaseRevision(
  act: Act,
  house: House,
  id: Id,
  seen: { content_hash: string },
): Promise<void> {
  const revision = await lockForRelease(act, house, id, seen)
  await publish(act, house, revision, act.actor.id)
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
  await publish(act, house, revision, revision.released_by ?? act.actor.id)
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
    throw new Conflict('revision.wrong-state', { from: revision.state, to: 'published' })
  if (revision.approved_hash !== revision.content_hash) throw new Conflict('revision.moved-on')
  await refuseFindings(act, house, revision)
  return revision
}

async function refuseFindings(act: Act, house: House, revision: RevisionRow): Promise<void> {
  const [first, ...more] = blocking(await findingsOf(viewOfAct(act), house, revision))
  if (first) throw new Conflict('release.blocked', { first: first.code, more: more.length })
}

async function publish(act: Act, house: House, revision: RevisionRow, releasedBy: string): Promise<void> {
  const publication = await lockPublication(act, revision.publication_id)
  await setState(act, revision, {
    state: move(revision.state, 'published'),
    released_by: releasedBy,
    published_at: act.now,
  })
  const published = { ...revision, state: 'published' as const, published_at: act.now }
  const index_number = publication.index_number ?? (await nextIndexNumber(act, publication.organisation_id))
  const rev = publication.log_rev + 1
  await act.tx
    .updateTable('publications.publication')
    .set({
      standing: publication.standing === 'public' ? 'public' : stand(publication.standing, 'public'),
      standing_reason: null,
      standing_at: act.now,
      index_number,
      log_rev: rev,
      shown_revision_id: revision.id,
      first_published_at: publication.first_published_at ?? act.now,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  await show(act, house, publication.id, published)
  await recordRelease(act, publication, published, rev)
  await restateAffected(act, house, publication.id, revision.document_number ?? revision.title)
}

async function recordRelease(
  act: Act,
  publication: PublicationRow,
  revision: RevisionRow,
  rev: number,
): Promise<void> {
  await record(act, {
    event: 'publication.published',
    subject: publication.id,
    organisation: publication.organisation_id,
    log: {
      item: publication.log_item,
      rev,
      type: logTypeOf(rev),
      parts: await logPartsOf(act, revision.id),
      ...(rev > 1 ? { kind: revision.kind } : {}),
    },
  })
}
