import { civilDateOf } from '#kernel/calendar'
import { dueDate } from '#kernel/clock'
import type { ClockRule } from '#kernel/clock-rule'
import { type Act, type Notice, record, type View } from '#platform/act'
import type { JobTools, OpenDate } from '#platform/module'
import { revisionPath } from './desk-paths.ts'
import { findRoute } from './drafts.ts'
import { ofThisRound } from './rules.ts'
import type { ReviewRow, RevisionRow } from './tables.ts'

/** Reviews that are due: dates that a changed working calendar moves. An internal limit, set in the route of the kind. */
export async function openReviews(view: View): Promise<OpenDate[]> {
  const due = await listDue(view).execute()
  return (await withTerms(view, due)).map(({ revision: { id, title }, term }) => ({
    id,
    title,
    address: revisionPath(id, 'review'),
    clock: term,
  }))
}

/**
 * On `calendar.adopted`: what is open is reckoned anew, what is done keeps its date (domain k13). Safe to run twice:
 * a date that is right already is left alone, and leaves no line in the record.
 */
export async function recomputeReviews(tools: JobTools, { site }: Notice): Promise<void> {
  await tools.perform(site, async (act) => {
    const view: View = { db: act.tx, site, language: 'zh-CN', reads: new Set() }
    const due = await listDue(view).forUpdate('r').execute()
    for (const { revision, term } of await withTerms(view, due)) {
      const next = dueDate(term.rule, term.events, act.calendar).due
      if (next !== revision.due_on) await moveDue(act, revision, next)
    }
  })
}

async function moveDue(
  act: Act,
  { id, publication_id, organisation_id }: DueRow,
  due_on: RevisionRow['due_on'],
): Promise<void> {
  await act.tx
    .updateTable('publications.revision')
    .set({ due_on })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, {
    event: 'revision.due-recomputed',
    subject: publication_id,
    organisation: organisation_id,
  })
}

type DueRow = Awaited<ReturnType<ReturnType<typeof listDue>['execute']>>[number]

/** A revision has a due day exactly as long as somebody still has to review it. */
function listDue({ db, site }: View) {
  return db
    .selectFrom('publications.revision as r')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.id', '=', 'r.publication_id'),
    )
    .select(['r.id', 'r.publication_id', 'r.organisation_id', 'r.title', 'r.content_hash', 'r.due_on'])
    .select(['r.emergency', 'r.emergency_by', 'r.submitted_at', 'r.updated_at', 'p.kind'])
    .where('r.site_id', '=', site)
    .where('r.due_on', 'is not', null)
    .orderBy('r.due_on')
    .orderBy('r.id')
}

async function withTerms(view: View, due: readonly DueRow[]) {
  if (due.length === 0) return []
  const reviews = Map.groupBy(await listReviewsOf(view, due), ({ revision_id }) => revision_id)
  const within = new Map<string, number>()
  for (const { kind } of due) {
    if (!within.has(kind)) within.set(kind, (await findRoute(view.db, view.site, kind)).within)
  }
  return due.map((revision) => ({
    revision,
    term: termOf(revision, reviews.get(revision.id) ?? [], within.get(revision.kind)!),
  }))
}

function listReviewsOf({ db, site }: View, due: readonly DueRow[]) {
  return db
    .selectFrom('publications.review')
    .selectAll()
    .where('site_id', '=', site)
    .where(
      'revision_id',
      'in',
      due.map(({ id }) => id),
    )
    .orderBy('id')
    .execute()
}

/** Each review has its own time from the one before; those that an emergency put off have one working day together. */
function termOf(revision: DueRow, reviews: readonly ReviewRow[], within: number) {
  const passed = ofThisRound(reviews, revision).filter(({ step }) => step !== 'secrecy')
  const declared = passed.find(
    ({ step, reviewer_id }) => step === 'final-review' && reviewer_id === revision.emergency_by,
  )
  const last = revision.emergency ? declared : passed.at(-1)
  const occurred_on = civilDateOf(last?.at ?? revision.submitted_at ?? revision.updated_at)
  return {
    rule: reviewWithin(revision.emergency ? 1 : within),
    events: [{ kind: 'start' as const, occurred_on }],
  }
}

/** No law sets it: the route of the kind does. */
function reviewWithin(amount: number): ClockRule {
  return {
    id: 'review-within',
    title: { 'zh-CN': '审核稿件（内部期限）', en: 'Review of a text (internal limit)' },
    ...{ unit: 'working-day', amount, direction: 'after', minimum: false, rolls: true, extension_cap: null },
    ...{ source: 'setting', verified: true, effective_from: null, effective_to: null },
  }
}
