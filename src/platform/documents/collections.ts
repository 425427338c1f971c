/** Many documents in one file: a list whose rows are documents, or an archive of files. */
import type { PackedFile } from './archive-task.ts'
import { readProtected } from './protected-reading.ts'
import type { Table } from './table-task.ts'

export type { Table, TableRow } from './table-task.ts'

const END = import.meta.filename.slice(-3)
const TABLE_TASK = import.meta.resolve(`./table-task${END}`)
const ARCHIVE_TASK = import.meta.resolve(`./archive-task${END}`)

/** CSV in any of the usual encodings, or XLSX; every cell as text, dates as `2026-11-24`. Refuses with `Invalid`. */
export async function readTables({ name, bytes }: { name: string; bytes: Buffer }): Promise<Table[]> {
  const form = /\.csv$/i.test(name) ? 'csv' : 'xlsx'
  const { tables } = await readProtected<{ tables: Table[] }>(TABLE_TASK, { bytes, form })
  return tables
}

/** The files of an archive, unpacked within its limits. Refuses with `Invalid`. */
export async function unpack(bytes: Buffer): Promise<{ name: string; bytes: Buffer }[]> {
  const { files } = await readProtected<{ files: PackedFile[] }>(ARCHIVE_TASK, { bytes })
  return files.map((file) => ({ name: file.name, bytes: Buffer.from(file.bytes) }))
}
