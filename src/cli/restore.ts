import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { DamagedArchive } from '#platform/backup/archive'
import { bringKeys } from '#platform/backup/keys'
import type { BackupManifest } from '#platform/backup/manifest'
import { RestoreRefused, restoreBackup, verifyArchive } from '#platform/backup/restore'
import { readMigrations } from '#platform/migrate'
import { openVault } from '#platform/vault'
import { type Config, filesDirOf, keysDirOf } from '../config.ts'
import { logFilesDirOf, recoverLog } from '../log.ts'
import { projectRoot } from '../root.ts'
import { type Command, UsageError } from './command.ts'
import { progressOf } from './import-progress.ts'
import {
  type Database,
  loggerFor,
  openDatabase,
  openInstallation,
  roleOf,
  systemClock,
} from './installation.ts'
import { samplePages } from './sample-pages.ts'

const OPTIONS = {
  keys: { type: 'string' },
  replace: { type: 'boolean', default: false },
  'without-jobs': { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
} as const

export const restoreCommand: Command = {
  usage: 'restore <file> [--keys FILE] [--check] [--replace] [--without-jobs]',
  what: 'Puts a backup back into an empty database, and proves that it is the same. --check only reads the archive.',
  run: async (config, words) => {
    const { path, values } = read(words)
    try {
      if (values.check) return await check(path)
      if (values.keys) await bringKeys(resolve(values.keys), keysDirOf(config))
      return await restore(config, path, values)
    } catch (error) {
      if (error instanceof DamagedArchive)
        throw new UsageError(`${path} cannot be restored: ${error.message}.`)
      if (error instanceof RestoreRefused) throw new UsageError(error.message)
      throw error
    }
  },
}

type Values = { replace: boolean; 'without-jobs': boolean }

function read(words: string[]) {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true })
  const [path, ...more] = positionals
  if (!path || more.length > 0) throw new UsageError(`Say which archive.\nmingtang ${restoreCommand.usage}`)
  if (!existsSync(path)) throw new UsageError(`${path}: there is no such file.`)
  return { path: resolve(path), values }
}

async function check(path: string): Promise<number> {
  console.log(`${summaryOf(await verifyArchive(path))}\nThe archive is whole.`)
  return 0
}

async function restore(config: Config, path: string, values: Values): Promise<number> {
  const database = await openDatabase(config, 'own')
  try {
    const manifest = await bring({ config, database, path, values })
    console.log(`${summaryOf(manifest)}\nEvery table reads back as it was saved; foreign keys hold.`)
    console.log(await proveVault(config, database.ownerUrl))
    const code = await provePages(config, database)
    return (await bringLogForward(config, database)) ? code : 1
  } finally {
    await database.stop()
  }
}

/** The log that was published is longer than the one in the backup: it goes on from there, or not at all. */
async function bringLogForward(config: Config, { ownerUrl }: Database): Promise<boolean> {
  if (!existsSync(join(logFilesDirOf(config), 'checkpoint'))) {
    console.log(
      'There are no files of the public log here. If they are elsewhere: mingtang log recover --from …',
    )
    return true
  }
  try {
    const { before, after } = await recoverLog(config, ownerUrl)
    console.log(`The public log has ${after} entries, ${after - before} of them from its published files.`)
    return true
  } catch (error) {
    console.error(`The public log was not brought forward: ${(error as Error).message}`)
    return false
  }
}

type Bringing = { config: Config; database: Database; path: string; values: Values }

async function bring({ config, database, path, values }: Bringing): Promise<BackupManifest> {
  const { tables } = await verifyArchive(path)
  const progress = progressOf(
    'rows',
    tables.reduce((sum, { rows }) => sum + rows, 0),
  )
  const manifest = await restoreBackup(path, {
    ownerUrl: database.ownerUrl,
    appRole: roleOf(database.appUrl),
    migrations: await readMigrations(join(projectRoot, 'migrations')),
    keysDir: keysDirOf(config),
    filesDir: filesDirOf(config),
    now: systemClock(),
    isReplacing: values.replace,
    withJobs: !values['without-jobs'],
    onRows: (rows) => progress.add(rows),
  })
  progress.end()
  return manifest
}

function summaryOf({ version, taken_at, tables, files, jobs }: BackupManifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return `Taken ${taken_at} with version ${version}: ${tables.length} tables, ${rows} rows, ${files.count} files, ${jobs.rows} jobs that wait`
}

/** The keys of this machine are asked to open what the database holds sealed. */
async function proveVault(config: Config, ownerUrl: string): Promise<string> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  try {
    await client.query(`set app.task = 'copy'`)
    const { rows } = await client.query<{ sealed: string }>(
      `(select wrapped as sealed from platform.party_key where wrapped is not null limit 20)
       union all (select secret from accounts.second_factor where secret is not null limit 20)`,
    )
    const vault = await openVault(keysDirOf(config))
    for (const { sealed } of rows) vault.openSecret(sealed)
    return rows.length > 0 ? `The keys open what is sealed (${rows.length} tried).` : 'Nothing is sealed yet.'
  } finally {
    await client.end()
  }
}

async function provePages(config: Config, database: Database): Promise<number> {
  const logger = loggerFor({ ...config, logLevel: 'warn' })
  // Only looked at: what the log has to say of this copy is said when it is started.
  const { app, close } = await openInstallation(config, database, logger, { writesLog: false })
  try {
    const { asked, broken } = await samplePages(app)
    console.log(`${asked - broken.length} of ${asked} public pages that were asked answer.`)
    for (const page of broken) console.error(`  ${page}`)
    return broken.length === 0 ? 0 : 1
  } finally {
    await close()
  }
}
