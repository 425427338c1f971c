import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type pg from 'pg'
import type { World } from '../world.ts'
import { type AccessLog, logAccess } from './access-log.ts'
import { classOf, createCallMetrics, metricsText, type Watched, watchLoop, withinSeconds } from './metrics.ts'
import type { PageCache } from './page-cache.ts'

export type Health = {
  version: string
  cache: PageCache
  pool: pg.Pool
  metricsToken: string | undefined
  walls: readonly string[]
  accessLog: AccessLog
}

/** For those who operate: alive, ready, which version, how much. */
export function serveHealth(app: FastifyInstance, world: World, health: Health): void {
  const { version, cache, pool, metricsToken, walls } = health
  const calls = createCallMetrics()
  const loop = watchLoop()
  const { db, replicas } = world
  const watched: Watched = { calls, cache, pool, version, db, replicas, startedAt: world.clock(), loop }
  app.addHook('onResponse', async (call, reply) => {
    const seconds = reply.elapsedTime / 1000
    calls.observe(classOf(call.routeOptions.url), reply.statusCode, seconds)
    logAccess(world.logger, health.accessLog, { call, status: reply.statusCode, seconds })
  })
  app.addHook('onClose', async () => loop.disable())
  app.get('/healthz', async () => ({ alive: true }))
  app.get('/version', async () => ({ version }))
  app.get('/readyz', async (_, reply) => {
    reply.header('cache-control', 'no-store')
    const isThere = await withinSeconds(2, sql`select 1`.execute(world.db))
    if (!isThere) return reply.code(503).send({ ready: false, missing: ['the database does not answer'] })
    return { ready: true, ...(walls.length > 0 ? { missing: walls } : {}) }
  })
  app.get('/metrics', async (call, reply) => {
    const isOpen = metricsToken
      ? isSame(call.headers.authorization ?? '', `Bearer ${metricsToken}`)
      : isOfThisMachine(call)
    if (!isOpen) return reply.code(404).send({ status: 404 })
    reply.type('text/plain; version=0.0.4; charset=utf-8').header('cache-control', 'no-store')
    return metricsText(watched)
  })
}

const OWN_ADDRESSES = ['127.0.0.1', '::1', '::ffff:127.0.0.1']
const OWN_NAMES = ['127.0.0.1', '[::1]', 'localhost']
const FORWARDING = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
]

/** A proxy on this machine comes from this machine too, but names the site it was asked for, or says that it forwards. */
function isOfThisMachine({ socket, headers, hostname }: FastifyRequest): boolean {
  return (
    OWN_ADDRESSES.includes(socket.remoteAddress ?? '') &&
    OWN_NAMES.includes(hostname) &&
    FORWARDING.every((name) => headers[name] === undefined)
  )
}

function isSame(given: string, wanted: string): boolean {
  const [one, other] = [given, wanted].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(one!, other!)
}
