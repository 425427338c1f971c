/** A small site behind a page cache and a visitor with a real socket (`app.inject` never meets the cache): for tests. */
import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fastify from 'fastify'
import { createPageCache, type PageCacheOptions } from './page-cache.ts'

export type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }

export type TrialPage = (
  slug: string,
) => Promise<{ text: string; tags: string[]; headers?: Record<string, string> }>

export async function openTrialSite(page: TrialPage, options: Partial<PageCacheOptions> = {}) {
  const cache = createPageCache({ ...TRIAL, ...options })
  const app = fastify({ serverFactory: cache.serverFactory, forceCloseConnections: true })
  const tagsOf = new WeakMap<object, string[]>()
  cache.declare('/columns/:slug', { params: ['page', 'lang'] })
  cache.declare('/columns/:slug.json', { params: ['page'], others: 'refused' })
  let renders = 0

  app.addHook('onSend', async (call, reply, payload) => {
    const tags = tagsOf.get(call)
    if (tags === undefined || typeof payload !== 'string') return payload
    const status = reply.statusCode
    const kept = cache.keep(call.raw, { status, headers: reply.getHeaders(), body: payload, tags })
    if (kept === undefined) return payload
    reply.headers(kept.headers).code(kept.status)
    return kept.status === 304 ? null : payload
  })
  app.get<{ Params: { slug: string } }>('/columns/:slug', async (call, reply) => {
    renders += 1
    const { text, tags, headers = {} } = await page(call.params.slug)
    tagsOf.set(call, [...tags, 'site:1'])
    return reply.type('text/html; charset=utf-8').headers(headers).send(text)
  })

  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const ask = (path: string, headers: OutgoingHttpHeaders = {}, method = 'GET') =>
    fetchOnce({ port, path, headers, method, agent })
  const close = () => {
    agent.destroy()
    return app.close()
  }
  return { cache, ask, close, rendered: () => renders }
}

export type TrialSite = Awaited<ReturnType<typeof openTrialSite>>

const TRIAL: PageCacheOptions = {
  maxBytes: 10_000_000,
  now: Date.now,
  siteOf: () => 'county',
  variantOf: (cookies, _language, query) =>
    query.get('lang') ?? /(?:^|; )view=([\w.-]*)/.exec(cookies ?? '')?.[1] ?? 'zh-CN',
  sessionCookies: ['session'],
}

/** Looks again each turn of the event loop. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('waited ten seconds in vain')
    await nextTurn()
  }
}

function fetchOnce(target: {
  port: number
  path: string
  headers: OutgoingHttpHeaders
  method: string
  agent: Agent
}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', ...target }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({ status: answer.statusCode!, headers: answer.headers, body, text: body.toString() })
      })
    })
    call.on('error', reject).end()
  })
}
