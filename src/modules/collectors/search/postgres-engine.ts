import { type RawBuilder, sql } from 'kysely'
import pg from 'pg'
import { readCursor, writeCursor } from '#kernel/cursors'
import type { Id, SiteId } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import type { Reader } from '#platform/database'
import { highlight } from '#platform/excerpt'
import { tsqueryOf } from '#platform/segmentation'
import { type Asked, type Found, type SearchEngine, type SearchHit, SearchTooSlow } from './engine.ts'
import { type HitRow, type RankPlace, rank, readHits } from './postgres-ranking.ts'
import { replaceRows } from './postgres-rows.ts'
import { type DatePlace, hasWords, isOnSiteUnindexed, type Scope, scopeOf } from './postgres-scope.ts'
import {
  countUpTo,
  estimate,
  LIMITS,
  type Limits,
  type Survey,
  surveyAll,
  surveyAllNarrowed,
  surveyNewest,
  type Wish,
  walkDates,
} from './postgres-survey.ts'
import { isNarrowed } from './schema.ts'
import { type Wanted, wantedIn } from './wanted.ts'

const TIME_LIMIT = '2s'
const NEAR_TIME_LIMIT = '500ms'

/** PostgreSQL as the search engine, guarded against every plan that a word in half of all documents would ruin. */
export function postgresEngineWith(limits: Limits): SearchEngine {
  return {
    search: async ({ db, site }, asked) => {
      const wanted = wantedIn(asked.text, asked.synonyms)
      const found = await timed(db, TIME_LIMIT, (tx) => searchIn({ tx, site, limits, asked, wanted }))
      const isFound = found.count.count > 0 && found.matched === 'all'
      if (isFound || wanted.text === '' || asked.cursor || isNarrowed(asked.filters)) return found
      return { ...found, near: await listNear(db, site, wanted.text) }
    },
    replace: ({ tx, site }, source, subject, rows) => replaceRows(tx, site, source, subject, rows),
  }
}

export const postgresEngine = postgresEngineWith(LIMITS)

type Search = { tx: Reader; site: SiteId; limits: Limits; asked: Asked; wanted: Wanted }

async function searchIn(search: Search): Promise<Found> {
  const { site, asked } = search
  const wanted = (await seekNumbered(search)) ?? search.wanted
  const all = scopeOf(site, asked, wanted.all, wanted.phrases)
  // What was typed has no word in it: nothing is found, rather than everything.
  if (wanted.text !== '' && wanted.all === '') return NOTHING
  const found = await searchWith({ ...search, wanted }, all)
  const mayLoosen = !asked.cursor && !isNarrowed(asked.filters)
  if (found.count.count > 0 || !mayLoosen || wanted.any === '' || wanted.any === wanted.all) return found
  return { ...(await searchWith({ ...search, wanted }, { ...all, query: wanted.any })), matched: 'some' }
}

/** What was typed without brackets is a number only if some document bears or cites one that begins so. */
async function seekNumbered({ tx, site, wanted }: Search): Promise<Wanted | undefined> {
  const { numberStart: start } = wanted
  if (!start) return undefined
  const query = `${tsqueryOf([start])}:*`
  const { rows } = await sql<{ is_known: boolean }>`select exists (
    select from search.document d where ${isOnSiteUnindexed({ site })} and d.tokens @@ ${query}::tsquery) as is_known`.execute(
    tx,
  )
  if (!rows[0]?.is_known) return undefined
  return { ...wanted, all: query, any: query, phrases: [], words: [start], telling: start, also: [] }
}

/** Pages of a search that fell back to some of the words must go on with them. */
async function searchWith(search: Search, whole: Scope): Promise<Found> {
  const { tx, asked, wanted, limits } = search
  const place = placeOf(asked)
  const scope = place.isLoose ? { ...whole, query: wanted.any } : whole
  const isLoose = scope.query !== wanted.all
  const isRanked = asked.order === 'relevance' && scope.query !== ''
  const wish = { limit: isRanked ? limits.newestRanked : asked.limit + 1, before: place.date, limits }
  const surveyed = await surveyOf(tx, scope, wish)
  const places = isRanked
    ? await rankedPlaces(tx, { scope, wanted, asked, surveyed, after: place.rank })
    : await datedPlaces(tx, { scope, asked, surveyed, wish })
  const rows = await readHits(tx, scope, places.ids.slice(0, asked.limit), wanted.telling)
  return {
    hits: rows.map((row) => hitOf(row, wanted)),
    count: countOf(surveyed, limits),
    facets: surveyed.facets,
    isSampled: surveyed.isSampled,
    matched: isLoose ? 'some' : 'all',
    isRankedInPart: isRanked && (surveyed.isSampled || surveyed.count > surveyed.newest.length),
    next: places.ids.length > asked.limit ? places.cursorOf(rows.at(-1)!, isLoose) : undefined,
    words: wanted.words,
    also: wanted.also,
    near: [],
  }
}

/** Of a single word the statistics know the share; of several the planner can only guess. */
const CERTAINLY_MORE = 2
const NARROWED_READ = 3_000

/**
 * The estimate chooses the plan, and the capped count corrects it. The time limit stands behind both, for words
 * whose estimate is wrong the other way.
 */
