import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { Forbidden } from '#kernel/refusals'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
export const FORGERY_FIELD = '_forgery'

/**
 * Unsafe methods must come from our own pages: the browser's own word (`Sec-Fetch-Site`), else `Origin`.
 * A caller that sends neither is no browser, and so carries no one's cookies.
 */
export function refuseForeignOrigin(call: FastifyRequest, ownOrigins: ReadonlySet<string>): void {
  if (SAFE.has(call.method)) return
  const site = call.headers['sec-fetch-site']
  if (site === 'same-origin') return
  if (site !== undefined && site !== 'none') throw new Forbidden('forgery.foreign-origin')
  const origin = call.headers.origin
  if (origin !== undefined && origin !== `${call.protocol}://${call.host}` && !ownOrigins.has(origin)) {
    throw new Forbidden('forgery.foreign-origin')
  }
}

/** Behind a session every form also carries the session's own token; works without JavaScript. */
export function demandForgeryToken(call: FastifyRequest, expected: string): void {
  if (SAFE.has(call.method)) return
  const body = call.body as Record<string, unknown> | undefined
  const given = body?.[FORGERY_FIELD] ?? call.headers['x-forgery-token']
  if (typeof given !== 'string' || !sameText(given, expected)) throw new Forbidden('forgery.bad-token')
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
