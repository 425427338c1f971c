import assert from 'node:assert/strict'
import { once } from 'node:events'
import { afterEach, describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { callFor, type FrontSite, openFrontSite, statusesOf } from './page-cache-front-trial.ts'
import { until } from './page-cache-trial.ts'

const NOTICES = callFor('GET /columns/notices')
const LAST = callFor('GET /old', 'Connection: close')

describe('before Node reads a call', () => {
  let site: FrontSite
  afterEach(() => site.app.close())

  /** With the page in the cache, and nothing counted yet. */
  async function open(pageBytes?: number): Promise<void> {
    site = await openFrontSite(pageBytes)
    const visit = site.visit()
    visit.write(NOTICES + LAST)
    await visit.closed()
    site.seen.readByNode = 0
    site.seen.sockets.clear()
  }

  test('a kept page is answered with the bytes that Node would send', async () => {
    await open()
    const [ours, nodes] = [site.visit(), site.visit()]
    ours.write(NOTICES)
    nodes.write(callFor('GET /columns/notices', 'TE: trailers'))
    const written = [await ours.until(' ...'), await nodes.until(' ...')]
    const [one, other] = written.map((text) => text.replace(/Date: .{29}/, 'Date: now'))
    assert.equal(site.seen.readByNode, 1)
    assert.equal(one, other)
    for (const { socket } of [ours, nodes]) socket.destroy()
  })

  test('several calls in one chunk are answered in their order, whoever answers', async () => {
    await open()
    const visit = site.visit()
    visit.write(NOTICES + NOTICES + callFor('GET /columns/lists') + NOTICES + callFor('GET /none') + LAST)
    const heard = await visit.closed()
    assert.deepEqual(statusesOf(heard), ['200', '200', '200', '200', '404', '303'])
    assert.match(heard, /notices \..*notices \..*lists \..*notices \./s)
    assert.equal(site.seen.readByNode, 4)
  })

  test('a head that comes byte by byte is read by Node', async () => {
    await open()
    const visit = site.visit()
    for (const byte of NOTICES) {
      visit.write(byte)
      await nextTurn()
    }
    await visit.until('notices .')
    assert.equal(site.seen.readByNode, 1)
    visit.socket.destroy()
  })

  test('a head that breaks after a kept page is read by Node from its first byte', async () => {
    await open()
    for (const at of [1, 20, NOTICES.length - 1]) {
      const visit = site.visit()
      visit.write(NOTICES + NOTICES.slice(0, at))
      await visit.until('notices .')
      visit.write(NOTICES.slice(at) + LAST)
      assert.deepEqual(statusesOf(await visit.closed()), ['200', '200', '303'])
    }
  })

  test('forms, redirects and uploads come through on the same connection', async () => {
    await open()
    const visit = site.visit()
    const form = 'title=%E5%85%AC%E5%91%8A'
    const upload = Buffer.alloc(200_000, 'u')
    visit.write(NOTICES)
    await visit.until('notices .')
    visit.write(
      callFor(
        'POST /form',
        'Content-Type: application/x-www-form-urlencoded',
        `Content-Length: ${form.length}`,
      ) + form,
    )
    await visit.until('form {')
    visit.write(
      callFor('POST /upload', 'Content-Type: application/octet-stream', `Content-Length: ${upload.length}`),
    )
    visit.write(upload)
    await visit.until('upload 200000')
    visit.write(LAST)
    const heard = await visit.closed()
    assert.deepEqual(statusesOf(heard), ['200', '200', '200', '303'])
    assert.match(Buffer.from(heard, 'latin1').toString(), /form {"title":"公告"}/)
  })

  test('an upload whose head comes in the chunk of a kept page loses no byte', async () => {
    await open()
    const visit = site.visit()
    const upload = Buffer.alloc(150_000, 'u')
    const head = callFor('POST /upload', 'Content-Type: application/octet-stream', 'Content-Length: 150000')
    visit.write(Buffer.concat([Buffer.from(NOTICES + head), upload, Buffer.from(NOTICES + LAST)]))
    const heard = await visit.closed()
    assert.deepEqual(statusesOf(heard), ['200', '200', '200', '303'])
    assert.match(heard, /upload 150000/)
  })

  test('HEAD and what the reader holds already are left to Node', async () => {
    await open()
    const visit = site.visit()
    visit.write(NOTICES)
    const etag = /ETag: (.*)\r/.exec(await visit.until('notices .'))![1]
    visit.write(callFor('HEAD /columns/notices'))
    visit.write(callFor('GET /columns/notices', `If-None-Match: ${etag}`) + LAST)
    assert.deepEqual(statusesOf(await visit.closed()), ['200', '200', '304', '303'])
  })

  test('the page of somebody who is signed in is made by the app', async () => {
    await open()
    const visit = site.visit()
    visit.write(callFor('GET /columns/notices', 'Cookie: session=abc', 'Connection: close'))
    await visit.closed()
    assert.equal(site.cache.metrics().hits, 0)
    assert.equal(site.seen.readByNode, 1)
  })

  test('ten thousand calls on one connection are ten thousand answers', async () => {
    await open()
    const visit = site.visit()
    visit.write(NOTICES)
    const length = (await visit.until(' ...')).length
    let wanted = 1
    while (wanted < 10_000) {
      visit.write(NOTICES.repeat(100))
      wanted += 100
      await until(() => visit.socket.bytesRead >= wanted * length)
    }
    assert.equal(visit.socket.bytesRead, wanted * length)
    assert.equal(site.cache.metrics().hits, wanted)
    assert.equal(site.seen.readByNode, 0)
    visit.socket.destroy()
  })

  for (const bytes of [30_000, 100_000]) {
    test(`whoever does not read is not answered into memory: pages of ${bytes} bytes`, async () => {
      await open(bytes)
      const visit = site.visit()
      visit.socket.pause()
      visit.write(NOTICES.repeat(1_000))
      await until(() => [...site.seen.sockets].some(({ writableLength }) => writableLength > 0))
      const [server] = site.seen.sockets
      const begun = site.cache.metrics().hits
      assert.ok(begun < 1_000)
      let most = 0
      visit.socket.resume()
      visit.write(LAST)
      await until(() => {
        most = Math.max(most, server!.writableLength)
        return visit.socket.closed
      })
      assert.equal(statusesOf(visit.heard()).length, 1_001)
      assert.equal(site.cache.metrics().hits, 1_000)
      assert.ok(most < 65_536 + 2 * bytes, `${most} bytes waited`)
    })
  }

  test('whoever hangs up after asking is still answered', async () => {
    await open()
    const visit = site.visit()
    visit.socket.end(NOTICES)
    assert.match(await visit.closed(), /notices \./)
  })

  test('connections end that are silent from the start, or after an answer', async () => {
    await open()
    site.app.server.headersTimeout = 40
    site.app.server.keepAliveTimeout = 60
    const [silent, fed] = [site.visit(), site.visit()]
    fed.write(NOTICES)
    assert.match(await fed.until('notices .'), /Keep-Alive: timeout=/)
    assert.equal(await silent.closed(), '')
    await fed.closed()
    assert.equal(site.seen.readByNode, 0)
  })

  test('a server that closes leaves no idle connection, and cuts no answer', async () => {
    await open(30_000)
    const idle = site.visit()
    await once(idle.socket, 'connect')
    const visits = Array.from({ length: 20 }, () => site.visit())
    for (const visit of visits) visit.write(NOTICES)
    const length = (await visits[0]!.until('....')).length
    for (const visit of visits) {
      visit.socket.on('data', () => {
        if (visit.socket.bytesRead % length === 0) visit.write(NOTICES)
      })
      visit.write(NOTICES)
    }
    await until(() => site.cache.metrics().hits > 500)
    await site.app.close()
    await idle.closed()
    for (const visit of visits) await visit.closed()
    assert.equal(site.app.server.listening, false)
    for (const visit of visits) assert.equal(visit.socket.bytesRead % length, 0)
  })
})

describe('bytes that two readers might read differently', () => {
  const body = 'GET /columns/lists HTTP/1.1\r\nHost: county.test\r\n\r\n'
  const calls: Record<string, string> = {
    'two lengths':
      callFor('GET /columns/notices', 'Content-Length: 0', `Content-Length: ${body.length}`) + body,
    'a length': callFor('GET /columns/notices', `Content-Length: ${body.length}`) + body,
    chunks: `${callFor('GET /columns/notices', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    'a length and chunks':
      callFor('GET /columns/notices', 'Content-Length: 4', 'Transfer-Encoding: chunked') + body,
    'strange chunks': callFor('GET /columns/notices', 'Transfer-Encoding: xchunked') + body,
    'a space before the colon': callFor('GET /columns/notices', `Content-Length : ${body.length}`) + body,
    'a folded line': callFor('GET /columns/notices', 'X-A: b', ` Content-Length: ${body.length}`) + body,
    'a bare line feed': callFor('GET /columns/notices', `X-A: b\nContent-Length: ${body.length}`) + body,
    'a bare carriage return':
      callFor('GET /columns/notices', `X-A: b\rContent-Length: ${body.length}`) + body,
    'two hosts': callFor('GET /columns/notices', 'Host: elsewhere.test'),
    'no host': 'GET /columns/notices HTTP/1.1\r\nAccept: */*\r\n\r\n',
    'a zero byte': callFor('GET /columns/notices', 'X-A: a\0b'),
    'an old version': 'GET /columns/notices HTTP/1.0\r\nHost: county.test\r\n\r\n',
    'no version': 'GET /columns/notices\r\n\r\n',
    'a proxy’s address': callFor('GET http://county.test/columns/notices'),
    'an upgrade': callFor('GET /columns/notices', 'Connection: Upgrade', 'Upgrade: h2c'),
    'a huge head': callFor('GET /columns/notices', `X-A: ${'a'.repeat(20_000)}`),
    'a first line of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'the greeting of TLS': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  }

  test('are judged by Node alone, also behind a kept page', async () => {
    const site = await openFrontSite()
    const ask = async (first: string, rest: string) => {
      const visit = site.visit()
      visit.write(first)
      // Where the first piece is a part of a head, all that follows is Node's.
      await until(() => [...site.seen.sockets].at(-1)?.bytesRead === first.length)
      const read = site.seen.readByNode
      visit.socket.end(rest, 'latin1')
      const statuses = statusesOf(await visit.closed())
      site.seen.sockets.clear()
      return { statuses, read: site.seen.readByNode - read }
    }
    await ask(NOTICES, LAST)
    try {
      for (const [what, bytes] of Object.entries(calls)) {
        const { statuses, read } = await ask(bytes.slice(0, 1), bytes.slice(1))
        assert.deepEqual(await ask('', bytes), { statuses, read }, what)
        assert.deepEqual(await ask('', NOTICES + bytes), { statuses: ['200', ...statuses], read }, what)
      }
    } finally {
      await site.app.close()
    }
  })
})
