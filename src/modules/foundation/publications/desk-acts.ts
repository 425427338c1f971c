import type { Permission } from '#platform/act'
import {
  dueAfterEmergency,
  dueReview,
  isOwnText,
  mayEdit,
  mayReview,
  ofThisRound,
  type ReviewStep,
} from './rules.ts'
import type { PublicationRow, ReviewRow, RevisionRow } from './tables.ts'

/** What the desk offers, and why not: only for the page. Every command asks again. */

export type May = (permission: Permission) => boolean
/** `refused` is the message key of the reason; an act that makes no sense in this state is not listed at all. */
export type Offered<Name extends string> = { name: Name; refused?: string }

/** Acts with one form, which asks once more. */
export const STANDING_ACTS = [
  'revision',
  'withdrawal',
  'restoration',
  'redirection',
  'leaving',
  'staying',
  'not-public',
  'reopening',
  'erasure',
] as const
export type StandingAct = (typeof STANDING_ACTS)[number]
/** And those that have a page of their own. */
export type PublicationAct = StandingAct | 'attributes' | 'relations'

export function publicationActs(
  {
    standing,
    kind,
    leaves_at,
    first_published_at,
    opening_rev,
  }: Pick<PublicationRow, 'standing' | 'kind' | 'leaves_at' | 'first_published_at' | 'opening_rev'>,
  { may, isPending, isProposed }: { may: May; isPending: boolean; isProposed: boolean },
): Offered<PublicationAct>[] {
  const withdraw = unless(may('publication.withdraw'), 'publication.no-right.withdraw')
  const draft = unless(may('publication.draft'), 'publication.no-right.draft')
  const second = isProposed ? { refused: 'proposal.one-open' } : {}
  const acts: Offered<PublicationAct>[] = []
  if (opening_rev !== null) {
    // On its way into the public log: it can be taken down like what is public already.
    acts.push({ name: 'withdrawal', ...withdraw }, { name: 'redirection', ...withdraw })
    return acts
  }
  if (standing === 'public' || standing === 'withdrawn') {
    const free = isPending ? { refused: 'revision.one-pending' } : {}
    acts.push({
      name: 'revision',
      ...free,
      ...draft,
    })
  }
  if (standing === 'public') acts.push({ name: 'withdrawal', ...withdraw })
  if (standing === 'withdrawn') acts.push({ name: 'restoration', ...withdraw })
  if (standing === 'public' || standing === 'withdrawn') acts.push({ name: 'redirection', ...withdraw })
  if (standing === 'public') acts.push({ name: leaves_at ? 'staying' : 'leaving', ...withdraw })
  const office = unless(may('publication.not-public'), 'publication.no-right.not-public')
  if (standing === 'unpublished') {
    const asks = kind === 'document' && may('publication.draft') ? {} : office
    acts.push({ name: 'not-public', ...second, ...asks })
  }
  if (standing === 'not-public') acts.push({ name: 'reopening', ...office })
  if (standing === 'public' || standing === 'withdrawn' || standing === 'unpublished')
    acts.push({ name: 'attributes', ...draft })
  if (standing !== 'erased') acts.push({ name: 'relations', ...draft })
  if (first_published_at && standing !== 'erased') {
    const right = unless(may('publication.withdraw'), 'publication.no-right.erase')
    acts.push({ name: 'erasure', ...second, ...right })
  }
  return acts
}

export type RevisionAct = 'text' | 'submission' | 'taking-back'

export function revisionActs({ state }: Pick<RevisionRow, 'state'>, may: May): Offered<RevisionAct>[] {
  const draft = unless(may('publication.draft'), 'publication.no-right.draft')
  if (mayEdit(state)) {
    return [
      { name: 'text', ...draft },
      { name: 'submission', ...draft },
    ]
  }
  return isUnderWay(state) ? [{ name: 'taking-back', ...draft }] : []
}

export type Decision = 'review' | 'secrecy' | 'release' | 'unscheduling' | 'emergency'
export type OfferedDecision = Offered<Decision> & { step?: ReviewStep }

export type Reviewed = {
  revision: Pick<
    RevisionRow,
    | 'state'
    | 'author_id'
    | 'last_editor_id'
    | 'emergency'
    | 'emergency_by'
    | 'secrecy'
    | 'submitted_at'
    | 'content_hash'
  >
  /** All of the revision; those of earlier rounds no longer count. */
  reviews: readonly ReviewRow[]
  route: readonly ReviewStep[]
}

/** Decisions that the revision waits for now, with what this person lacks for each. */
export function decisionsFor(
  { revision, reviews, route }: Reviewed,
  person: string,
  may: May,
): OfferedDecision[] {
  const { state } = revision
  const isOwn = isOwnText(revision, person)
  const offered: OfferedDecision[] = []
  const sameText = reviews.filter(({ content_hash }) => content_hash === revision.content_hash)
  const step = revision.emergency ? dueAfterEmergency(revision, route, sameText) : dueReview(state, route)
  if (step) {
    const right = unless(may(`publication.${step}`), `publication.no-right.${step}`)
    const eyes = unless(
      mayReview(revision, ofThisRound(reviews, revision), person),
      isOwn ? 'review.own-text' : 'review.same-person',
    )
    offered.push({ name: 'review', step, ...eyes, ...right })
  }
  if (isUnderWay(state) && revision.secrecy === null) {
    const isOther = !isOwn && revision.emergency_by !== person
    const eyes = unless(isOther, isOwn ? 'review.own-text' : 'review.same-person')
    offered.push({
      name: 'secrecy',
      ...eyes,
      ...unless(may('publication.secrecy-review'), 'publication.no-right.secrecy-review'),
    })
  }
  const release = unless(may('publication.release'), 'publication.no-right.release')
  if (state === 'approved') {
    offered.push({ name: 'release', ...unless(!isOwn || revision.emergency, 'release.own-text'), ...release })
  }
  if (state === 'scheduled') offered.push({ name: 'unscheduling', ...release })
  if (state === 'submitted' && !revision.emergency && may('publication.emergency'))
    offered.push({ name: 'emergency' })
  return offered
}

export type Task = { name: 'review' | 'secrecy' | 'release' | 'returned'; step?: ReviewStep }

/** What waits for exactly this person: a decision they may take, or a text that came back to them. */
export function taskFor(reviewed: Reviewed, person: string, may: May): Task | undefined {
  const { revision } = reviewed
  if (revision.state === 'returned') {
    return isOwnText(revision, person) && may('publication.draft') ? { name: 'returned' } : undefined
  }
  for (const { name, step, refused } of decisionsFor(reviewed, person, may)) {
    if (refused || name === 'emergency' || name === 'unscheduling') continue
    return step ? { name, step } : { name }
  }
  return undefined
}

export function isUnderWay(state: RevisionRow['state']): boolean {
  return (
    state === 'submitted' || state === 'first-review' || state === 'second-review' || state === 'final-review'
  )
}

function unless(condition: boolean, refused: string): { refused?: string } {
  return condition ? {} : { refused }
}
