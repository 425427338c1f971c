/**
 * Work on bytes that strangers made runs in a process of its own: no environment, no files but the program's, no other
 * processes, a limit of time and of memory. A hostile file takes its own process down and nothing else.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Params } from '#kernel/refusals'

/** What a task says of a file that it does not take. */
export type Unwelcome = { refused: { code: string; params?: Params } }

export type Limits = {
  seconds: number
  megabytes: number
  /** Native code, for the one library that needs it. */
  addons?: boolean
}

/** The task did not finish: too slow, too large, or it broke down. */
export class Exhausted extends Error {
  readonly code: 'upload.too-heavy' | 'upload.broken'
  constructor(code: Exhausted['code'], cause: string) {
    super(cause)
    this.code = code
  }
}

const isSource = import.meta.filename.endsWith('.ts')
const root = packageRoot(import.meta.dirname)
const READABLE = ['package.json', 'src', 'dist', 'node_modules'].map((name) => join(root, name))

/** Two at once: enough for an office, few enough that a crowd of files does not starve the pages. */
const AT_ONCE = 2
let running = 0
const waiting: (() => void)[] = []

/** `task` is the address of a module that exports `run`; what it takes and gives is copied by structured clone. */
export async function callProtected<Answer>(
  task: string,
  given: unknown,
  limits: Limits,
): Promise<Answer | Unwelcome> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await converse<Answer>(startProcess(limits), { task, given }, limits)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

function startProcess({ megabytes, addons }: Limits): ChildProcess {
  return fork(join(import.meta.dirname, `protected-process-main.${isSource ? 'ts' : 'js'}`), {
    execArgv: [
      '--permission',
      ...READABLE.filter((path) => existsSync(path)).map((path) => `--allow-fs-read=${realpathSync(path)}`),
      ...READABLE.map((path) => `--allow-fs-read=${path}`),
      ...(addons ? ['--allow-addons'] : []),
      ...(isSource ? ['--conditions=source'] : []),
      `--max-old-space-size=${megabytes}`,
      '--disallow-code-generation-from-strings',
      '--no-warnings',
    ],
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
}

function converse<Answer>(
  child: ChildProcess,
  question: object,
  limits: Limits,
): Promise<Answer | Unwelcome> {
  return new Promise((resolve, reject) => {
    const giveUp = (code: Exhausted['code'], cause: string) => {
      reject(new Exhausted(code, cause))
      child.kill('SIGKILL')
    }
    const timer = setTimeout(
      () => giveUp('upload.too-heavy', `not done in ${limits.seconds} s`),
      limits.seconds * 1000,
    )
    const watch = setInterval(async () => {
      const used = await residentMegabytes(child.pid)
      if (used > limits.megabytes * 2) giveUp('upload.too-heavy', `uses ${used} MB`)
    }, 100)
    child.once('message', (answer) => {
      resolve(answer as Answer | Unwelcome)
      child.kill('SIGKILL')
    })
    child.once('error', (cause) => giveUp('upload.broken', cause.message))
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      clearInterval(watch)
      // V8 ends a process that has used up its heap with SIGABRT or SIGTRAP.
      const isHeap = signal !== null && signal !== 'SIGKILL'
      reject(new Exhausted(isHeap ? 'upload.too-heavy' : 'upload.broken', `ended with ${signal ?? code}`))
    })
    child.send(question, (cause) => cause && giveUp('upload.broken', cause.message))
  })
}

/** Buffers lie outside the heap that V8 limits. Where the system does not tell, the heap's limit must do. */
async function residentMegabytes(pid: number | undefined): Promise<number> {
  try {
    const [, pages] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')
    return (Number(pages) * 4096) / (1024 * 1024)
  } catch {
    return 0
  }
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : packageRoot(dirname(folder))
}
