import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#kernel/ids'
import type { Reader } from '#platform/database'
import { MOST_COUNTED, type Option, type SearchFacets } from './engine.ts'
import {
  allOf,
  type Condition,
  type DatePlace,
  FACETS,
  type FacetName,
  hasPhrases,
  hasWords,
  isBefore,
  isFacet,
  isInFacets,
  isInVersions,
  isOnSite,
  isOnSiteUnindexed,
  isWithin,
  type Scope,
} from './postgres-scope.ts'

/** What one reading of the hits tells: how many, which facets, and the newest of them. */
export type Survey = {
  read: number
  /** Infinite where it is more than anyone counts. */
  count: number
  newest: Id[]
  isSampled: boolean
  facets: SearchFacets
}

export type Limits = {
  /** Up to so many hits all are read; beyond, the newest documents stand for them. */
  counted: number
  newestRead: number
  newestRanked: number
}

export const LIMITS: Limits = { counted: MOST_COUNTED, newestRead: 1_200, newestRanked: 300 }

/** A phrase is sought in the text itself, which is read for the newest hits only. */
const PHRASE_READ = 1_000
const MOST_OPTIONS = 12

export type Wish = { limit: number; before: DatePlace | undefined; limits: Limits }

/** The planner's estimate, from the statistics of the words: under a millisecond. */
export async function estimate(db: Reader, scope: Scope, words: Condition): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from search.document d where ${isOnSite(scope)} and ${isInVersions(scope)} and ${words}`.execute(
    db,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

/** Exact up to the limit. The bitmap of the words is whole, yet of the rows only so many are read. */
export async function countUpTo(db: Reader, scope: Scope, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from search.document d
      where ${isWithin(scope)} and ${isInVersions(scope)} and ${hasPhrases(scope)}
      limit ${limit}) hits`.execute(db)
  return rows[0]!.count
}

/**
 * All hits, by the bitmap of their words. Materialised before anything is sorted: the planner must not walk the dates.
 * Undefined when there are twice as many as the estimate could have meant.
 */
export async function surveyAll(db: Reader, scope: Scope, wish: Wish): Promise<Survey | undefined> {
  const bound = wish.limits.counted * 2
  const hits = sql`
    select ${narrow(scope)} from search.document d
    where ${isReached(scope)} and ${hasWords(scope)} and ${isInVersions(scope)} limit ${bound}`
  const surveyed = await surveyHits(db, scope, hits, wish)
  return surveyed.read < bound ? surveyed : undefined
}

function surveyHits(db: Reader, scope: Scope, hits: RawBuilder<unknown>, wish: Wish): Promise<Survey> {
  if (scope.phrases.length === 0) return survey(db, scope, hits, wish)
  const checked = sql`
    select h.* from (select * from (${hits}) h order by published_at desc, id desc limit ${PHRASE_READ}) h
    join search.document d on d.site_id = ${scope.site} and d.id = h.id where ${hasPhrases(scope)}`
  return survey(db, scope, checked, wish)
}

/** The filters may leave few of many hits: those are read whole, and the facets count within the filters. */
export async function surveyAllNarrowed(db: Reader, scope: Scope, wish: Wish): Promise<Survey | undefined> {
  const bound = wish.limits.counted + 1
  const hits = sql`
    select ${narrow(unfiltered(scope))} from search.document d
    where ${isWithin(scope)} and ${isInVersions(scope)} and ${hasPhrases(scope)}
    limit ${bound}`
  const surveyed = await survey(db, unfiltered(scope), hits, wish)
  return surveyed.read < bound ? surveyed : undefined
}

/** Only the newest documents are read, however many have the words: this bounds the cost, whatever the estimate is worth. */
export async function surveyNewest(db: Reader, scope: Scope, wish: Wish): Promise<Survey> {
  const sample = sql`
    select ${narrow(unfiltered(scope))} from (
      select * from search.document d where ${isOnSite(scope)} and ${isInVersions(scope)} and ${isInFacets(scope)}
      order by d.published_at desc, d.id desc limit ${wish.limits.newestRead}
    ) d where ${hasWords(scope)} and ${hasPhrases(scope)}`
  return {
    ...(await survey(db, unfiltered(scope), sample, wish)),
    count: Number.POSITIVE_INFINITY,
    isSampled: true,
  }
}

/** Where the rows are narrowed as they are read, nothing is left to tell apart. */
function unfiltered(scope: Scope): Scope {
  return { ...scope, filters: {} }
}

/** Without words there is no bitmap: then the site's own index leads to the rows. */
function isReached(scope: Scope): Condition {
  return scope.query === '' ? isOnSite(scope) : isOnSiteUnindexed(scope)
}

/** Newest first along the dates: for words that so many documents have that a page of them is soon together. */
export async function walkDates(db: Reader, scope: Scope, { limit, before }: Wish): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select d.id from search.document d
    where ${isOnSite(scope)} and ${isInVersions(scope)} and ${isInFacets(scope)} and ${isBefore(before)}
      and ${hasWords(scope)} and ${hasPhrases(scope)}
    order by d.published_at desc, d.id desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** The row without its text, and whether it is in each of the facets that are narrowed. */
