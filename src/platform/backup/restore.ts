import { createHash } from 'node:crypto'
import pg from 'pg'
import { type Migration, migrate } from '../migrate.ts'
import { type Archive, DamagedArchive, openArchive, readPieces } from './archive.ts'
import { copyIn, copyOut } from './copy.ts'
import { readFiles, replaceFiles } from './files.ts'
import { faultsOfKeys } from './keys.ts'
import { type BackupManifest, JOBS, readManifest, type TableRecord, tableMember } from './manifest.ts'
import { type ForeignKey, listForeignKeys, surveyTables, type TableShape } from './survey.ts'
import { PLAIN_SESSION } from './take.ts'

export type RestoreOptions = {
  ownerUrl: string
  appRole: string
  migrations: readonly Migration[]
  keysDir: string
  filesDir: string | undefined
  now: Date
  /** Throws away what the database holds now. */
  isReplacing: boolean
  withJobs: boolean
  onRows?: (rows: number) => void
}

/** Not begun, or undone: nothing was changed. */
export class RestoreRefused extends Error {}

/** Reads the whole archive and compares it with its own manifest. Touches nothing. */
export async function verifyArchive(path: string): Promise<BackupManifest> {
  const archive = await openArchive(path)
  try {
    const manifest = await readManifest(archive)
    for (const { name, sha256 } of manifest.tables) await compare(archive, tableMember(name), sha256)
    await compare(archive, JOBS, manifest.jobs.sha256)
    const files = await readFiles(archive)
    if (files.sha256 !== manifest.files.sha256)
      throw new DamagedArchive('the files are not those that were saved')
    return manifest
  } finally {
    await archive.close()
  }
}

async function compare(archive: Archive, member: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  for await (const _ of readPieces(archive, member, hash));
  if (hash.digest('hex') !== sha256) throw new DamagedArchive(`${member} is not what was saved`)
}

/** The schema by migrations, the data in one transaction that is kept only if every table reads back as it was saved. */
export async function restoreBackup(path: string, options: RestoreOptions): Promise<BackupManifest> {
  const manifest = await verifyArchive(path)
  const then = migrationsThen(manifest, options.migrations)
  const faults = await faultsOfKeys(options.keysDir, manifest.keys)
  if (faults.length > 0)
    throw new RestoreRefused(`The keys that belong to this backup are missing:\n${faults.join('\n')}`)
  if (options.filesDir === undefined && manifest.files.count > 0)
    throw new RestoreRefused(
      `The archive holds ${manifest.files.count} files, and FILES_URL names other storage: restore with FILES_URL unset, then move the files.`,
    )
  await clear(options)
  const archive = await openArchive(path)
  try {
    await migrate(options.ownerUrl, then, options.appRole)
    await load(archive, manifest, options)
    if (options.filesDir !== undefined) await replaceFiles(archive, options.filesDir, options.now)
  } finally {
    await archive.close()
  }
  await migrate(options.ownerUrl, options.migrations, options.appRole)
  return manifest
}

/** The schema as it was when the backup was taken: what came later is applied to the data afterwards. */
function migrationsThen({ migrations, version }: BackupManifest, known: readonly Migration[]): Migration[] {
  const names = new Set(migrations.map(({ name }) => name))
  const then = known.filter(({ name }) => names.has(name))
  if (then.length === names.size) return then
  const unknown = [...names].filter((name) => !known.some((migration) => migration.name === name))
  throw new RestoreRefused(
    `The backup was taken with version ${version}, which this one does not know (${unknown.join(', ')}): install that version or a newer one.`,
  )
}

async function clear({ ownerUrl, isReplacing }: RestoreOptions): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const others = await client.query<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and application_name like 'mingtang%'`,
    )
    if (others.rows.length > 0)
      throw new RestoreRefused('Mingtang runs on this database: stop every process of it first.')
    if (!(await isFilled(client))) return
    if (!isReplacing)
      throw new RestoreRefused(
        'The database is not empty. Restore into an empty one, or say --replace to throw away what it holds.',
      )
    await dropSchemas(client)
  })
}

async function isFilled(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('platform.site') is not null as there`,
  )
  if (!rows[0]!.there) return false
  return ((await client.query('select from platform.site limit 1')).rowCount ?? 0) > 0
}

