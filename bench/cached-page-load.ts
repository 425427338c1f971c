/** Asking as fast as the answers come, and what that cost the one who answered. */
import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { descendantsOf } from '#test/journeys/product'
import type { Sample } from './cached-page-samples.ts'

const CONNECTIONS = 64
const CLOCK_TICKS = 100
const run = promisify(execFile)

export function missingPrograms(): string[] {
  return ['nginx', 'wrk'].filter((program) => spawnSync(program, ['-v']).error !== undefined)
}

/** How many answers came. An error, or an answer that is not 200, stops the bench. */
export async function load(url: string, { headers }: Sample, seconds: number): Promise<number> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const { stdout } = await run('wrk', ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, ...fields, url])
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url}\n${stdout}`)
  return Number(/(\d+) requests in/.exec(stdout)?.[1])
}

/** proc(5): user and system time of all threads, of children that ended, and of the children that live. */
export function cpuSecondsOf(pid: number): number {
  return [pid, ...descendantsOf(pid)].reduce((sum, one) => sum + ticksOf(one), 0) / CLOCK_TICKS
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // Fields 14 to 17, counted after the name, which may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0)
}
