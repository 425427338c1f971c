import { civilDateOf, civilTimeOf } from '#kernel/calendar'
import type { Translate } from '#kernel/messages'
import { Route, type Station, useFrame } from '#ui'
import { dueAfterEmergency, dueReview, isOut, ofThisRound } from '../rules.ts'
import type { ReviewRow, RevisionRow } from '../tables.ts'
import type { ReviewPageProps } from './desk-review.tsx'
import { type Names, nameOf } from './desk-words.ts'

type RouteProps = Pick<ReviewPageProps, 'revision' | 'reviews' | 'route' | 'names'>

/** The way of the text with its names: what is done, where it stands, what comes. */
export function RouteOf({ revision, reviews, route, names }: RouteProps) {
  const { t } = useFrame()
  const round = ofThisRound(reviews, revision)
  const back =
    revision.state === 'returned'
      ? reviews.findLast(({ conclusion }) => conclusion === 'returned' || conclusion === 'not-open')
      : undefined
  const due = revision.emergency
    ? dueAfterEmergency(
        revision,
        route,
        reviews.filter(({ content_hash }) => content_hash === revision.content_hash),
      )
    : dueReview(revision.state, route)
  const stations: Station[] = [
    {
      label: t('review.station.draft'),
      state: isWriting(revision) ? 'now' : 'done',
      name: nameOf(names, revision.author_id, t),
    },
    ...route.map((step) =>
      stationOf(step, { done: round.find((one) => one.step === step), back, isDue: due === step }, names, t),
    ),
    secrecyStation({ revision, round, back }, names, t),
    releaseStation(revision, names, t),
  ]
  return <Route stations={stations} />
}

type At = { done: ReviewRow | undefined; back: ReviewRow | undefined; isDue: boolean }

function stationOf(step: string, { done, back, isDue }: At, names: Names, t: Translate): Station {
  const label = t(`review.step.${step}`)
  const last = back?.step === step ? back : done
  if (!last)
    return { label, state: isDue ? 'now' : 'next', note: isDue ? t('review.station.waits') : undefined }
  const note = `${shortInstant(last.at)} ${t(`review.conclusion.${last.conclusion}.short`)}`
  return { label, state: last === back ? 'back' : 'done', name: nameOf(names, last.reviewer_id, t), note }
}

type SecrecyAt = { revision: RevisionRow; round: readonly ReviewRow[]; back: ReviewRow | undefined }

function secrecyStation({ revision, round, back }: SecrecyAt, names: Names, t: Translate): Station {
  const done = revision.secrecy === 'open' ? round.findLast(({ step }) => step === 'secrecy') : undefined
  const isDue = revision.secrecy === null && !isWriting(revision) && !isOut(revision.state)
  return stationOf('secrecy', { done, back, isDue }, names, t)
}

function releaseStation(
  { state, released_by, published_at, scheduled_at }: RevisionRow,
  names: Names,
  t: Translate,
): Station {
  const label = t('review.station.release')
  const name = nameOf(names, released_by, t)
  if (published_at) return { label, state: 'done', name, note: shortInstant(published_at) }
  if (state === 'scheduled' && scheduled_at)
    return { label, state: 'now', name, note: t('review.station.at', { at: shortInstant(scheduled_at) }) }
  return {
    label,
    state: state === 'approved' ? 'now' : 'next',
    note: state === 'approved' ? t('review.station.waits') : undefined,
  }
}

function isWriting({ state }: RevisionRow): boolean {
  return state === 'draft' || state === 'returned'
}

function shortInstant(at: Date): string {
  return `${civilDateOf(at).slice(5)} ${civilTimeOf(at)}`
}
