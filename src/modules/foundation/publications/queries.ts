import { sql } from 'kysely'
import { type Cursor, pageOf } from '#kernel/cursors'
import type { Id } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { inTreeOrder } from './columns-rules.ts'
import type { ColumnRow, ShownRow } from './tables.ts'

export type ShownPublication = Awaited<ReturnType<typeof findShown>>
export type ListedPublication = Omit<ShownRow, 'source' | 'editor' | 'keywords'>
export type PublicRevision = Awaited<ReturnType<typeof listPublicRevisions>>[number]

export type ListFilter = {
  column?: Id | undefined
  organisation?: Id | undefined
  /** The name that stands on the document; an issuer above the city has no organisation here. */
  publisher?: string | undefined
  kind?: string | undefined
  validity?: string | undefined
  year?: number | undefined
}

export type ListPage = { limit: number; cursor?: Cursor | undefined; backwards?: boolean }

/** What the public may know of a publication: its standing always, its text only while it stands there. */
export async function findShown(view: View, id: Id) {
  view.reads.add(`publication:${id}`)
  const row = await view.db
    .selectFrom('publications.publication as p')
    .innerJoin('publications.shown as s', (on) =>
      on.onRef('s.site_id', '=', 'p.site_id').onRef('s.publication_id', '=', 'p.id'),
    )
    .selectAll('s')
    .select([
      'p.standing',
      'p.standing_reason',
      'p.standing_at',
      'p.redirects_to',
      'p.audience',
      'p.log_item',
    ])
    .where('p.site_id', '=', view.site)
    .where('p.id', '=', id)
    .executeTakeFirst()
  if (row?.audience !== 'public') throw new NotFound('publication.unknown')
  return row
}

