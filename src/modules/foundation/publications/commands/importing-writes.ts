import type { Insertable } from 'kysely'
import type { Act } from '#platform/act'
import type { Tables } from '#platform/database'
import type { LawRows } from './importing-rows.ts'

/** New laws are written together, a statement for each table. */
export async function writeLaws(act: Act, rows: readonly LawRows[]): Promise<void> {
  const fresh = rows.filter(({ isNew }) => isNew)
  await insertAll(
    act,
    'publications.publication',
    fresh.map(({ publication }) => publication),
  )
  await insertAll(act, 'publications.revision', rows.flatMap(({ revisions }) => revisions) as never)
  await insertAll(
    act,
    'publications.part',
    rows.flatMap(({ parts }) => parts),
  )
  await place(act, fresh)
  for (const law of rows.filter(({ isNew }) => !isNew)) await extend(act, law)
}

async function place(act: Act, fresh: readonly LawRows[]): Promise<void> {
  const rows = fresh.flatMap(({ publication, columns }) =>
    columns.map((column_id) => ({ site_id: act.site, publication_id: publication.id, column_id })),
  )
  await insertAll(act, 'publications.placement', rows)
}

/** A text more of a known law: what it becomes is decided, and done when its entry stands in the log. */
async function extend(act: Act, { publication }: LawRows): Promise<void> {
  const { id, log_rev, opening_rev } = publication
  await act.tx
    .updateTable('publications.publication')
    .set({ log_rev, opening_rev })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
}

/** PostgreSQL takes at most 65,535 parameters in one statement, and a revision has thirty columns. */
const AT_ONCE = 1000

async function insertAll<Table extends keyof Tables & string>(
  act: Act,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    await act.tx
      .insertInto(table)
      .values(rows.slice(from, from + AT_ONCE) as never)
      .execute()
  }
}
