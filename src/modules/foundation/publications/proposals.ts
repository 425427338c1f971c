import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { AmendmentRow } from './lifecycle-tables.ts'
import { listPublicParts } from './portal-queries.ts'
import { listStandingChanges } from './queries.ts'
import { readTrace } from './relations-rules.ts'
import type { RevisionRow } from './tables.ts'

export async function seekOpenProposal(view: View, publication: Id) {
  return proposalsOf(view, publication).where('outcome', 'is', null).executeTakeFirst()
}

export async function listProposals(view: View, publication: Id) {
  return proposalsOf(view, publication).orderBy('id', 'desc').execute()
}

/** What was changed beside the text. Without the desk's scope: only what readers are told. */
export async function listAmendments(view: View, publication: Id) {
  return view.db
    .selectFrom('publications.amendment')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
}

/** What readers are told of: decisions before it was ever public are none of theirs. */
export async function listPublicStandings(view: View, publication: Id) {
  const changes = await listStandingChanges(view, publication)
  return changes.filter(({ to_standing }) => to_standing !== 'not-public' && to_standing !== 'unpublished')
}

/** The public titles of publications that changes of relations name. */
export async function titlesNamed(
  view: View,
  amendments: readonly Pick<AmendmentRow, 'what' | 'before' | 'after'>[],
): Promise<Map<string, string>> {
  const ids = amendments
    .filter(({ what }) => what === 'relation')
    .flatMap(({ before, after }) => readTrace(after ?? before ?? '').other ?? [])
  if (ids.length === 0) return new Map()
  for (const id of ids) view.reads.add(`publication:${id}`)
  const rows = await view.db
    .selectFrom('publications.shown')
    .select(['publication_id', 'title'])
    .where('site_id', '=', view.site)
    .where('publication_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ publication_id, title }) => [publication_id, title]))
}

export type Erasable = { id: Id; number: number; title: string; parts: string[] }

/** Earlier texts of a publication with the parts that are still there; the shown one goes only with the whole. */
export async function listErasable(
  view: View,
  revisions: readonly RevisionRow[],
  shown: Id | null,
): Promise<Erasable[]> {
  const earlier = revisions.filter(
    ({ id, state }) => id !== shown && (state === 'superseded' || state === 'published'),
  )
  if (earlier.length === 0) return []
  const parts = await listPublicParts(
    view,
    earlier.map(({ id }) => id),
    ['title', 'body', 'meta'],
  )
  return earlier
    .map(({ id, number, title }) => ({
      ...{ id, number, title },
      parts: parts
        .filter((part) => part.revision_id === id && part.erased_at === null)
        .map(({ name }) => name),
    }))
    .filter((text) => text.parts.length > 0)
}

function proposalsOf(view: View, publication: Id) {
  return view.db
    .selectFrom('publications.proposal')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
}
