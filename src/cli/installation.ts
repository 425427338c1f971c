import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import { Refusal } from '#kernel/refusals'
import { inclusionIn, type RunningLog } from '#modules/collectors/transparency-log'
import { migrate, readMigrations } from '#platform/migrate'
import { attachOrStart, startEmbedded } from '#platform/postgres/embedded'
import { decideDemo, seedSites } from '#platform/seeding'
import { type App, createApp } from '../app.ts'
import { type Config, keysDirOf } from '../config.ts'
import { backfill, startLog } from '../log.ts'
import { MODULES } from '../modules.ts'
import { projectRoot } from '../root.ts'
import { UsageError } from './command.ts'
import { inWords } from './in-words.ts'
import { demandKeys, rememberKeys } from './own-keys.ts'
import { insertFirstSites } from './sites.ts'

export type Database = {
  appUrl: string
  ownerUrl: string
  isOurs: boolean
  exited: Promise<void> | undefined
  stop(): Promise<void>
}

export const systemClock = (): Date => new Date()

export function loggerFor(config: Config): Logger {
  return pino({
    level: config.logLevel,
    redact: ['req.headers', 'password', 'token', '*.password', '*.token'],
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

/** The embedded server of this data directory, or the one that the operator named. */
export async function openDatabase(config: Config, use: 'own' | 'beside'): Promise<Database> {
  const { database, dataDir } = config
  if (database.kind === 'server') {
    return {
      appUrl: database.appUrl,
      ownerUrl: database.ownerUrl,
      isOurs: false,
      exited: undefined,
      stop: async () => {},
    }
  }
  const options = { dataDir, pgBinDir: database.pgBinDir }
  if (use === 'own') return { ...(await startEmbedded(options)), isOurs: true }
  return { ...(await attachOrStart(options)), isOurs: true, exited: undefined }
}

export async function bringUpToDate({ ownerUrl, appUrl }: Database): Promise<string[]> {
  return migrate(ownerUrl, await readMigrations(join(projectRoot, 'migrations')), roleOf(appUrl))
}

export type Installation = {
  app: App
  isDemo: boolean
  seeded: readonly string[]
  close(): Promise<void>
}

/** Opens the application on a migrated database, and seeds what a new installation needs. */
export async function openInstallation(
  config: Config,
  database: Database,
  logger: Logger,
  {
    filesOrigin = filesOriginOf(config),
    writesLog = true,
  }: { filesOrigin?: string; writesLog?: boolean } = {},
): Promise<Installation> {
  const keysDir = keysDirOf(config)
  const isNew = !existsSync(keysDir)
  let log: RunningLog | undefined
  const app = await createApp({
    modules: MODULES,
    appUrl: database.appUrl,
    replicaUrls: config.database.kind === 'server' ? config.database.replicaUrls : [],
    publicUrl: config.publicUrl,
    files: { place: config.files.place, origin: filesOrigin },
    dataDir: config.dataDir,
    clock: systemClock,
    logger,
    secretKey: config.secretKey ?? (await ownSecret(config.dataDir)),
    trustedProxies: config.trustedProxies,
    accessLog: config.accessLog,
    databaseDisk: database.isOurs ? { folder: await embeddedPlace(config.dataDir) } : undefined,
    metricsToken: config.metricsToken,
    mail: config.mail,
    walls: wallsMissing(database),
    log: (world) => {
      const seen = inclusionIn(world.db)
      return { included: (entries) => (log?.included ?? seen)(entries) }
    },
    settle: async (db) => {
      await demandKeys(db, keysDir)
      const demo = await decideDemo(db, config.demo, isNew && database.isOurs)
      await insertFirstSites(db, demo)
      return { demo }
    },
  })
  await rememberKeys(app.world.db, keysDir)
  await backfill(app.world, database.ownerUrl)
  if (writesLog) log = await startLog(app.world, database.ownerUrl, config)
  const seeded = await seedSites(app.world, app.isDemo)
  return {
    ...{ app, isDemo: app.isDemo, seeded },
    close: async () => {
      await log?.stop()
      await app.close()
    },
  }
}

/** For commands: the same database as a running server, or a server for the time of the command. */
export async function withInstallation(
  config: Config,
  use: (installation: Installation, database: Database) => Promise<number>,
): Promise<number> {
  const database = await openDatabase(config, 'beside')
  try {
    await bringUpToDate(database)
    const installation = await openInstallation(config, database, loggerFor({ ...config, logLevel: 'warn' }))
    try {
      return await use(installation, database)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      throw new UsageError(inWords(installation.app.world.house.translate('en'), error))
    } finally {
      await installation.close()
    }
  } finally {
    await database.stop()
  }
}

/** Unless the operator named it: the host of the pages, with the port of the files. */
export function filesOriginOf({ files, publicUrl, port }: Config, listening?: number): string {
  if (files.publicUrl) return files.publicUrl
  const origin = new URL(publicUrl)
  origin.port = String(listening ?? files.port ?? port + 1)
  return origin.origin
}

/** As root the embedded database may lie elsewhere, in the place that this file names. */
async function embeddedPlace(dataDir: string): Promise<string> {
  return readFile(join(dataDir, 'postgres.path'), 'utf8').then(
    (path) => path.trim(),
    () => dataDir,
  )
}

/** Resolves with the exit code when the process is asked to end, or when the script that started it is gone. */
export function untilToldToStop(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(0))
    if (process.channel) process.once('disconnect', () => resolve(0))
  })
}

async function ownSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'keys', 'secret.key')
  await mkdir(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  await writeFile(path, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' }).catch(
    ignoreExisting,
  )
  return (await readFile(path, 'utf8')).trim()
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

function wallsMissing({ appUrl, ownerUrl }: Database): string[] {
  return roleOf(appUrl) === roleOf(ownerUrl)
    ? [
        'one database role for everything: the record can be changed and row-level policies do not hold (set DATABASE_OWNER_URL)',
      ]
    : []
}

export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url.replace(/@\//, '@localhost/')).username)
}
