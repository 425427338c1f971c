import type { Id } from '#kernel/ids'
import { Conflict, Forbidden } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { findPublication, findRoute, listReviews, lockRevision } from '../drafts.ts'
import { dueAfterEmergency, mayReview, ofThisRound } from '../rules.ts'
import type { ReviewForm } from '../schema.ts'
import { insertReview, refuseOtherText, setState } from './reviewing.ts'

/**
 * The reviews that an emergency put off. The text stands already, so an objection changes nothing by itself: it is on
 * record, and whoever may withdraws the text or begins a new one.
 */
export async function reviewAfterEmergency(act: Act, id: Id, form: ReviewForm): Promise<void> {
  const revision = await lockRevision(act, id)
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const { reviews: route } = await findRoute(act.tx, act.site, kind)
  const all = (await listReviews(act.tx, act.site, id)).filter(
    ({ content_hash }) => content_hash === revision.content_hash,
  )
  const step = dueAfterEmergency(revision, route, all)
  if (!step) throw new Conflict('revision.wrong-state', { from: revision.state, to: 'first-review' })
  demand(act, `publication.${step}`, revision.organisation_id)
  refuseOtherText(revision, form)
  if (!mayReview(revision, ofThisRound(all, revision), act.actor.id))
    throw new Forbidden('review.same-person')
  if (form.conclusion !== 'passed' && form.conclusion !== 'returned')
    throw new Conflict('review.wrong-conclusion')
  await insertReview(act, revision, step, form)
  if (!dueAfterEmergency(revision, route, [...all, { step }])) await setState(act, revision, { due_on: null })
  const event = form.conclusion === 'passed' ? `revision.passed-${step}` : 'revision.objected'
  await record(act, { event, subject: revision.publication_id, organisation: revision.organisation_id })
}
