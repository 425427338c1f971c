import type { FastifyReply, FastifyRequest } from 'fastify'
import { civilDateOf } from '#kernel/calendar'
import { addressOf } from '#kernel/ids'
import type { Translate } from '#kernel/messages'
import { Invalid } from '#kernel/refusals'
import { atomOf } from '#platform/atom'
import { addressOn } from '#platform/http/call'
import { readPageQuery, readStrictQuery } from '#platform/http/query'
import { limitRate, prefixOf } from '#platform/http/rate-limits'
import type { Surface, Tools } from '#platform/surface'
import { firstOfDay, mayBeKept, normalised, noteAsked } from './asked.ts'
import { type SearchEngine, type SearchHit, SearchTooSlow } from './engine.ts'
import { type Answered, findAnswered } from './finding.ts'
import { SearchPage } from './pages/search-page.tsx'
import { TooSlowPage } from './pages/too-slow-page.tsx'
import { postgresEngine } from './postgres-engine.ts'
import { askedBy, isNarrowed, SearchQuery, SuggestionQuery, searchAddress } from './schema.ts'
import { suggest } from './suggestions.ts'

/** One question, then pages of its answer, at the speed of a person. */
const CALLS_A_MINUTE = 60
/** One question is several letters. */
const LETTERS_A_MINUTE = 300

/** /search, the same as JSON, and the newest hits as a feed. Never cached: a text is found right after its commit. */
export const portal: Surface = (pages, tools) => {
  pages.register(async (box) => suggestions(box, tools))
  pages.register(async (searches) => answers(searches, tools))
}

/** What the box offers while somebody types: kept, and dropped as soon as the index changes. */
const suggestions: Surface = (pages, tools) => {
  limitRate(pages, { perMinute: LETTERS_A_MINUTE, code: 'search.too-many' })

  pages.get('/suggestions.json', { config: { cache: ['q'] } }, async (call) => {
    const { q = '' } = readStrictQuery(SuggestionQuery, call.query)
    const today = civilDateOf(call.circumstances.now)
    const t = tools.house.translate(call.modes.language)
    const address = addressOn(call.sitePrefix)
    const suggestions = await suggest(tools.view(call), q, today)
    return {
      query: q,
      suggestions: suggestions.map((one) => ({
        ...one,
        address: address(one.address),
        word: kindWord(t, one.kind),
      })),
    }
  })
}

/** A kind whose module gave it no word here goes without one. */
function kindWord(t: Translate, kind: string): string {
  const key = `search.suggested.${kind}`
  const word = t(key)
  return word === key ? '' : word
}

const answers: Surface = (pages, tools) => {
  limitRate(pages, { perMinute: CALLS_A_MINUTE, code: 'search.too-many' })
  const isFirst = firstOfDay()

  pages.get('/', async (call, reply) => {
    const query = readPageQuery(SearchQuery, call.query)
    const found = await findWithin(tools, call, query)
    if (found === 'too-slow') return reply.code(503).send(<TooSlowPage query={query} />)
    await note(tools, call, { query, found, isFirst })
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

async function find(tools: Tools, call: FastifyRequest, query: SearchQuery): Promise<Answered | 'too-slow'> {
  try {
    return await findAnswered(engine, tools.view(call), askedBy(query))
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
): Promise<Answered | 'too-slow'> {
  try {
    return await find(tools, call, query)
  } catch (error) {
    if (error instanceof Invalid && query.cursor) return find(tools, call, { ...query, cursor: undefined })
    throw error
  }
}

type Asking = { query: SearchQuery; found: Answered; isFirst: ReturnType<typeof firstOfDay> }

/** Only whole questions at the front page count. A reader's answer never waits for, nor fails with, our curiosity. */
async function note(tools: Tools, call: FastifyRequest, { query, found, isFirst }: Asking): Promise<void> {
  const asked = normalised(query.q ?? '')
  const isWhole = !query.cursor && !isNarrowed(askedBy(query).filters)
  const { now } = call.circumstances
  if (!isWhole || !mayBeKept(asked) || !isFirst(prefixOf(call.ip), asked, civilDateOf(now))) return
  const { count, matched, named } = found
  const isFound = (count.count > 0 && matched === 'all') || named.length > 0
  try {
    await tools.perform(call, (act) => noteAsked(act, { query: asked, hits: count.count, isFound }))
  } catch (error) {
    call.log.warn({ err: error }, 'a search could not be counted')
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

export function foundJson(found: Answered) {
  const { hits, count, facets, isSampled, matched, isRankedInPart, next, words, near, also } = found
  return {
    count: count.count,
    count_is_at_least: count.isAtLeast,
    matched,
    words,
    also,
    meant: found.meant ?? null,
    answer: found.answer ?? null,
    named: found.named.map(({ kind, name, address }) => ({ kind, name, address })),
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
    attachment: hit.attachment,
  }
}

function feedOf({ house }: Tools, call: FastifyRequest, query: SearchQuery, { hits }: Answered): string {
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
