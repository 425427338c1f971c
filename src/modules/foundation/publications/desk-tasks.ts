import type { Id } from '#kernel/ids'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { Actor, Permission, View } from '#platform/act'
import { type Task, taskFor } from './desk-acts.ts'
import { namesOf } from './desk-call.ts'
import { listReviewsOf, listWaiting } from './desk-queries.ts'
import { findRoute } from './drafts.ts'
import type { Names } from './pages/desk-words.ts'
import type { ReviewStep } from './rules.ts'
import type { ReviewRow } from './tables.ts'

type Waiting = Awaited<ReturnType<typeof listWaiting>>[number]
export type TaskItem = { revision: Waiting; task: Task; returned: ReviewRow | undefined }
export type Tasks = { items: TaskItem[]; names: Names; organisations: Names; isCut: boolean }

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
const MOST_READ = 200

export async function loadTasks(view: View, actor: Actor, states: readonly string[]): Promise<Tasks> {
  const revisions = await listWaiting(view, states, MOST_READ)
  const reviews = Map.groupBy(
    await listReviewsOf(
      view,
      revisions.map(({ id }) => id),
    ),
    ({ revision_id }) => revision_id,
  )
  const routes = await routesOf(view, revisions)
  const items: TaskItem[] = []
  for (const revision of revisions) {
    const all = reviews.get(revision.id) ?? []
    const route = routes.get(revision.publication_kind) ?? []
    const task = taskFor({ revision, reviews: all, route }, actor.id, (permission) =>
      actor.may(permission, revision.organisation_id),
    )
    if (task)
      items.push({
        revision,
        task,
        returned: all.findLast(({ conclusion }) => conclusion === 'returned' || conclusion === 'not-open'),
      })
  }
  return { items, isCut: revisions.length === MOST_READ, ...(await namesFor(view, items)) }
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
    revision.last_editor_id,
    returned?.reviewer_id ?? null,
  ])
  return { organisations, names: await namesOf(view, people) }
}