async function surveyOf(tx: Reader, scope: Scope, wish: Wish): Promise<Survey> {
  const { counted } = wish.limits
  const estimated = scope.query === '' ? undefined : await estimate(tx, scope, hasWords(scope))
  // Many hits of which the filters leave few: only those are read, and the facets count within the filters.
  const readsAll = isNarrowed(scope.filters) ? Math.min(counted, NARROWED_READ) : counted
  if (estimated !== undefined && estimated <= readsAll) {
    const surveyed = await surveyAll(tx, scope, wish)
    if (surveyed) return surveyed
  }
  const isOneWord = !/[&|]/.test(scope.query) && scope.phrases.length === 0
  const isCommon = isOneWord && estimated !== undefined && estimated > counted * CERTAINLY_MORE
  const mayBeFew =
    isNarrowed(scope.filters) || (!isCommon && (await countUpTo(tx, scope, counted + 1)) <= counted)
  return (mayBeFew ? await surveyAllNarrowed(tx, scope, wish) : undefined) ?? surveyNewest(tx, scope, wish)
}

type Places = { ids: Id[]; cursorOf: (last: HitRow, isLoose: boolean) => string }
type Step = { scope: Scope; asked: Asked; surveyed: Survey }

async function rankedPlaces(
  tx: Reader,
  step: Step & { wanted: Wanted; after: RankPlace | undefined },
): Promise<Places> {
  const { scope, wanted, asked, surveyed, after } = step
  const ranked = await rank(tx, scope, wanted, surveyed.newest, { limit: asked.limit + 1, after })
  const ranks = new Map(ranked.map(({ id, rank }) => [id, rank]))
  return {
    ids: ranked.map(({ id }) => id),
    cursorOf: ({ id }, isLoose) => writeCursor({ key: `${isLoose ? '~' : ''}rank:${ranks.get(id)}`, id }),
  }
}

async function datedPlaces(tx: Reader, { scope, surveyed, wish }: Step & { wish: Wish }): Promise<Places> {
  const ids = surveyed.isSampled ? await walkDates(tx, scope, wish) : surveyed.newest
  return {
    ids,
    cursorOf: ({ id, published_at }, isLoose) =>
      writeCursor({ key: `${isLoose ? '~' : ''}date:${published_at.toISOString()}`, id }),
  }
}

type Place = { isLoose: boolean; rank: RankPlace | undefined; date: DatePlace | undefined }

const CURSOR_KEY = /^(~?)(?:rank:(-?\d+(?:\.\d+)?(?:e-?\d+)?)|date:(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z))$/

/** A cursor belongs to its order: one of the other order is refused like one that nobody issued. */
function placeOf({ cursor, order, text }: Asked): Place {
  if (cursor === undefined) return { isLoose: false, rank: undefined, date: undefined }
  const { key, id } = readCursor(cursor)
  const [, loose, rank, at] = CURSOR_KEY.exec(key) ?? []
  const wantsRank = order === 'relevance' && text.trim() !== ''
  if (wantsRank ? rank === undefined : at === undefined || Number.isNaN(Date.parse(at))) {
    throw new Invalid('list.bad-cursor', { cursor: 'list.bad-cursor' })
  }
  return {
    isLoose: loose === '~',
    rank: rank === undefined ? undefined : { rank: Number(rank), id },
    date: at === undefined ? undefined : { at, id },
  }
}

function countOf({ count }: Survey, { counted }: Limits): Found['count'] {
  return { count: Math.min(count, counted), isAtLeast: count > counted }
}

function hitOf({ passage, from, ...row }: HitRow, { words }: Wanted): SearchHit {
  const excerpt = highlight(passage, words)
  const isCut = from > 1 && excerpt[0]?.text !== '…'
  return {
    ...row,
    title_spans: highlight(row.title, words, row.title.length),
    excerpt: isCut ? [{ text: '…', hit: false }, ...excerpt] : excerpt,
  }
}

/** Titles like what was typed: a slip of a character or two. Shorter words have no trigram of their own. */
async function listNear(db: Reader, site: SiteId, text: string): Promise<Found['near']> {
  if ([...text].length < 3) return []
  const near = (tx: Reader) =>
    sql<{ title: string; address: string }>`
    select c.title, c.address from search.card c
    join search.document d on d.site_id = c.site_id and d.id = c.id and d.current
    where c.site_id = ${site} and ${text} <% c.title
    order by word_similarity(${text}, c.title) desc, d.published_at desc, d.id desc limit 5`.execute(tx)
  try {
    return (await timed(db, NEAR_TIME_LIMIT, near)).rows
  } catch (error) {
    if (error instanceof SearchTooSlow) return []
    throw error
  }
}

/** Words in half of all documents would make the planner read every one of them: see docs on the search index. */
const GUARDS = (limit: string): RawBuilder<unknown> => sql`
  select set_config('statement_timeout', ${limit}, true), set_config('enable_seqscan', 'off', true),
    set_config('jit', 'off', true), set_config('work_mem', '32MB', true),
    set_config('max_parallel_workers_per_gather', '0', true), set_config('pg_trgm.word_similarity_threshold', '0.4', true)`

async function timed<T>(db: Reader, limit: string, ask: (tx: Reader) => Promise<T>): Promise<T> {
  try {
    return await db
      .transaction()
      .setAccessMode('read only')
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await GUARDS(limit).execute(tx)
        return ask(tx)
      })
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '57014')
      throw new SearchTooSlow('search', { cause: error })
    throw error
  }
}

const NOTHING: Found = {
  hits: [],
  count: { count: 0, isAtLeast: false },
  facets: { publisher: [], column: [], kind: [], validity: [], year: [] },
  ...{
    isSampled: false,
    matched: 'all',
    isRankedInPart: false,
    next: undefined,
    words: [],
    also: [],
    near: [],
  },
}
