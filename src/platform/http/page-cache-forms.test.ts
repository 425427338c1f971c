import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { acceptedForms } from './page-cache-forms.ts'
import { type Answer, openTrialSite, type TrialSite, until } from './page-cache-trial.ts'

const TEXT = '<p>根据《中华人民共和国政府信息公开条例》，现予公开。</p>'.repeat(100)
const DECODED = { br: brotliDecompressSync, gzip: gunzipSync }

describe('the forms of a cached page', () => {
  let site: TrialSite

  before(async () => {
    site = await openTrialSite(async () => ({ text: TEXT, tags: ['column:notices'] }))
    for (const encoding of ['br', 'gzip'] as const)
      await until(async () => (await askFor(encoding)).headers['content-encoding'] === encoding)
  })
  after(() => site.close())

  const askFor = (encoding: string, headers: Record<string, string> = {}): Promise<Answer> =>
    site.ask('/columns/notices', { 'accept-encoding': encoding, ...headers })

  test('brotli and gzip carry the same text in fewer bytes', async () => {
    for (const encoding of ['br', 'gzip'] as const) {
      const answer = await askFor(encoding)
      assert.equal(answer.headers['content-encoding'], encoding)
      assert.equal(answer.headers['content-length'], String(answer.body.length))
      assert.ok(answer.body.length < Buffer.byteLength(TEXT) / 5)
      assert.equal(DECODED[encoding](answer.body).toString(), TEXT)
    }
    const plain = await askFor('identity')
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.equal(plain.text, TEXT)
  })

  test('brotli is preferred where both are accepted, and a refused form is not sent', async () => {
    assert.equal((await askFor('gzip, deflate, br, zstd')).headers['content-encoding'], 'br')
    assert.equal((await askFor('gzip, br;q=0')).headers['content-encoding'], 'gzip')
  })

  test('each form has its own ETag, and a reader who holds it gets 304 without a body', async () => {
    const seen = new Set<string>()
    for (const encoding of ['br', 'gzip', 'identity']) {
      const { etag } = (await askFor(encoding)).headers
      seen.add(etag!)
      const again = await askFor(encoding, { 'if-none-match': etag! })
      assert.equal(again.status, 304)
      assert.equal(again.body.length, 0)
      assert.equal(again.headers.etag, etag)
      assert.equal(again.headers.vary, 'Cookie, Accept, Accept-Encoding')
      assert.equal(again.headers['content-type'], undefined)
    }
    assert.equal(seen.size, 3)
    assert.ok([...seen].every((etag) => /^"[\w-]+"$/.test(etag)))
  })

  test('a reader who holds the plain form needs no brotli, one who holds another text gets this one', async () => {
    const { etag } = (await askFor('identity')).headers
    const again = await askFor('gzip, br', { 'if-none-match': `"other", W/${etag}` })
    assert.equal(again.status, 304)
    assert.equal(again.headers.etag, etag)
    assert.equal((await askFor('br', { 'if-none-match': '*' })).status, 304)
    assert.equal((await askFor('br', { 'if-none-match': '"other"' })).status, 200)
  })

  test('a form that the reader cannot decode is not taken for held', async () => {
    const { etag } = (await askFor('br')).headers
    assert.equal((await askFor('identity', { 'if-none-match': etag! })).status, 200)
  })

  test('a page rendered anew with the same text is still held, also in a form not yet made', async () => {
    const { etag } = (await askFor('br')).headers
    site.cache.clear()
    const again = await askFor('br', { 'if-none-match': etag! })
    assert.equal(again.status, 304)
    assert.equal(again.headers.etag, etag)
    assert.equal(again.body.length, 0)
  })

  test('HEAD is answered with the headers of GET', async () => {
    const get = await askFor('identity')
    const head = await site.ask('/columns/notices', { 'accept-encoding': 'identity' }, 'HEAD')
    assert.equal(head.status, 200)
    assert.equal(head.body.length, 0)
    for (const name of ['etag', 'content-length', 'content-type', 'vary'])
      assert.equal(head.headers[name], get.headers[name])
  })

  test('accepted forms are read as the standard says', () => {
    const read: [string | undefined, number][] = [
      [undefined, 0],
      ['', 0],
      ['gzip', 1],
      ['br', 2],
      ['gzip, deflate, br, zstd', 3],
      ['BR;q=1.0, gzip; q=0.5', 3],
      ['br;q=0, gzip;q=0.000', 0],
      ['*', 1],
      ['brotli', 0],
    ]
    for (const [header, mask] of read) assert.equal(acceptedForms(header), mask, header)
  })
})
