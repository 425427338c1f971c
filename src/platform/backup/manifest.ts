import * as z from 'zod'
import { type Archive, DamagedArchive, readWhole } from './archive.ts'

const Measured = z.object({ sha256: z.string() })

/** The last member of every archive. What is in it was counted while it was written, and is counted again. */
export const BackupManifest = z.object({
  format: z.literal(1),
  version: z.string(),
  taken_at: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: z.string() })),
  /** Which master keys must be there, and how to tell that they are the right ones. */
  keys: z.array(z.object({ id: z.string(), check: z.string() })),
  tables: z.array(Measured.extend({ name: z.string(), columns: z.array(z.string()), rows: z.int() })),
  sequences: z.array(z.object({ name: z.string(), value: z.int().nullable() })),
  jobs: Measured.extend({ rows: z.int() }),
  files: Measured.extend({ count: z.int(), bytes: z.int() }),
})
export type BackupManifest = z.output<typeof BackupManifest>
export type TableRecord = BackupManifest['tables'][number]

export const MANIFEST = 'manifest.json'
export const JOBS = 'jobs'
export const FILES = 'files'

export function tableMember(name: string): string {
  return `tables/${name}`
}

export async function readManifest(archive: Archive): Promise<BackupManifest> {
  const member = archive.members.at(-1)
  if (member?.name !== MANIFEST) throw new DamagedArchive('the archive has no manifest: it is not whole')
  const text = (await readWhole(archive, member)).toString('utf8')
  const read = BackupManifest.safeParse(JSON.parse(text))
  if (!read.success) throw new DamagedArchive('the manifest is of a form that this version does not know')
  return read.data
}
