import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { View } from '#platform/act'
import { escaped, listFrequent, mayBeKept, normalised } from './asked.ts'
import { listNamed, searchTag } from './naming.ts'
import { isOnSiteUnindexed } from './postgres-scope.ts'
import { estimate } from './postgres-survey.ts'
import { wantedIn } from './wanted.ts'

/** One line under the box: where it leads, and what it is. */
export type Suggestion = {
  /** `organisation`, `column` …: something named; `document`: a title or a number; `query`: what many asked. */
  kind: string
  text: string
  note: string | null
  address: string
}

const MOST = 8
const MOST_NAMES = 3
const MOST_QUERIES = 3
const MOST_DOCUMENTS = 5

/** Each from its own index, by what it begins with, so that none of it depends on how much there is. */
export async function suggest(view: View, typed: string, today: CivilDate): Promise<Suggestion[]> {
  view.reads.add(searchTag(view.site))
  const start = normalised(typed)
  if ([...start].length < 2) return []
  const [named, documents, queries] = await Promise.all([
    listNamed(view, start, MOST_NAMES),
    listDocuments(view, start),
    mayBeKept(start) ? listFrequent(view, { start, today, limit: MOST_QUERIES }) : [],
  ])
  const asked = queries.map((query) => ({
    kind: 'query',
    text: query,
    note: null,
    address: `/search?${new URLSearchParams({ q: query })}`,
  }))
  const names = named.map(({ kind, name, address }) => ({ kind, text: name, note: null, address }))
  return [...names, ...asked, ...documents].slice(0, MOST)
}

async function listDocuments(view: View, start: string): Promise<Suggestion[]> {
  const { numberStart, number, all } = wantedIn(start)
  const found = numberStart || number ? await byNumber(view, numberStart ?? number!) : []
  const ways = [
    () => byTitlePart(view, start),
    () => byTitleStart(view, start),
    () => byTitleWords(view, all),
  ]
  for (const way of ways) if (found.length < MOST_DOCUMENTS) found.push(...(await way()))
  const once = new Map(found.map((row) => [row.address, row]))
  return [...once.values()].slice(0, MOST_DOCUMENTS).map(({ title, document_number, address }) => ({
    ...{ kind: 'document', text: title, note: document_number, address },
  }))
}

type Card = { title: string; document_number: string | null; address: string }

async function byNumber({ db, site }: View, start: string): Promise<Card[]> {
  const { rows } = await sql<Card>`
    select c.title, c.document_number, c.address from search.document d
    join search.card c on c.site_id = d.site_id and c.id = d.id
    where d.site_id = ${site} and d.number_key like ${`${escaped(start)}%`} and d.current
    order by length(d.number_key), d.number_key desc limit ${MOST_DOCUMENTS}`.execute(db)
  return rows
}

async function byTitleStart({ db, site }: View, start: string): Promise<Card[]> {
  const { rows } = await sql<Card>`
    select c.title, c.document_number, c.address from search.card c
    join search.document d on d.site_id = c.site_id and d.id = c.id and d.current
    where c.site_id = ${site} and c.title like ${`${escaped(start)}%`}
    limit ${MOST_DOCUMENTS}`.execute(db)
  return rows
}

const NEWEST_READ = 300

/** What stands inside the titles of the newest: those are what most people are after. */
async function byTitlePart({ db, site }: View, part: string): Promise<Card[]> {
  const { rows } = await sql<Card>`
    select c.title, c.document_number, c.address from (
      select site_id, id, published_at from search.document
      where site_id = ${site} and current order by published_at desc, id desc limit ${NEWEST_READ}) d
    join search.card c on c.site_id = d.site_id and c.id = d.id
    where strpos(lower(c.title), ${part}) > 0
    order by d.published_at desc, d.id desc limit ${MOST_DOCUMENTS}`.execute(db)
  return rows
}

const TITLES_READ_UP_TO = 1_000

/** Older ones by the words of their titles, where few have them. Materialised: the planner must not walk the dates. */
async function byTitleWords(view: View, query: string): Promise<Card[]> {
  if (query === '') return []
  const { db, site } = view
  const words = sql<boolean>`d.title_tokens @@ ${query}::tsquery`
  const scope = { site, query, phrases: [], filters: {}, olderVersions: false }
  if ((await estimate(db, scope, words)) > TITLES_READ_UP_TO) return []
  const { rows } = await sql<Card>`
    with titled as materialized (
      select d.id, d.published_at from search.document d
      where ${isOnSiteUnindexed(scope)} and ${words} and d.current limit ${TITLES_READ_UP_TO * 2})
    select c.title, c.document_number, c.address from titled
    join search.card c on c.site_id = ${site} and c.id = titled.id
    order by titled.published_at desc, titled.id desc limit ${MOST_DOCUMENTS}`.execute(db)
  return rows
}
