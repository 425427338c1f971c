import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOn } from './call.ts'

/** The forms in which a page may also be asked for by `Accept`, and the ending under which each of them stands. */
const ENDINGS: Readonly<Record<string, string>> = {
  'application/json': '.json',
  'text/csv': '.csv',
  'application/atom+xml': '.atom',
  'application/rss+xml': '.rss',
  'application/feed+json': '.jsonfeed',
}

/** Whoever takes a page, or anything, gets the page: browsers and search engines never leave it. */
export function prefersTwin(url: string, accept: string | undefined): boolean {
  if (accept === undefined || accept.includes('html') || accept.includes('*/*')) return false
  const [path = ''] = url.split('?', 1)
  return !path.startsWith('/api') && !/\.[a-z]+$/.test(path) && endingsIn(accept).length > 0
}

/** RFC 9110 §12.1: the choice is ours, and is told by sending the caller to the address of what was chosen. */
export function sendToTwins(app: FastifyInstance): void {
  app.addHook('onRequest', async (call, reply) => {
    if (call.method !== 'GET' || !prefersTwin(call.url, call.headers.accept)) return
    const twin = twinOf(app, call)
    if (twin === undefined) return
    return reply.header('cache-control', 'no-store').header('vary', 'Accept').redirect(twin, 303)
  })
}

function twinOf(app: FastifyInstance, call: FastifyRequest): string | undefined {
  const pattern = call.routeOptions.url?.replace(/\/$/, '')
  if (!pattern) return undefined
  const ending = endingsIn(call.headers.accept ?? '').find((each) =>
    app.hasRoute({ method: 'GET', url: pattern + each }),
  )
  const [path = '', query] = call.url.split('?', 2)
  return ending && addressOn(call.sitePrefix)(path.replace(/\/$/, '') + ending + (query ? `?${query}` : ''))
}

/** In the order of their weights (RFC 9110 §12.5.1); equal ones as they were written. */
function endingsIn(accept: string): string[] {
  return accept
    .split(',', 20)
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase())
      const weight = parameters.find((each) => each.startsWith('q='))
      return { ending: ENDINGS[type], weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(
      (each): each is { ending: string; weight: number } => each.ending !== undefined && each.weight > 0,
    )
    .sort((one, other) => other.weight - one.weight)
    .map(({ ending }) => ending)
}
