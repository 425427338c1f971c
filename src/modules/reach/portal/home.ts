import { civilDateOf } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
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
import type { House, Placed } from '#platform/house'
import { findBlocks } from './home-arranging.ts'
import type { Block, BlockLink } from './home-blocks.ts'

export type HomeColumn = { column: ColumnRow; rows: ShownRow[] }

/** A block with what it shows. Only what exists has one: an empty frame says less than none. */
export type ShownBlock =
  | { kind: 'hero'; title: string; text: string }
  | { kind: 'lead'; lead: HomeColumn }
  /** `at` is where all documents are; the site may have no column for them. */
  | { kind: 'documents'; documents: ShownRow[]; at: string; beside: HomeColumn | undefined }
  | { kind: 'columns'; columns: HomeColumn[] }
  | { kind: 'column'; title: string; one: HomeColumn }
  | { kind: 'text'; title: string; paragraphs: string[] }
  | { kind: 'links'; title: string; links: { label: string; href: string }[] }
  | { kind: 'panels'; panels: Placed[] }
  | { kind: 'organisations'; organisations: OrganisationRow[] }

export type Home = {
  today: string
  newest: NewestDay | undefined
  columns: ColumnRow[]
  blocks: { id: string; block: ShownBlock }[]
}

const LEAD_ROWS = 7
const DOCUMENTS = 6
const OTHER_ROWS = 4
const ORGANISATIONS = 12

type Stock = {
  view: View
  house: House
  blocks: readonly Block[]
  columns: ColumnRow[]
  newest: ReadonlyMap<Id, ShownRow[]>
  /** What stands further up is not shown twice. */
  seen: Set<Id>
  /** Columns that have a place: by their own block, or further up. */
  taken: Set<Id>
}

/** The same few queries, however many blocks there are; then each takes what is left for it, from the top. */
export async function loadHome(
  view: View,
  house: House,
  now: Date,
  blocks?: readonly Block[],
): Promise<Home> {
  const arranged = blocks ?? (await findBlocks(view))
  const columns = await listColumns(view)
  const chosen = arranged.flatMap(({ column }) => column ?? [])
  const wanted = [
    ...topsOf(columns).map(({ id }) => id),
    ...chosen.filter((id) => columns.some((one) => one.id === id)),
  ]
  const most = Math.max(LEAD_ROWS, ...arranged.map(({ rows }) => rows ?? 0))
  const stock: Stock = {
    ...{ view, house, columns, blocks: arranged },
    newest: await listNewestOf(view, [...new Set(wanted)], most),
    seen: new Set(),
    taken: new Set(chosen),
  }
  const shown: Home['blocks'] = []
  for (const block of arranged) {
    const filled = await fill(block, stock)
    if (filled) shown.push({ id: block.id, block: filled })
  }
  return { today: civilDateOf(now), newest: await findNewestDay(view), columns, blocks: shown }
}

function topsOf(columns: readonly ColumnRow[]): ColumnRow[] {
  return columns.filter(({ parent_id, in_menu, kind }) => parent_id === null && in_menu && kind === 'list')
}

async function fill(block: Block, stock: Stock): Promise<ShownBlock | undefined> {
  const { view } = stock
  const title = inLanguage(view, block.title, block.title_en)
  const text = inLanguage(view, block.text, block.text_en)
  switch (block.kind) {
    case 'hero':
      return { kind: 'hero', title, text }
    case 'lead':
      return fillLead(block, stock)
    case 'documents':
      return fillDocuments(block, stock)
    case 'columns':
      return fillColumns(block, stock)
    case 'column':
      return fillColumn(block, stock, title)
    case 'text':
      return text === '' ? undefined : { kind: 'text', title, paragraphs: text.split(/\n\s*\n|\n/) }
    case 'links':
      return block.links.length === 0
        ? undefined
        : { kind: 'links', title, links: block.links.map((link) => linkIn(view, link)) }
    case 'panels':
      return fillPanels(block, stock)
    case 'organisations': {
      const organisations = (await listOrganisations(view)).slice(0, block.rows ?? ORGANISATIONS)
      return organisations.length === 0 ? undefined : { kind: 'organisations', organisations }
    }
  }
}

function fillLead({ column }: Block, stock: Stock): ShownBlock | undefined {
  const found = column ? named(stock, column, LEAD_ROWS) : next(stock, LEAD_ROWS)
  return found && { kind: 'lead', lead: see(stock, found) }
}

async function fillDocuments({ column, rows }: Block, stock: Stock): Promise<ShownBlock | undefined> {
  const { columns, seen, view } = stock
  const documents = (await listShown(view, { kind: 'document' }, { limit: rows ?? DOCUMENTS })).rows
  for (const { publication_id } of documents) seen.add(publication_id)
  const found = column ? named(stock, column, OTHER_ROWS) : next(stock, OTHER_ROWS)
  const beside = found && see(stock, found)
  if (documents.length === 0 && !beside) return undefined
  const own = columns.find(({ slug }) => slug === 'policies/documents')
  const at = own ? `/columns/${own.slug}` : '/publications?kind=document'
  return { kind: 'documents', documents, at, beside }
}

function fillColumns({ rows }: Block, stock: Stock): ShownBlock | undefined {
  const found: HomeColumn[] = []
  for (let one = next(stock, rows ?? OTHER_ROWS); one; one = next(stock, rows ?? OTHER_ROWS))
    found.push(see(stock, one))
  return found.length === 0 ? undefined : { kind: 'columns', columns: found }
}

function fillColumn({ column, rows }: Block, stock: Stock, title: string): ShownBlock | undefined {
  const one = column && named(stock, column, rows ?? OTHER_ROWS)
  return one ? { kind: 'column', title, one: see(stock, one) } : undefined
}

async function fillPanels(
  { module }: Block,
  { view, house, blocks }: Stock,
): Promise<ShownBlock | undefined> {
  const placed = new Set(blocks.flatMap((block) => block.module ?? []))
  const givers = house.modules.filter(({ name }) => (module ? name === module : !placed.has(name)))
  const own = new Set(givers.flatMap(({ panels = [] }) => panels))
  const panels: Placed[] = []
  for (const panel of house.panels('home.block')) {
    if (!own.has(panel)) continue
    const loaded = await panel.load(view, undefined)
    if (loaded !== undefined) panels.push({ panel, loaded })
  }
  return panels.length === 0 ? undefined : { kind: 'panels', panels }
}

/** A column that was asked for by name shows its newest, whatever stands elsewhere. */
function named({ columns, newest }: Stock, id: Id, limit: number): HomeColumn | undefined {
  const column = columns.find((one) => one.id === id)
  const rows = newest.get(id)?.slice(0, limit) ?? []
  return column && rows.length > 0 ? { column, rows } : undefined
}

/** The next column of the menu that has anything of its own. */
function next({ columns, newest, seen, taken }: Stock, limit: number): HomeColumn | undefined {
  for (const column of topsOf(columns)) {
    if (taken.has(column.id)) continue
    const rows = (newest.get(column.id) ?? [])
      .filter(({ publication_id }) => !seen.has(publication_id))
      .slice(0, limit)
    if (rows.length > 0) return { column, rows }
  }
  return undefined
}

function see({ seen, taken }: Stock, one: HomeColumn): HomeColumn {
  taken.add(one.column.id)
  for (const { publication_id } of one.rows) seen.add(publication_id)
  return one
}

function linkIn(view: View, { label, label_en, href }: BlockLink) {
  return { label: inLanguage(view, label, label_en), href }
}

function inLanguage({ language }: View, chinese: string, english: string): string {
  return language === 'en' && english !== '' ? english : chinese
}