async function dropSchemas(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema$|public$)'
     and pg_has_role(nspowner, 'usage')`,
  )
  for (const { name } of rows) await client.query(`drop schema ${pg.escapeIdentifier(name)} cascade`)
}

async function load(archive: Archive, manifest: BackupManifest, options: RestoreOptions): Promise<void> {
  await withClient(options.ownerUrl, async (client) => {
    await client.query(PLAIN_SESSION)
    await client.query('begin')
    try {
      const shapes = shapesOf(manifest, await surveyTables(client))
      const keys = await listForeignKeys(client)
      const forced = await listForced(client)
      await open(client, shapes, keys)
      for (const { record, shape } of shapes) {
        await fillTable(client, { record, shape, source: readPieces(archive, tableMember(record.name)) })
        options.onRows?.(record.rows)
      }
      await close(client, shapes, keys)
      for (const table of forced) await client.query(`alter table ${table} force row level security`)
      for (const { name, value } of manifest.sequences)
        if (value !== null) await client.query('select setval($1::regclass, $2)', [name, value])
      if (options.withJobs) await bringJobs(client, readPieces(archive, JOBS))
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw error
    }
    await client.query('analyze')
  })
}

type Loaded = { record: TableRecord; shape: TableShape }

function shapesOf({ tables }: BackupManifest, shapes: readonly TableShape[]): Loaded[] {
  return tables.map((record) => {
    const shape = shapes.find(({ name }) => name === record.name)
    if (!shape || shape.columns.join() !== record.columns.join())
      throw new RestoreRefused(`${record.name} has another form in this version than in the backup.`)
    return { record, shape }
  })
}

const tableOf = ({ shape }: Loaded) => shape.into.slice(0, shape.into.indexOf(' ('))

/** Rows come in any order, as the walls and triggers let them pass; everything holds again before the commit. */
async function open(
  client: pg.Client,
  loaded: readonly Loaded[],
  keys: readonly ForeignKey[],
): Promise<void> {
  for (const { table, name } of keys)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  for (const each of loaded) {
    await client.query(`alter table ${tableOf(each)} disable trigger user, no force row level security`)
  }
  await client.query(`truncate ${loaded.map(tableOf).join(', ')}`)
}

/** Putting a foreign key back checks every row against it. */
async function close(
  client: pg.Client,
  loaded: readonly Loaded[],
  keys: readonly ForeignKey[],
): Promise<void> {
  for (const { table, name, definition } of keys)
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`)
  for (const each of loaded) await client.query(`alter table ${tableOf(each)} enable trigger user`)
}

async function listForced(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string }>(
    `select oid::regclass::text as table from pg_class where relforcerowsecurity and pg_has_role(relowner, 'usage')`,
  )
  return rows.map(({ table }) => table)
}

type Filling = Loaded & { source: AsyncIterable<Buffer> }

async function fillTable(client: pg.Client, { record, shape, source }: Filling): Promise<void> {
  await copyIn(client, `copy ${shape.into} from stdin`, source)
  const hash = createHash('sha256')
  let rows = 0
  const back = copyOut(client, `copy (${shape.select}) to stdout`)
  for (;;) {
    const step = await back.next()
    if (step.done) {
      rows = step.value
      break
    }
    hash.update(step.value)
  }
  if (rows !== record.rows || hash.digest('hex') !== record.sha256)
    throw new RestoreRefused(`${record.name} does not read back as it was saved; nothing was restored.`)
}

async function bringJobs(client: pg.Client, source: AsyncIterable<Buffer>): Promise<void> {
  await client.query(`create temporary table waiting (number serial, identifier text, payload json, queue_name text,
    run_at timestamptz, max_attempts integer, key text, priority integer) on commit drop`)
  await copyIn(
    client,
    'copy waiting (identifier, payload, queue_name, run_at, max_attempts, key, priority) from stdin',
    source,
  )
  await client.query(`select graphile_worker.add_job(identifier, payload, queue_name, run_at, max_attempts,
    key, priority) from (select * from waiting order by number) as waiting`)
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'restore' })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}
