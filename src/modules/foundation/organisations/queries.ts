import { sql } from 'kysely'
import { type Cursor, DEFAULT_LIMIT, pageOf } from '#kernel/cursors'
import type { OrganisationId, SiteId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { Reader, Writer } from '#platform/database'
import type { OrganisationRow } from './tables.ts'

/** What a query needs besides the cache tags: an act has it too. */
type Where = Pick<View, 'db' | 'site'>

export function organisationTag(id: OrganisationId): string {
  return `organisation:${id}`
}

export function organisationsTag(site: SiteId): string {
  return `organisations:${site}`
}

export async function findOrganisation(view: View, id: OrganisationId): Promise<OrganisationRow> {
  const organisation = await seekOrganisation(view, id)
  if (!organisation) throw unknown()
  return organisation
}

export async function seekOrganisation(view: View, id: OrganisationId): Promise<OrganisationRow | undefined> {
  view.reads.add(organisationTag(id))
  return byId(view.db, view.site, id).executeTakeFirst()
}

/** The whole tree in reading order, without those that were closed: some hundreds of rows at most. */
export async function listOrganisations(view: View): Promise<OrganisationRow[]> {
  view.reads.add(organisationsTag(view.site))
  return inReadingOrder(view).where('closed_on', 'is', null).execute()
}

/** For the desk: the closed ones too. */
export async function listAllOrganisations(view: View): Promise<OrganisationRow[]> {
  view.reads.add(organisationsTag(view.site))
  return inReadingOrder(view).execute()
}

export async function pageOrganisations(view: View, after: Cursor | undefined, limit = DEFAULT_LIMIT) {
  view.reads.add(organisationsTag(view.site))
  let query = inReadingOrder(view).where('closed_on', 'is', null)
  if (after) {
    query = query.where((the) =>
      the(the.refTuple('sort_key', 'id'), '>', the.tuple(after.key, after.id as OrganisationId)),
    )
  }
  return pageOf(await query.limit(limit + 1).execute(), limit, ({ sort_key, id }) => ({ key: sort_key, id }))
}

/** The organisation and all below it. */
export async function listSubtree({ db, site }: Where, root: OrganisationId): Promise<OrganisationId[]> {
  const rows = await inSubtree(db, site, root).select('id').execute()
  return rows.map(({ id }) => id)
}

/** Those above, from the root down: each name that a page shows makes the page depend on it. */
export async function listAbove(
  view: View,
  { id, path }: Pick<OrganisationRow, 'id' | 'path'>,
): Promise<OrganisationRow[]> {
  const above = path.filter((one) => one !== id)
  if (above.length === 0) return []
  for (const one of above) view.reads.add(organisationTag(one))
  return inReadingOrder(view).where('id', 'in', above).execute()
}

/** The organisations directly below. */
export async function listBelow(view: View, id: OrganisationId): Promise<OrganisationRow[]> {
  view.reads.add(organisationsTag(view.site))
  return inReadingOrder(view).where('parent_id', '=', id).where('closed_on', 'is', null).execute()
}

/** Names for a list of anything that belongs to organisations. */
export async function nameOrganisations(
  view: View,
  ids: readonly OrganisationId[],
): Promise<Map<OrganisationId, OrganisationRow>> {
  if (ids.length === 0) return new Map()
  for (const id of ids) view.reads.add(organisationTag(id))
  const rows = await inReadingOrder(view)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether another organisation of the site bears the code. */
export async function isCreditCodeTaken(
  { db, site }: Where,
  code: string,
  by: { not: OrganisationId | undefined },
): Promise<boolean> {
  let query = db
    .selectFrom('organisations.organisation')
    .select('id')
    .where('site_id', '=', site)
    .where('credit_code', '=', code)
  if (by.not) query = query.where('id', '<>', by.not)
  return (await query.executeTakeFirst()) !== undefined
}

/** For a command about to change the organisation: nobody else may, until it commits. */
export async function lockOrganisation(
  tx: Writer,
  site: SiteId,
  id: OrganisationId,
): Promise<OrganisationRow> {
  return byId(tx, site, id).forUpdate().executeTakeFirstOrThrow(unknown)
}

/** All below the organisation, without itself, locked. */
export async function lockDescendants(tx: Writer, site: SiteId, id: OrganisationId) {
  return inSubtree(tx, site, id)
    .where('id', '<>', id)
    .select(['id', 'path', 'sort_key'])
    .orderBy('id')
    .forUpdate()
    .execute()
}

function byId(db: Reader, site: SiteId, id: OrganisationId) {
  return db
    .selectFrom('organisations.organisation')
    .selectAll()
    .where('site_id', '=', site)
    .where('id', '=', id)
}

function inReadingOrder({ db, site }: Where) {
  return db
    .selectFrom('organisations.organisation')
    .selectAll()
    .where('site_id', '=', site)
    .orderBy('sort_key')
    .orderBy('id')
}

function inSubtree(db: Reader, site: SiteId, root: OrganisationId) {
  return db
    .selectFrom('organisations.organisation')
    .where('site_id', '=', site)
    .where(sql<boolean>`path @> array[${root}::uuid]`)
}

function unknown() {
  return new NotFound('organisation.unknown')
}

/** Unified social credit codes (GB 32100): the name of a body in the public log. */
export async function creditCodesOf(
  { tx, site }: { tx: Writer; site: SiteId },
  ids: readonly OrganisationId[],
): Promise<Map<OrganisationId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('organisations.organisation')
    .select(['id', 'credit_code'])
    .where('site_id', '=', site)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, credit_code }) => [id, credit_code]))
}
