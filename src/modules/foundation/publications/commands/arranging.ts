import { sql } from 'kysely'
import { type Id, newId } from '#kernel/ids'
import { Invalid, NotFound } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import { demandArranging } from '../arrangers.ts'
import type { ColumnForm } from '../columns-form.ts'
import { branchOf, FILLABLE, placeRefused, swapped } from '../columns-rules.ts'
import type { ColumnRow } from '../tables.ts'

export async function establishColumn(act: Act, form: ColumnForm): Promise<Id> {
  await demandArranging(act)
  const columns = await lockColumns(act)
  const id = newId(act.now)
  await refuseFaults(act, { columns, form, id: undefined })
  const sort_order = Math.max(0, ...columns.map((column) => column.sort_order)) + 1
  await act.tx
    .insertInto('publications.column')
    .values({ site_id: act.site, id, ...rowOf(form), sort_order })
    .execute()
  await record(act, { event: 'column.arranged', subject: id, organisation: undefined })
  return id
}

/** An address that was given up leads to the column for ever; a changed place takes what stands in it along. */
export async function amendColumn(act: Act, id: Id, form: ColumnForm): Promise<void> {
  await demandArranging(act)
  const columns = await lockColumns(act)
  const before = openColumn(columns, id)
  await refuseFaults(act, { columns, form, id })
  await act.tx
    .updateTable('publications.column')
    .set(rowOf(form))
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  if (form.slug !== before.slug) await keepAddress(act, id, before.slug)
  if (form.parent !== before.parent_id) await placeAnew(act, branchOf(columns, id))
  if (form.slug !== before.slug || form.parent !== before.parent_id)
    await record(act, { event: 'column.moved', subject: id, organisation: undefined })
  await record(act, { event: 'column.arranged', subject: id, organisation: undefined })
}

/** One place up or down among its siblings; at the end of them nothing happens. */
export async function shiftColumn(act: Act, id: Id, step: -1 | 1): Promise<void> {
  await demandArranging(act)
  const columns = await lockColumns(act)
  const { parent_id } = openColumn(columns, id)
  const siblings = columns.filter((column) => column.parent_id === parent_id && column.closed_at === null)
  const order = swapped(
    siblings.map((column) => column.id),
    id,
    step,
  )
  if (!order) return
  for (const [at, sibling] of order.entries()) {
    await act.tx
      .updateTable('publications.column')
      .set({ sort_order: at + 1 })
      .where('site_id', '=', act.site)
      .where('id', '=', sibling)
      .execute()
  }
  await record(act, { event: 'column.arranged', subject: id, organisation: undefined })
}

/** Nothing that was public is lost with a column: what stood in it stands in the other one, and so does its address. */
export async function closeColumn(act: Act, id: Id, into: Id): Promise<void> {
  await demandArranging(act)
  const columns = await lockColumns(act)
  const column = openColumn(columns, id)
  if (columns.some(({ parent_id, closed_at }) => parent_id === id && closed_at === null))
    throw new Invalid('column.has-below', { into: 'column.has-below' })
  const target = columns.find((each) => each.id === into && each.closed_at === null)
  if (!target || into === id) throw new Invalid('column.into-missing', { into: 'column.into-missing' })
  if (FILLABLE.includes(column.kind) && !FILLABLE.includes(target.kind) && (await holdsAny(act, id)))
    throw new Invalid('column.into-no-list', { into: 'column.into-no-list' })
  await movePlacements(act, id, into)
  await act.tx
    .updateTable('publications.column')
    .set({ closed_at: act.now, closed_into: into, in_menu: false })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await placeAnew(act, [target])
  await record(act, { event: 'column.moved', subject: into, organisation: undefined })
  await record(act, { event: 'column.arranged', subject: id, organisation: undefined })
}

/** What it held stays where it went: nobody knows any more what was put there since. */
export async function reopenColumn(act: Act, id: Id): Promise<void> {
  await demandArranging(act)
  const column = (await lockColumns(act)).find((each) => each.id === id)
  if (!column?.closed_at) throw new NotFound('column.unknown')
  await act.tx
    .updateTable('publications.column')
    .set({ closed_at: null, closed_into: null })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, { event: 'column.arranged', subject: id, organisation: undefined })
}

/** Two people arranging at once wait for one another: else two columns could move under each other. */
async function lockColumns(act: Act): Promise<ColumnRow[]> {
  await act.tx
    .selectFrom('publications.column')
    .select('id')
    .where('site_id', '=', act.site)
    .orderBy('id')
    .forUpdate()
    .execute()
  return act.tx
    .selectFrom('publications.column')
    .selectAll()
    .where('site_id', '=', act.site)
    .orderBy('sort_order')
    .orderBy('slug')
    .execute()
}

