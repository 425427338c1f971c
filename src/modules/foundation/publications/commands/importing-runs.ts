import { createHash } from 'node:crypto'
import { type Id, newId, type OrganisationId } from '#kernel/ids'
import { Conflict, Forbidden, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { addJobs } from '#platform/jobs'
import type { ImportRunRow, ImportStep } from '../desk-import-tables.ts'
import { type FileReport, isError } from '../import/report.ts'
import type { ImportMode } from './importing-decisions.ts'

export const CHECK_IMPORT = 'publications.check-import'
export const RUN_IMPORT = 'publications.run-import'

export type HandedIn = {
  organisation: OrganisationId
  columns: readonly Id[]
  mode: ImportMode
  files: readonly { name: string; bytes: Buffer }[]
}

/** Nothing is read yet: that is the work of a job, in a process that a hostile file cannot leave. */
export async function handInImport(act: Act, { organisation, columns, mode, files }: HandedIn): Promise<Id> {
  demand(act, 'publication.import', organisation)
  const id = newId(act.now)
  await act.tx
    .insertInto('publications.import_run')
    .values({
      site_id: act.site,
      id,
      organisation_id: organisation,
      name: files
        .map(({ name }) => name)
        .join('、')
        .slice(0, 200),
      mode,
      column_ids: [...columns],
      state: 'checking',
      total: 0,
      done: 0,
      handed_in_by: act.actor.id,
      handed_in_at: act.now,
    })
    .execute()
  for (const { name, bytes } of files) {
    await act.tx
      .insertInto('publications.import_source')
      .values({ site_id: act.site, run_id: id, path: name, bytes })
      .execute()
  }
  await queue(act, CHECK_IMPORT, id)
  await record(act, { event: 'import.handed-in', subject: id, organisation })
  return id
}

/**
 * Two persons accept the dry run: the one who handed it in and another. Each accepts the report they saw; the second of
 * them starts the import.
 */
export async function acceptImport(act: Act, id: Id, reportHash: string): Promise<void> {
  const run = await lockRun(act, id)
  demand(act, 'publication.import', run.organisation_id)
  if (run.state !== 'checked') throw new Conflict('import.wrong-state')
  if (run.report_hash !== reportHash) throw new Conflict('import.other-report')
  const isOwn = act.actor.id === run.handed_in_by
  if (isOwn ? run.confirmed_at : run.accepted_by) throw new Conflict('import.accepted-already')
  const accepted = isOwn ? { confirmed_at: act.now } : { accepted_by: act.actor.id, accepted_at: act.now }
  const isComplete = isOwn ? run.accepted_by !== null : run.confirmed_at !== null
  await changeRun(act, id, { ...accepted, ...(isComplete ? { state: 'running', done: 0 } : {}) })
  if (isComplete) await queue(act, RUN_IMPORT, id)
  await record(act, {
    event: isOwn ? 'import.confirmed' : 'import.accepted',
    subject: id,
    organisation: run.organisation_id,
  })
}

export async function discardImport(act: Act, id: Id): Promise<void> {
  const run = await lockRun(act, id)
  demand(act, 'publication.import', run.organisation_id)
  if (run.state === 'running' || run.state === 'done' || run.state === 'discarded')
    throw new Conflict('import.wrong-state')
  await changeRun(act, id, { state: 'discarded', finished_at: act.now })
  await emptySources(act, id)
  await record(act, { event: 'import.discarded', subject: id, organisation: run.organisation_id })
}

/** What a job found out. A run that somebody discarded meanwhile stays discarded. */
export async function concludeCheck(act: Act, id: Id, files: readonly FileReport[]): Promise<void> {
  const run = await lockRun(act, id)
  demandJob(act)
  if (run.state !== 'checking') return
  await writeLines(act, id, 'foreseen', files)
  const report_hash = createHash('sha256').update(JSON.stringify(files)).digest('hex')
  await changeRun(act, id, { state: 'checked', report_hash, total: files.length, done: files.length })
  await record(act, { event: 'import.checked', subject: id, organisation: run.organisation_id })
}

export async function stopImport(act: Act, id: Id, because: string): Promise<void> {
  const run = await lockRun(act, id)
  demandJob(act)
  await changeRun(act, id, { state: 'stopped', stopped_because: because, finished_at: act.now })
  await emptySources(act, id)
  await record(act, { event: 'import.stopped', subject: id, organisation: run.organisation_id })
}

export async function finishImport(act: Act, id: Id): Promise<void> {
  const run = await lockRun(act, id)
  demandJob(act)
  if (run.state !== 'running') return
  await changeRun(act, id, { state: 'done', finished_at: act.now })
  await emptySources(act, id)
  await record(act, { event: 'import.finished', subject: id, organisation: run.organisation_id })
}

/** Within the act that writes the texts, so that after an interruption the import knows what it has brought. */
export async function rememberDone(act: Act, id: Id, files: readonly FileReport[]): Promise<void> {
  await writeLines(act, id, 'done', files)
  await act.tx
    .updateTable('publications.import_run')
    .set((row) => ({ done: row('done', '+', files.length) }))
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
}

export async function noteProgress(
  act: Act,
  id: Id,
  progress: { done: number; total: number },
): Promise<void> {
  await changeRun(act, id, progress)
}

const AT_ONCE = 500

async function writeLines(act: Act, run: Id, step: ImportStep, files: readonly FileReport[]): Promise<void> {
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const rows = files.slice(from, from + AT_ONCE).map((file, at) => ({
      site_id: act.site,
      run_id: run,
      step,
      place: from + at,
      path: file.path,
      title: file.title,
      outcome: file.outcome,
      is_error: isError(file),
      is_warning: file.problems.length > 0 || file.findings !== undefined,
      report: JSON.stringify(file),
    }))
    await act.tx
      .insertInto('publications.import_line')
      .values(rows)
      .onConflict((clash) => clash.columns(['site_id', 'run_id', 'step', 'path']).doNothing())
      .execute()
  }
}

async function lockRun(act: Act, id: Id): Promise<ImportRunRow> {
  const run = await act.tx
    .selectFrom('publications.import_run')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!run) throw new NotFound('import.unknown')
  return run
}

async function changeRun(act: Act, id: Id, changes: Partial<ImportRunRow>): Promise<void> {
  await act.tx
    .updateTable('publications.import_run')
    .set(changes)
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
}

async function emptySources(act: Act, id: Id): Promise<void> {
  await act.tx
    .deleteFrom('publications.import_source')
    .where('site_id', '=', act.site)
    .where('run_id', '=', id)
    .execute()
}

function demandJob({ actor }: Act): void {
  if (actor.kind !== 'system') throw new Forbidden('permission.missing', { permission: 'publication.import' })
}

/** One import at a time: two would wait for each other anyway. */
async function queue(act: Act, name: string, run: Id): Promise<void> {
  await addJobs(act.tx, [
    { name, payload: { site: act.site, run }, key: `${name}:${run}`, queue: 'publications.import' },
  ])
}
