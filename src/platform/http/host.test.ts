import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'

describe('what a caller adds to its call', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  test('as host stands in no page and no machine twin: pages are kept and shown to others', async () => {
    for (const url of [
      '/',
      '/publications.json',
      '/publications.atom',
      '/publications.csv',
      '/sitemap.xml',
      '/robots.txt',
      '/feeds/newest.atom',
      '/opensearch.xml',
      '/search.atom?q=%E5%85%AC%E4%BA%A4',
    ]) {
      const answer = await house.server.inject({
        url,
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
      })
      assert.equal(answer.statusCode, 200, url)
      assert.doesNotMatch(answer.body, /evil\.example/, url)
    }
  })

  test('to the address stands in no canonical address, and neither does the language', async () => {
    const answer = await house.server.inject({ url: '/columns/news?utm_source=mail&lang=en&year=2026' })
    assert.match(answer.body, /rel="canonical" href="[^"]*\/columns\/news\?year=2026"/)
    assert.match(answer.body, /hreflang="en" href="[^"]*\/columns\/news\?year=2026&amp;lang=en"/)
    assert.doesNotMatch(answer.body, /utm_source/)
  })
})
