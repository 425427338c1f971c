import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId } from '#kernel/ids'
import type { Reader } from '#platform/database'
import type { Validity } from '#platform/module'
import {
  hasPhrases,
  hasWords,
  isInFacets,
  isInVersions,
  isOnSite,
  isOnSiteUnindexed,
  type Scope,
} from './postgres-scope.ts'
import { estimate } from './postgres-survey.ts'
import type { Wanted } from './wanted.ts'

/** Files, text, number and publisher, title. */
const WEIGHTS = '{0.05, 0.1, 0.4, 1}'
const TITLE_HITS = 150
/** A word in more titles than this is in the titles of the newest hits as well. */
const TITLES_READ_UP_TO = 2_000

export type Ranked = { id: Id; rank: number }
export type RankPlace = { rank: number; id: Id }
type Wish = { limit: number; after: RankPlace | undefined }

/**
 * The best of a bounded set: the newest hits, hits in titles, and the bearer of the number. Cover density says how
 * near the words stand to each other; it is brought below one, so that a word in the title outweighs any text.
 * `offset 0` keeps the look-ups one by one: joined, hundreds of candidates made the planner hash the whole index.
 */
export async function rank(
  db: Reader,
  scope: Scope,
  wanted: Wanted,
  candidates: readonly Id[],
  wish: Wish,
): Promise<Ranked[]> {
  const title = wanted.text.toLowerCase()
  const { rows } = await sql<Ranked>`
    with titled as materialized (${await titleHits(db, scope, candidates)}),
    candidate as (
      select unnest(${candidates}::uuid[]) as id
      union select id from (select id from titled order by published_at desc, id desc limit ${TITLE_HITS}) newest_titles
      union ${numberBearers(scope, wanted)}
    ), marked as (
      select id, id in (select id from titled) as is_titled from candidate
    ), ranked as (
      select d.id, (
        ts_rank_cd(${WEIGHTS}::real[], d.tokens, ${scope.query}::tsquery, 33)
        + case when c.id is null then 0 else
            1 + (strpos(lower(c.title), ${title}) > 0)::integer + (lower(c.title) = ${title})::integer * 2 end
        + coalesce((d.number_key = ${wanted.number ?? ''})::integer, 0) * 4
        + coalesce(starts_with(d.number_key, ${wanted.numberStart ?? ' '})::integer, 0) * 2
        - coalesce((d.validity in ('repealed', 'expired'))::integer, 0) * 0.3
        - (not d.current)::integer * 0.3
      )::real as rank
      from marked
      cross join lateral (select * from search.document where site_id = ${scope.site} and id = marked.id offset 0) d
      left join lateral (
        select * from search.card where site_id = ${scope.site} and id = marked.id and marked.is_titled offset 0) c on true
    )
    select id, rank from ranked where ${isAfter(wish.after)} order by rank desc, id desc limit ${wish.limit}`.execute(
    db,
  )
  return rows
}

/**
 * Found by the bitmap of their own, so that an old document named so is not lost among the newest. Where the words are
 * in very many titles, only those of the candidates are looked at.
 */
async function titleHits(db: Reader, scope: Scope, candidates: readonly Id[]) {
  const words = sql<boolean>`d.title_tokens @@ ${scope.query}::tsquery`
  if ((await estimate(db, scope, words)) <= TITLES_READ_UP_TO) {
    return sql`select d.id, d.published_at from search.document d
      where ${isOnSiteUnindexed(scope)} and ${words} and ${isInVersions(scope)} and ${isInFacets(scope)} and ${hasPhrases(scope)}`
  }
  // `offset 0` keeps the words out of the inner query, where their bitmap would name every document.
  return sql`select d.id, d.published_at from (
    select * from search.document where site_id = ${scope.site} and id = any(${candidates}::uuid[]) offset 0) d where ${words}`
}

function numberBearers(scope: Scope, { number }: Wanted) {
  if (!number) return sql`select null::uuid where false`
  return sql`select d.id from search.document d
    where ${isOnSite(scope)} and d.number_key = ${number} and ${hasWords(scope)}
      and ${isInVersions(scope)} and ${isInFacets(scope)} and ${hasPhrases(scope)}`
}

function isAfter(place: RankPlace | undefined) {
  return place
    ? sql<boolean>`(rank, id) < (${String(place.rank)}::real, ${place.id}::uuid)`
    : sql<boolean>`true`
}

export type HitRow = {
  id: Id
  address: string
  title: string
  document_number: string | null
  publisher: string
  organisation_id: OrganisationId
  kind: string
  columns: string[]
  validity: Validity | null
  published_at: Date
  dated_on: CivilDate | null
  shared_from: string | null
  current: boolean
  passage: string
  from: number
  attachment: string | null
}

const PASSAGE = 4_000
const LEAD_IN = 150

/** In the order asked for, each with the part of its text about the word that says most. */
export async function readHits(
  db: Reader,
  scope: Scope,
  ids: readonly Id[],
  word: string,
): Promise<HitRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<HitRow>`
    select d.id, c.address, c.title, c.document_number, c.publisher, d.organisation_id, d.kind, d.columns, d.validity,
      d.published_at, c.dated_on, c.shared_from, d.current, file.name as attachment,
      coalesce(file.from, place.from) as "from", coalesce(file.passage, substr(d.body, place.from, ${PASSAGE})) as passage
    from unnest(${ids}::uuid[]) with ordinality as asked (id, place)
    join search.document d on d.site_id = ${scope.site} and d.id = asked.id
    join search.card c on c.site_id = ${scope.site} and c.id = asked.id
    cross join lateral (select strpos(lower(d.body), ${word}) as at) as found
    cross join lateral (select greatest(1, found.at - ${LEAD_IN}::integer) as "from") as place
    left join lateral (
      select a.name, there.from, substr(a.body, there.from, ${PASSAGE}) as passage
      from search.attachment a
      cross join lateral (select greatest(1, strpos(lower(a.body), ${word}) - ${LEAD_IN}::integer) as "from") as there
      where a.site_id = d.site_id and a.id = d.id and ${word} <> '' and found.at = 0 and strpos(lower(c.title), ${word}) = 0
        and strpos(lower(a.name || ' ' || a.body), ${word}) > 0
      order by a.place limit 1) file on true
    order by asked.place`.execute(db)
  return rows
}
