import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import {
  type FileReport,
  foreseeBatch,
  type ImportBatch,
  type ImportLaw,
  type ImportMode,
  importBatch,
  listKnownLaws,
  prepareLaw,
  reportOf,
} from '#modules/foundation/publications'
import { isDatabaseDown } from '#platform/database'
import type { JobTools } from '#platform/module'

export type ImportRun = {
  tools: JobTools
  site: SiteId
  folder: string
  mode: ImportMode
  organisation: OrganisationId
  columns: readonly Id[]
  isDry: boolean
  /** Asked between batches: what is committed stays, and the same command goes on from there. */
  isStopped: () => boolean
  onFiles: (count: number) => void
}

/** Large enough that a commit costs nothing, small enough that an interruption loses seconds. */
const LAWS_AT_ONCE = 100

export async function runImport(run: ImportRun, laws: readonly ImportLaw[]): Promise<FileReport[]> {
  const files: FileReport[] = []
  for (let from = 0; from < laws.length && !run.isStopped(); from += LAWS_AT_ONCE) {
    const done = await runBatch(run, laws.slice(from, from + LAWS_AT_ONCE))
    files.push(...done)
    run.onFiles(done.length)
  }
  return files
}

async function runBatch(run: ImportRun, laws: readonly ImportLaw[]): Promise<FileReport[]> {
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
  { tools, site, folder, mode, organisation, columns }: ImportRun,
  laws: readonly ImportLaw[],
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
  return { folder, mode, organisation, columns, laws: ready }
}

function write({ tools, site }: ImportRun, batch: ImportBatch): Promise<FileReport[]> {
  return tools.perform(site, (act) => importBatch(act, tools.house, batch))
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
      files.push(...law.versions.map((version) => ({ ...reportOf(version, law.key, 'failed'), why })))
    }
  }
  return files
}