export async function isShown(view: View, id: Id): Promise<boolean> {
  view.reads.add(`publication:${id}`)
  const row = await view.db
    .selectFrom('publications.shown')
    .select('publication_id')
    .where('site_id', '=', view.site)
    .where('publication_id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** A publication that was public once and is shown no more answers with its notice, never with 404. */
export async function findNotice(view: View, id: Id) {
  view.reads.add(`publication:${id}`)
  const row = await view.db
    .selectFrom('publications.publication')
    .select(['id', 'standing', 'standing_reason', 'standing_at', 'redirects_to', 'index_number', 'audience'])
    .where('site_id', '=', view.site)
    .where('id', '=', id)
    .where('standing', 'in', ['public', 'withdrawn', 'redirected', 'erased'])
    // Taken down before its entry stood in the log: no reader ever saw it.
    .where('first_published_at', 'is not', null)
    .executeTakeFirst()
  if (row?.audience !== 'public') throw new NotFound('publication.unknown')
  return row
}

/** Every text that was ever public, newest first, with what the public was told about the change. */
export async function listPublicRevisions(view: View, publication: Id) {
  view.reads.add(`publication:${publication}`)
  return view.db
    .selectFrom('publications.revision')
    .select([
      'id',
      'number',
      'kind',
      'state',
      'title',
      'reason',
      'published_at',
      'source_published_on',
      'document_number',
    ])
    .select(['signed_on', 'effective_on', 'validity', 'emergency', 'content_hash'])
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .where('state', 'in', ['published', 'superseded'])
    .orderBy('number', 'desc')
    .execute()
}

export async function listStandingChanges(view: View, publication: Id) {
  return view.db
    .selectFrom('publications.standing_change')
    .select(['id', 'from_standing', 'to_standing', 'reason', 'at'])
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .where('pending', '=', false)
    .orderBy('id', 'desc')
    .execute()
}

/** Newest first, paged by key in both directions; the tag of the filter keeps the page true. */
export async function listShown(
  view: View,
  filter: ListFilter,
  { limit, cursor, backwards = false }: ListPage,
) {
  view.reads.add(listTag(view, filter))
  const rows = await shownWhere(view, filter)
    .selectAll('s')
    .$if(cursor !== undefined, (query) =>
      query.where(
        sql<boolean>`(l.listed_at, l.publication_id) ${sql.raw(backwards ? '>' : '<')} (${cursor!.key}::timestamptz, ${cursor!.id}::uuid)`,
      ),
    )
    .orderBy('l.listed_at', backwards ? 'asc' : 'desc')
    .orderBy('l.publication_id', backwards ? 'asc' : 'desc')
    .limit(limit + 1)
    .execute()
  const page = pageOf(rows, limit, ({ listed_at, publication_id }) => ({
    key: listed_at.toISOString(),
    id: publication_id,
  }))
  return backwards
    ? { rows: page.rows.reverse(), more: page.next !== undefined }
    : { rows: page.rows, more: page.next !== undefined }
}

/** A list of one column walks that column's own index; every other list walks the site's. */
export function shownWhere({ db, site }: Pick<View, 'db' | 'site'>, filter: ListFilter) {
  const { column, organisation, publisher, kind, validity, year } = filter
  const walked = (
    column ? 'publications.shown_in as l' : 'publications.shown as l'
  ) as 'publications.shown_in as l'
  return db
    .selectFrom(walked)
    .innerJoin('publications.shown as s', (on) =>
      on.onRef('s.site_id', '=', 'l.site_id').onRef('s.publication_id', '=', 'l.publication_id'),
    )
    .where('l.site_id', '=', site)
    .$if(column !== undefined, (query) => query.where(sql<boolean>`l.column_id = ${column}`))
    .$if(organisation !== undefined, (query) => query.where('s.organisation_id', '=', organisation!))
    .$if(publisher !== undefined, (query) => query.where('s.publisher', '=', publisher!))
    .$if(kind !== undefined, (query) => query.where('s.kind', '=', kind!))
    .$if(validity !== undefined, (query) => query.where('s.validity', '=', validity as never))
    .$if(year !== undefined, (query) =>
      query
        .where('l.listed_at', '>=', new Date(`${year}-01-01T00:00:00+08:00`))
        .where('l.listed_at', '<', new Date(`${year! + 1}-01-01T00:00:00+08:00`)),
    )
}

export function listTag(view: Pick<View, 'site'>, { column, organisation }: ListFilter): string {
  if (column) return `column:${column}`
  if (organisation) return `organisation-list:${organisation}`
  return `publications:${view.site}`
}

const MOST_COUNTED = 10_000

/** Exact up to 10,000; beyond, the page says "10,000+" and nobody waits for a figure nobody needs. */
export async function countShown(view: View, filter: ListFilter): Promise<number> {
  view.reads.add(listTag(view, filter))
  const { count } = await view.db
    .selectFrom(
      shownWhere(view, filter)
        .selectAll('s')
        .clearSelect()
        .select(sql`1`.as('one'))
        .limit(MOST_COUNTED + 1)
        .as('counted'),
    )
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/** The open ones, each before those below it. */
export async function listColumns(view: View): Promise<ColumnRow[]> {
  view.reads.add(`columns:${view.site}`)
  const rows = await view.db
    .selectFrom('publications.column')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('closed_at', 'is', null)
    .orderBy('sort_order')
    .orderBy('slug')
    .execute()
  return inTreeOrder(rows)
}

export async function findColumn(view: View, slug: string): Promise<ColumnRow> {
  const column = (await listColumns(view)).find((each) => each.slug === slug)
  if (!column) throw new NotFound('column.unknown')
  return column
}

/** The column itself and everything above it, nearest first. */
export function columnPath(columns: readonly ColumnRow[], id: Id): ColumnRow[] {
  const path: ColumnRow[] = []
  for (let at: Id | null = id; at !== null; ) {
    const column = columns.find((each) => each.id === at)
    if (!column) break
    path.push(column)
    at = column.parent_id
  }
  return path
}

export async function listColumnsOf(view: View, publication: Id): Promise<Id[]> {
  const rows = await view.db
    .selectFrom('publications.placement')
    .select('column_id')
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .execute()
  return rows.map(({ column_id }) => column_id)
}
