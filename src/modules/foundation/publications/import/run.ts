/** Carries laws onto the site in batches: from the command line and from the desk alike. */
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import type { Act } from '#platform/act'
import { isDatabaseDown } from '#platform/database'
import type { JobTools } from '#platform/module'
import { foreseeBatch, type ImportBatch, importBatch } from '../commands/importing.ts'
import type { ImportMode } from '../commands/importing-decisions.ts'
import { listKnownLaws } from '../commands/importing-known.ts'
import { prepareLaw } from '../commands/importing-text.ts'
import type { ImportLaw } from './import-file.ts'
import { type PlacedLaw, placeLaws } from './places.ts'
import { type FileReport, reportOf } from './report.ts'

export type ImportRun = {
  tools: JobTools
  site: SiteId
  folder: string
  mode: ImportMode
  organisation: OrganisationId
  columns: readonly Id[]
  isDry: boolean
  /** Asked between batches: what is committed stays, and the same import goes on from there. */
  isStopped: () => boolean
  onFiles: (count: number) => void
  /** Within the act that writes a batch: what is to be remembered of it commits with it or not at all. */
  remember?: (act: Act, files: readonly FileReport[]) => Promise<void>
}

/** Large enough that a commit costs nothing, small enough that an interruption loses seconds. */
const LAWS_AT_ONCE = 100

export async function runImport(run: ImportRun, laws: readonly ImportLaw[]): Promise<FileReport[]> {
  const placed = await run.tools.look(run.site, (view) => placeLaws(view, laws, run))
  const files: FileReport[] = []
  for (let from = 0; from < placed.length && !run.isStopped(); from += LAWS_AT_ONCE) {
    const done = await runBatch(run, placed.slice(from, from + LAWS_AT_ONCE))
    files.push(...done)
    run.onFiles(done.length)
  }
  return files
}

async function runBatch(run: ImportRun, laws: readonly PlacedLaw[]): Promise<FileReport[]> {
  const batch = await prepare(run, laws)
  if (run.isDry) return run.tools.look(run.site, (view) => foreseeBatch(view, batch))
  try {
    return await write(run, batch)
  } catch (error) {
    if (isDatabaseDown(error) || error instanceof Refusal) throw error
    return oneByOne(run, batch)
  }
}

async function prepare(
  { tools, site, folder, mode }: ImportRun,
  laws: readonly PlacedLaw[],
): Promise<ImportBatch> {
  const known = await tools.look(site, (view) =>
    listKnownLaws(
      view,
      laws.map(({ key }) => key),
    ),
  )
  const ready = laws.map((law) =>
    prepareLaw(tools.house, law, ({ version }) => known.get(law.key)?.files.has(version) ?? false),
  )
  return { folder, mode, laws: ready }
}

function write({ tools, site, remember }: ImportRun, batch: ImportBatch): Promise<FileReport[]> {
  return tools.perform(site, async (act) => {
    const files = await importBatch(act, tools.house, batch)
    await remember?.(act, files)
    return files
  })
}

/** The database refused something in the batch, and nothing of it was written: each law alone, so only the culprit stays out. */
async function oneByOne(run: ImportRun, batch: ImportBatch): Promise<FileReport[]> {
  const files: FileReport[] = []
  for (const law of batch.laws) {
    try {
      files.push(...(await write(run, { ...batch, laws: [law] })))
    } catch (error) {
      if (isDatabaseDown(error)) throw error
      const why = [`refused by the database: ${(error as Error).message}`]
      const failed = law.versions.map((version) => ({ ...reportOf(version, law.key, 'failed'), why }))
      const { remember, site, tools } = run
      if (remember) await tools.perform(site, (act) => remember(act, failed))
      files.push(...failed)
    }
  }
  return files
}
