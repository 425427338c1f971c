import type { Id } from '#kernel/ids'
import type { Act } from '#platform/act'
import type { SeedTools } from '#platform/module'
import { inspectUpload } from '#platform/uploads/inspection'
import { layDown } from './attachments-taking.ts'
import { changeAttachments, keepFile } from './commands/attaching.ts'
import { findRevision } from './drafts.ts'
import { viewOfAct } from './gates.ts'

/** A table that stands beside a text of the demo. */
export type SeedTable = { name: string; rows: readonly (readonly (string | number)[])[] }

/** Made, checked, cleaned and attached by the same hands as any other file. */
export async function attachTable(
  act: Act,
  tools: SeedTools,
  revision: Id,
  { name, rows }: SeedTable,
): Promise<void> {
  const file = `${name}.csv`
  const bytes = Buffer.from(rows.map((row) => `${row.join(',')}\r\n`).join(''))
  const inspected = await inspectUpload({ name: file, declared: 'text/csv', bytes })
  if (!inspected.accepted) throw new Error(`the table ${file} of the demo is not taken: ${inspected.code}`)
  const { organisation_id, publication_id } = await findRevision(viewOfAct(act), revision)
  const laid = await layDown(tools.files.store, act, { name: file, bytes, inspected })
  const of = { organisation: organisation_id, publication: publication_id, purpose: 'attachment' as const }
  const { id } = await keepFile(act, { ...laid, ...of })
  await changeAttachments(act, tools.house, revision, { add: [id] })
}
