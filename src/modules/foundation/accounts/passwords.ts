import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { TooMany } from '#kernel/refusals'
import { isCommonPassword } from './common-passwords.ts'

export const SHORTEST = 12
export const LONGEST = 128

/** Message key of what is wrong. No rules of composition, no expiry (ASVS 6.2.5, 6.2.10). */
export function passwordFault(password: string, ownWords: readonly string[]): string | undefined {
  const length = Array.from(password).length
  if (length < SHORTEST) return 'account.password-short'
  if (length > LONGEST) return 'account.password-long'
  if (isCommonPassword(password, ownWords)) return 'account.password-common'
  return undefined
}

export type Passwords = {
  hash(password: string): Promise<string>
  /** As slow for nobody's password as for somebody's. */
  verify(password: string, phc: string | undefined): Promise<boolean>
}

const MEMORY = 19_456
const PASSES = 2

/** OWASP: argon2id, 19 MiB, two passes. Each takes 19 MiB, so only so many run at once, and only so many wait. */
export function passwordsWith({ atOnce = 2, waiting = 40 } = {}): Passwords {
  const inTurn = turns(atOnce, waiting)
  return {
    hash: (password) => inTurn(async () => phcOf(await derive(password, randomBytes(16)))),
    verify: (password, phc) => inTurn(() => isSame(password, phc)),
  }
}

const NOBODY = { salt: Buffer.alloc(16), hash: Buffer.alloc(32) }

async function isSame(password: string, phc: string | undefined): Promise<boolean> {
  const { salt, hash } = (phc && readPhc(phc)) || NOBODY
  const derived = await derive(password, salt)
  return timingSafeEqual(derived.hash, hash) && phc !== undefined
}

type Derived = { salt: Buffer; hash: Buffer }

const argon2Promise = promisify(argon2)

/** NFC: the same password typed on two systems is the same bytes. */
async function derive(password: string, salt: Buffer): Promise<Derived> {
  const hash = await argon2Promise('argon2id', {
    message: password.normalize('NFC'),
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: MEMORY,
    passes: PASSES,
  })
  return { salt, hash: Buffer.from(hash) }
}

const PREFIX = `$argon2id$v=19$m=${MEMORY},t=${PASSES},p=1$`

function phcOf({ salt, hash }: Derived): string {
  return `${PREFIX}${unpadded(salt)}$${unpadded(hash)}`
}

function readPhc(phc: string): Derived | undefined {
  if (!phc.startsWith(PREFIX)) return undefined
  const [salt = '', hash = ''] = phc.slice(PREFIX.length).split('$')
  const derived = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
  return derived.hash.length === 32 ? derived : undefined
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

function turns(atOnce: number, waiting: number) {
  let running = 0
  const queue: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new TooMany('account.door-crowded', 5)
      await new Promise<void>((resume) => queue.push(resume))
    } else running++
    try {
      return await work()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
