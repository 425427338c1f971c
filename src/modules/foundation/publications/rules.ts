import { Conflict } from '#kernel/refusals'
import type { LogType } from '#transparency-log/leaf'

/** Where a publication stands towards the public. */
export const STANDINGS = ['unpublished', 'public', 'withdrawn', 'redirected', 'erased', 'not-public'] as const
export type Standing = (typeof STANDINGS)[number]

/**
 * Where a revision stands on its way. A review's name means that this review has been passed:
 * `submitted` waits for the first reviewer, `first-review` for the second, `final-review` for the secrecy conclusion.
 * `released` waits for its entry in the public log, and readers with it.
 */
export const REVISION_STATES = [
  'draft',
  'submitted',
  'first-review',
  'second-review',
  'final-review',
  'approved',
  'scheduled',
  'released',
  'published',
  'returned',
  'superseded',
] as const
export type RevisionState = (typeof REVISION_STATES)[number]

export const REVISION_KINDS = ['major', 'minor', 'version'] as const
export type RevisionKind = (typeof REVISION_KINDS)[number]

export const REVIEW_STEPS = ['first-review', 'second-review', 'final-review'] as const
export type ReviewStep = (typeof REVIEW_STEPS)[number]

const NEXT: Record<RevisionState, readonly RevisionState[]> = {
  draft: ['submitted'],
  returned: ['submitted'],
  submitted: ['first-review', 'second-review', 'final-review', 'approved', 'returned', 'draft'],
  'first-review': ['second-review', 'final-review', 'approved', 'returned', 'draft'],
  'second-review': ['final-review', 'approved', 'returned', 'draft'],
  'final-review': ['approved', 'returned', 'draft'],
  approved: ['scheduled', 'released', 'returned'],
  scheduled: ['released', 'approved', 'returned'],
  released: ['published', 'superseded'],
  published: ['superseded'],
  superseded: ['published'],
}

export function move(from: RevisionState, to: RevisionState): RevisionState {
  if (!NEXT[from].includes(to)) throw new Conflict(`revision.wrong-state`, { from, to })
  return to
}

const STANDS_NEXT: Record<Standing, readonly Standing[]> = {
  unpublished: ['public', 'not-public'],
  public: ['withdrawn', 'redirected', 'erased'],
  withdrawn: ['public', 'redirected', 'erased'],
  redirected: ['public', 'erased'],
  erased: [],
  'not-public': ['unpublished'],
}

export function stand(from: Standing, to: Standing): Standing {
  if (!STANDS_NEXT[from].includes(to)) throw new Conflict('publication.wrong-standing', { from, to })
  return to
}

export function mayEdit(state: RevisionState): boolean {
  return state === 'draft' || state === 'returned'
}

/** Where it will stand once the log has its entry, which is where whoever decides next must begin. */
export function standsFor({
  standing,
  opening_rev,
}: {
  standing: Standing
  opening_rev: number | null
}): Standing {
  return opening_rev === null ? standing : 'public'
}

/** The reviews of the route that stand before this state, and the one that is due. */
export function dueReview(state: RevisionState, route: readonly ReviewStep[]): ReviewStep | undefined {
  if (state === 'submitted') return route[0]
  const passed = route.indexOf(state as ReviewStep)
  return passed === -1 ? undefined : route[passed + 1]
}

export function afterReview(
  step: ReviewStep,
  route: readonly ReviewStep[],
  secrecy: 'open' | 'not-open' | null,
): RevisionState {
  return step === route.at(-1) && secrecy === 'open' ? 'approved' : step
}

export function awaitsSecrecy(state: RevisionState, secrecy: string | null): boolean {
  return secrecy === null && ['submitted', 'first-review', 'second-review', 'final-review'].includes(state)
}

type Hands = { author_id: string; last_editor_id: string }

/** Four eyes: nobody judges or releases a text of their own hand. */
export function isOwnText({ author_id, last_editor_id }: Hands, person: string): boolean {
  return person === author_id || person === last_editor_id
}

/** Three reviews by three different people; the text's own hands are none of them. */
export function mayReview(
  revision: Hands,
  earlier: readonly { reviewer_id: string; step: string }[],
  person: string,
): boolean {
  return (
    !isOwnText(revision, person) &&
    !earlier.some(({ reviewer_id, step }) => reviewer_id === person && step !== 'secrecy')
  )
}

type Judged = { step: string; conclusion: string; content_hash: string; at: Date }

/** Reviews of an earlier round judged a text that was handed in anew since: they count no more, for or against anyone. */
export function ofThisRound<Review extends Judged>(
  reviews: readonly Review[],
  { content_hash, submitted_at }: { content_hash: string; submitted_at: Date | null },
): Review[] {
  return reviews.filter(
    (review) =>
      review.content_hash === content_hash &&
      review.conclusion !== 'returned' &&
      (!submitted_at || review.at >= submitted_at),
  )
}

const APPROVED: readonly RevisionState[] = ['approved', 'scheduled', 'released', 'published']

/** On the emergency path the reviews follow the approval; the one that is due then is the first that nobody has done. */
export function dueAfterEmergency(
  { state, emergency }: { state: RevisionState; emergency: boolean },
  route: readonly ReviewStep[],
  done: readonly { step: string }[],
): ReviewStep | undefined {
  if (!emergency || !APPROVED.includes(state)) return undefined
  return route.find((step) => !done.some((review) => review.step === step))
}

/** Released, whether or not its entry stands in the log by now: nobody decides about it any more. */
export function isOut(state: RevisionState): boolean {
  return state === 'released' || state === 'published' || state === 'superseded'
}

type Known = { first_published_at: Date | null; opening_rev: number | null }

/** The first text that leaves the agency publishes; each one after it revises. */
export function logTypeOf({ first_published_at, opening_rev }: Known): LogType {
  return first_published_at === null && opening_rev === null ? 'publish' : 'revise'
}
