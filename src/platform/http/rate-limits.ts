import type { FastifyInstance } from 'fastify'
import { TooMany } from '#kernel/refusals'

export type RateLimit = {
  perMinute: number
  /** The refusal's code, a key of the module's catalogue. */
  code: string
}

/** A caller's tokens: one is spent by each call, and they come back evenly over the minute. */
type Bucket = { tokens: number; at: number }

const MOST_CALLERS = 50_000

/** Bounds how often one address may call these pages, in this process's memory: it needs no state that could leak. */
export function limitRate(pages: FastifyInstance, limit: RateLimit): void {
  const spend = rateLimiter(limit)
  pages.addHook('preHandler', async (call) => {
    const wait = spend(call.ip, call.circumstances.now)
    if (wait > 0) throw new TooMany(limit.code, wait)
  })
}

/** Seconds that the caller must wait; none while there is a token to spend. */
export function rateLimiter({ perMinute }: RateLimit): (address: string, now: Date) => number {
  const buckets = new Map<string, Bucket>()
  return (address, now) => {
    const key = prefixOf(address)
    const at = now.getTime()
    const held = buckets.get(key) ?? { tokens: perMinute, at }
    const tokens = Math.min(perMinute, held.tokens + (Math.max(0, at - held.at) * perMinute) / 60_000)
    // Taken out and put back, so that the first key of the map is the one that called longest ago.
    buckets.delete(key)
    if (buckets.size >= MOST_CALLERS) buckets.delete(buckets.keys().next().value!)
    buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at })
    // Rounded to milliseconds first: 3 seconds must not become 4 by what a division leaves over.
    return tokens >= 1 ? 0 : Math.ceil(Math.round(((1 - tokens) * 60_000) / perMinute) / 1000)
  }
}

/** One IPv4 address, but a /64 of IPv6, which is what one household is given. */
export function prefixOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::', 2)
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after]
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
