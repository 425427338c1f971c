/**
 * How long a search takes over so many documents, with count and facets, on a PostgreSQL of its own, and how long its
 * suggestions take. Documents are recombined paragraphs of the corpus; documents and questions come from fixed seeds.
 * Prints JSON.
 *
 *     CORPUS=../shared/corpus/laws node --conditions=source --import tsx bench/search.ts [documents] [queries of each class]
 *
 * KEEP=<folder> keeps the filled database there, and uses it again.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import { siteId } from '#kernel/ids'
import { type Asked, insertRows, postgresEngine, suggest, writeNames } from '#modules/collectors/search'
import type { Act, View } from '#platform/act'
import { type Connection, connect } from '#platform/database'
import { migrate, readMigrations } from '#platform/migrate'
import type { NamedThing, SearchRow } from '#platform/module'
import { startEmbedded } from '#platform/postgres/embedded'
import { randomOf, readCorpus, recombine } from './search-corpus.ts'
import { chooseQueries, type QueryClass } from './search-words.ts'

/** Up to so many documents; beyond, the time that half a million may take. */
const SMALL = 100_000
const GOALS_MS = { small: 50, large: 150, suggestions: 10 }
const SITE = siteId(1)
const ROOT = join(fileURLToPath(import.meta.url), '../..')
const CORPUS = process.env.CORPUS ?? join(ROOT, '../shared/corpus/laws')

async function main(documents: number, each: number): Promise<void> {
  const kept = process.env.KEEP
  const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'mingtang-bench-search-'))
  if (!kept) chmodSync(dataDir, 0o711)
  const server = await startEmbedded({ dataDir })
  const connection = connect(server.appUrl, { max: 2 })
  try {
    const corpus = readCorpus(CORPUS)
    const indexing = await fill(connection, server.ownerUrl, recombine(corpus, documents))
    const sample = [...recombine(corpus, documents)].filter(
      (_, at) => at % Math.ceil(documents / 10_000) === 0,
    )
    const classes = await measureClasses(connection, chooseQueries(sample, each))
    const live = await measureLive(connection, sample.slice(0, 200))
    const suggestions = await measureSuggestions(connection, sample)
    const goal = documents <= SMALL ? GOALS_MS.small : GOALS_MS.large
    const isMet =
      Object.values(classes).every(({ p95 }) => p95 < goal) && suggestions.p95 < GOALS_MS.suggestions
    console.log(
      JSON.stringify(
        {
          documents,
          goal: { p95_ms: goal, suggestions_p95_ms: GOALS_MS.suggestions, isMet },
          classes,
          suggestions,
          indexing,
          live,
          sizes: await sizes(connection),
        },
        null,
        2,
      ),
    )
    process.exitCode = isMet ? 0 : 1
  } finally {
    await connection.close()
    await server.stop()
    if (!kept) rmSync(dataDir, { recursive: true, force: true })
  }
}

