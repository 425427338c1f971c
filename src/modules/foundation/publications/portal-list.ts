/** One way to read, load and hand out a list of publications: of everything, and of a column. */
import { z } from 'zod'
import { type Cursor, DEFAULT_LIMIT, readCursor, writeCursor } from '#kernel/cursors'
import { addressOf, type Id } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import type { View } from '#platform/act'
import { ListQuery } from '#platform/http/query'
import { VALIDITIES } from '#platform/module'
import { publicationAddress } from './content.ts'
import { listedOn } from './listing-date.ts'
import { type Choice, listChoices } from './portal-queries.ts'
import { type ListFilter, listShown } from './queries.ts'
import type { ShownRow } from './tables.ts'

export const LIST_PARAMETERS = ['publisher', 'kind', 'validity', 'year', 'cursor', 'newer', 'limit'] as const

const CursorField = z
  .string()
  .max(400, 'list.bad-cursor')
  .transform((text, context) => {
    try {
      const cursor = readCursor(text)
      if (!Number.isNaN(Date.parse(cursor.key))) return cursor
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
    context.addIssue({ code: 'custom', message: 'list.bad-cursor' })
    return z.NEVER
  })

export const PublicationQuery = z.object({
  publisher: z.string().max(100, 'publications.filter-wrong').optional(),
  kind: z
    .string()
    .regex(/^[a-z][a-z-]{0,39}$/, 'publications.filter-wrong')
    .optional(),
  validity: z.enum(VALIDITIES, 'publications.filter-wrong').optional(),
  year: z.coerce
    .number('publications.filter-wrong')
    .int('publications.filter-wrong')
    .min(1000, 'publications.filter-wrong')
    .max(9998, 'publications.filter-wrong')
    .optional(),
  /** Older rows than this one; `newer` walks back. */
  cursor: CursorField.optional(),
  newer: CursorField.optional(),
  limit: ListQuery.shape.limit,
})
export type PublicationQuery = z.output<typeof PublicationQuery>

export type PublicationList = {
  rows: ShownRow[]
  /** Of the whole list, exact. */
  count: number
  choices: Choice[]
  filter: ListFilter
  older: string | undefined
  newer: string | undefined
}

/** What narrows the list, without where one is in it. */
export function filterOf({ publisher, kind, validity, year }: PublicationQuery, column?: Id): ListFilter {
  return { column, publisher, kind, validity, year }
}

export async function loadList(view: View, query: PublicationQuery, column?: Id): Promise<PublicationList> {
  const filter = filterOf(query, column)
  const page = await loadRows(view, filter, query)
  const choices = await listChoices(view, filter)
  return { ...page, choices, filter, count: countOf(choices, filter) }
}

/** Beyond the first and the last row one is sure of more only where a row more was found, or one came from there. */
export async function loadRows(
  view: View,
  filter: ListFilter,
  { cursor, newer, limit = DEFAULT_LIMIT }: PublicationQuery,
) {
  const backwards = newer !== undefined
  const { rows, more } = await listShown(view, filter, { limit, cursor: newer ?? cursor, backwards })
  const [first, last] = [rows[0], rows.at(-1)]
  const hasNewer = backwards ? more : cursor !== undefined
  const hasOlder = backwards || more
  return {
    rows,
    newer: hasNewer && first ? writeCursor(cursorOf(first)) : undefined,
    older: hasOlder && last ? writeCursor(cursorOf(last)) : undefined,
  }
}

function cursorOf({ listed_at, publication_id }: ShownRow): Cursor {
  return { key: listed_at.toISOString(), id: publication_id }
}

/** Every publication has a kind: the figures of that facet add up to the list. */
function countOf(choices: readonly Choice[], { kind }: ListFilter): number {
  return choices
    .filter((choice) => choice.facet === 'kind' && (kind === undefined || choice.value === kind))
    .reduce((sum, { count }) => sum + count, 0)
}

/** The address of the same list with other conditions; what is undefined is left out. */
export function listAddress(
  base: string,
  filter: ListFilter,
  page: { cursor?: string | undefined; newer?: string | undefined } = {},
): string {
  const { publisher, kind, validity, year } = filter
  const query = new URLSearchParams()
  const given = { publisher, kind, validity, year, ...page }
  for (const [name, value] of Object.entries(given)) if (value !== undefined) query.set(name, String(value))
  const search = query.toString()
  return search === '' ? base : `${base}?${search}`
}

/** Named one by one: a column added to the table does not become public by itself. */
export function rowForAll(row: ShownRow) {
  const { kind, title, summary, publisher, index_number, document_number, subject_category, number } = row
  const {
    signed_on,
    effective_on,
    expires_on,
    validity,
    keywords,
    disclosure_attribute,
    stage,
    statutory_category,
  } = row
  return {
    id: addressOf(row.publication_id),
    address: publicationAddress(row.publication_id),
    ...{ kind, title, summary, publisher },
    organisation: addressOf(row.organisation_id),
    ...{
      index_number,
      document_number,
      subject_category,
      signed_on,
      effective_on,
      expires_on,
      validity,
      keywords,
    },
    ...{ disclosure_attribute, stage, statutory_category },
    dated: listedOn(row) ?? null,
    source_published_on: row.source_published_on,
    first_published_at: row.first_published_at.toISOString(),
    changed_at: row.published_at.toISOString(),
    revision: number,
    shared_from: row.shared_from,
  }
}
