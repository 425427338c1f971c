import { civilDateOf } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import { unpack } from '#platform/documents/collections'
import type { Job, JobTools } from '#platform/module'
import {
  CHECK_IMPORT,
  concludeCheck,
  discardImport,
  finishImport,
  noteProgress,
  RUN_IMPORT,
  rememberDone,
  stopImport,
} from './commands/importing-runs.ts'
import { findRun } from './desk-import-queries.ts'
import type { ImportRunRow } from './desk-import-tables.ts'
import { type ImportLaw, joinVersions } from './import/import-file.ts'
import { doubleReport, type FileReport, unreadReport } from './import/report.ts'
import { runImport } from './import/run.ts'
import { IMPORTABLE, readSources, type Source } from './import/sources.ts'

/** Reads what was handed in and says what would come of it; writes nothing but its report. */
const checkImport: Job = {
  permissions: ['publication.import'],
  run: (tools, payload) =>
    withRun(tools, payload, 'checking', async ({ site, run }) => {
      const { laws, told } = await readAll(tools, site, run)
      const foreseen = await runImport(
        { ...settingsOf(tools, site, run), isDry: true, onFiles: () => {} },
        laws,
      )
      await tools.perform(site, (act) => concludeCheck(act, run.id, [...told, ...foreseen]))
    }),
}

/** Brings it. Ended in the middle, it begins again and goes on behind what it has brought. */
const bringImport: Job = {
  permissions: ['publication.import'],
  run: (tools, payload) =>
    withRun(tools, payload, 'running', async ({ site, run }) => {
      const before = await pathsDone(tools, site, run.id)
      const { laws, told } = await readAll(tools, site, run)
      const rest = laws.filter(({ versions }) => versions.some(({ path }) => !before.has(path)))
      const fresh = told.filter(({ path }) => !before.has(path))
      await tools.perform(site, async (act) => {
        await noteProgress(act, run.id, { done: before.size, total: run.total })
        await rememberDone(act, run.id, fresh)
      })
      await runImport(
        {
          ...settingsOf(tools, site, run),
          isDry: false,
          onFiles: () => {},
          remember: (act, files) => rememberDone(act, run.id, files),
        },
        rest,
      )
      await tools.perform(site, (act) => finishImport(act, run.id))
    }),
}

/** What two persons never accepted is not kept: it may name people whom nobody has masked yet. */
const dropForgotten: Job = {
  permissions: ['publication.import'],
  run: async ({ db, now, look, perform }) => {
    const before = new Date(now().getTime() - KEPT_DAYS * 86_400_000)
    const sites = await db.selectFrom('platform.site').select('id').execute()
    for (const { id: site } of sites) {
      const forgotten = await look(site, (view) =>
        view.db
          .selectFrom('publications.import_run')
          .select('id')
          .where('site_id', '=', site)
          .where('state', 'in', ['checking', 'checked'])
          .where('handed_in_at', '<', before)
          .execute(),
      )
      for (const { id } of forgotten) await perform(site, (act) => discardImport(act, id))
    }
  },
}

const KEPT_DAYS = 30
export const DROP_FORGOTTEN = 'publications.drop-forgotten-imports'

export const importJobs: Readonly<Record<string, Job>> = {
  [CHECK_IMPORT]: checkImport,
  [RUN_IMPORT]: bringImport,
  [DROP_FORGOTTEN]: dropForgotten,
}

type Placed = { site: SiteId; run: ImportRunRow }

/** A refusal ends the run with its reason; anything else is tried again. */
async function withRun(
  tools: JobTools,
  payload: Record<string, unknown>,
  state: ImportRunRow['state'],
  work: (placed: Placed) => Promise<void>,
): Promise<void> {
  const { site, run: id } = payload as { site: SiteId; run: Id }
  const run = await tools.look(site, (view) => findRun(view, id))
  if (run.state !== state) return
  try {
    await work({ site, run })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await tools.perform(site, (act) => stopImport(act, id, error.code))
  }
}

type ReadAll = { laws: ImportLaw[]; told: FileReport[] }

async function readAll(tools: JobTools, site: SiteId, run: ImportRunRow): Promise<ReadAll> {
  const sources = await loadSources(tools, site, run.id)
  const readable = sources.filter(({ path }) => IMPORTABLE.test(path))
  const isChecking = run.state === 'checking'
  let [done, told] = [0, 0]
  const { texts, unread } = await readSources(readable, {
    onRead: async (count) => {
      done += count
      if (!isChecking || (done - told < TOLD_EVERY && done < readable.length)) return
      told = done
      await tools.perform(site, (act) => noteProgress(act, run.id, { done, total: readable.length }))
    },
  })
  const { laws, doubles } = joinVersions(texts, civilDateOf(tools.now()))
  const others = sources
    .filter(({ path }) => !IMPORTABLE.test(path))
    .map(({ path }) => ({
      path,
      title: path,
      problem: {
        severity: 'error',
        code: 'document.type-unknown',
        params: { allowed: 'md html docx csv xlsx' },
      } as const,
    }))
  return { laws, told: [...unread, ...others].map(unreadReport).concat(doubles.map(doubleReport)) }
}

const TOLD_EVERY = 10

async function loadSources(tools: JobTools, site: SiteId, run: Id): Promise<Source[]> {
  const rows = await tools.look(site, (view) =>
    view.db
      .selectFrom('publications.import_source')
      .select(['path', 'bytes'])
      .where('site_id', '=', site)
      .where('run_id', '=', run)
      .orderBy('path')
      .execute(),
  )
  const archives = rows.filter(({ path }) => isArchive(path)).length
  const sources: Source[] = []
  for (const { path, bytes } of rows) {
    if (!isArchive(path)) sources.push({ path, read: async () => bytes })
    else {
      const within = archives > 1 ? `${path.replace(/\.zip$/i, '')}/` : ''
      for (const file of await unpack(bytes))
        sources.push({ path: `${within}${file.name}`, read: async () => file.bytes })
    }
  }
  return sources
}

function isArchive(path: string): boolean {
  return /\.zip$/i.test(path)
}

function settingsOf(tools: JobTools, site: SiteId, run: ImportRunRow) {
  const { name, mode, organisation_id, column_ids } = run
  return {
    tools,
    site,
    folder: name,
    mode,
    organisation: organisation_id,
    columns: column_ids,
    isStopped: () => false,
  }
}

async function pathsDone(tools: JobTools, site: SiteId, run: Id): Promise<Set<string>> {
  const rows = await tools.look(site, (view) =>
    view.db
      .selectFrom('publications.import_line')
      .select('path')
      .where('site_id', '=', site)
      .where('run_id', '=', run)
      .where('step', '=', 'done')
      .execute(),
  )
  return new Set(rows.map(({ path }) => path))
}