function narrow(scope: Scope): RawBuilder<unknown> {
  const marks = narrowedBy(scope).map((facet) => sql`${isFacet(scope, facet)} as ${sql.ref(`in_${facet}`)}`)
  return sql.join([
    sql`d.id, d.published_at, d.organisation_id, d.columns, d.kind, d.validity, d.year`,
    ...marks,
  ])
}

function narrowedBy({ filters }: Scope): FacetName[] {
  return FACETS.filter((facet) => filters[facet] !== undefined)
}

function isIn(scope: Scope, { but }: { but?: FacetName } = {}): Condition {
  const facets = narrowedBy(scope).filter((facet) => facet !== but)
  return facets.length === 0
    ? sql<boolean>`true`
    : allOf(facets.map((facet) => sql<boolean>`${sql.ref(`in_${facet}`)}`))
}

type SurveyRow = { read: number; count: number; newest: Id[] | null } & {
  [Facet in FacetName]: Option<never>[] | null
}

/** All facets in one pass over the hits: read once for each of them, they took half of the time. */
async function survey(
  db: Reader,
  scope: Scope,
  hits: RawBuilder<unknown>,
  { limit, before }: Wish,
): Promise<Survey> {
  const values = FACETS.map((facet) => VALUES[facet])
  const { rows } = await sql<SurveyRow>`
    with found as materialized (${hits}),
    grouped as materialized (
      select grouping(${sql.join(values)}) as ungrouped, ${sql.join(values)}, count(*) as read,
        count(*) filter (where ${isIn(scope)}) as count,
        ${sql.join(FACETS.map((facet) => sql`count(*) filter (where ${isIn(scope, { but: facet })}) as ${countOfFacet(facet)}`))}
      from found group by grouping sets (${sql.join(values.map((value) => sql`(${value})`))}, ()))
    select counts.read, counts.count,
      (select array_agg(id) from (
        select id from found where ${isIn(scope)} and ${isBefore(before, 'found')}
        order by published_at desc, id desc limit ${limit}) newest) as newest,
      ${sql.join(FACETS.map((facet) => sql`${optionsOf(scope, facet)} as ${sql.ref(facet)}`))}
    from grouped counts where ungrouped = ${EVERY_BIT}::integer`.execute(db)
  const { read, count, newest, ...facets } = rows[0]!
  return {
    ...{ read, count, isSampled: false, newest: newest ?? [] },
    facets: Object.fromEntries(
      FACETS.map((facet) => [facet, facets[facet] ?? []]),
    ) as unknown as SearchFacets,
  }
}

/** `grouping()` sets a bit for each column that a row is not grouped by, the first column the highest. */
const EVERY_BIT = 2 ** FACETS.length - 1

function bitsBut(facet: FacetName): number {
  return EVERY_BIT - 2 ** (FACETS.length - 1 - FACETS.indexOf(facet))
}

function countOfFacet(facet: FacetName): RawBuilder<unknown> {
  return sql.ref(`count_${facet}`)
}

const VALUES: Readonly<Record<FacetName, RawBuilder<unknown>>> = {
  publisher: sql`organisation_id`,
  column: sql`columns`,
  kind: sql`kind`,
  validity: sql`validity`,
  year: sql`year`,
}

/** The years in their order, everything else by how much it holds. */
function optionsOf(scope: Scope, facet: FacetName): RawBuilder<unknown> {
  const order = facet === 'year' ? sql`value desc` : sql`count desc, value`
  const label = facet === 'publisher' ? newestName(scope) : sql`value::text`
  const counted = sql`select ${VALUES[facet]} as value, ${countOfFacet(facet)} as count from grouped
    where ungrouped = ${bitsBut(facet)}::integer and ${countOfFacet(facet)} > 0`
  // Few sets of columns are many documents': counted as sets first, they need not be taken apart one by one.
  const each =
    facet === 'publisher'
      ? withThoseAbove(scope, counted)
      : facet === 'column'
        ? sql`select slug as value, sum(count)::bigint as count from (${counted}) sets, unnest(value) as slug group by 1`
        : counted
  return sql`(select json_agg(options) from (
    select value, ${label} as label, count from (
      select * from (${each}) each where value is not null order by ${order} limit ${MOST_OPTIONS}) best) options)`
}

/** Each organisation counts for all above it as well, but for the root: everything is below it. */
function withThoseAbove({ site }: Scope, counted: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select above.id as value, sum(own.count)::bigint as count
    from (${counted}) own
    left join search.name n on n.site_id = ${site} and n.subject = own.value and cardinality(n.path) > 1
    cross join lateral unnest(coalesce(n.path[2:], array[own.value])) as above (id) group by 1`
}

function newestName({ site }: Scope): RawBuilder<unknown> {
  return sql`(select c.publisher from search.document d join search.card c on c.site_id = d.site_id and c.id = d.id
    where d.site_id = ${site} and d.organisation_id = value order by d.published_at desc limit 1)`
}
