import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'

describe('what a caller says its host is', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  test('stands in no page and no machine twin: pages are kept and shown to others', async () => {
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
})
