import type { CivilDate } from '#kernel/calendar'
import { type Cursor, DEFAULT_LIMIT, pageOf, readCursor } from '#kernel/cursors'
import type { Id } from '#kernel/ids'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { Actor, Permission, View } from '#platform/act'
import { type Task, taskFor } from './desk-acts.ts'
import { namesOf } from './desk-call.ts'
import { type Due, dueOf, type WorkFilter, type WorkQuery } from './desk-filters.ts'
import { listReviewsOf, listWaiting } from './desk-queries.ts'
import { findRoute } from './drafts.ts'
import type { Names } from './pages/desk-words.ts'
import type { ReviewStep } from './rules.ts'
import type { ReviewRow } from './tables.ts'

type Waiting = Awaited<ReturnType<typeof listWaiting>>[number]
export type TaskItem = { revision: Waiting; task: Task; returned: ReviewRow | undefined }
export type Tasks = {
  items: TaskItem[]
  next: string | undefined
  /** All that meet the conditions, by when they are due. */
  counts: Record<Due, number>
  names: Names
  organisations: Names
  isCut: boolean
}

/** Only states in which this person could be the one to act are read at all. */
export const STATES_OF_TASKS: readonly { permission: Permission; states: readonly string[] }[] = [
  { permission: 'publication.draft', states: ['returned'] },
  { permission: 'publication.first-review', states: ['submitted'] },
  { permission: 'publication.second-review', states: ['submitted', 'first-review'] },
  { permission: 'publication.final-review', states: ['submitted', 'first-review', 'second-review'] },
  {
    permission: 'publication.secrecy-review',
    states: ['submitted', 'first-review', 'second-review', 'final-review'],
  },
  { permission: 'publication.release', states: ['approved'] },
]

/** More than this is no list of tasks any more; the page then says where the rest is. */
const MOST_READ = 1000

export type Asked = { states: readonly string[]; query: WorkQuery; today: CivilDate }

/** What waits for exactly this person, under the conditions asked for, soonest first. */
export async function loadTasks(view: View, actor: Actor, { states, query, today }: Asked): Promise<Tasks> {
  const revisions = await listWaiting(view, states, MOST_READ)
  const all = (await tasksAmong(view, actor, revisions)).filter((item) => meets(item, query))
  const counts = countsOf(all, today)
  const due = all.filter(({ revision }) => !query.due || dueOf(revision.due_on, today) === query.due)
  const { limit = DEFAULT_LIMIT } = query
  const from = query.cursor === undefined ? 0 : placeAfter(due, readCursor(query.cursor))
  const page = pageOf(due.slice(from, from + limit + 1), limit, ({ revision }) => ({
    key: keyOf(revision),
    id: revision.id,
  }))
  const isCut = revisions.length === MOST_READ
  return { items: page.rows, next: page.next, counts, isCut, ...(await namesFor(view, page.rows)) }
}

async function tasksAmong(view: View, actor: Actor, revisions: readonly Waiting[]): Promise<TaskItem[]> {
  const reviews = Map.groupBy(
    await listReviewsOf(
      view,
      revisions.map(({ id }) => id),
    ),
    ({ revision_id }) => revision_id,
  )
  const routes = await routesOf(view, revisions)
  return revisions.flatMap((revision) => {
    const all = reviews.get(revision.id) ?? []
    const route = routes.get(revision.publication_kind) ?? []
    const task = taskFor({ revision, reviews: all, route }, actor.id, (permission) =>
      actor.may(permission, revision.organisation_id),
    )
    const returned = all.findLast(({ conclusion }) => conclusion === 'returned' || conclusion === 'not-open')
    return task ? [{ revision, task, returned }] : []
  })
}

function meets({ revision, task }: TaskItem, { q, organisation, kind, step, author }: WorkFilter): boolean {
  return (
    (!q || revision.title.toLowerCase().includes(q.toLowerCase())) &&
    (!organisation || revision.organisation_id === organisation) &&
    (!kind || revision.publication_kind === kind) &&
    (!step || (task.step ?? task.name) === step) &&
    (!author || revision.author_id === author)
  )
}

function countsOf(items: readonly TaskItem[], today: CivilDate): Record<Due, number> {
  const counts = { overdue: 0, today: 0, later: 0 }
  for (const { revision } of items) counts[dueOf(revision.due_on, today)] += 1
  return counts
}

/** By key, not by count: what was settled meanwhile moves nobody's next page. */
function placeAfter(items: readonly TaskItem[], { key, id }: Cursor): number {
  const at = items.findIndex(({ revision }) => {
    const own = keyOf(revision)
    return own > key || (own === key && revision.id > id)
  })
  return at === -1 ? items.length : at
}

/** Sorts behind every day. */
function keyOf({ due_on }: Pick<Waiting, 'due_on'>): string {
  return due_on ?? 'infinity'
}

async function routesOf(view: View, revisions: readonly Waiting[]): Promise<Map<string, ReviewStep[]>> {
  const routes = new Map<string, ReviewStep[]>()
  for (const kind of new Set(revisions.map((one) => one.publication_kind))) {
    routes.set(kind, (await findRoute(view.db, view.site, kind)).reviews)
  }
  return routes
}

async function namesFor(view: View, items: readonly TaskItem[]) {
  const found = await nameOrganisations(
    view,
    items.map(({ revision }) => revision.organisation_id),
  )
  const organisations: Names = new Map(
    [...found].map(([id, { short_name }]): [Id, string] => [id, short_name]),
  )
  const people = items.flatMap(({ revision, returned }) => [
    revision.author_id,
    revision.last_editor_id,
    returned?.reviewer_id ?? null,
  ])
  return { organisations, names: await namesOf(view, people) }
}
