/**
 * Brings material that was public elsewhere. One batch is one act with one report; the command line and the desk
 * prepare the laws before, so that inside the transaction nothing is read, rendered or checked any more.
 */
import { newId, type OrganisationId } from '#kernel/ids'
import { type Act, demand, recordAll, type View } from '#platform/act'
import type { House } from '#platform/house'
import { viewOfAct } from '../gates.ts'
import { countsOf, type FileReport } from '../import/report.ts'
import { type Decision, decideLaw, type ImportMode } from './importing-decisions.ts'
import { listKnownLaws, lockImports } from './importing-known.ts'
import { rememberRepeals } from './importing-repeals.ts'
import { type LawRows, lawRows } from './importing-rows.ts'
import type { ReadyLaw } from './importing-text.ts'
import { writeLaws } from './importing-writes.ts'
import { nextIndexNumbers } from './numbering.ts'

export type ImportBatch = {
  /** Where the files lay, for the record. */
  folder: string
  mode: ImportMode
  laws: readonly ReadyLaw[]
}

export async function importBatch(act: Act, house: House, batch: ImportBatch): Promise<FileReport[]> {
  for (const organisation of new Set(batch.laws.map((law) => law.organisation)))
    demand(act, 'publication.import', organisation)
  await lockImports(viewOfAct(act))
  const decisions = await decide(viewOfAct(act), batch)
  const files = decisions.flatMap((decision) => decision.files)
  const due = decisions.filter(({ additions }) => additions.length > 0)
  if (due.length === 0) return files
  const rows = await rowsOf(act, house, due)
  await writeLaws(act, rows)
  await rememberRepeals(act, due)
  await recordAll(
    act,
    rows.flatMap(({ happenings }) => happenings),
  )
  await act.tx
    .insertInto('publications.import_batch')
    .values({
      site_id: act.site,
      id: newId(act.now),
      folder: batch.folder,
      mode: batch.mode,
      files: files.length,
      report: JSON.stringify({ counts: countsOf(files), files }),
      at: act.now,
      by: act.actor.id,
    })
    .execute()
  return files
}

/** The same decisions and the same report, and nothing written. */
export async function foreseeBatch(view: View, batch: ImportBatch): Promise<FileReport[]> {
  return (await decide(view, batch)).flatMap(({ files }) => files)
}

async function decide(where: Pick<View, 'db' | 'site'>, { laws, mode }: ImportBatch): Promise<Decision[]> {
  const known = await listKnownLaws(
    where,
    laws.map(({ key }) => key),
  )
  return laws.map((law) => decideLaw(law, known.get(law.key), mode))
}

/** Numbers go to what becomes public now; a draft gets its own when it is released. */
async function rowsOf(act: Act, house: House, due: readonly Decision[]): Promise<LawRows[]> {
  const isPublicNow = ({ known, additions }: Decision) =>
    !known && additions.some(({ state }) => state === 'published')
  const numbers = new Map<OrganisationId, string[]>()
  for (const [organisation, own] of Map.groupBy(due.filter(isPublicNow), ({ law }) => law.organisation))
    numbers.set(organisation, await nextIndexNumbers(act, organisation, own.length))
  return due.map((decision) => {
    const number = isPublicNow(decision) ? numbers.get(decision.law.organisation)!.shift()! : null
    return lawRows(act, house, decision, number)
  })
}
