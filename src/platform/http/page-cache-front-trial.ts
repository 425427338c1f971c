/** A small app behind the page cache, and a visitor who writes bytes as they please: for tests. */
import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import fastifyFormbody from '@fastify/formbody'
import fastify, { type FastifyInstance } from 'fastify'
import { createPageCache, type PageCache } from './page-cache.ts'

export async function openFrontSite(pageBytes = 400) {
  const cache = createPageCache({
    maxBytes: 10_000_000,
    now: () => 0,
    siteOf: (host) => (host.startsWith('county.test') ? 'county' : undefined),
    variantOf: () => 'zh-CN',
    sessionCookies: ['session'],
  })
  cache.declare('/columns/:slug', { params: [] })
  const app: FastifyInstance = fastify({
    serverFactory: cache.serverFactory,
    forceCloseConnections: 'idle',
  })
  const seen = { readByNode: 0, sockets: new Set<Socket>() }
  app.server.on('request', () => {
    seen.readByNode += 1
  })
  app.server.on('connection', (socket: Socket) => seen.sockets.add(socket))
  await declareRoutes(app, cache, pageBytes)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const visit = () => openVisit(port)
  return { app, cache, seen, visit }
}

export type FrontSite = Awaited<ReturnType<typeof openFrontSite>>

async function declareRoutes(app: FastifyInstance, cache: PageCache, pageBytes: number): Promise<void> {
  await app.register(fastifyFormbody)
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_call, body, done) =>
    done(null, body),
  )
  app.addHook('onSend', async (call, reply, payload) => {
    if (typeof payload !== 'string' || call.routeOptions.url !== '/columns/:slug') return payload
    const page = { status: 200, headers: reply.getHeaders(), body: payload, tags: ['site:1'] }
    reply.headers(cache.keep(call.raw, page)?.headers ?? {})
    return payload
  })
  app.get<{ Params: { slug: string } }>('/columns/:slug', async (call, reply) =>
    reply.type('text/plain').send(`${call.params.slug} `.padEnd(pageBytes, '.')),
  )
  app.get('/old', async (_call, reply) => reply.redirect('/columns/notices', 303))
  app.post('/form', async (call) => `form ${JSON.stringify(call.body)}`)
  app.post('/upload', async (call) => `upload ${(call.body as Buffer).length}`)
}

/** Hears everything that comes; `until` waits for these words. */
export function openVisit(port: number) {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  const chunks: Buffer[] = []
  socket.on('data', (bytes) => chunks.push(bytes))
  // Whoever writes to a connection that is being closed hears of it.
  socket.on('error', () => socket.destroy())
  const ended = once(socket, 'close')
  const heard = () => Buffer.concat(chunks).toString('latin1')
  const closed = async () => {
    await ended
    return heard()
  }
  const until = async (words: string) => {
    while (!heard().includes(words)) {
      if (socket.destroyed) throw new Error(`hung up before ${words}:\n${heard()}`)
      await Promise.race([once(socket, 'data'), ended])
    }
    return heard()
  }
  return { socket, write: (bytes: string | Buffer) => socket.write(bytes), heard, until, closed }
}

export const statusesOf = (heard: string): string[] =>
  [...heard.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status!)

/** A whole call. Without a list of headers, an ordinary one. */
export const callFor = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, 'Host: county.test', ...headers, '', ''].join('\r\n')
