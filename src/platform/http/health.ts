import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { World } from '../world.ts'
import type { PageCache } from './page-cache.ts'

export type Health = {
  version: string
  cache: PageCache
  metricsToken: string | undefined
  walls: readonly string[]
}

/** For those who operate: alive, ready, which version, how much. */
export function serveHealth(
  app: FastifyInstance,
  world: World,
  { version, cache, metricsToken, walls }: Health,
): void {
  app.get('/healthz', async () => ({ alive: true }))
  app.get('/version', async () => ({ version }))
  app.get('/readyz', async () => {
    await sql`select 1`.execute(world.db)
    return { ready: true, ...(walls.length > 0 ? { missing: walls } : {}) }
  })
  app.get('/metrics', async (call, reply) => {
    const given = call.headers.authorization
    const isOpen = metricsToken
      ? given === `Bearer ${metricsToken}`
      : ['127.0.0.1', '::1'].includes(call.socket.remoteAddress ?? '')
    if (!isOpen) return reply.code(404).send({ status: 404 })
    reply.type('text/plain; version=0.0.4; charset=utf-8')
    return metricsText(cache)
  })
}

function metricsText(cache: PageCache): string {
  const counts = Object.entries(cache.metrics()).map(
    ([name, value]) => `mingtang_page_cache_${name} ${value}`,
  )
  return `${[...counts, `process_resident_memory_bytes ${process.memoryUsage.rss()}`].join('\n')}\n`
}
