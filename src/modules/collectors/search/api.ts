import { z } from 'zod'
import { Unavailable } from '#kernel/refusals'
import type { ApiSurface } from '#platform/api/operation'
import { VALIDITIES } from '#platform/module'
import { SearchTooSlow } from './engine.ts'
import { findAnswered } from './finding.ts'
import { foundJson } from './portal.tsx'
import { postgresEngine } from './postgres-engine.ts'
import { askedBy, SearchQuery } from './schema.ts'

const Span = z.object({ text: z.string(), hit: z.boolean() }).meta({ id: 'MarkedText' })
const Option = z
  .object({ value: z.union([z.string(), z.int()]), label: z.string(), count: z.int() })
  .meta({ id: 'FacetOption' })

const HitShape = z
  .object({
    id: z.string(),
    address: z.string(),
    title: z.string(),
    title_spans: z.array(Span),
    excerpt: z.array(Span),
    document_number: z.string().nullable(),
    publisher: z.object({ id: z.string(), name: z.string() }).meta({ id: 'HitPublisher' }),
    kind: z.string(),
    columns: z.array(z.string()),
    validity: z.enum(VALIDITIES).nullable(),
    published_at: z.date().meta({ type: 'string', format: 'date-time' }),
    dated_on: z.iso.date().nullable(),
    current: z.boolean(),
    attachment: z.string().nullable(),
  })
  .meta({ id: 'Hit' })

const FoundShape = z.object({
  query: z.string(),
  count: z.int(),
  count_is_at_least: z.boolean(),
  matched: z.string(),
  words: z.array(z.string()),
  hits: z.array(HitShape),
  facets: z.record(z.string(), z.array(Option)),
  facets_are_sampled: z.boolean(),
  next: z.string().nullable(),
})

/** The search of the portal for programs: the same engine, filters and order. */
export const api: ApiSurface = (routes, { view }) => {
  routes.get(
    '/',
    { id: 'search', says: 'api.search', query: SearchQuery, answer: FoundShape, isKept: false },
    async ({ call, query }) => {
      const found = await findAnswered(postgresEngine, view(call), askedBy(query)).catch(asRefusal)
      const { count, count_is_at_least, matched, words, hits, facets, facets_are_sampled, next } =
        foundJson(found)
      return {
        query: query.q ?? '',
        ...{ count, count_is_at_least, matched, words, hits, facets, facets_are_sampled, next },
      }
    },
  )
}

function asRefusal(error: unknown): never {
  if (error instanceof SearchTooSlow) throw new Unavailable('search.too-slow')
  throw error
}
