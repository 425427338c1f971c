import { realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { readOrNothing } from './processes.ts'

/** The system account the server runs under; PostgreSQL refuses root. */
export type Account = { uid: number; gid: number }

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** initdb wants an account that /etc/passwd names; `nobody` always is there. */
export function seekAccount(uid: number): Account | undefined {
  return passwd().find((account) => account.uid === uid)
}

export function nobody(): Account {
  return passwd().find((account) => account.name === 'nobody') ?? { uid: 65534, gid: 65534 }
}

/** Whether that account can enter the directory: one closed directory above is enough to shut it out. */
export function isReachable(directory: string, account: Account | undefined): boolean {
  if (!account) return true
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    if (!mayUse(path, account, 1)) return false
    if (path === dirname(path)) return true
  }
}

export function mayUse(path: string, { uid, gid }: Account, bits: number): boolean {
  const stat = statSync(path)
  const granted = stat.uid === uid ? stat.mode >> 6 : stat.gid === gid ? stat.mode >> 3 : stat.mode
  return (granted & bits) === bits
}

function passwd(): (Account & { name: string })[] {
  return (readOrNothing('/etc/passwd') ?? '').split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
