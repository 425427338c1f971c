import { civilDateOf } from '#kernel/calendar'
import { listOrganisations, type OrganisationRow } from '#modules/foundation/organisations'
import {
  type ColumnRow,
  findNewestDay,
  listColumns,
  listNewestOf,
  listShown,
  type NewestDay,
  type ShownRow,
} from '#modules/foundation/publications'
import type { View } from '#platform/act'
import { type House, type Placed, placePanels } from '#platform/house'

export type HomeColumn = { column: ColumnRow; rows: ShownRow[] }

export type Home = {
  today: string
  newest: NewestDay | undefined
  /** The column of the top of the page: the first of the menu that has anything. */
  lead: HomeColumn | undefined
  documents: ShownRow[]
  /** Where all documents are; the site may have no column for them. */
  documentsAt: string
  others: HomeColumn[]
  columns: ColumnRow[]
  organisations: OrganisationRow[]
  panels: Placed[]
}

const LEAD_ROWS = 7
const DOCUMENTS = 6
const OTHER_ROWS = 4
const ORGANISATIONS = 12

/** Only what exists has a block: an empty frame says less than none. */
export async function loadHome(view: View, house: House, now: Date): Promise<Home> {
  const columns = await listColumns(view)
  const tops = columns.filter(
    ({ parent_id, in_menu, kind }) => parent_id === null && in_menu && kind === 'list',
  )
  const newest = await listNewestOf(
    view,
    tops.map(({ id }) => id),
    LEAD_ROWS,
  )
  const documents = (await listShown(view, { kind: 'document' }, { limit: DOCUMENTS })).rows
  const filled = tops
    .map((column) => ({ column, rows: newest.get(column.id) ?? [] }))
    .filter(({ rows }) => rows.length > 0)
  const lead = filled[0]
  return {
    today: civilDateOf(now),
    newest: await findNewestDay(view),
    lead,
    documents,
    documentsAt: columns.some(({ slug }) => slug === 'policies/documents')
      ? '/columns/policies/documents'
      : '/publications?kind=document',
    others: unseen(filled.slice(1), [...documents, ...(lead?.rows ?? [])]),
    columns,
    organisations: (await listOrganisations(view)).slice(0, ORGANISATIONS),
    panels: await placePanels(house, 'home.block', view),
  }
}

/** What stands further up is not shown twice; a column left with nothing of its own is left out. */
function unseen(columns: readonly HomeColumn[], shown: readonly ShownRow[]): HomeColumn[] {
  const seen = new Set(shown.map(({ publication_id }) => publication_id))
  const kept: HomeColumn[] = []
  for (const { column, rows } of columns) {
    const own = rows.filter(({ publication_id }) => !seen.has(publication_id)).slice(0, OTHER_ROWS)
    for (const { publication_id } of own) seen.add(publication_id)
    if (own.length > 0) kept.push({ column, rows: own })
  }
  return kept
}
