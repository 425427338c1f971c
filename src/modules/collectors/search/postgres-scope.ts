import { type RawBuilder, sql } from 'kysely'
import type { Id, SiteId } from '#kernel/ids'
import { tsqueryOf } from '#platform/segmentation'
import type { Asked, SearchFilters } from './engine.ts'

/** What one question may see, and the words it is asked with. */
export type Scope = {
  site: SiteId
  /** For `::tsquery`; empty lists everything. */
  query: string
  phrases: readonly string[]
  filters: SearchFilters
  olderVersions: boolean
}

export type Condition = RawBuilder<boolean>

export const FACETS = ['publisher', 'column', 'kind', 'validity', 'year'] as const
export type FacetName = (typeof FACETS)[number]

export function isFacet({ filters }: Scope, facet: FacetName): Condition {
  const value = filters[facet]
  if (value === undefined) return sql<boolean>`true`
  if (facet === 'column') return sql<boolean>`${value}::text = any(d.columns)`
  if (facet === 'year') return sql<boolean>`d.year = ${value}::integer`
  if (facet === 'publisher')
    return sql<boolean>`d.organisation_id = any(${filters.within ?? [value]}::uuid[])`
  return sql<boolean>`${sql.ref(`d.${facet}`)} = ${value}::text`
}

export function isInFacets(scope: Scope): Condition {
  return allOf(FACETS.map((facet) => isFacet(scope, facet)))
}

export function allOf(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

export function isInVersions({ olderVersions }: Scope): Condition {
  return olderVersions ? sql<boolean>`true` : sql<boolean>`d.current`
}

/**
 * The site, written so that no index on it can be taken: the only way left to these rows is the index of words.
 * A walk along the dates would read the words of every document out of line, one by one.
 */
export function isOnSiteUnindexed({ site }: Pick<Scope, 'site'>): Condition {
  return sql<boolean>`d.site_id + 0 = ${site}::integer`
}

export function isOnSite({ site }: Scope): Condition {
  return sql<boolean>`d.site_id = ${site}::integer`
}

export function hasWords({ query }: Scope): Condition {
  return query === '' ? sql<boolean>`true` : sql<boolean>`d.tokens @@ ${query}::tsquery`
}

export function hasPhrases({ phrases }: Scope): Condition {
  if (phrases.length === 0) return sql<boolean>`true`
  return allOf(
    phrases.map(
      (phrase) => sql<boolean>`(strpos(lower(d.body), ${phrase}::text) > 0 or exists (
        select from search.attachment a
        where a.site_id = d.site_id and a.id = d.id and strpos(lower(a.body), ${phrase}::text) > 0))`,
    ),
  )
}

/** Values of facets stand among the words, where one look-up of the index meets words and filters. No text yields this mark. */
export function facetMark(facet: FacetName, value: string | number): string {
  return `¦${facet}=${value}`
}

const MOST_MARKED = 60

function marksOf({ filters }: Scope, facet: FacetName): string | undefined {
  const value = filters[facet]
  if (value === undefined) return undefined
  const values = facet === 'publisher' ? (filters.within ?? [value]) : [value]
  if (values.length > MOST_MARKED) return undefined
  return `(${values.map((one) => tsqueryOf([facetMark(facet, one)])).join(' | ')})`
}

/** For `::tsquery`: the words and every filter at once; empty when there are neither. */
export function queryWithin(scope: Scope): string {
  const marks = FACETS.map((facet) => marksOf(scope, facet)).filter((mark) => mark !== undefined)
  return [...(scope.query === '' ? [] : [`(${scope.query})`]), ...marks].join(' & ')
}

/** Words and filters. The filters are said again for those that no mark can say. */
export function isWithin(scope: Scope): Condition {
  const query = queryWithin(scope)
  return query === ''
    ? isOnSite(scope)
    : sql<boolean>`(${isOnSiteUnindexed(scope)} and d.tokens @@ ${query}::tsquery and ${isInFacets(scope)})`
}

export type DatePlace = { at: string; id: Id }

export function isBefore(place: DatePlace | undefined, table = 'd'): Condition {
  if (!place) return sql<boolean>`true`
  const [at, id] = [sql.ref(`${table}.published_at`), sql.ref(`${table}.id`)]
  return sql<boolean>`(${at}, ${id}) < (${place.at}::timestamptz, ${place.id}::uuid)`
}

export function scopeOf(
  site: SiteId,
  { filters, olderVersions }: Asked,
  query: string,
  phrases: readonly string[],
): Scope {
  return { site, query, phrases, filters, olderVersions }
}
