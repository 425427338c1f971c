/** What readers who wait for it are told of a text that became public. */
import { type CivilDate, civilDateOf } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'
import { publicationAddress } from './content.ts'
import { isUndated } from './listing-date.ts'
import type { RevisionKind } from './rules.ts'

export type News = {
  publication: Id
  revision: Id
  number: number
  kind: RevisionKind
  title: string
  summary: string
  publisher: string
  /** Why the text changed, in the words that the public reads. */
  reason: string | null
  published_at: Date
  /** It was public elsewhere before it was brought in, if nobody knows when, long ago: old news. */
  source_published_on: CivilDate | null
  /** Every column that it stands in, and all above them. */
  columns: Id[]
  author_id: string
  released_by: string | null
  address: string
}

/** Of those that are still shown: what was taken down meanwhile is no news. */
export async function listNews({ db, site }: View, publications: readonly Id[]): Promise<News[]> {
  if (publications.length === 0) return []
  const rows = await db
    .selectFrom('publications.shown as s')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 's.site_id').onRef('p.id', '=', 's.publication_id'),
    )
    .innerJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 's.site_id').onRef('r.id', '=', 's.revision_id'),
    )
    .select(['s.publication_id', 's.revision_id', 's.number', 's.title', 's.summary', 's.publisher'])
    .select([
      's.published_at',
      's.listed_at',
      's.source_published_on',
      'r.kind',
      'r.reason',
      'r.author_id',
      'r.released_by',
    ])
    .select(({ selectFrom }) =>
      selectFrom('publications.shown_in as i')
        .select((the) => the.fn.agg<Id[]>('array_agg', ['i.column_id']).as('columns'))
        .whereRef('i.site_id', '=', 's.site_id')
        .whereRef('i.publication_id', '=', 's.publication_id')
        .as('columns'),
    )
    .where('s.site_id', '=', site)
    .where('s.publication_id', 'in', [...publications])
    .where('p.audience', '=', 'public')
    .orderBy('s.published_at', 'desc')
    .execute()
  return rows.map(({ publication_id, revision_id, columns, listed_at, ...row }) => ({
    ...row,
    source_published_on:
      row.source_published_on ?? (isUndated({ listed_at }) ? civilDateOf(listed_at) : null),
    publication: publication_id,
    revision: revision_id,
    columns: columns ?? [],
    address: publicationAddress(publication_id),
  }))
}
