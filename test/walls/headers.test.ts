import assert from 'node:assert/strict'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { FILES_ORIGIN, openHouse, type TestHouse } from '#test/house'
import { type Caller, callersOf, VISITOR } from './callers.ts'
import { type Need, needs, rightlyCalls } from './needs.ts'
import { type Subjects, subjectsOf } from './subjects.ts'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  `img-src 'self' ${FILES_ORIGIN}`,
  `media-src 'self' ${FILES_ORIGIN}`,
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types mingtang ProseMirrorClipboard',
].join('; ')

/** A mail as its receiver sees it: stricter still, but for the styles that mail carries inside. */
const OWN_POLICY: Readonly<Record<string, RegExp>> = {
  'GET /desk/outbox/:id/html':
    /^default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'/,
}

const FIXED = {
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

type Heard = { status: number; headers: IncomingMessage['headers']; body: string }

describe('what every answer carries, over the wire', () => {
  let house: TestHouse
  let callers: Caller[]
  let subjects: Subjects
  let port: number
  before(async () => {
    house = await openHouse()
    callers = await callersOf(house)
    subjects = await subjectsOf(house)
    await house.server.listen({ host: '127.0.0.1', port: 0 })
    port = (house.server.server.address() as AddressInfo).port
  })
  after(() => house.leave())

  let sent = 0
  function hear(path: string, headers: Caller['headers'] = {}, method = 'GET'): Promise<Heard> {
    sent++
    // From an address of its own, so that no limit of calls is met.
    const localAddress = `127.0.${1 + (sent >> 8)}.${sent & 255}`
    return new Promise((resolve, reject) => {
      const own = { host: 'www.yunxi.example', accept: 'text/html', ...headers }
      const call = request(
        { host: '127.0.0.1', port, localAddress, method, path, headers: own },
        (answer) => {
          let body = ''
          answer.setEncoding('utf8')
          answer.on('data', (text) => {
            body += text
          })
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
        },
      )
      call.on('error', reject)
      call.end()
    })
  }

  for (const need of needs.filter(({ method }) => method === 'GET')) {
    test(`${need.route}`, async () => {
      const own = callers.find((one) => rightlyCalls(one, need)) ?? VISITOR
      const path = subjects.at(need.pattern)
      for (const caller of new Set([VISITOR, own])) {
        const miss = await hear(path, caller.headers)
        const hit = await hear(path, caller.headers)
        for (const heard of [miss, hit]) {
          assertHeaders(need, heard)
          if (caller.kind !== 'visitor' || need.pattern.startsWith('/desk')) assertNotStored(need, heard)
        }
        // Each call has an id of its own, and mail and passkeys a question; nothing else may tell them apart.
        assert.deepEqual(lasting(hit.headers), lasting(miss.headers))
        if (caller.kind === 'visitor') assertNoCookie(miss)
      }
    })
  }

  test('pages of the portal came from the cache at the second call', () => {
    const { hits } = house.cache.metrics() as { hits: number }
    assert.ok(hits >= 30, `${hits} hits`)
  })

  const ODD = [
    ...[
      '/nothing/here',
      '/publications/00000000000000000000000000',
      '/publications/nonsense',
      '/%zz',
      '/%00',
    ],
    ...['/desk/nothing', '/api/v1/nothing', '/sites/nowhere/', '/columns.json?x=1'],
    '/search.json?unknown=1',
  ]
  test('refusals carry the same, are stored nowhere and tell nothing of the machine', async () => {
    for (const path of ODD) {
      for (const accept of ['text/html', 'application/json']) {
        const heard = await hear(path, { accept })
        assert.ok(heard.status >= 300 && heard.status < 500, `${path}: ${heard.status}`)
        assertHeaders({ route: path, pattern: path } as Need, heard)
        if (heard.status >= 400) assert.match(String(heard.headers['cache-control']), /no-store/, path)
        assert.doesNotMatch(heard.body, /node_modules|at [\w.]+ \(|\.ts:\d+|select |postgres/i, path)
      }
    }
  })

  test('HEAD answers with the headers of GET and without a body, also where nothing is found', async () => {
    for (const path of [
      '/',
      '/publications',
      '/nothing/here',
      '/publications.json',
      '/desk',
      '/search?q=公交',
    ]) {
      const [get, head] = [await hear(encodeURI(path)), await hear(encodeURI(path), {}, 'HEAD')]
      assert.equal(head.status, get.status, path)
      assert.equal(head.body, '', path)
      assert.deepEqual(lasting(head.headers), lasting(get.headers), path)
    }
  })

  test('methods that no page has are refused, with the same headers', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const heard = await hear('/publications', {}, method)
      assert.ok([400, 404, 405].includes(heard.status), `${method}: ${heard.status}`)
      if (heard.status !== 400) assertHeaders({ route: method, pattern: '/' } as Need, heard)
    }
  })
})

function assertHeaders({ route, pattern }: Need, { headers, status }: Heard): void {
  const policy = String(headers['content-security-policy'])
  if (OWN_POLICY[route] && status === 200) assert.match(policy, OWN_POLICY[route])
  else assert.equal(policy, POLICY, route)
  for (const [name, value] of Object.entries(FIXED)) assert.equal(headers[name], value, `${route}: ${name}`)
  // A link from a letter is a key: no page may tell it to another.
  const referrer = pattern.includes(':token') ? 'no-referrer' : 'strict-origin-when-cross-origin'
  assert.equal(headers['referrer-policy'], referrer, route)
  assert.equal(headers['x-powered-by'], undefined)
  assert.equal(headers.server, undefined)
}

/** What somebody sees at the desk is for their eyes: kept by no browser and no cache on the way. */
function assertNotStored({ route, pattern }: Need, { headers, status }: Heard): void {
  if (pattern.startsWith('/assets/') || status === 304) return
  assert.match(String(headers['cache-control']), /no-store|private/, route)
}

function assertNoCookie({ headers }: Heard): void {
  assert.equal(headers['set-cookie'], undefined)
}

function lasting(headers: Heard['headers']): Record<string, unknown> {
  const { date: _, 'content-length': __, age: ___, etag: ____, 'last-modified': _____, ...rest } = headers
  return rest
}
