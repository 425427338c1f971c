import { sql } from 'kysely'
import type { Id, SiteId } from '#kernel/ids'
import { type Act, outdate, type View } from '#platform/act'
import type { Writer } from '#platform/database'
import { namedJob, readNotice, searchJob } from '#platform/house'
import type { Tasks } from '#platform/jobs'
import type { JobTools, Named, Searchable } from '#platform/module'
import { jobToolsOf, type World } from '#platform/world'
import { forgetAsked } from './asked.ts'
import type { SearchEngine } from './engine.ts'
import { indexNames, searchTag } from './naming.ts'
import { postgresEngine } from './postgres-engine.ts'
import { learnWords, listSites } from './words.ts'

/** One job for each kind of searchable and of named; the events of its manifest add them in the act that changes the subject. */
export function searchTasks(world: World): Tasks {
  const texts = world.house.searchables.map((searchable) => {
    const name = searchJob(searchable.kind)
    return [name, (payload) => indexNoticed(jobToolsOf(world, name, []), searchable, payload)] as Task
  })
  const names = world.house.named.map((named) => {
    const name = namedJob(named.kind)
    return [name, (payload) => nameNoticed(jobToolsOf(world, name, []), named, payload)] as Task
  })
  return Object.fromEntries([...texts, ...names])
}

type Task = [string, Tasks[string]]

async function nameNoticed(tools: JobTools, named: Named, payload: Record<string, unknown>): Promise<void> {
  await tools.perform(readNotice(payload).site, (act) => indexNames(act, named))
}

/** Every night, and after a start: what the index knows of names and words, on every site. */
export async function learn(tools: JobTools): Promise<void> {
  for (const site of await listSites(tools)) {
    for (const named of tools.house.named) await tools.perform(site, (act) => indexNames(act, named))
    await tools.perform(site, async (act) => {
      await learnWords(act)
      await forgetAsked(act)
    })
  }
}

async function indexNoticed(
  tools: JobTools,
  searchable: Searchable,
  payload: Record<string, unknown>,
): Promise<void> {
  const { site, subject } = readNotice(payload)
  await tools.perform(site, (act) => indexSubject(act, searchable, subject))
}

/**
 * Reads the subject anew and replaces its rows; idempotent. The lock comes before the reading: of two jobs for one
 * subject the later reads what the earlier could not have seen, in whatever order they were taken from the queue.
 */
export async function indexSubject(
  act: Act,
  searchable: Searchable,
  subject: Id,
  engine: SearchEngine = postgresEngine,
): Promise<void> {
  await lockSubject(act.tx, act.site, subject)
  const view: View = { db: act.tx, site: act.site, language: 'zh-CN', reads: new Set() }
  await engine.replace(act, searchable.kind, subject, await searchable.rows(view, subject))
  outdate(act, [searchTag(act.site)])
}

async function lockSubject(tx: Writer, site: SiteId, subject: Id): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`search:${site}:${subject}`}, 0))`.execute(tx)
}

export type Progress = { kind: string; subjects: number; isNamed?: true }

const SUBJECTS_AT_ONCE = 50

/** The whole index of a site anew while the site runs: readers find the old rows until each is replaced. */
export async function reindex(
  tools: JobTools,
  site: SiteId,
  report: (progress: Progress) => void = () => {},
): Promise<number> {
  const startedAt = await databaseTime(tools)
  let total = 0
  for (const searchable of tools.house.searchables) {
    let subjects = 0
    for await (const batch of batchesOf(tools, site, searchable)) {
      await tools.perform(site, async (act) => {
        for (const subject of batch) await indexSubject(act, searchable, subject)
      })
      subjects += batch.length
      report({ kind: searchable.kind, subjects })
    }
    total += subjects
  }
  await tools.perform(site, (act) => forgetUnseen(act, startedAt))
  for (const named of tools.house.named) {
    const subjects = await tools.perform(site, (act) => indexNames(act, named))
    report({ kind: named.kind, subjects, isNamed: true })
  }
  await tools.perform(site, learnWords)
  return total
}

/** In the order of their ids, so that two who index everything at once lock in the same order. */
async function* batchesOf(tools: JobTools, site: SiteId, searchable: Searchable) {
  for (let after: Id | undefined; ; ) {
    const batch = await tools.look(site, (view) => searchable.subjects(view, after, SUBJECTS_AT_ONCE))
    if (batch.length === 0) return
    yield batch
    after = batch.at(-1)
  }
}

/** What no module named any more, and no job wrote meanwhile. The clock is the database's, as in `indexed_at`. */
async function forgetUnseen(act: Act, startedAt: string): Promise<void> {
  const unseen = act.tx
    .selectFrom('search.card')
    .select('id')
    .where('site_id', '=', act.site)
    .where(sql<boolean>`indexed_at < ${startedAt}::timestamptz`)
  await act.tx
    .deleteFrom('search.document')
    .where('site_id', '=', act.site)
    .where('id', 'in', unseen)
    .execute()
  await sql`select search.refresh_statistics()`.execute(act.tx)
}

/** As text: an instant in JavaScript would lose the microseconds and forget rows written a moment later. */
async function databaseTime({ db }: JobTools): Promise<string> {
  const { rows } = await sql<{ at: string }>`select clock_timestamp()::text as at`.execute(db)
  return rows[0]!.at
}
