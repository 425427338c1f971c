import { addWorkingDays } from '#kernel/calendar'
import { type Id, newId } from '#kernel/ids'
import { Conflict, Forbidden, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { House } from '#platform/house'
import { readable } from '../attachments-queries.ts'
import { findPublication, findRoute, listReviews, lockRevision } from '../drafts.ts'
import { scan } from '../gates.ts'
import { afterReview, dueReview, isOwnText, mayReview, move, ofThisRound, type ReviewStep } from '../rules.ts'
import type { ReviewForm } from '../schema.ts'
import type { ReviewRow, RevisionRow } from '../tables.ts'

/** One of the reviews of the route. Each by another person, none by a hand of the text; it binds the text that was read. */
export async function reviewRevision(act: Act, id: Id, form: ReviewForm): Promise<void> {
  const revision = await lockRevision(act, id)
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const { reviews: route, within } = await findRoute(act.tx, act.site, kind)
  const step = dueReview(revision.state, route)
  if (!step) throw new Conflict('revision.wrong-state', { from: revision.state, to: 'first-review' })
  if (form.step && form.step !== step) throw new Conflict('review.step-done')
  demand(act, `publication.${step}`, revision.organisation_id)
  refuseOtherText(revision, form)
  const standing = ofThisRound(await listReviews(act.tx, act.site, id), revision)
  if (!mayReview(revision, standing, act.actor.id)) throw new Forbidden('review.same-person')
  if (form.conclusion === 'returned') return giveBack(act, revision, step, form)
  if (form.conclusion !== 'passed') throw new Conflict('review.wrong-conclusion')
  await insertReview(act, revision, step, form)
  const state = move(revision.state, afterReview(step, route, revision.secrecy))
  await setState(act, revision, {
    state,
    ...(step === route.at(-1) ? { approver_id: act.actor.id } : {}),
    ...(state === 'approved'
      ? approvalOf(act, revision)
      : { due_on: addWorkingDays(act.today, within, act.calendar).date }),
  })
  await record(act, {
    event: `revision.passed-${step}`,
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/**
 * Secrets Law 27, OGI 17: nothing is published without the conclusion of a secrecy review, by a person with that right.
 * Only the conclusion is written down: what is secret must never enter this system.
 */
export async function concludeSecrecy(act: Act, id: Id, form: ReviewForm): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.secrecy-review', revision.organisation_id)
  refuseOtherText(revision, form)
  if (isOwnText(revision, act.actor.id) || revision.emergency_by === act.actor.id)
    throw new Forbidden('review.same-person')
  if (
    !['submitted', 'first-review', 'second-review', 'final-review'].includes(revision.state) ||
    revision.secrecy !== null
  ) {
    throw new Conflict('revision.wrong-state', { from: revision.state, to: 'approved' })
  }
  if (form.conclusion === 'not-open') return giveBack(act, revision, 'secrecy', form)
  if (form.conclusion !== 'open') throw new Conflict('review.wrong-conclusion')
  await insertReview(act, revision, 'secrecy', form)
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const { reviews: route } = await findRoute(act.tx, act.site, kind)
  const isApproved = revision.state === route.at(-1) || revision.emergency
  await setState(act, revision, {
    secrecy: 'open',
    ...(isApproved ? { state: move(revision.state, 'approved'), ...approvalOf(act, revision) } : {}),
  })
  await record(act, {
    event: 'revision.secrecy-concluded',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/**
 * The emergency path: one person with the right, and a secrecy conclusion by another. The reviews follow after
 * publication, within one working day; overdue ones are shown.
 */
export async function declareEmergency(act: Act, id: Id, reason: string): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.emergency', revision.organisation_id)
  if (revision.state !== 'submitted')
    throw new Conflict('revision.wrong-state', { from: revision.state, to: 'approved' })
  await insertReview(act, revision, 'final-review', {
    conclusion: 'passed',
    reason,
    content_hash: revision.content_hash,
  })
  const state = revision.secrecy === 'open' ? 'approved' : revision.state
  await setState(act, revision, {
    state,
    emergency: true,
    emergency_by: act.actor.id,
    approver_id: act.actor.id,
    due_on: addWorkingDays(act.today, 1, act.calendar).date,
    ...(state === 'approved' ? approvalOf(act, revision) : {}),
  })
  await record(act, {
    event: 'revision.emergency-declared',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/** A named officer answers for a personal-data finding that is right to publish; the value itself is not written down. */
export async function decideFinding(
  act: Act,
  house: House,
  id: Id,
  { fingerprint, reason }: { fingerprint: string; reason: string },
): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.final-review', revision.organisation_id)
  if (isOwnText(revision, act.actor.id)) throw new Forbidden('review.same-person')
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const parts = await readable(act.tx, act.site, house.publishable(kind).parts(revision.content))
  const found = scan(parts, house.keyed).find((one) => one.fingerprint === fingerprint)
  if (!found) throw new Conflict('release.finding-gone')
  const { masked } = found
  await act.tx
    .insertInto('publications.finding_decision')
    .values({
      site_id: act.site,
      revision_id: id,
      fingerprint,
      masked,
      reason,
      decided_by: act.actor.id,
      at: act.now,
    })
    .onConflict((clash) => clash.doNothing())
    .execute()
  await record(act, {
    event: 'revision.finding-decided',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

function approvalOf(act: Act, revision: RevisionRow) {
  return {
    approved_hash: revision.content_hash,
    approved_at: act.now,
    secrecy: 'open' as const,
    due_on: revision.emergency ? revision.due_on : null,
  }
}

async function giveBack(
  act: Act,
  revision: RevisionRow,
  step: ReviewStep | 'secrecy',
  form: ReviewForm,
): Promise<void> {
  await insertReview(act, revision, step, form)
  await setState(act, revision, {
    state: move(revision.state, 'returned'),
    due_on: null,
    secrecy: null,
    approver_id: null,
    emergency: false,
    emergency_by: null,
  })
  await record(act, {
    event: 'revision.returned',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/** The form carries the hash of what the reviewer had on the screen. */
export function refuseOtherText(revision: RevisionRow, { content_hash }: { content_hash: string }): void {
  if (revision.content_hash !== content_hash) throw new Conflict('revision.moved-on')
}

export async function insertReview(
  act: Act,
  revision: RevisionRow,
  step: ReviewRow['step'],
  form: ReviewForm,
): Promise<void> {
  await act.tx
    .insertInto('publications.review')
    .values({
      site_id: act.site,
      id: newId(act.now),
      revision_id: revision.id,
      step,
      conclusion: form.conclusion,
      reviewer_id: act.actor.id,
      content_hash: revision.content_hash,
      reason: form.reason,
      at: act.now,
    })
    .execute()
}

export async function setState(act: Act, revision: RevisionRow, change: Partial<RevisionRow>): Promise<void> {
  const { numUpdatedRows } = await act.tx
    .updateTable('publications.revision')
    .set({ ...change, updated_at: act.now } as never)
    .where('site_id', '=', act.site)
    .where('id', '=', revision.id)
    .where('state', '=', revision.state)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new NotFound('revision.unknown')
}
