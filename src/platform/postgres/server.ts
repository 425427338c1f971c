import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './accounts.ts'
import type { Binaries } from './binaries.ts'
import type { Home } from './home.ts'
import {
  identifyProcess,
  isServerOf,
  listProcessesOf,
  readOrNothing,
  sendSignal,
  waitUntil,
} from './processes.ts'

export type Server = { pid: number; exited: Promise<void>; stop(): Promise<void> }

type Wanted = { binaries: Binaries; home: Home; settings: Record<string, string>; logPath: string }

/** Rests of a server that died hard (its last children, its shared memory) are gone within this time. */
const PATIENCE = 10_000
/** Recovery after a crash reads all that was written since the last checkpoint: it must never be cut short. */
const LONGEST_RECOVERY = 600_000
const LARGEST_LOG = 5_000_000

/** Starts the postmaster and returns when it accepts connections. The caller holds the lock of the data directory. */
export async function startServer(wanted: Wanted): Promise<Server> {
  const end = performance.now() + PATIENCE
  for (;;) {
    await clearTheWay(wanted.home.cluster)
    const outcome = await attemptStart(wanted)
    if (typeof outcome !== 'string') return outcome
    const mayPass = /pre-existing shared memory block|lock file "[^"]*" already exists/.test(outcome)
    if (!mayPass || performance.now() > end) throw new Error(`PostgreSQL did not start. ${explain(outcome)}`)
    await pause(50)
  }
}

/**
 * A postmaster of this directory that still runs has lost its Mingtang, since the lock is ours: it is stopped.
 * An id that now belongs to some other program is replaced by our own: PostgreSQL takes its parent's id for stale,
 * and still looks whether old children hold the shared memory, which it could not if the file were removed.
 */
async function clearTheWay(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid')
  const lines = readOrNothing(path)?.split('\n') ?? []
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return
  if (isServerOf(pid, cluster)) return stopOrphan(pid, cluster)
  if (identifyProcess(pid) !== undefined) writeFileSync(path, [process.pid, ...lines.slice(1)].join('\n'))
}

async function stopOrphan(pid: number, cluster: string): Promise<void> {
  const isGone = () => !isServerOf(pid, cluster) && listProcessesOf(cluster).length === 0
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    sendSignal(pid, signal)
    if (await waitUntil(isGone, PATIENCE, 5)) return
  }
  throw new Error(
    `PostgreSQL process ${pid} of ${cluster} was left by an earlier run and does not stop: end it by hand.`,
  )
}

async function attemptStart({ binaries, home, settings, logPath }: Wanted): Promise<Server | string> {
  const log = openLog(logPath)
  const from = fstatSync(log).size
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached: a Ctrl-C in the terminal is for Mingtang, which ends its work before it ends the server.
  const child = spawn(binaries.postgres, ['-D', home.cluster, ...options], {
    ...home.account,
    env: binaries.env,
    cwd: home.cluster,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', () => resolve(readFileSync(logPath).subarray(from).toString()))
  })
  const watcher = child.pid === undefined ? undefined : watchOver(child.pid, home.account)
  const failure = await Promise.race([untilReady(child, home.cluster), exited])
  if (failure === undefined && child.pid !== undefined) return hold(child, child.pid, { exited, watcher })
  release(watcher)
  return failure ?? 'no process'
}

/** The postmaster says so in the eighth line of its file: no connection is needed to ask. */
async function untilReady(child: ChildProcess, cluster: string): Promise<undefined> {
  const path = join(cluster, 'postmaster.pid')
  const isReady = () => {
    const lines = readOrNothing(path)?.split('\n') ?? []
    return Number(lines[0]) === child.pid && lines[7]?.startsWith('ready') === true
  }
  const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined
  await waitUntil(() => isReady() || isOver(), LONGEST_RECOVERY)
  if (isReady()) return
  if (!isOver() && child.pid !== undefined) sendSignal(child.pid, 'SIGQUIT')
  // The end of the process tells why, see `exited`.
  await new Promise(() => {})
}

/**
 * A shell that reads from a pipe whose other end is ours: when this process dies, however hard, the pipe ends and the
 * shell stops the server. A line in the pipe tells it that all is well. It must outlive signals sent to the group.
 */
function watchOver(pid: number, account: Account | undefined): ChildProcess {
  const script = `trap '' INT TERM HUP; read -r _ || kill -INT ${pid}`
  const watcher = spawn('/bin/sh', ['-c', script], {
    ...account,
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a shell there is no watcher, and the next start stops the orphan instead.
  watcher.on('error', () => {})
  watcher.stdin?.on('error', () => {})
  watcher.unref()
  ;(watcher.stdin as unknown as { unref?(): void } | null)?.unref?.()
  return watcher
}

function release(watcher: ChildProcess | undefined): void {
  watcher?.stdin?.end('\n')
}

/** The process is not kept alive for the server's sake: a command that ends without `stop` ends the server too. */
function hold(
  child: ChildProcess,
  pid: number,
  { exited, watcher }: { exited: Promise<string>; watcher: ChildProcess | undefined },
): Server {
  child.unref()
  let stopping: Promise<void> | undefined
  const gone = exited.then(() => release(watcher))
  const stop = async () => {
    child.ref()
    if (child.exitCode === null && child.signalCode === null) sendSignal(pid, 'SIGINT')
    const late = setTimeout(() => sendSignal(pid, 'SIGQUIT'), PATIENCE)
    await gone
    clearTimeout(late)
  }
  return {
    pid,
    exited: gone,
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

function openLog(path: string): number {
  try {
    if (statSync(path).size > LARGEST_LOG) renameSync(path, `${path}.1`)
  } catch {
    // The first start has no log yet.
  }
  return openSync(path, 'a', 0o600)
}

function explain(log: string): string {
  if (/not compatible with this version|incompatible with server/.test(log))
    return `The data were written by another major version of PostgreSQL; make a backup with the old one and restore it here.\n${log.trim()}`
  if (/No space left on device/.test(log)) return `The disk is full.\n${log.trim()}`
  return log.trim()
}
