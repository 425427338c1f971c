import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type App, type AppOptions, createApp } from '#app/app'
import { tasksOf } from '#app/background'
import { insertFirstSites } from '#app/cli/sites'
import { MODULES } from '#app/modules'
import { type Log, openLog, openLogFiles, openSigningDesk } from '#modules/collectors/transparency-log'
import { codeOfDemo, demoPassword, staffWithRoles } from '#modules/foundation/accounts'
import { connect, type Reader } from '#platform/database'
import type { Tasks } from '#platform/jobs'
import type { Manifest } from '#platform/module'
import { rememberSetting, seedSites } from '#platform/seeding'
import { FIRST_SITE } from '#platform/sites'
import type { LogWatch, World } from '#platform/world'
import { type Template, testDatabase } from './database.ts'
import { Visitor } from './visitor.ts'

/** Monday morning in Yunxi, half past nine. */
export const START = new Date('2026-11-23T09:30:00+08:00')

export type TestHouse = App & {
  ownerUrl: string
  now(): Date
  /** Moves the clock of the house; nothing else moves it. */
  travelTo(instant: string | Date): void
  visitor(options?: { language?: string }): Visitor
  /** A visitor who has signed in at the desk as this person of Yunxi, for example `lin.xiaoting`. */
  as(login: string): Promise<Visitor>
  /** Another process of the same installation: its own cache, its own memory of the sites. Whoever opens it closes it. */
  beside(): Promise<App>
  /** The public log: what acts let out stands in it when they return. */
  log: TestLog
  /** Runs what the worker would: every queued job, until none is due. */
  runJobs(): Promise<void>
  leave(): Promise<void>
}

export type HouseOptions = {
  modules?: readonly Manifest[]
  /** A server of the test's own, and the replica of whatever database of it is named. */
  pair?: { primaryUrl: string; onReplica(url: string): string }
} & Pick<AppOptions, 'mail' | 'databaseDisk'> &
  Partial<Pick<AppOptions, 'logger'>>

/** The whole application on a database of its own with the city of Yunxi in it; no network, no worker. */
export async function openHouse({
  modules = MODULES,
  mail,
  databaseDisk,
  pair,
  logger,
}: HouseOptions = {}): Promise<TestHouse> {
  const database = await testDatabase(yunxi, pair?.primaryUrl)
  const dataDir = makeDataDir()
  let now = START
  // A second code works once, so each person signs in once and comes back with the same session.
  const signedIn = new Map<string, Visitor>()
  const log = logAtOnce({ ownerUrl: database.ownerUrl, dataDir, clock: () => now })
  const options = {
    ...optionsFor({ appUrl: database.appUrl, dataDir, modules, mail, clock: () => now, log: log.watch }),
    databaseDisk,
    replicaUrls: pair ? [pair.onReplica(database.appUrl)] : [],
    ...(logger && { logger }),
  }
  const app = await createApp(options)
  const house: TestHouse = {
    ...app,
    ownerUrl: database.ownerUrl,
    now: () => now,
    travelTo: (instant) => {
      now = new Date(instant)
    },
    visitor: ({ language } = {}) =>
      new Visitor(app.server, new Map(language ? [['view', `${language}.normal.normal.auto.0`]] : [])),
    as: async (login) => {
      const known = signedIn.get(login) ?? (await signIn(app, login, now))
      signedIn.set(login, known)
      return known.again()
    },
    beside: () => createApp(options),
    log,
    runJobs: () => runQueued(database.ownerUrl, (owner) => tasksOf(app.world, modules, owner)),
    leave: async () => {
      await app.close()
      await log.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return house
}

export const SECRET = 'a secret that only tests know, of more than 32 characters'
const SESSION = 'mingtang_session'
export const FILES_ORIGIN = 'http://files.yunxi.example'

type Edges = Pick<AppOptions, 'appUrl' | 'dataDir' | 'modules' | 'clock' | 'mail' | 'log'>

function optionsFor(edges: Edges): AppOptions {
  return {
    ...edges,
    publicUrl: 'http://www.yunxi.example',
    files: { place: { kind: 'folder', path: undefined }, origin: FILES_ORIGIN },
    logger: pino({ level: process.env.LOG_LEVEL ?? 'silent' }),
    secretKey: SECRET,
    settle: async (db) => {
      await insertFirstSites(db, true)
      return { demo: true }
    },
  }
}

export type TestLog = {
  step(): Promise<boolean>
  /** Until it is resumed nothing new is included: the sequencer is at rest. */
  pause(): void
  resume(): Promise<void>
  readonly folder: string
  watch(world: World): LogWatch
  close(): Promise<void>
}

type LogPlace = { ownerUrl: string; dataDir: string; clock: () => Date }

/** The real log with its real signer, stepping inside the act that has something for it instead of a moment later. */
function logAtOnce({ ownerUrl, dataDir, clock }: LogPlace): TestLog {
  const folder = join(dataDir, 'log')
  mkdirSync(join(folder, 'signer'), { recursive: true, mode: 0o700 })
  // The template's log was signed with it, and every copy goes on with that log.
  writeFileSync(join(folder, 'signer', 'seed'), Buffer.alloc(32, 9).toString('base64'), { mode: 0o600 })
  const owner = connect(ownerUrl, { max: 1, name: 'mingtang log' })
  let log: Promise<Log> | undefined
  let isPaused = false
  let first: World | undefined
  const open = async (world: World) =>
    openLog(world, {
      ...{ db: owner.db, clock },
      signer: await openSigningDesk(join(folder, 'signer'), { origin: LOG_ORIGIN, lasting: false }),
      files: openLogFiles(join(folder, 'public'), { lasting: false }),
    })
  const step = async () => {
    log ??= open(first!)
    return (await log).step()
  }
  const included = async () => {
    if (!isPaused) await step()
  }
  return {
    ...{ step, folder },
    pause: () => {
      isPaused = true
    },
    resume: async () => {
      isPaused = false
      await step()
    },
    watch: (world) => {
      first ??= world
      return { included, inJobs: included }
    },
    close: () => owner.close(),
  }
}

export const LOG_ORIGIN = 'www.yunxi.example/log'

/** The template's secrets are sealed under a master key that every copy must have. */
function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'mingtang-house-'))
  mkdirSync(join(dataDir, 'keys'))
  writeFileSync(join(dataDir, 'keys', 'master-0001.key'), Buffer.alloc(32, 7).toString('base64url'))
  return dataDir
}

