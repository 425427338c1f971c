import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import { atomOf } from '#platform/atom'
import { readPageQuery, readStrictQuery } from '#platform/http/query'
import { limitRate } from '#platform/http/rate-limits'
import type { Surface, Tools } from '#platform/surface'
import { type Found, type SearchEngine, type SearchHit, SearchTooSlow } from './engine.ts'
import { SearchPage } from './pages/search-page.tsx'
import { TooSlowPage } from './pages/too-slow-page.tsx'
import { postgresEngine } from './postgres-engine.ts'
import { askedBy, SearchQuery, searchAddress } from './schema.ts'

/** One question, then pages of its answer, at the speed of a person. */
const CALLS_A_MINUTE = 60

/** /search, the same as JSON, and the newest hits as a feed. Never cached: a text is found right after its commit. */
export const portal: Surface = (pages, tools) => {
  limitRate(pages, { perMinute: CALLS_A_MINUTE, code: 'search.too-many' })

  pages.get('/', async (call, reply) => {
    const query = readPageQuery(SearchQuery, call.query)
    const found = await findWithin(tools, call, query)
    if (found === 'too-slow') return reply.code(503).send(<TooSlowPage query={query} />)
    return <SearchPage query={query} found={found} />
  })

  pages.get('.json', async (call, reply) => {
    const query = readStrictQuery(SearchQuery, call.query)
    const found = await find(tools, call, query)
    if (found === 'too-slow') return sayTooSlow(tools, call, reply)
    return { query: query.q ?? '', order: askedBy(query).order, ...foundJson(found) }
  })

  pages.get('.atom', async (call, reply) => {
    const query: SearchQuery = { ...readStrictQuery(SearchQuery, call.query), order: 'date' }
    const found = await find(tools, call, query)
    if (found === 'too-slow') return sayTooSlow(tools, call, reply)
    return reply.type('application/atom+xml; charset=utf-8').send(feedOf(tools, call, query, found))
  })
}

const engine: SearchEngine = postgresEngine

async function find(tools: Tools, call: FastifyRequest, query: SearchQuery): Promise<Found | 'too-slow'> {
  try {
    return await engine.search(tools.view(call), askedBy(query))
  } catch (error) {
    if (error instanceof SearchTooSlow) return 'too-slow'
    throw error
  }
}

/** A page falls back to its beginning where a program is told that its cursor is none. */
async function findWithin(
  tools: Tools,
  call: FastifyRequest,
  query: SearchQuery,
): Promise<Found | 'too-slow'> {
  try {
    return await find(tools, call, query)
  } catch (error) {
    if (error instanceof Invalid && query.cursor) return find(tools, call, { ...query, cursor: undefined })
    throw error
  }
}

function sayTooSlow({ house }: Tools, call: FastifyRequest, reply: FastifyReply) {
  const code = 'search.too-slow'
  const title = house.translate(call.modes.language)(code)
  const problem = { type: `urn:mingtang:problem:${code}`, title, status: 503, code, instance: call.id }
  return reply
    .code(503)
    .header('retry-after', '10')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

function foundJson({ hits, count, facets, isSampled, matched, isRankedInPart, next, words, near }: Found) {
  return {
    count: count.count,
    count_is_at_least: count.isAtLeast,
    matched,
    words,
    hits: hits.map(hitJson),
    facets: {
      ...facets,
      publisher: facets.publisher.map((option) => ({ ...option, value: addressOf(option.value) })),
    },
    facets_are_sampled: isSampled,
    ranked_in_part: isRankedInPart,
    near,
    next: next ?? null,
  }
}

function hitJson(hit: SearchHit) {
  return {
    id: addressOf(hit.id),
    address: hit.address,
    title: hit.title,
    title_spans: hit.title_spans,
    excerpt: hit.excerpt,
    document_number: hit.document_number,
    publisher: { id: addressOf(hit.organisation_id), name: hit.publisher },
    kind: hit.kind,
    columns: hit.columns,
    validity: hit.validity,
    published_at: hit.published_at,
    dated_on: hit.dated_on,
    current: hit.current,
  }
}

function feedOf({ house }: Tools, call: FastifyRequest, query: SearchQuery, { hits }: Found): string {
  const { absolute } = call
  const t = house.translate(call.modes.language)
  const page = absolute(searchAddress(query))
  return atomOf(
    {
      id: page,
      title: t('search.feed-title', { site: call.site.name, query: query.q ?? '' }),
      self: absolute(searchAddress(query, {}, '/search.atom')),
      page,
      updated: hits[0]?.published_at ?? new Date(0),
      entries: hits.map((hit) => ({
        ...{ id: hit.id, title: hit.title, address: hit.address, publisher: hit.publisher },
        summary: hit.excerpt.map(({ text }) => text).join(''),
        ...{ published_at: hit.published_at, updated_at: hit.published_at },
      })),
    },
    absolute,
  )
}
