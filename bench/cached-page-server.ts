/** The two Node servers of `cached-page.ts`: a page behind the cache, and the same bytes from bare `node:http`. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import { createPageCache } from '#platform/http/page-cache'
import { securityHeaders } from '#platform/http/security-headers'

const ROWS = 60
const TITLES = [
  '关于印发《政务公开工作要点》的通知',
  '常务会议讨论通过的事项',
  '重大行政决策事项目录',
  '行政规范性文件清理结果',
]

async function serveCached(): Promise<number> {
  const cache = createPageCache({
    maxBytes: 64_000_000,
    now: Date.now,
    siteOf: (host) => host,
    variantOf: (cookies) => /(?:^|; )view=([\w.-]*)/.exec(cookies ?? '')?.[1] ?? '',
    sessionCookies: ['__Host-session'],
  })
  cache.declare('/columns/:slug', { params: ['cursor'] })
  const app = fastify({ serverFactory: cache.serverFactory })
  app.addHook('onSend', async (call, reply, payload) => {
    const page = {
      status: reply.statusCode,
      headers: reply.getHeaders(),
      body: payload as string,
      tags: ['site:1'],
    }
    reply.headers(cache.keep(call.raw, page)?.headers ?? {})
  })
  app.get('/columns/:slug', (_call, reply) => {
    const headers = Object.fromEntries(Object.entries(securityHeaders('https://county.test')))
    return reply.type('text/html; charset=utf-8').headers(headers).send(listPage())
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return (app.server.address() as AddressInfo).port
}

function serveBare(sampleFile: string): Promise<number> {
  const { headers, body } = JSON.parse(readFileSync(sampleFile, 'utf8'))
  const added = Object.entries(headers).filter(
    ([name]) => !['date', 'connection', 'keep-alive'].includes(name),
  )
  const head = added.flat() as string[]
  const bytes = Buffer.from(body, 'base64')
  const server = createServer((_call, answer) => {
    answer.writeHead(200, head)
    answer.end(bytes)
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** About 25 KB, like a list page. */
function listPage(): string {
  const rows = Array.from({ length: ROWS }, (_, at) => {
    const title = `${TITLES[at % TITLES.length]}（〔2026〕${at * 7 + 3}号）`
    const day = `2026-${String((at % 12) + 1).padStart(2, '0')}-${String(((at * 5) % 28) + 1).padStart(2, '0')}`
    return `<li class="list__row"><a href="/publications/${(at * 2_654_435_761).toString(32)}">${title}</a>
      <span class="list__publisher">县人民政府办公室</span> <time datetime="${day}">${day}</time></li>`
  })
  return `<!doctype html><html lang="zh-CN"><title>通知公告</title><main><h1>通知公告</h1><ul>${rows.join('')}</ul></main></html>`
}

const [kind, sampleFile] = process.argv.slice(2)
console.log(kind === 'cache' ? await serveCached() : await serveBare(sampleFile!))
