/** What is under way, for those who tell people about it: the same rules as the list of tasks, asked for anybody. */
import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId } from '#kernel/ids'
import type { Permission, View } from '#platform/act'
import { type Task, taskFor } from './desk-acts.ts'
import { revisionPath } from './desk-paths.ts'
import { listReviewsOf, listWaiting } from './desk-queries.ts'
import { findRoute } from './drafts.ts'
import { isOut, REVISION_STATES, type ReviewStep, type RevisionState } from './rules.ts'

export type AwaitedRevision = {
  publication: Id
  revision: Id
  organisation: OrganisationId
  title: string
  state: RevisionState
  due_on: CivilDate | null
  emergency: boolean
  /** Changes with every handing in: what was told of an earlier round is told anew. */
  round: string
  /** Whose text it is. */
  hands: Id[]
  released_by: string | null
  /** Why it came back, if it did. */
  returned: { reason: string; by: string } | undefined
  /** What of it waits for a person with these permissions. */
  taskOf(person: Id, held: ReadonlySet<Permission>): Task | undefined
  address(page: 'text' | 'review'): string
}

export const PERMISSIONS_OF_TASKS: readonly Permission[] = [
  'publication.first-review',
  'publication.second-review',
  'publication.final-review',
  'publication.secrecy-review',
  'publication.release',
]

const OPEN = REVISION_STATES.filter((state) => !isOut(state))
const MOST = 2000

/** A protected read: for jobs in the scope of all. */
export async function listAwaited(view: View, publication?: Id): Promise<AwaitedRevision[]> {
  const revisions = (await listWaiting(view, OPEN, MOST, publication)).filter(
    ({ state }) => state !== 'draft',
  )
  const reviews = Map.groupBy(
    await listReviewsOf(
      view,
      revisions.map(({ id }) => id),
    ),
    ({ revision_id }) => revision_id,
  )
  const routes = new Map<string, readonly ReviewStep[]>()
  for (const { publication_kind: kind } of revisions)
    if (!routes.has(kind)) routes.set(kind, (await findRoute(view.db, view.site, kind)).reviews)
  return revisions.map((revision) => {
    const all = reviews.get(revision.id) ?? []
    const route = routes.get(revision.publication_kind)!
    const back = all.findLast(({ conclusion }) => conclusion === 'returned' || conclusion === 'not-open')
    return {
      publication: revision.publication_id,
      revision: revision.id,
      organisation: revision.organisation_id,
      title: revision.title,
      state: revision.state,
      due_on: revision.due_on,
      emergency: revision.emergency,
      round: `${revision.id}:${revision.submitted_at?.getTime() ?? 0}`,
      hands: [...new Set([revision.author_id, revision.last_editor_id])] as Id[],
      released_by: revision.released_by,
      returned: back && { reason: back.reason, by: back.reviewer_id },
      taskOf: (person, held) =>
        taskFor({ revision, reviews: all, route }, person, (permission) => held.has(permission)),
      address: (page) => revisionPath(revision.id, page),
    }
  })
}
