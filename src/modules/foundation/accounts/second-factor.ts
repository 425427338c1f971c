import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'

const STEP_SECONDS = 30
/** RFC 6238 §5.2: one step to either side, for clocks that differ and fingers that are slow. */
const WINDOW = 1

/** 160 bits, in base 32, as RFC 4226 §4 recommends. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The time step whose code was given; undefined for a wrong code. */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? undefined : currentStep(now) + delta
}

/** The code to be typed now; the next one when the current has been used, which the window allows. */
export function codeNow(secret: string, now: Date, lastStep = 0): string {
  const step = Math.max(currentStep(now), lastStep + 1)
  return totpOf(secret).generate({ timestamp: step * STEP_SECONDS * 1000 })
}

/** What authenticator programs scan. */
export function enrolmentAddress(
  secret: string,
  { issuer, login }: { issuer: string; login: string },
): string {
  return totpOf(secret, { issuer, label: login }).toString()
}

export function isTotpCode(code: string): boolean {
  return /^\d{6}$/.test(code)
}

export const RECOVERY_CODES = 10

/** Letters that nobody takes for another when they read a sheet of paper. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz'

/** 80 bits each, in four groups. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => newCode())
}

export function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => LETTERS[byte % 32]!).join('')
  return inGroups(text)
}

export function inGroups(text: string): string {
  return text.match(/.{1,4}/g)!.join('-')
}

/** Random codes need no slow hash. Spaces, hyphens, capitals and look-alikes do not matter. */
export function hashOfCode(code: string): string {
  const plain = plainCode(code).replaceAll('o', '0').replaceAll(/[il]/g, '1')
  return createHash('sha256').update(plain).digest('base64url')
}

export function plainCode(code: string): string {
  return code.normalize('NFKC').toLowerCase().replaceAll(/[\s-]/g, '')
}

function currentStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS)
}

function totpOf(secret: string, words: { issuer?: string; label?: string } = {}): TOTP {
  return new TOTP({
    ...words,
    secret: Secret.fromBase32(secret),
    period: STEP_SECONDS,
    digits: 6,
    algorithm: 'SHA1',
  })
}
