import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { scanHead } from './page-cache-scan.ts'

const ORDINARY = 'GET /columns/notices?page=2 HTTP/1.1\r\nHost: county.test\r\nAccept-Language: zh-CN\r\n\r\n'

const withLine = (line: string) => ORDINARY.replace('\r\n\r\n', `\r\n${line}\r\n\r\n`)

describe('the head of an ordinary call', () => {
  test('says which page is asked for, and where the next head begins', () => {
    const scanned = scanHead(`${ORDINARY}GET `, 0)
    assert.equal(scanned?.url, '/columns/notices?page=2')
    assert.equal(scanned?.end, ORDINARY.length)
    assert.equal(scanned?.headers.host, 'county.test')
    assert.equal(scanned?.headers['accept-language'], 'zh-CN')
    assert.equal(scanned?.headers.cookie, undefined)
  })

  test('is found behind another one', () => {
    assert.equal(scanHead(ORDINARY + ORDINARY, ORDINARY.length)?.end, 2 * ORDINARY.length)
  })

  test('may be spelled in capitals and carry what does not matter', () => {
    const head = withLine(
      'CONNECTION: keep-alive\r\nCoOkIe: view=x\r\nSec-CH-UA: "a";v="1"\r\nReferer: http://a/?b c',
    )
    assert.equal(scanHead(head, 0)?.headers.cookie, 'view=x')
  })
})

describe('a call is in doubt', () => {
  const doubtful: Record<string, string> = {
    'if it is cut off': ORDINARY.slice(0, -1),
    'before its head is complete': ORDINARY.slice(0, -2),
    'with another method': ORDINARY.replace('GET', 'HEAD'),
    'in another case': ORDINARY.replace('GET', 'get'),
    'of an older version': ORDINARY.replace('HTTP/1.1', 'HTTP/1.0'),
    'to a proxy': ORDINARY.replace('/columns', 'http://county.test/columns'),
    'with two spaces': ORDINARY.replace(' HTTP', '  HTTP'),
    'after an empty line': `\r\n${ORDINARY}`,
    'with bare line feeds': ORDINARY.replaceAll('\r\n', '\n'),
    'with a bare line feed in a value': withLine('X-A: a\nContent-Length: 5'),
    'with a bare carriage return': withLine('X-A: a\rContent-Length: 5'),
    'with a folded line': withLine('X-A: a\r\n b'),
    'with a space before the colon': withLine('Content-Length : 5'),
    'without a space after it': withLine('X-A:a'),
    'with two': withLine('X-A:  a'),
    'with a space at the end of a value': withLine('X-A: a '),
    'with a tab': withLine('X-A: a\tb'),
    'with an empty value': withLine('X-A: '),
    'with letters beyond ASCII': withLine('X-A: \xe4'),
    'with a zero byte': withLine('X-A: a\0b'),
    'with an underscore in a name': withLine('Content_Length: 5'),
    'without a host': ORDINARY.replace('Host', 'Hist'),
    'without any header': 'GET / HTTP/1.1\r\n\r\n',
    'with two hosts': withLine('host: county.test'),
    'with two cookies': withLine('Cookie: a=b\r\nCookie: c=d'),
    'with a body': withLine('content-length: 0'),
    'with a body in chunks': withLine('Transfer-Encoding: chunked'),
    'that expects': withLine('Expect: 100-continue'),
    'that leads elsewhere': withLine('Upgrade: h2c'),
    'that is the last': withLine('Connection: close'),
    'with other wishes for the connection': withLine('Connection: keep-alive, Upgrade'),
    'from somebody': withLine('Authorization: Bearer a'),
    'from whoever holds a page already': withLine('If-None-Match: "a"'),
    'longer than 8 KB': withLine(`X-A: ${'a'.repeat(8_200)}`),
  }
  for (const [why, head] of Object.entries(doubtful)) {
    test(why, () => assert.equal(scanHead(head, 0), undefined))
  }
})