/** As after a restore: rows first, then their indexes, then statistics. */
async function fill(connection: Connection, ownerUrl: string, rows: Iterable<SearchRow>) {
  const owner = connect(ownerUrl)
  try {
    await migrate(ownerUrl, await migrationsOfSearch(), 'mingtang_app')
    await placeSite(owner)
    const { count } = await owner.db
      .selectFrom('search.document')
      .select((row) => row.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (count > 0) return 'kept from an earlier run'
    const started = performance.now()
    const restore = await dropIndexes(owner)
    await insertAll(connection, rows)
    const inserted = performance.now()
    await restore()
    await sql`vacuum (analyze) search.document, search.card`.execute(owner.db)
    return { rows_s: seconds(inserted - started), indexes_s: seconds(performance.now() - inserted) }
  } finally {
    await owner.close()
  }
}

async function migrationsOfSearch() {
  const all = await readMigrations(join(ROOT, 'migrations'))
  return all.filter(({ owner }) => owner === 'platform' || owner === 'search')
}

async function placeSite({ db }: Connection): Promise<void> {
  await sql`insert into platform.site values
    (1, 'bench', 'bench.example', '', '', '', '', '', '', '', '', '', '', '') on conflict do nothing`.execute(
    db,
  )
}

async function dropIndexes({ db }: Connection): Promise<() => Promise<void>> {
  const { rows } = await sql<{ indexname: string; indexdef: string }>`
    select indexname, indexdef from pg_indexes where schemaname = 'search' and indexname not like '%pkey'`.execute(
    db,
  )
  for (const { indexname } of rows) await sql`drop index search.${sql.ref(indexname)}`.execute(db)
  return async () => {
    for (const { indexdef } of rows) await sql.raw(indexdef).execute(db)
  }
}

async function insertAll({ db }: Connection, rows: Iterable<SearchRow>): Promise<void> {
  let batch: SearchRow[] = []
  const flush = () => {
    const feeds = batch.map((row) => ({ source: 'bench', subject: row.id, row }))
    batch = []
    return db.transaction().execute((tx) => insertRows(tx, SITE, feeds))
  }
  for (const row of rows) {
    batch.push(row)
    if (batch.length === 1000) await flush()
  }
  if (batch.length > 0) await flush()
}

type Figures = {
  queries: number
  median_hits: number
  p50: number
  p95: number
  max: number
  slowest: string
}

async function measureClasses(
  connection: Connection,
  queries: Record<QueryClass, string[]>,
): Promise<Record<string, Figures>> {
  for (const text of Object.values(queries)
    .flat()
    .filter((_, at) => at % 4 === 0))
    await ask(connection, text, {})
  const classes: Record<string, Figures> = {}
  for (const [name, texts] of Object.entries(queries)) {
    classes[name] = await measure(connection, texts, {})
    classes[`${name}, by date`] = await measure(connection, texts, { order: 'date' })
    classes[`${name}, narrowed`] = await measure(connection, texts, {
      filters: { validity: 'repealed', year: 2015 },
    })
  }
  classes['nothing typed'] = await measure(connection, Array<string>(20).fill(''), {})
  return classes
}

/** What stands in the box after two, three … characters of titles, numbers and names. */
async function measureSuggestions({ db }: Connection, sample: readonly SearchRow[]) {
  const named = { kind: 'organisation', events: [], things: async () => agenciesOf(sample) }
  const act = { site: SITE } as Act
  await db.transaction().execute((tx) => writeNames({ ...act, tx }, named))
  const random = randomOf(1954)
  const typed = Array.from({ length: 200 }, (_, at) => {
    const { title, document_number: number, publisher } = sample[Math.floor(random() * sample.length)]!
    const whole = [title.replace(/^.*?《/, ''), title, number ?? '', publisher.slice(3)][at % 4]!
    return whole.slice(0, 2 + Math.floor(random() * 5))
  })
  const view: View = { db, site: SITE, language: 'zh-CN', reads: new Set() }
  const times: number[] = []
  for (const round of [0, 1]) {
    for (const text of typed) {
      const started = performance.now()
      await suggest(view, text, '2026-11-24' as CivilDate)
      if (round > 0) times.push(performance.now() - started)
    }
  }
  times.sort((one, other) => one - other)
  const at = (share: number) => round(times[Math.ceil(share * times.length) - 1]!)
  return { queries: times.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

function agenciesOf(sample: readonly SearchRow[]): NamedThing[] {
  const names = new Map(sample.map(({ organisation, publisher }) => [organisation, publisher]))
  return [...names].map(([id, name]) => ({
    ...{ id, name, name_en: '', others: [], address: `/organisations/${id}`, path: [id] },
  }))
}

const ROUNDS = 3

/** Each query once in every round, and the median of its rounds: a neighbour on the machine is not the search. */
async function measure(
  connection: Connection,
  texts: readonly string[],
  options: Partial<Asked>,
): Promise<Figures> {
  const took = texts.map((text) => ({ text, times: [] as number[], hits: 0 }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const one of took) {
      const started = performance.now()
      one.hits = (await ask(connection, one.text, options)).count.count
      one.times.push(performance.now() - started)
    }
  }
  const sorted = took
    .map(({ text, times }) => ({ text, ms: median(times) }))
    .sort((one, other) => one.ms - other.ms)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!
  return {
    ...{ queries: texts.length, median_hits: median(took.map(({ hits }) => hits)) },
    ...{ p50: round(at(0.5).ms), p95: round(at(0.95).ms), max: round(at(1).ms), slowest: at(1).text },
  }
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0
}

function ask({ db }: Connection, text: string, options: Partial<Asked>) {
  const asked: Asked = { text, filters: {}, order: 'relevance', olderVersions: false, limit: 20, ...options }
  return postgresEngine.search({ db, site: SITE }, asked)
}

/** One commit for each document, as when an office publishes: how soon it can be found. */
async function measureLive({ db }: Connection, rows: readonly SearchRow[]) {
  const started = performance.now()
  for (const row of rows) {
    await db.transaction().execute((tx) => postgresEngine.replace({ tx, site: SITE }, 'bench', row.id, [row]))
  }
  return { replaced_one_by_one: rows.length, ms_each: round((performance.now() - started) / rows.length) }
}

async function sizes({ db }: Connection) {
  const { rows } = await sql<{ heap: string; out_of_line: string; words: string; titles: string }>`
    select pg_size_pretty(pg_relation_size('search.document')) as heap,
      pg_size_pretty(pg_total_relation_size(reltoastrelid)) as out_of_line,
      pg_size_pretty(pg_relation_size('search.document_tokens')) as words,
      pg_size_pretty(pg_relation_size('search.document_title_tokens')) as titles
    from pg_class where oid = 'search.document'::regclass`.execute(db)
  return rows[0]
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}

function seconds(ms: number): number {
  return Math.round(ms / 1000)
}

await main(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 40))
