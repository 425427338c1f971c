import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { PageCacheOptions } from './page-cache.ts'
import { openTrialSite, type TrialPage, type TrialSite, until } from './page-cache-trial.ts'

describe('the page cache', () => {
  let site: TrialSite | undefined
  let edition = 1

  const notices: TrialPage = async (slug) => ({
    text: `<p>${slug}, edition ${edition}</p>`,
    tags: [`column:${slug}`],
  })

  async function open(
    page: TrialPage = notices,
    options: Partial<PageCacheOptions> = {},
  ): Promise<TrialSite> {
    edition = 1
    site = await openTrialSite(page, options)
    return site
  }

  afterEach(async () => {
    await site?.close()
    site = undefined
  })

  test('a page is rendered once and then answered with the same bytes and headers', async () => {
    const security = { 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' }
    const { ask, rendered, cache } = await open(async (slug) => ({
      ...(await notices(slug)),
      headers: security,
    }))
    const first = await ask('/columns/notices')
    const second = await ask('/columns/notices')

    assert.equal(rendered(), 1)
    assert.equal(second.text, '<p>notices, edition 1</p>')
    for (const name of [
      'content-type',
      'content-length',
      'etag',
      'vary',
      'cache-control',
      ...Object.keys(security),
    ])
      assert.equal(second.headers[name], first.headers[name], name)
    assert.equal(second.headers['cache-control'], 'public, max-age=0, must-revalidate')
    assert.equal(second.headers.vary, 'Cookie, Accept, Accept-Encoding')
    const { hits, misses, stored } = cache.metrics()
    assert.deepEqual({ hits, misses, stored }, { hits: 1, misses: 1, stored: 1 })
  })

  test('a change shows at once on the pages made from it, and on no other', async () => {
    const { ask, rendered, cache } = await open()
    await ask('/columns/notices')
    await ask('/columns/lists')
    edition = 2
    cache.drop(['column:notices', 'column:unknown'])

    assert.equal((await ask('/columns/notices')).text, '<p>notices, edition 2</p>')
    assert.equal((await ask('/columns/lists')).text, '<p>lists, edition 1</p>')
    assert.equal(rendered(), 3)
    assert.equal(cache.metrics().dropped, 1)
  })

  test('the tag of a site reaches every page of it', async () => {
    const { ask, cache } = await open()
    await ask('/columns/notices')
    cache.drop(['site:2'])
    assert.equal(cache.metrics().entries, 1)
    cache.drop(['site:1'])
    assert.equal(cache.metrics().entries, 0)
  })

  test('a page whose rendering began before the change is answered and never kept', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask, rendered, cache } = await open(async (slug) => {
      const page = await notices(slug)
      await gate.promise
      return page
    })
    const early = ask('/columns/notices')
    await until(() => rendered() === 1)
    edition = 2
    cache.drop(['column:notices'])
    gate.resolve()

    assert.equal((await early).text, '<p>notices, edition 1</p>')
    assert.equal((await ask('/columns/notices')).text, '<p>notices, edition 2</p>')
    assert.equal((await ask('/columns/notices')).text, '<p>notices, edition 2</p>')
    assert.equal(rendered(), 2)
  })

  test('an unrelated change does not keep a page from being stored', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask, rendered, cache } = await open(async (slug) => {
      await gate.promise
      return notices(slug)
    })
    const early = ask('/columns/notices')
    await until(() => rendered() === 1)
    cache.drop(['column:lists'])
    gate.resolve()
    await early
    assert.equal(cache.metrics().stored, 1)
  })

  test('many who ask at once cause one rendering', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask, rendered, cache } = await open(async (slug) => {
      await gate.promise
      return notices(slug)
    })
    const answers = Array.from({ length: 20 }, () => ask('/columns/notices'))
    await until(() => cache.metrics().misses === 20)
    gate.resolve()

    const texts = new Set((await Promise.all(answers)).map((answer) => answer.text))
    assert.deepEqual([...texts], ['<p>notices, edition 1</p>'])
    assert.equal(rendered(), 1)
  })

  test('whoever waits for a rendering that a change made old gets a new one', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask, cache } = await open(async (slug) => {
      const page = await notices(slug)
      await gate.promise
      return page
    })
    const early = ask('/columns/notices')
    await until(() => cache.metrics().misses === 1)
    edition = 2
    cache.drop(['column:notices'])
    const late = ask('/columns/notices')
    await until(() => cache.metrics().misses === 2)
    gate.resolve()
    assert.equal((await early).text, '<p>notices, edition 1</p>')
    assert.equal((await late).text, '<p>notices, edition 2</p>')
  })

  test('nobody waits long for the rendering of another', async () => {
    const gate = Promise.withResolvers<void>()
    let isFirst = true
    const slowOnce: TrialPage = async (slug) => {
      const mustWait = isFirst
      isFirst = false
      if (mustWait) await gate.promise
      return notices(slug)
    }
    const { ask, rendered, cache } = await open(slowOnce, { patienceMs: 5 })
    const first = ask('/columns/notices')
    await until(() => cache.metrics().misses === 1)
    assert.equal((await ask('/columns/notices')).text, '<p>notices, edition 1</p>')
    gate.resolve()
    await first
    assert.equal(rendered(), 2)
  })

  test('a failed rendering is not kept, and those who waited try themselves', async () => {
    const gate = Promise.withResolvers<void>()
    let attempts = 0
    const { ask, cache } = await open(async (slug) => {
      attempts += 1
      if (attempts > 1) return notices(slug)
      await gate.promise
      throw new Error('the table is locked')
    })
    const first = ask('/columns/notices')
    await until(() => cache.metrics().misses === 1)
    const second = ask('/columns/notices')
    await until(() => cache.metrics().misses === 2)
    gate.resolve()
    assert.equal((await first).status, 500)
    assert.equal((await second).status, 200)
  })

  test('tracking parameters and their order make no other page', async () => {
    const { ask, rendered } = await open()
    await ask('/columns/notices?page=2&lang=en')
    await ask('/columns/notices?from=wechat&lang=en&page=2&utm_source=x')
    assert.equal(rendered(), 1)
    await ask('/columns/notices?page=3&lang=en')
    assert.equal(rendered(), 2)
  })

  test('a reader in large print never gets the page of another', async () => {
    const { ask, rendered } = await open()
    await ask('/columns/notices')
    await ask('/columns/notices', { cookie: 'view=zh-CN.large' })
    assert.equal(rendered(), 2)
    await ask('/columns/notices', { cookie: 'seen=1; view=zh-CN.large' })
    await ask('/columns/notices', { cookie: 'seen=2' })
    assert.equal(rendered(), 2)
  })

  test('a signed-in reader passes by the cache, and leaves nothing in it', async () => {
    const { ask, rendered, cache } = await open()
    for (const headers of [{ cookie: 'view=x; session=abc' }, { authorization: 'Bearer abc' }]) {
      await ask('/columns/notices', headers)
      await ask('/columns/notices', headers)
    }
    assert.equal(rendered(), 4)
    assert.equal(cache.metrics().entries, 0)
    await ask('/columns/notices')
    await ask('/columns/notices', { cookie: 'session=abc' })
    assert.equal(rendered(), 6)
  })

  test('a borrowed host name reaches neither the pages of this site nor the memo', async () => {
    const { ask, rendered } = await open(notices, {
      siteOf: (host) => (host === 'one.test' ? 'one' : undefined),
    })
    await ask('/columns/notices', { host: 'one.test' })
    await ask('/columns/notices', { host: 'one.test', 'x-forwarded-host': 'one.test' })
    assert.equal(rendered(), 1)
    await ask('/columns/notices', { host: 'one.test', 'x-forwarded-host': 'two.test' })
    await ask('/columns/notices', { host: 'two.test' })
    await ask('/columns/notices', { host: 'two.test' })
    assert.equal(rendered(), 4)
  })

  test('a page with a cookie to set, a nonce, or marked private is never kept', async () => {
    const personal = {
      cookie: { 'set-cookie': 'seen=1' },
      nonce: { 'content-security-policy': "script-src 'nonce-r4nd0m'" },
      private: { 'cache-control': 'private, max-age=60' },
      origin: { vary: 'Origin' },
    }
    const { ask, rendered, cache } = await open(async (slug) => {
      return {
        ...(await notices(slug)),
        headers: personal[slug as keyof typeof personal] as Record<string, string>,
      }
    })
    for (const slug of Object.keys(personal)) {
      await ask(`/columns/${slug}`)
      await ask(`/columns/${slug}`)
    }
    assert.equal(rendered(), 8)
    assert.equal(cache.metrics().refused, 8)
  })

  test('memory stays within its bound, and pages that are read outlive pages that are not', async () => {
    const wide: TrialPage = async (slug) => ({ text: slug.padEnd(20_000, '.'), tags: [] })
    const { ask, rendered, cache } = await open(wide, { maxBytes: 200_000 })
    await ask('/columns/home')
    for (let at = 0; at < 40; at++) {
      await ask(`/columns/rare-${at}`)
      await ask('/columns/home')
      assert.ok(cache.metrics().bytes <= 200_000)
    }
    assert.equal(rendered(), 41)
    assert.ok(cache.metrics().entries >= 6)
  })

  test('a page is asked for anew when its time is over', async () => {
    let now = 1_000
    const { ask, rendered } = await open(notices, { now: () => now, keptForMs: 60_000 })
    await ask('/columns/notices')
    now += 59_999
    await ask('/columns/notices')
    assert.equal(rendered(), 1)
    now += 1
    await ask('/columns/notices')
    assert.equal(rendered(), 2)
  })

  test('while changes cannot be heard nothing is stored or answered, unless old pages are better than none', async () => {
    const { ask, rendered, cache } = await open()
    await ask('/columns/notices')
    await ask('/columns/lists')
    cache.suspend()
    await ask('/columns/notices')
    assert.equal(rendered(), 3)
    cache.drop(['column:lists'])

    cache.allowStale()
    await ask('/columns/notices')
    assert.equal(rendered(), 3)
    await ask('/columns/lists')
    assert.equal(rendered(), 4, 'what was dropped by name stays gone')

    cache.forbidStale()
    cache.resume()
    assert.equal(cache.metrics().entries, 0)
    await ask('/columns/notices')
    await ask('/columns/notices')
    assert.equal(rendered(), 5)
  })

  test('a rendering that began while changes went unheard is not stored after', async () => {
    const gate = Promise.withResolvers<void>()
    const { ask, rendered, cache } = await open(async (slug) => {
      await gate.promise
      return notices(slug)
    })
    const early = ask('/columns/notices')
    await until(() => rendered() === 1)
    cache.suspend()
    cache.resume()
    gate.resolve()
    await early
    assert.equal(cache.metrics().stored, 0)
  })

  test('addresses that were not declared, and other methods, go to the app', async () => {
    const { ask, cache } = await open()
    assert.equal((await ask('/columns')).status, 404)
    assert.equal((await ask('/columns/notices', {}, 'POST')).status, 404)
    assert.equal(cache.metrics().passed, 2)
  })
})
