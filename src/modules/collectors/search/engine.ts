import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId } from '#kernel/ids'
import type { Act, View } from '#platform/act'
import type { SearchRow, Validity } from '#platform/module'
import type { Hit as Span } from '#ui'
import type { Synonyms } from './wanted.ts'

export type SearchFilters = {
  publisher?: OrganisationId | undefined
  /** The publisher and all below it. */
  within?: readonly OrganisationId[] | undefined
  column?: string | undefined
  kind?: string | undefined
  validity?: Validity | undefined
  year?: number | undefined
}

export type SearchOrder = 'relevance' | 'date'

export type Asked = {
  text: string
  filters: SearchFilters
  order: SearchOrder
  /** Versions that a later one replaced are found only when asked for. */
  olderVersions: boolean
  limit: number
  cursor?: string | undefined
  /** Words that mean the same here. */
  synonyms?: Synonyms | undefined
}

export type SearchHit = {
  id: Id
  address: string
  title: string
  title_spans: Span[]
  excerpt: Span[]
  document_number: string | null
  publisher: string
  organisation_id: OrganisationId
  kind: string
  columns: string[]
  validity: Validity | null
  published_at: Date
  dated_on: CivilDate | null
  /** The name of the site that it was taken in from. */
  shared_from: string | null
  current: boolean
  /** The file that has the words, where the text itself has not. */
  attachment: string | null
}

export type Option<Value> = { value: Value; label: string; count: number }

/** Of each facet the options that the other filters leave. */
export type SearchFacets = {
  publisher: Option<OrganisationId>[]
  column: Option<string>[]
  kind: Option<string>[]
  validity: Option<Validity>[]
  year: Option<number>[]
}

export type Found = {
  hits: SearchHit[]
  /** Exact, or at least so many: nobody needs the difference between 10,000 and 30,000. */
  count: { count: number; isAtLeast: boolean }
  facets: SearchFacets
  /** The facets count the newest documents only. */
  isSampled: boolean
  /** `some`: nothing has all the words, and these have some of them. */
  matched: 'all' | 'some'
  /** By relevance only the best of a bounded set are ranked; those beyond are reached by date. */
  isRankedInPart: boolean
  next: string | undefined
  words: string[]
  /** Found as well, because they mean the same. */
  also: string[]
  /** Titles like what was typed, when nothing has all of its words. */
  near: { title: string; address: string }[]
}

export const MOST_COUNTED = 10_000

/** The port: PostgreSQL by default, another engine where a country searches. */
export type SearchEngine = {
  search(view: Pick<View, 'db' | 'site'>, asked: Asked): Promise<Found>
  /** The rows of one subject, in place of those it had. The caller holds the subject's lock. */
  replace(
    act: Pick<Act, 'tx' | 'site'>,
    source: string,
    subject: Id,
    rows: readonly SearchRow[],
  ): Promise<void>
}

/** The question cost more than its time: the site stays quick for everyone else. */
export class SearchTooSlow extends Error {}
