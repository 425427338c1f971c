import type { Insertable } from 'kysely'
import type { Id } from '#kernel/ids'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import type { Tables } from '#platform/database'
import type { House } from '#platform/house'
import { viewOfAct } from '../gates.ts'
import { columnPath, listColumns } from '../queries.ts'
import type { ShownRow } from '../tables.ts'
import type { LawRows } from './importing-rows.ts'
import { show, shownRow } from './showing.ts'

/** New laws are written together, a statement for each table; a known law, which is rare, by the way of every release. */
export async function writeLaws(act: Act, house: House, rows: readonly LawRows[]): Promise<void> {
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
  await showFresh(act, house, fresh)
  for (const law of rows.filter(({ isNew }) => !isNew)) await extend(act, house, law)
}

async function place(act: Act, fresh: readonly LawRows[]): Promise<void> {
  const rows = fresh.flatMap(({ publication, columns }) =>
    columns.map((column_id) => ({ site_id: act.site, publication_id: publication.id, column_id })),
  )
  await insertAll(act, 'publications.placement', rows)
}

async function showFresh(act: Act, house: House, fresh: readonly LawRows[]): Promise<void> {
  const view = viewOfAct(act)
  const known = await listColumns(view)
  const above = new Map(
    fresh.map(({ publication, columns }) => [
      publication.id,
      new Set(columns.flatMap((id) => columnPath(known, id).map((column) => column.id))),
    ]),
  )
  const shown: ShownRow[] = []
  const publishers = new Map<Id, string>()
  for (const { publication, shown: revision } of fresh) {
    if (!revision) continue
    const publishable = house.publishable(publication.kind)
    const content = JSON.parse(revision.content as string)
    await publishable.project(act, publication.id, content)
    const publisher =
      publishers.get(publication.organisation_id) ??
      (await findOrganisation(view, publication.organisation_id)).name
    publishers.set(publication.organisation_id, publisher)
    shown.push(shownRow(act, publication, revision, { facts: publishable.facts(content), publisher }))
  }
  await insertAll(act, 'publications.shown', shown)
  const places = shown.flatMap(({ publication_id, listed_at }) =>
    [...above.get(publication_id)!].map((column_id) => ({
      site_id: act.site,
      column_id,
      publication_id,
      listed_at,
    })),
  )
  await insertAll(act, 'publications.shown_in', places)
}

/** A new version of a known law supersedes what is shown; an older one that came late only joins its history. */
async function extend(act: Act, house: House, { publication, revisions, shown }: LawRows): Promise<void> {
  const { id, log_rev, standing, standing_at, shown_revision_id, first_published_at } = publication
  await act.tx
    .updateTable('publications.publication')
    .set({ log_rev, standing, standing_at, shown_revision_id, first_published_at })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  if (shown) return show(act, house, id, { ...shown, content: JSON.parse(shown.content as string) })
  if (revisions.every(({ state }) => state === 'draft')) return
  await act.tx
    .updateTable('publications.shown')
    .set({ revisions: revisions.at(-1)!.number })
    .where('site_id', '=', act.site)
    .where('publication_id', '=', id)
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
