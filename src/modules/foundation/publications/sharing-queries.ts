/** What stands in a site though it belongs to another one. Content is shared by reference: the text lies in its source. */
import { sql } from 'kysely'
import { type Id, idOfAddress, type SiteId } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Reader } from '#platform/database'
import { addressesOf, type Site } from '#platform/sites'

/** The site that a publication belongs to. */
export type Source = Pick<Site, 'id' | 'key' | 'host' | 'name'>

/** Where a publication is at home: what it says and whether it stands is read there, where it is listed is read here. */
export type Home = { view: View; source: Source | undefined; isEnded: boolean }

export async function findHome(view: View, publication: Id): Promise<Home> {
  view.reads.add(`publication:${publication}`)
  const row = await view.db
    .selectFrom('publications.sharing as h')
    .innerJoin('platform.site as o', 'o.id', 'h.source_site_id')
    .select(['o.id', 'o.key', 'o.host', 'o.name', 'h.ended_at'])
    .where('h.site_id', '=', view.site)
    .where('h.publication_id', '=', publication)
    .executeTakeFirst()
  if (!row) return { view, source: undefined, isEnded: false }
  const { ended_at, ...source } = row
  if (ended_at) return { view, source, isEnded: true }
  return { view: { ...view, site: source.id }, source, isEnded: false }
}

/** Whole addresses on the site of a source, the same for whoever refers to it. */
export function addressesAt(source: Source, publicUrl: string): (path: string) => string {
  const on = addressesOf(source as Site, publicUrl)
  return (path) => (path.startsWith('/') ? on(path) : path)
}

export type Shared = Awaited<ReturnType<typeof listShared>>[number]

/** What this site takes in from others, the latest first; what its source took down stands in no list meanwhile. */
export async function listShared(view: View, limit = 100) {
  const rows = await view.db
    .selectFrom('publications.sharing as h')
    .innerJoin('platform.site as o', 'o.id', 'h.source_site_id')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 'h.source_site_id').onRef('p.id', '=', 'h.publication_id'),
    )
    .leftJoin('publications.shown as s', (on) =>
      on.onRef('s.site_id', '=', 'h.site_id').onRef('s.publication_id', '=', 'h.publication_id'),
    )
    .select(['h.publication_id', 'h.shared_at', 'h.shared_by', 'o.name as source_name'])
    .select(['s.title', 'p.index_number', 'p.standing'])
    .select(({ selectFrom }) =>
      selectFrom('publications.placement as l')
        .select((the) => the.fn.agg<Id[]>('array_agg', ['l.column_id']).as('columns'))
        .whereRef('l.site_id', '=', 'h.site_id')
        .whereRef('l.publication_id', '=', 'h.publication_id')
        .as('columns'),
    )
    .where('h.site_id', '=', view.site)
    .where('h.ended_at', 'is', null)
    .orderBy('h.shared_at', 'desc')
    .orderBy('h.publication_id')
    .limit(limit)
    .execute()
  return rows.map(({ columns, ...row }) => ({ ...row, columns: columns ?? [] }))
}

export type Sharable = Awaited<ReturnType<typeof searchSharable>>[number]

/** What other sites show the public, by address, index number or document number, else by words of the title. */
export async function searchSharable({ db, site }: View, words: string, limit = 12) {
  const id = idIn(words)
  return shownElsewhere(db, site)
    .select([
      's.publication_id',
      's.title',
      's.index_number',
      's.document_number',
      's.publisher',
      's.listed_at',
    ])
    .select('o.name as source_name')
    .where((on) =>
      id
        ? on('s.publication_id', '=', id)
        : on.or([
            on('s.index_number', '=', words),
            on('s.document_number', '=', words),
            on('s.title', 'ilike', `%${words.replace(/[%_\\]/g, '\\$&')}%`),
          ]),
    )
    .orderBy('s.listed_at', 'desc')
    .orderBy('s.publication_id')
    .limit(limit)
    .execute()
}

/** Texts of their own only: what is shared is shared from where it is at home. */
export function shownElsewhere(db: Reader, site: SiteId) {
  return db
    .selectFrom('publications.shown as s')
    .innerJoin('publications.publication as p', (on) =>
      on.onRef('p.site_id', '=', 's.site_id').onRef('p.id', '=', 's.publication_id'),
    )
    .innerJoin('platform.site as o', 'o.id', 's.site_id')
    .whereRef('s.site_id', '=', 's.source_site_id')
    .where('s.site_id', '<>', site)
    .where('p.standing', '=', 'public')
    .where('p.audience', '=', 'public')
}

/** A whole address of any site, or only its last part. */
function idIn(words: string): Id | undefined {
  const [, address] = /(?:^|\/publications\/)([0-9a-hjkmnp-tv-z]{26})(?:[/?#.]|$)/i.exec(words) ?? []
  return address ? idOfAddress(address.toLowerCase()) : undefined
}

export type Sharer = { site: SiteId; columns: Id[] }

/** The sites that refer to a publication, with every column there in which it stands, and those above. One query. */
export async function listSharers(db: Reader, source: SiteId, publication: Id): Promise<Sharer[]> {
  const { rows } = await sql<Sharer>`
    with recursive above as (
      select h.site_id, c.id, c.parent_id
      from publications.sharing as h
      left join publications.placement as p on p.site_id = h.site_id and p.publication_id = h.publication_id
      left join publications."column" as c on c.site_id = p.site_id and c.id = p.column_id
      where h.source_site_id = ${source} and h.publication_id = ${publication} and h.ended_at is null
      union
      select above.site_id, c.id, c.parent_id from above
      join publications."column" as c on c.site_id = above.site_id and c.id = above.parent_id
    )
    select site_id as site, coalesce(array_agg(id) filter (where id is not null), '{}') as columns
    from above group by site_id`.execute(db)
  return rows
}

/** Who answers for a text that is listed here: nobody of this site, if it belongs to another. */
export async function seekListed(view: View, id: Id) {
  view.reads.add(`publication:${id}`)
  const row = await view.db
    .selectFrom('publications.shown')
    .select(['title', 'organisation_id', 'source_site_id'])
    .where('site_id', '=', view.site)
    .where('publication_id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    title: row.title,
    organisation: row.source_site_id === view.site ? row.organisation_id : undefined,
  }
}
