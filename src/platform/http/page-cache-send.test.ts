import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { finishHead, type Send, type Sendable, senderOf, wholeOf } from './page-cache-send.ts'

const PAGE = finishHead(200, ['Content-Type', 'text/html', 'Content-Length', '4'])
const UNCHANGED = finishHead(304, ['ETag', '"a"'])

describe('a finished answer', () => {
  let send: Send
  const server = createServer((call, answer) => {
    if (call.url === '/node') {
      answer.writeHead(200, PAGE.fields)
      answer.end('page')
    } else if (call.url === '/unchanged') send(answer, UNCHANGED, undefined)
    else send(answer, PAGE, call.method === 'HEAD' ? undefined : Buffer.from('page'))
  })

  before(async () => {
    server.keepAliveTimeout = 7_000
    send = senderOf(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())

  /** Everything that arrives until the server hangs up. */
  async function talk(...questions: string[]): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(questions.map((line) => `${line}\r\nHost: a\r\n\r\n`).join(''))
    let heard = ''
    for await (const bytes of socket) heard += bytes
    return heard.replaceAll(/Date: .{29}\r\n/g, 'Date: now\r\n')
  }

  const LAST = 'GET /last HTTP/1.1\r\nConnection: close'

  test('is byte for byte what Node would send, whether the connection stays or not', async () => {
    for (const close of ['', '\r\nConnection: close']) {
      const ours = await talk(`GET / HTTP/1.1${close}`, LAST)
      assert.equal(ours, await talk(`GET /node HTTP/1.1${close}`, LAST))
      assert.match(ours, close ? /Connection: close\r\n\r\npage$/ : /Keep-Alive: timeout=7\r\n\r\npageHTTP/)
    }
    const old = await talk('GET / HTTP/1.0')
    assert.equal(old, await talk('GET /node HTTP/1.0'))
  })

  test('HEAD and 304 carry no body, and the next answer follows at once', async () => {
    const heard = await talk('HEAD / HTTP/1.1', 'GET /unchanged HTTP/1.1', 'GET / HTTP/1.1', LAST)
    const statuses = heard
      .split('HTTP/1.1 ')
      .slice(1)
      .map((answer) => [answer.slice(0, 3), answer.split('\r\n\r\n')[1]])
    assert.deepEqual(statuses, [
      ['200', ''],
      ['304', ''],
      ['200', 'page'],
      ['200', 'page'],
    ])
  })

  test('takes the short way in this version of Node', () => {
    const answer = new ServerResponse({
      method: 'GET',
      httpVersionMajor: 1,
      httpVersionMinor: 1,
    } as IncomingMessage)
    assert.equal((answer as { _header?: unknown })._header, null)
  })

  test('never holds a header that Node would refuse', () => {
    assert.throws(() => finishHead(200, ['X-Title', 'a\r\nSet-Cookie: b=c']), { code: 'ERR_INVALID_CHAR' })
    assert.throws(() => finishHead(200, ['X Title', 'a']), { code: 'ERR_INVALID_HTTP_TOKEN' })
  })
})

describe('head and body in one piece', () => {
  const formOf = (body: Buffer): Sendable => ({ body, head: PAGE, whole: undefined, ending: '' })

  test('are made anew when the second changes, and what is under way stays as it was', () => {
    const form = formOf(Buffer.from('page'))
    const first = wholeOf(form, 'Date: 1\r\n\r\n')
    assert.equal(wholeOf(form, 'Date: 1\r\n\r\n'), first)
    const second = wholeOf(form, 'Date: 2\r\n\r\n')
    assert.equal(String(first[0]), `${PAGE.lines}Date: 1\r\n\r\npage`)
    assert.equal(String(second[0]), `${PAGE.lines}Date: 2\r\n\r\npage`)
    assert.equal(String(form.body), 'page')
  })

  test('lie in memory once, and stay two where copying would cost more than it spares', () => {
    const small = formOf(Buffer.alloc(1_000))
    assert.equal(wholeOf(small, '\r\n')[0].buffer, small.body.buffer)
    const large = Buffer.alloc(100_000)
    assert.equal(wholeOf(formOf(large), '\r\n')[1], large)
  })
})
