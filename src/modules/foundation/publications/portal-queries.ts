import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { UNDATED } from './listing-date.ts'
import { type ListFilter, listTag, shownWhere } from './queries.ts'
import type { ShownRow } from './tables.ts'

export type Registered = Awaited<ReturnType<typeof findRegistered>>
export type PublicPart = Awaited<ReturnType<typeof listPublicParts>>[number]

/** What stands at an address that was public once: its standing, and the name under which readers know it. */
export async function findRegistered(view: View, id: Id) {
  view.reads.add(`publication:${id}`)
  const row = await view.db
    .selectFrom('publications.publication as p')
    .leftJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.shown_revision_id'),
    )
    .select([
      'p.id',
      'p.kind',
      'p.organisation_id',
      'p.standing',
      'p.standing_reason',
      'p.standing_at',
      'p.redirects_to',
      'p.leaves_at',
    ])
    .select([
      'p.index_number',
      'p.first_published_at',
      'p.log_item',
      'r.title',
      'r.number',
      'r.document_number',
    ])
    .where('p.site_id', '=', view.site)
    .where('p.id', '=', id)
    .where('p.first_published_at', 'is not', null)
    .where('p.standing', 'in', ['public', 'withdrawn', 'redirected', 'erased'])
    .executeTakeFirst()
  if (!row) throw new NotFound('publications.unknown')
  return row
}

/** Parts of several texts at once; the bytes of what was erased are gone, its name is not. */
export async function listPublicParts(
  view: View,
  revisions: readonly Id[],
  names: readonly string[] = ['title', 'body', 'meta'],
) {
  return view.db
    .selectFrom('publications.part')
    .select(['revision_id', 'name', 'media_type', 'bytes', 'erased_at'])
    .where('site_id', '=', view.site)
    .where('revision_id', 'in', revisions)
    .where('name', 'in', names)
    .execute()
}

const FACETS = ['publisher', 'kind', 'validity', 'year'] as const
export type FacetName = (typeof FACETS)[number]
export type Choice = { facet: FacetName; value: string; name: string; count: number }

const YEAR = sql<string>`extract(year from l.listed_at at time zone 'Asia/Shanghai')::int::text`
const MOST_CHOICES = 60

/**
 * What a list can be narrowed to, with exact figures: those of a facet count under the conditions of all the others,
 * so that the figure beside a link is what the link leads to. One statement for all facets.
 */
export async function listChoices(view: View, filter: ListFilter): Promise<Choice[]> {
  view.reads.add(listTag(view, filter))
  const of = (facet: FacetName) => shownWhere(view, { ...filter, [facet]: undefined })
  const count = sql<number>`count(*)`.as('count')
  const facet = (name: FacetName) => sql<FacetName>`${sql.lit(name)}`.as('facet')
  const rows = await of('publisher')
    .select([facet('publisher'), 's.publisher as value', 's.publisher as name', count])
    .groupBy('s.publisher')
    .unionAll(
      of('kind')
        .select([facet('kind'), sql<string>`s.kind`.as('value'), sql<string>`''`.as('name'), count])
        .groupBy('s.kind'),
    )
    .unionAll(
      of('validity')
        .select([facet('validity'), sql<string>`s.validity`.as('value'), sql<string>`''`.as('name'), count])
        .where('s.validity', 'is not', null)
        .groupBy('s.validity'),
    )
    .unionAll(
      of('year')
        .select([facet('year'), YEAR.as('value'), sql<string>`''`.as('name'), count])
        .where('l.listed_at', '>', UNDATED)
        .groupBy(YEAR),
    )
    .execute()
  return FACETS.flatMap((name) =>
    inOrder(
      name,
      rows.filter((row) => row.facet === name),
    ).slice(0, MOST_CHOICES),
  )
}

function inOrder(facet: FacetName, choices: Choice[]): Choice[] {
  if (facet === 'year') return choices.sort((one, other) => Number(other.value) - Number(one.value))
  return choices.sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
}

export type NewestDay = { day: CivilDate; count: number }

/** The last day on which anything was opened, and how much; undefined while nothing is public. */
export async function findNewestDay(view: View): Promise<NewestDay | undefined> {
  view.reads.add(`publications:${view.site}`)
  const { rows } = await sql<NewestDay>`
    with newest as (
      select date_trunc('day', max(listed_at), 'Asia/Shanghai') as start
      from publications.shown where site_id = ${view.site}
    )
    select (start at time zone 'Asia/Shanghai')::date as day,
      (select count(*) from publications.shown where site_id = ${view.site} and listed_at >= start) as count
    from newest where start is not null`.execute(view.db)
  return rows[0]
}

/** The newest of each of some columns, in one walk: their lists on the home page. */
export async function listNewestOf(
  view: View,
  columns: readonly Id[],
  limit: number,
): Promise<Map<Id, ShownRow[]>> {
  for (const column of columns) view.reads.add(listTag(view, { column }))
  if (columns.length === 0) return new Map()
  const { rows } = await sql<ShownRow & { column_id: Id }>`
    select l.column_id, s.*
    from unnest(${[...columns]}::uuid[]) as wanted(id)
    cross join lateral (
      select site_id, column_id, publication_id from publications.shown_in
      where site_id = ${view.site} and column_id = wanted.id
      order by listed_at desc, publication_id desc limit ${limit}
    ) as l
    join publications.shown as s on s.site_id = l.site_id and s.publication_id = l.publication_id
    order by s.listed_at desc, s.publication_id desc`.execute(view.db)
  return Map.groupBy(rows, ({ column_id }) => column_id)
}

export type SitemapChunk = { first: Id; changed_at: Date }

/** Where each page of the site map begins. Ids grow with time, so that a page once full keeps its beginning. */
export async function listSitemapChunks(view: View, size: number): Promise<SitemapChunk[]> {
  view.reads.add(`publications:${view.site}`)
  const { rows } = await sql<SitemapChunk>`
    select min(publication_id::text) as first, max(published_at) as changed_at
    from (
      select publication_id, published_at, (row_number() over (order by publication_id) - 1) / ${size}::int as chunk
      from publications.shown where site_id = ${view.site}
    ) as numbered
    group by chunk order by chunk`.execute(view.db)
  return rows
}

export async function listSitemapEntries(view: View, first: Id, size: number) {
  view.reads.add(`publications:${view.site}`)
  return view.db
    .selectFrom('publications.shown')
    .select(['publication_id', 'published_at'])
    .where('site_id', '=', view.site)
    .where('publication_id', '>=', first)
    .orderBy('publication_id')
    .limit(size)
    .execute()
}

/** First shown here since then, newest first; what was imported from elsewhere is no news. */
export async function listFirstShown(view: View, since: Date, limit: number) {
  view.reads.add(`publications:${view.site}`)
  return view.db
    .selectFrom('publications.shown')
    .select(['publication_id', 'title', 'first_published_at'])
    .where('site_id', '=', view.site)
    .where('listed_at', '>=', since)
    .where('kind', '=', 'article')
    .orderBy('listed_at', 'desc')
    .limit(limit)
    .execute()
}
