import { isIPv4, isIPv6 } from 'node:net'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** ASVS 7.3.1, 7.3.2: a session ends when nobody uses it, and ends anyway when the working day does. */
export const IDLE_FOR = 30 * MINUTE
export const LASTS_FOR = 12 * 60 * MINUTE
export const ELEVATED_FOR = 10 * MINUTE
/** Being seen is written down once a minute, not with every call. */
export const SEEN_EVERY = MINUTE
export const INVITED_FOR = 7 * 24 * 60 * MINUTE

/** ASVS 6.3.1: so many failures of one account from one network; the second number stops trying many accounts. */
export const FAILURES_OF_ACCOUNT = 5
export const FAILURES_OF_NETWORK = 60
export const WITHIN = 15 * MINUTE

export type Purpose = 'sign-in' | 'elevation' | 'password' | 'invitation'
export type Outcome = 'begun' | 'right' | 'wrong' | 'wrong-code' | 'used-code' | 'disabled' | 'locked'

/** GB/T 22239-2019 §8.1.4 separates the three administrations; publishing is kept from all of them. */
export const FOUR_ROLES = ['administrator', 'security-officer', 'auditor', 'publisher'] as const
export type FourRole = (typeof FOUR_ROLES)[number]

export function isOneOfFour(role: string): role is FourRole {
  return (FOUR_ROLES as readonly string[]).includes(role)
}

/** The role among those held that must not be united with the wanted one: also the same role in a second place. */
export function roleInTheWay(held: readonly string[], wanted: string): string | undefined {
  return isOneOfFour(wanted) ? held.find(isOneOfFour) : undefined
}

export type Lifetime = { started_at: Date; last_seen_at: Date }

export function isAlive({ started_at, last_seen_at }: Lifetime, now: Date): boolean {
  return now.getTime() - last_seen_at.getTime() < IDLE_FOR && now.getTime() - started_at.getTime() < LASTS_FOR
}

export function isDueToBeSeen({ last_seen_at }: Lifetime, now: Date): boolean {
  return now.getTime() - last_seen_at.getTime() >= SEEN_EVERY
}

export type Failures = { by_account: number; by_prefix: number; oldest_at: Date | null }

/** Seconds to wait; undefined while tries are open. */
export function lockedFor({ by_account, by_prefix, oldest_at }: Failures, now: Date): number | undefined {
  if (by_account < FAILURES_OF_ACCOUNT && by_prefix < FAILURES_OF_NETWORK) return undefined
  const opensAt = (oldest_at ?? now).getTime() + WITHIN
  return Math.max(1, Math.ceil((opensAt - now.getTime()) / SECOND))
}

/** Neighbours in one network count together: /24 of IPv4, /64 of IPv6. */
export function networkOf(ip: string): string {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (isIPv4(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  if (!isIPv6(plain)) return 'unknown'
  return `${firstGroups(plain.split('%')[0]!, 4).join(':')}::/64`
}

function firstGroups(ip: string, count: number): string[] {
  const [head = '', tail] = ip.split('::', 2)
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  return groups.slice(0, count).map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
}