function openColumn(columns: readonly ColumnRow[], id: Id): ColumnRow {
  const column = columns.find((each) => each.id === id)
  if (!column || column.closed_at) throw new NotFound('column.unknown')
  return column
}

type Asked = { columns: readonly ColumnRow[]; form: ColumnForm; id: Id | undefined }

/** Every fault that only the stored columns could show, at once. */
async function refuseFaults(act: Act, { columns, form, id }: Asked): Promise<void> {
  const errors: Record<string, string> = {}
  const open = columns.filter(({ closed_at }) => closed_at === null)
  if (await isTaken(act, columns, form.slug, id)) errors.slug = 'column.slug-taken'
  const place = placeRefused(open, id, form.parent)
  if (place) errors.parent = place
  if (form.kind === 'article' && !(await isShown(act, form.publication)))
    errors.publication = 'column.publication-unknown'
  if (id && !FILLABLE.includes(form.kind) && (await holdsAny(act, id))) errors.kind = 'column.holds-texts'
  if (Object.keys(errors).length > 0) throw new Invalid('column.refused', errors)
}

async function isTaken(
  act: Act,
  columns: readonly ColumnRow[],
  slug: string,
  id: Id | undefined,
): Promise<boolean> {
  if (columns.some((column) => column.slug === slug && column.id !== id)) return true
  const given = await act.tx
    .selectFrom('publications.column_address')
    .select('column_id')
    .where('site_id', '=', act.site)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return given !== undefined && given.column_id !== id
}

async function isShown(act: Act, publication: Id | null): Promise<boolean> {
  if (!publication) return false
  const row = await act.tx
    .selectFrom('publications.shown')
    .select('publication_id')
    .where('site_id', '=', act.site)
    .where('source_site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .executeTakeFirst()
  return row !== undefined
}

async function holdsAny(act: Act, column: Id): Promise<boolean> {
  const row = await act.tx
    .selectFrom('publications.placement')
    .select('publication_id')
    .where('site_id', '=', act.site)
    .where('column_id', '=', column)
    .executeTakeFirst()
  return row !== undefined
}

function rowOf({ parent, publication, link, ...form }: ColumnForm) {
  return {
    ...form,
    parent_id: parent,
    publication_id: form.kind === 'article' ? publication : null,
    link: form.kind === 'link' ? link : null,
  }
}

async function keepAddress(act: Act, column: Id, slug: string): Promise<void> {
  await act.tx
    .insertInto('publications.column_address')
    .values({ site_id: act.site, slug, column_id: column, given_up_at: act.now })
    .onConflict((clash) => clash.columns(['site_id', 'slug']).doUpdateSet({ given_up_at: act.now }))
    .execute()
}

async function movePlacements(act: Act, from: Id, into: Id): Promise<void> {
  await sql`
    insert into publications.placement (site_id, publication_id, column_id, source_site_id)
    select site_id, publication_id, ${into}, source_site_id from publications.placement
    where site_id = ${act.site} and column_id = ${from} on conflict do nothing`.execute(act.tx)
  await act.tx
    .deleteFrom('publications.placement')
    .where('site_id', '=', act.site)
    .where('column_id', '=', from)
    .execute()
}

/** The lists of these columns and of all above them, for what is placed in one of them. One walk, whatever their size. */
async function placeAnew(act: Act, columns: readonly ColumnRow[]): Promise<void> {
  const ids = columns.map(({ id }) => id)
  await sql`
    delete from publications.shown_in as l
    using publications.placement as p
    where l.site_id = ${act.site} and p.site_id = l.site_id and p.publication_id = l.publication_id
      and p.column_id = any (${ids}::uuid[])`.execute(act.tx)
  await sql`
    with recursive above as (
      select id as column_id, id as at, parent_id from publications."column" where site_id = ${act.site}
      union all
      select above.column_id, c.id, c.parent_id from above
      join publications."column" as c on c.site_id = ${act.site} and c.id = above.parent_id
    ), moved as (
      select distinct publication_id from publications.placement
      where site_id = ${act.site} and column_id = any (${ids}::uuid[])
    )
    insert into publications.shown_in (site_id, column_id, publication_id, listed_at)
    select distinct s.site_id, above.at, s.publication_id, s.listed_at
    from moved
    join publications.shown as s on s.site_id = ${act.site} and s.publication_id = moved.publication_id
    join publications.placement as p on p.site_id = s.site_id and p.publication_id = s.publication_id
    join above on above.column_id = p.column_id`.execute(act.tx)
}
