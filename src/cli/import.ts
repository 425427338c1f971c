import { existsSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { civilDateOf } from '#kernel/calendar'
import {
  countsOf,
  doubleReport,
  type FileReport,
  isError,
  joinVersions,
  readSources,
  runImport,
  unreadReport,
} from '#modules/foundation/publications'
import { findRunning } from '#platform/postgres/embedded'
import { jobToolsOf, type World } from '#platform/world'
import type { Config } from '../config.ts'
import { type Command, UsageError } from './command.ts'
import { besideIn, type Found, findFiles, sourcesOf } from './import-files.ts'
import { type Progress, progressOf, summaryOf } from './import-progress.ts'
import { findTarget, type Wanted } from './import-target.ts'
import { type Database, withInstallation } from './installation.ts'
import { runQueuedJobs } from './queued-jobs.ts'

export const importCommand: Command = {
  usage:
    'import <folder|file> [--dry-run] [--as drafts] [--column <slug>] [--organisation <credit code or id>] [--site <key>] [--report <file.json>]',
  what: 'Brings laws and documents (Markdown, HTML, Word, lists in CSV or Excel), as they were published elsewhere; run again, it brings only what is new.',
  run: runCommand,
}

export type Words = Wanted & { path: string; isDry: boolean; asDrafts: boolean; report: string | undefined }

async function runCommand(config: Config, words: string[]): Promise<number> {
  const wanted = readWords(words)
  const found = findFiles(wanted.path)
  return withInstallation(config, async ({ app }, database) => {
    const progress = progressOf(wanted.isDry ? 'checked' : 'imported', found.paths.length)
    const reading = progressOf('read', found.paths.length)
    const result = await importFiles(app.world, found, { words: wanted, progress, reading })
    const hasQueued = !wanted.isDry && !result.interrupted
    if (hasQueued && isAlone(config, database)) await runQueuedJobs(app.world, database.ownerUrl)
    tell(result, found, { words: wanted, endedAt: app.world.clock() })
    return codeOf(result)
  })
}

export function readWords(words: string[]): Words {
  try {
    const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) throw new Error('one folder or file is needed')
    if (values.as !== undefined && values.as !== 'drafts')
      throw new Error(`--as ${values.as}: only "drafts" is known`)
    const { site, column, organisation, report } = values
    if (report !== undefined && !existsSync(dirname(resolve(report))))
      throw new Error(`--report ${report}: there is no such folder`)
    return {
      path,
      isDry: values['dry-run'] ?? false,
      asDrafts: values.as === 'drafts',
      site,
      column,
      organisation,
      report,
    }
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nmingtang ${importCommand.usage}`)
  }
}

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  as: { type: 'string' },
  column: { type: 'string' },
  organisation: { type: 'string' },
  site: { type: 'string' },
  report: { type: 'string' },
} as const

export type Imported = { files: FileReport[]; startedAt: Date; interrupted: boolean }

export async function importFiles(
  world: World,
  found: Found,
  { words, progress, reading }: { words: Words; progress: Progress; reading?: Progress },
): Promise<Imported> {
  const startedAt = world.clock()
  const target = await findTarget(world, words)
  const { texts, unread } = await readSources(sourcesOf(found), {
    beside: besideIn(found),
    onRead: (count) => reading?.add(count),
  })
  reading?.end()
  const { laws, doubles } = joinVersions(texts, civilDateOf(startedAt))
  const stop = stopOnInterrupt()
  const run = {
    ...target,
    tools: jobToolsOf(world, `operator:${operatorName()}`, ['publication.import']),
    folder: resolve(words.path),
    mode: words.asDrafts ? ('drafts' as const) : ('published' as const),
    isDry: words.isDry,
    isStopped: stop.isAsked,
    onFiles: progress.add,
  }
  const done = await runImport(run, laws).finally(stop.forget)
  progress.end()
  const files = [...unread.map(unreadReport), ...doubles.map(doubleReport), ...done]
  return { files, startedAt, interrupted: stop.isAsked() }
}

function tell(
  result: Imported,
  { others }: Found,
  { words, endedAt }: { words: Words; endedAt: Date },
): void {
  const { files, startedAt, interrupted } = result
  const counts = countsOf(files)
  const seconds = (endedAt.getTime() - startedAt.getTime()) / 1000
  console.log(summaryOf({ counts, files, others, seconds, isDry: words.isDry, interrupted }))
  if (words.report === undefined) return
  const run = {
    source: resolve(words.path),
    as: words.asDrafts ? 'drafts' : 'published',
    dry_run: words.isDry,
  }
  const report = { ...run, started_at: startedAt, seconds, interrupted, counts, not_read: others, files }
  writeFileSync(words.report, `${JSON.stringify(report, null, 2)}\n`)
}

const INTERRUPTED = 130

function codeOf({ files, interrupted }: Imported): number {
  if (interrupted) return INTERRUPTED
  return files.some(isError) ? 1 : 0
}

/** The first Ctrl-C lets the batch end; the second ends the process as ever, and the database undoes the open batch. */
function stopOnInterrupt() {
  let asked = false
  const hear = () => {
    asked = true
    process.stderr.write('\nStopping after this batch. Once more stops at once.\n')
  }
  process.once('SIGINT', hear)
  return { isAsked: () => asked, forget: () => process.off('SIGINT', hear) }
}

/** Nobody else works on this database: the jobs that the import queued would wait for the next start. */
function isAlone({ dataDir }: Config, { isOurs }: Database): boolean {
  return isOurs && findRunning(dataDir)?.pid === process.pid
}

function operatorName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? 'unknown')
  }
}
