import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { identifyProcess, readOrNothing } from './processes.ts'

export type LockHolder = { pid: number; identity: string; command: string }

/** Another running program works on this data directory. */
export class DataDirectoryInUse extends Error {
  readonly code = 'data-directory.in-use'
  readonly holder: LockHolder

  constructor(path: string, holder: LockHolder) {
    super(
      `${path.replace(/[/.]lock$/, '')} is in use by another Mingtang: process ${holder.pid} (${holder.command}). ` +
        `Stop it (kill ${holder.pid}), or start this one with another DATA_DIR and PORT.`,
    )
    this.holder = holder
  }
}

/**
 * One program per data directory. The lock names a process and when it began, so a crash or a recycled process id
 * leaves nothing to clean by hand. Returns the release; throws `DataDirectoryInUse`.
 */
export function acquireLock(path: string, command: string): () => void {
  const identity = identifyProcess(process.pid) ?? ''
  const mine = JSON.stringify({ pid: process.pid, identity, command } satisfies LockHolder)
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    // A link is made whole or not at all: nobody ever reads a half-written lock.
    while (!linkOnce(draft, path)) removeStale(path)
  } finally {
    rmSync(draft, { force: true })
  }
  return () => {
    if (readOrNothing(path) === mine) rmSync(path, { force: true })
  }
}

/** Who holds the lock now, if that process still runs. */
export function seekLockHolder(path: string): LockHolder | undefined {
  const holder = readHolder(path)
  return holder && identifyProcess(holder.pid) === holder.identity ? holder : undefined
}

export function refuseIfHeld(path: string): void {
  const holder = seekLockHolder(path)
  if (holder) throw new DataDirectoryInUse(path, holder)
}

function removeStale(path: string): void {
  refuseIfHeld(path)
  // Renamed before it is removed: had another start replaced it meanwhile, its fresh lock is put back.
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if (seekLockHolder(aside)) linkOnce(aside, path)
  rmSync(aside, { force: true })
}

function readHolder(path: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder
  } catch {
    return undefined
  }
}

function linkOnce(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