/** The seeded city, made once and cloned for each test file. */
const yunxi: Template = {
  name: 'yunxi',
  fill: async ({ appUrl, ownerUrl }) => {
    const dataDir = makeDataDir()
    const log = logAtOnce({ ownerUrl, dataDir, clock: () => START })
    const app = await createApp(
      optionsFor({ appUrl, dataDir, modules: MODULES, clock: () => START, log: log.watch }),
    )
    await rememberSetting(app.world.db, 'demo', 'on')
    await seedSites(app.world, true)
    await log.step()
    await app.close()
    await log.close()
    rmSync(dataDir, { recursive: true, force: true })
  },
}

/** Signs in through the page, with password and second code, as everybody must. */
async function signIn({ server, world }: App, login: string, now: Date): Promise<Visitor> {
  const address = `${login}@yunxi.example`
  const person = staffWithRoles().find((each) => each.login === address)
  if (!person) throw new Error(`nobody at the desk of Yunxi is called ${login}`)
  const code = await codeOfDemo({ db: world.db, site: FIRST_SITE }, world.vault, person.id, now)
  const visitor = new Visitor(server)
  await visitor.visit('/desk/sign-in')
  const page = await visitor.signIn({ login: address, password: demoPassword(world.vault), code: code ?? '' })
  if (!visitor.cookie(SESSION)) throw new Error(`${login} could not sign in: ${page.text}`)
  return visitor
}

/** In the order they were queued, each once; a job that fails fails the test. */
async function runQueued(ownerUrl: string, tasksFor: (owner: Reader) => Tasks): Promise<void> {
  const { pool, db, close } = connect(ownerUrl, { max: 3 })
  const tasks = tasksFor(db)
  try {
    for (;;) {
      const { rows } = await pool.query<{ id: string; task: string; payload: Record<string, unknown> }>(
        `delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task
         where task.id = job.task_id and job.run_at <= now() returning job.id, task.identifier as task, job.payload`,
      )
      if (rows.length === 0) return
      for (const { task, payload } of rows.sort((one, other) => Number(one.id) - Number(other.id))) {
        const run = tasks[task]
        if (!run) throw new Error(`a job is queued that nobody does: ${task}`)
        await run(payload)
      }
    }
  } finally {
    await close()
  }
}
