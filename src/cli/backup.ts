import { existsSync, statSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { saveKeys } from '#platform/backup/keys'
import { BackupRefused, type BackupReport, takeBackup } from '#platform/backup/take'
import { type Config, filesDirOf, keysDirOf } from '../config.ts'
import { productVersion } from '../root.ts'
import { type Command, UsageError } from './command.ts'
import { progressOf } from './import-progress.ts'
import { openDatabase, systemClock } from './installation.ts'

const OPTIONS = { keep: { type: 'string' }, keys: { type: 'string' } } as const

/** Read by `doctor`: when the last backup was made, and where it went. */
export const LAST_BACKUP = 'backup:last'
export type LastBackup = { at: string; place: string; bytes: number }

export const backupCommand: Command = {
  usage: 'backup <folder|file> [--keep 14] | backup --keys FILE',
  what: 'Writes database and files into one archive, while the site runs. The keys are written apart from it, with --keys.',
  run: async (config, words) => {
    const { place, keep, keys } = read(words)
    if (keys) await writeKeys(config, resolve(keys))
    if (place) await writeBackup(config, resolve(place), keep)
    return 0
  },
}

function read(words: string[]) {
  const { values, positionals } = parseArgs({ args: words, options: OPTIONS, allowPositionals: true })
  const [place, ...more] = positionals
  if (more.length > 0 || (!place && !values.keys))
    throw new UsageError(`Say where to: a folder, or a file.\nmingtang ${backupCommand.usage}`)
  const keep = values.keep === undefined ? undefined : Number(values.keep)
  if (keep !== undefined && !(Number.isInteger(keep) && keep >= 1))
    throw new UsageError('--keep takes a whole number, such as 14: so many of the newest archives stay.')
  return { place, keep, keys: values.keys }
}

async function writeKeys(config: Config, path: string): Promise<void> {
  if (existsSync(path)) throw new UsageError(`${path} is there already: name another file.`)
  const count = await saveKeys(keysDirOf(config), path, systemClock())
  if (count === 0) throw new UsageError(`There are no keys in ${keysDirOf(config)}.`)
  console.log(`${path}: ${count} keys`)
  console.error(
    'Whoever has this file and a backup can read all that is sealed. Keep it on another medium, with other people than the backups.',
  )
}

async function writeBackup(config: Config, place: string, keep: number | undefined): Promise<void> {
  const now = systemClock()
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? !basename(place).includes('.')
  if (keep !== undefined && !isFolder) throw new UsageError('--keep needs a folder.')
  if (isFolder) await mkdir(place, { recursive: true, mode: 0o700 })
  const path = isFolder ? join(place, nameAt(now)) : place
  if (existsSync(path)) throw new UsageError(`${path} is there already: name another file.`)
  if (!existsSync(dirname(path))) throw new UsageError(`There is no folder ${dirname(path)}.`)
  const { manifest, bytes } = await take(config, path, now)
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  console.log(`${path}: ${rows} rows, ${manifest.files.count} files, ${bytes} bytes`)
  if (filesDirOf(config) === undefined)
    console.log(
      'Files lie in the storage that FILES_URL names, and are not in the archive: keep copies there.',
    )
  if (keep !== undefined) await prune(place, keep)
}

async function take(config: Config, path: string, now: Date): Promise<BackupReport> {
  const database = await openDatabase(config, 'beside')
  let progress = progressOf('rows', 0)
  try {
    const report = await takeBackup({
      ownerUrl: database.ownerUrl,
      keysDir: keysDirOf(config),
      filesDir: filesDirOf(config),
      ...{ path, version: productVersion(), now },
      onBegin: (rows) => {
        progress = progressOf('rows', Math.round(rows))
      },
      onRows: (rows) => progress.add(rows),
    })
    progress.end()
    await remember(database.ownerUrl, { at: now.toISOString(), place: path, bytes: report.bytes })
    return report
  } catch (error) {
    if (error instanceof BackupRefused) throw new UsageError(error.message)
    throw error
  } finally {
    await database.stop()
  }
}

async function remember(ownerUrl: string, last: LastBackup): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'mingtang backup' })
  await client.connect()
  try {
    await client.query(
      'insert into platform.setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value',
      [LAST_BACKUP, JSON.stringify(last)],
    )
  } finally {
    await client.end()
  }
}

const NAMED = /^mingtang-\d{8}T\d{6}Z\.tar$/

function nameAt(now: Date): string {
  return `mingtang-${now.toISOString().replace(/[-:]|\.\d+/g, '')}.tar`
}

/** Only archives that carry a name of ours, and only after the new one is whole. */
async function prune(folder: string, keep: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAMED.test(name)).sort()
  for (const name of names.slice(0, -keep)) {
    await rm(join(folder, name))
    console.log(`${join(folder, name)}: removed, ${keep} newer ones are there`)
  }
}
