import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, isReachable, isRoot, nobody, seekAccount } from './accounts.ts'
import { refuseIfHeld } from './lock.ts'
import { readOrNothing } from './processes.ts'

/** Where things go that an account other than root must reach when the installation lies in a closed directory. */
export const SYSTEM_PLACE = '/var/lib/mingtang'

/** `sockaddr_un.sun_path` is 108 bytes on Linux and 104 on macOS, the final zero included. */
const LONGEST_SOCKET_PATH = 100

/** Where the cluster of a data directory lives, and the account its server runs under (undefined: our own). */
export type Home = { dir: string; cluster: string; account: Account | undefined }

export function makeDataDirectory(dataDir: string): void {
  if (existsSync(dataDir)) return
  mkdirSync(dataDir, { recursive: true })
  // As root the server's account must pass through; what is secret in here carries its own mode.
  chmodSync(dataDir, isRoot() ? 0o711 : 0o700)
}

/**
 * Decides the place once and keeps to it: `DATA_DIR/postgres`; or, as root under a directory closed to others,
 * a directory in /var/lib/mingtang that the file `DATA_DIR/postgres.path` names.
 */
export function settleHome(dataDir: string): Home {
  const pointer = join(dataDir, 'postgres.path')
  const pointed = readOrNothing(pointer)?.trim()
  const within = join(dataDir, 'postgres')
  const account = isRoot() ? chooseAccount(dataDir, pointed || within) : undefined
  const dir = pointed || (existsSync(within) || isReachable(dataDir, account) ? within : elsewhere(dataDir))
  if (dir !== within && !pointed) putAside(dir)
  makeHome(dir, account)
  if (dir !== within && !pointed) writeFileSync(pointer, `${dir}\n`)
  return { dir, cluster: join(dir, 'cluster'), account }
}

/**
 * A directory for the socket that only the server's account can enter: that wall is what lets its sign-in be
 * `trust` (see cluster.ts). Beside the cluster where the path is short enough, else a new one in the temporary place.
 */
export function makeSocketDirectory({ dir, account }: Home): string {
  const beside = join(dir, 'run')
  const socketDir = fitsSocket(beside) ? beside : mkdtempSync(join(shortTemporaryPlace(account), 'mingtang-'))
  mkdirSync(socketDir, { recursive: true, mode: 0o700 })
  own(socketDir, account)
  return socketDir
}

export function isTemporarySocketDirectory(path: string): boolean {
  return /^mingtang-\w{6}$/.test(path.slice(dirname(path).length + 1))
}

export function own(path: string, account: Account | undefined): void {
  if (account) chownSync(path, account.uid, account.gid)
}

/** The owner of what is there already, so that a start with sudo and one without can follow each other. */
function chooseAccount(dataDir: string, home: string): Account {
  const owners = [join(home, 'cluster'), home, dataDir].filter((path) => existsSync(path))
  for (const path of owners) {
    const { uid } = statSync(path)
    const account = uid === 0 ? undefined : seekAccount(uid)
    if (account) return account
  }
  return nobody()
}

function makeHome(dir: string, account: Account | undefined): void {
  if (!existsSync(dir)) {
    mkdirSync(dirname(dir), { recursive: true, mode: 0o755 })
    mkdirSync(dir, { mode: 0o700 })
    own(dir, account)
  }
  const { uid } = lstatSync(dir)
  const expected = account?.uid ?? process.getuid?.()
  if (uid !== expected)
    throw new Error(
      `${dir} belongs to user ${uid}, this process is user ${process.getuid?.()}: start Mingtang as the user ` +
        `who started it first, or give the whole DATA_DIR to this one (chown -R).`,
    )
  if (!isReachable(dir, account))
    throw new Error(
      `${dir} cannot be entered by user ${account?.uid}, who owns the database: open the directories above it (chmod o+x).`,
    )
}

/** A new DATA_DIR at an old path starts empty, as it would with everything inside it. What was there is kept once. */
function putAside(dir: string): void {
  if (!existsSync(dir)) return
  refuseIfHeld(`${dir}.lock`)
  rmSync(`${dir}.left`, { recursive: true, force: true })
  renameSync(dir, `${dir}.left`)
}

function elsewhere(dataDir: string): string {
  return join(SYSTEM_PLACE, createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16))
}

function shortTemporaryPlace(account: Account | undefined): string {
  const place = tmpdir()
  return fitsSocket(join(place, 'mingtang-xxxxxx')) && isReachable(place, account) ? place : '/tmp'
}

/** Bytes, not characters: a Chinese character in the path takes three. A comma would end the path in the setting. */
function fitsSocket(dir: string): boolean {
  return Buffer.byteLength(`${dir}/.s.PGSQL.5432`) <= LONGEST_SOCKET_PATH && !/[",]/.test(dir)
}
