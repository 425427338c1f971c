import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

/** The built product as an operator runs it: a process of its own, on a data directory of its own. */
export type Product = {
  url: string
  pid: number
  dataDir: string
  /** From the spawn to the first page that was answered. */
  startedInMs: number
  /** What it wrote; the last lines are part of every complaint. */
  output(): string
  stop(): Promise<void>
  /** `kill -9` of both, as a power cut would do it; `databaseFirst` and the gap are the seeded part of the crash run. */
  kill(order: { databaseFirst: boolean; gapMs: number }): Promise<void>
}

export type ProductOptions = {
  dataDir?: string
  port?: number
  env?: Record<string, string>
  /** How an operator starts it is `bin/start.js`; the built program alone is what a kill reaches. */
  program?: 'dist/src/main.js' | 'bin/start.js'
  /** Seconds until the first page; a start after a crash recovers first. */
  patience?: number
}

const PATIENCE_SECONDS = 60

/** From dist/ as from the sources, the root is where package.json is. */
export const ROOT = findRoot(dirname(fileURLToPath(import.meta.url)))

export const CORPUS = process.env.MINGTANG_CORPUS ?? join(ROOT, '..', 'shared', 'corpus', 'laws')

export async function startProduct({
  dataDir = makeDataDir(),
  port,
  env = {},
  program = 'dist/src/main.js',
  patience = PATIENCE_SECONDS,
}: ProductOptions = {}): Promise<Product> {
  const began = performance.now()
  const at = port ?? (await freePort())
  const url = `http://127.0.0.1:${at}`
  const words = program === 'bin/start.js' ? [] : ['start']
  const child = spawn(process.execPath, [join(ROOT, program), ...words], {
    cwd: ROOT,
    env: {
      ...plainEnvironment(),
      DATA_DIR: dataDir,
      PORT: String(at),
      DEMO: 'on',
      LOG_LEVEL: 'warn',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => written.push(String(chunk)))
  const output = () => written.join('')
  await untilReady(child, url, { seconds: patience, output })
  return {
    url,
    pid: child.pid!,
    dataDir,
    startedInMs: performance.now() - began,
    output,
    stop: () => stop(child),
    kill: (order) => killAll(child, order),
  }
}

/** Children of a temporary folder that only root may enter would be out of reach for the database's own account. */
export function makeDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mingtang-product-'))
  chmodSync(dir, 0o711)
  return join(dir, 'data')
}

export function removeDataDir(dataDir: string): void {
  const pointer = join(dataDir, 'postgres.path')
  if (existsSync(pointer)) rmSync(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true })
  rmSync(dirname(dataDir), { recursive: true, force: true })
}

export type Announcement = { pid: number; ownerUrl: string; appUrl: string }

/** How commands find the running server, see `mingtang import`. */
export function addressesOf(dataDir: string): Announcement {
  return JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as Announcement
}

/** Runs a command beside the running product, and gives back what it printed. */
export async function runCommand(
  dataDir: string,
  words: readonly string[],
  accepted: readonly number[] = [0],
): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/src/main.js'), ...words], {
    cwd: ROOT,
    env: { ...plainEnvironment(), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => written.push(String(chunk)))
  const [code] = await once(child, 'close')
  if (!accepted.includes(code))
    throw new Error(`mingtang ${words.join(' ')} ended with ${code}:\n${written.join('')}`)
  return written.join('')
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Linux: the processes that descend from this one, the nearest first. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(Number(name))
    if (parent !== undefined) parents.set(Number(name), parent)
  }
  const found = [pid]
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child)
  return found.slice(1)
}

export function isPostgres(pid: number): boolean {
  return readOrNothing(`/proc/${pid}/comm`).trim() === 'postgres'
}

async function untilReady(
  child: ChildProcess,
  url: string,
  { seconds, output }: { seconds: number; output: () => string },
): Promise<void> {
  const end = performance.now() + seconds * 1000
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the product ended at its start (${child.exitCode ?? child.signalCode}):\n${output()}`)
    if (await isReady(url)) return
    if (performance.now() > end) {
      await stop(child)
      throw new Error(`the product was not ready within ${seconds} s:\n${output()}`)
    }
    await pause(20)
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await exited
  clearTimeout(late)
}

/** The postmaster and its backends at once: PostgreSQL must recover from its log, not from an orderly end. */
async function killAll(
  child: ChildProcess,
  { databaseFirst, gapMs }: { databaseFirst: boolean; gapMs: number },
) {
  const pid = child.pid!
  const database = descendantsOf(pid).filter(isPostgres)
  const exited = once(child, 'exit')
  const blows = [() => killEach([pid]), () => killEach(database)]
  if (databaseFirst) blows.reverse()
  blows[0]!()
  if (gapMs > 0) await pause(gapMs)
  blows[1]!()
  await exited
  while (database.some((one) => isPostgres(one) && !isZombie(one))) await pause(5)
}

function killEach(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself a moment ago.
    }
  }
}

function isZombie(pid: number): boolean {
  return /\) Z /.test(readOrNothing(`/proc/${pid}/stat`))
}

function parentOf(pid: number): number | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
  return parent === undefined ? undefined : Number(parent)
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** What the caller has set for itself must not decide for the product under proof. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, TMPDIR, USER } = process.env
  return Object.fromEntries(
    Object.entries({ PATH, HOME, LANG, TZ, TMPDIR, USER }).filter(([, value]) => value !== undefined),
  )
}

function findRoot(from: string): string {
  return existsSync(join(from, 'package.json')) ? from : findRoot(dirname(from))
}
