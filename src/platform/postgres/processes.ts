import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What tells a process from a later one with the same id: boot and start tick on Linux, the start time elsewhere.
 * Undefined when no such process runs; a zombie runs no more.
 */
export function identifyProcess(pid: number): string | undefined {
  if (process.platform !== 'linux') return askPs(pid, 'lstart=')
  const stat = readOrNothing(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The name in parentheses may itself hold blanks and parentheses: count from the last one (proc(5), fields 3 and 22).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  return `${readOrNothing('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}:${fields[19]}`
}

/** A postmaster keeps its data directory as working directory: no other program does. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (identifyProcess(pid) === undefined) return false
  if (process.platform !== 'linux') return (askPs(pid, 'command=') ?? '').includes(cluster)
  if (readOrNothing(`/proc/${pid}/comm`)?.trim() !== 'postgres') return false
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

/** Every process of a server on this directory, so that an end can be waited for. Linux only, elsewhere empty. */
export function listProcessesOf(cluster: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => isServerOf(pid, cluster))
}

/** True as soon as the condition holds, false when the time is over. */
export async function waitUntil(holds: () => boolean, milliseconds: number, step = 2): Promise<boolean> {
  const end = performance.now() + milliseconds
  while (!holds()) {
    if (performance.now() > end) return false
    await pause(step)
  }
  return true
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function askPs(pid: number, column: string): string | undefined {
  const answer = spawnSync('/bin/ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' })
  return answer.status === 0 && answer.stdout.trim() ? answer.stdout.trim() : undefined
}
