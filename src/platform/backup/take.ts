import pg from 'pg'
import { type ArchiveWriter, addInPieces, createArchive } from './archive.ts'
import { copyOut } from './copy.ts'
import { addFiles } from './files.ts'
import { checksOfKeys } from './keys.ts'
import { type BackupManifest, JOBS, MANIFEST, type TableRecord, tableMember } from './manifest.ts'
import { listHidden, listSequences, openPoliciesToCopies, surveyTables, type TableShape } from './survey.ts'

export type BackupOptions = {
  ownerUrl: string
  keysDir: string
  /** Undefined where files lie in storage that keeps its own copies. */
  filesDir: string | undefined
  path: string
  version: string
  now: Date
  onRows?: (rows: number) => void
  onBegin?: (estimatedRows: number) => void
}

export type BackupReport = { manifest: BackupManifest; bytes: number }

/** What would not be whole is not begun. */
export class BackupRefused extends Error {}

/** Text of values that does not depend on how a server or a session is set. */
export const PLAIN_SESSION = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; set bytea_output = 'hex';
  set extra_float_digits = 1; set client_encoding = 'UTF8'; set statement_timeout = 0; set app.task = 'copy'`

/** What waits to be done, by the names of its tasks: the queue's own numbers and locks mean nothing elsewhere. */
const WAITING = `
  select task.identifier, job.payload, queue.queue_name, job.run_at, job.max_attempts, job.key, job.priority
  from graphile_worker._private_jobs job
  join graphile_worker._private_tasks task on task.id = job.task_id
  left join graphile_worker._private_job_queues queue on queue.id = job.job_queue_id
  order by job.id`

/**
 * The site goes on while this reads: one transaction sees the database as it stood at its beginning, and takes no
 * lock that anybody could wait for. Memory stays the same however large the data are.
 */
export async function takeBackup(options: BackupOptions): Promise<BackupReport> {
  const client = new pg.Client({ connectionString: options.ownerUrl, application_name: 'mingtang backup' })
  await client.connect()
  try {
    await openPoliciesToCopies(client)
    const hidden = await listHidden(client)
    if (hidden.length > 0)
      throw new BackupRefused(
        `The role of DATABASE_OWNER_URL does not see every row of ${hidden.join(', ')}: name the role that owns the tables.`,
      )
    await client.query(PLAIN_SESSION)
    await client.query('begin isolation level repeatable read read only')
    return await write(client, options)
  } finally {
    await client.end()
  }
}

async function write(client: pg.Client, options: BackupOptions): Promise<BackupReport> {
  const { path, now, onBegin } = options
  const shapes = await surveyTables(client)
  onBegin?.(shapes.reduce((sum, { estimate }) => sum + estimate, 0))
  const archive = await createArchive(path, now)
  try {
    const manifest = await fill(archive, client, { shapes, options })
    await archive.add(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    return { manifest, bytes: await archive.finish() }
  } catch (error) {
    await archive.abandon()
    throw error
  }
}

type Filling = { shapes: readonly TableShape[]; options: BackupOptions }

async function fill(
  archive: ArchiveWriter,
  client: pg.Client,
  { shapes, options }: Filling,
): Promise<BackupManifest> {
  const { version, now, keysDir, filesDir, onRows } = options
  const tables: TableRecord[] = []
  for (const { name, columns, select } of shapes) {
    const { rows, sha256 } = await copyInto(archive, client, { member: tableMember(name), select })
    tables.push({ name, columns: [...columns], rows, sha256 })
    onRows?.(rows)
  }
  const jobs = await copyInto(archive, client, { member: JOBS, select: WAITING })
  const facts = await factsOf(client)
  await client.query('commit')
  return {
    ...{ format: 1, version, taken_at: now.toISOString(), ...facts },
    keys: await checksOfKeys(keysDir),
    ...{ tables, jobs },
    files: await addFiles(archive, filesDir),
  }
}

type Copied = { rows: number; sha256: string }

async function copyInto(
  archive: ArchiveWriter,
  client: pg.Client,
  { member, select }: { member: string; select: string },
): Promise<Copied> {
  let rows = 0
  const stream = copyOut(client, `copy (${select}) to stdout`)
  async function* counted(): AsyncGenerator<Buffer> {
    rows = yield* stream
  }
  const { sha256 } = await addInPieces(archive, member, counted())
  return { rows, sha256 }
}

async function factsOf(client: pg.Client) {
  const { rows: migrations } = await client.query<{ name: string; hash: string }>(
    'select name, hash from platform.migration order by name',
  )
  const { rows } = await client.query<{ server_version: string }>('show server_version')
  return { postgres: rows[0]!.server_version, migrations, sequences: await listSequences(client) }
}
