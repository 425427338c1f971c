import { z } from 'zod'
import { DEFAULT_LIMIT, readCursor } from '#kernel/cursors'
import { addressOf, idOfAddress } from '#kernel/ids'
import { ListQuery } from '#platform/http/query'
import { VALIDITIES } from '#platform/module'
import type { Asked, SearchFilters, SearchOrder } from './engine.ts'
import { clean, LONGEST_QUERY } from './wanted.ts'

const BAD_FILTER = 'search.bad-filter'

/** What stands in the address of a search. Text of any kind is a question; only the filters can be wrong. */
export const SearchQuery = z.object({
  q: z
    .string()
    .transform((typed) => clean(typed).slice(0, LONGEST_QUERY).toWellFormed().trim())
    .optional(),
  publisher: z
    .string()
    .transform((text, context) => {
      const id = idOfAddress(text)
      if (!id) context.addIssue({ code: 'custom', message: BAD_FILTER })
      return id ?? z.NEVER
    })
    .optional(),
  column: z
    .string()
    .regex(/^[a-z0-9-]{1,60}(?:\/[a-z0-9-]{1,60})?$/, BAD_FILTER)
    .optional(),
  kind: z
    .string()
    .regex(/^[a-z][a-z-]{0,40}$/, BAD_FILTER)
    .optional(),
  validity: z.enum(VALIDITIES, BAD_FILTER).optional(),
  year: z.coerce.number(BAD_FILTER).int(BAD_FILTER).min(1000, BAD_FILTER).max(9999, BAD_FILTER).optional(),
  order: z.enum(['relevance', 'date'], BAD_FILTER).optional(),
  older: z.enum(['1', '0'], BAD_FILTER).optional(),
  cursor: ListQuery.shape.cursor.refine((text) => text === undefined || isCursor(text), 'list.bad-cursor'),
  limit: ListQuery.shape.limit,
})
export const SuggestionQuery = z.object({ q: SearchQuery.shape.q })

export type SearchQuery = z.output<typeof SearchQuery>

export function askedBy(query: SearchQuery): Asked {
  const {
    q = '',
    publisher,
    column,
    kind,
    validity,
    year,
    order,
    older,
    cursor,
    limit = DEFAULT_LIMIT,
  } = query
  return {
    text: q,
    filters: { publisher, column, kind, validity, year },
    order: order ?? 'relevance',
    olderVersions: older === '1',
    ...{ limit, cursor },
  }
}

export function isNarrowed(filters: SearchFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

export type Changes = { [Key in keyof SearchQuery]?: SearchQuery[Key] | undefined }

/** The address of a search that differs from another by so much; its cursor never survives a change. */
export function searchAddress(query: SearchQuery, changes: Changes = {}, path = '/search'): string {
  const { order, older, publisher, ...rest }: Changes = { ...query, cursor: undefined, ...changes }
  const params = new URLSearchParams()
  for (const name of ['q', 'column', 'kind', 'validity', 'year', 'cursor', 'limit'] as const) {
    const value = rest[name]
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  if (publisher) params.set('publisher', addressOf(publisher))
  if (order && order !== ('relevance' satisfies SearchOrder)) params.set('order', order)
  if (older === '1') params.set('older', '1')
  return params.size > 0 ? `${path}?${params}` : path
}

function isCursor(text: string): boolean {
  try {
    readCursor(text)
    return true
  } catch {
    return false
  }
}
