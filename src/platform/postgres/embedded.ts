import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { findBinaries } from './binaries.ts'
import { APP, DATABASE, ensureCluster, OWNER, type Purpose } from './cluster.ts'
import {
  type Home,
  isTemporarySocketDirectory,
  makeDataDirectory,
  makeSocketDirectory,
  settleHome,
} from './home.ts'
import { acquireLock, DataDirectoryInUse, seekLockHolder } from './lock.ts'
import { identifyProcess, waitUntil } from './processes.ts'
import { type Server, startServer } from './server.ts'

export { DataDirectoryInUse } from './lock.ts'

export type EmbeddedOptions = {
  dataDir: string
  /** Directory of initdb and postgres, when the system's are wanted instead of the npm package's. */
  pgBinDir?: string | undefined
  settings?: Record<string, string> | undefined
  /** For tests only: no fsync, and the owner may create databases. Acknowledged rows do not survive a power cut. */
  unsafeFast?: boolean | undefined
}

export type Embedded = {
  ownerUrl: string
  appUrl: string
  socketDir: string
  pid: number
  /** Settles when the server has ended, for whatever reason: unless `stop` was called, an outage. */
  exited: Promise<void>
  stop(): Promise<void>
}

/** What DATA_DIR/server.json tells the commands beside a running server. */
export type Running = {
  pid: number
  identity: string
  ownerUrl: string
  appUrl: string
  socketDir: string
  httpUrl?: string
}

export type Access = { ownerUrl: string; appUrl: string; httpUrl?: string; stop(): Promise<void> }

/** 60 connections: 20 for pages, 10 for jobs, the rest for commands and people who look. */
const SETTINGS = {
  listen_addresses: '',
  port: '5432',
  cluster_name: 'mingtang',
  max_connections: '60',
  shared_buffers: '32MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  jit: 'off',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
}

const SETTINGS_FOR_TESTS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
}

/** Our own PostgreSQL in the data directory, on a unix socket only. Throws `DataDirectoryInUse`. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir)
  makeDataDirectory(dataDir)
  const locks = [acquireLock(join(dataDir, 'lock'), describeCommand())]
  const unlock = () => {
    for (const release of locks.splice(0)) release()
  }
  try {
    const home = settleHome(dataDir)
    // Two copies of one DATA_DIR can name the same place elsewhere: that place has a lock of its own.
    if (!home.dir.startsWith(dataDir)) locks.push(acquireLock(`${home.dir}.lock`, describeCommand()))
    sweep(dataDir)
    const { server, socketDir } = await startIn(home, { ...options, dataDir })
    const urls = { ownerUrl: urlOf(OWNER, socketDir), appUrl: urlOf(APP, socketDir) }
    announce(dataDir, { pid: process.pid, identity: identifyProcess(process.pid) ?? '', socketDir, ...urls })
    const stop = async () => {
      await server.stop()
      sweep(dataDir)
      unlock()
    }
    return { ...urls, socketDir, pid: server.pid, exited: server.exited, stop }
  } catch (error) {
    unlock()
    throw error
  }
}

/** The server another Mingtang runs on this data directory, if one does and is ready. */
export function findRunning(dataDir: string): Running | undefined {
  const running = readAnnouncement(resolve(dataDir))
  return running && identifyProcess(running.pid) === running.identity ? running : undefined
}

/** For commands: the running server, else one of their own for as long as they work. */
export async function attachOrStart(options: EmbeddedOptions): Promise<Access> {
  const running = await waitForRunning(resolve(options.dataDir))
  if (!running) return startEmbedded(options)
  const { ownerUrl, appUrl, httpUrl } = running
  return { ownerUrl, appUrl, ...(httpUrl && { httpUrl }), stop: async () => {} }
}

/** Adds where the pages are to what commands find. The caller started the server of this data directory. */
export function announceHttp(dataDir: string, httpUrl: string): void {
  const running = findRunning(dataDir)
  if (running) announce(resolve(dataDir), { ...running, httpUrl })
}

/** A start that holds the lock has its server ready in a moment: a command waits for it rather than fail. */
async function waitForRunning(dataDir: string): Promise<Running | undefined> {
  const isSettled = () =>
    findRunning(dataDir) !== undefined || seekLockHolder(join(dataDir, 'lock')) === undefined
  if (!(await waitUntil(isSettled, 10_000, 20))) {
    const holder = seekLockHolder(join(dataDir, 'lock'))
    if (holder) throw new DataDirectoryInUse(dataDir, holder)
  }
  return findRunning(dataDir)
}

async function startIn(home: Home, options: EmbeddedOptions): Promise<{ server: Server; socketDir: string }> {
  const purpose: Purpose = options.unsafeFast ? 'tests' : 'record'
  const binaries = findBinaries({ pgBinDir: options.pgBinDir, home })
  ensureCluster(binaries, home, purpose)
  const socketDir = makeSocketDirectory(home)
  const settings = {
    ...SETTINGS,
    ...(options.unsafeFast && SETTINGS_FOR_TESTS),
    unix_socket_directories: socketDir,
    ...options.settings,
  }
  const logPath = join(options.dataDir, 'postgres.log')
  return { server: await startServer({ binaries, home, settings, logPath }), socketDir }
}

function describeCommand(): string {
  const [, script = 'node', ...rest] = process.argv
  return [basename(script), ...rest.slice(0, 2)].join(' ')
}

/** Nothing here is secret (signing in needs no password), yet it is nobody else's business. */
function announce(dataDir: string, running: Running): void {
  const path = join(dataDir, 'server.json')
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, path)
}

/** Takes away what a run left: its announcement, and its socket directory where that was a temporary one. */
function sweep(dataDir: string): void {
  const last = readAnnouncement(dataDir)
  if (last && isTemporarySocketDirectory(last.socketDir) && existsSync(last.socketDir))
    rmSync(last.socketDir, { recursive: true, force: true })
  rmSync(join(dataDir, 'server.json'), { force: true })
}

function readAnnouncement(dataDir: string): Running | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as Running
  } catch {
    return undefined
  }
}

/** No host in the authority: `pg` and libpq both take the directory of the socket from the parameter. */
function urlOf(role: string, socketDir: string): string {
  return `postgres://${role}@/${DATABASE}?host=${encodeURIComponent(socketDir)}&port=5432`
}
