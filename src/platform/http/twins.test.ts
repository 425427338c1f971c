import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { createAddressBook } from './page-cache-key.ts'
import { prefersTwin } from './twins.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

describe('a page asked for in another form', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const target = async (path: string, accept: string) => {
    const answer = await house.visitor().get(path, { accept })
    return answer.statusCode === 303 ? answer.headers.location : answer.statusCode
  }

  test('leads a program to the twin that it takes', async () => {
    assert.equal(await target('/publications', 'application/json'), '/publications.json')
    assert.equal(await target('/publications?year=2026', 'text/csv'), '/publications.csv?year=2026')
    assert.equal(await target('/columns/news', 'application/atom+xml'), '/columns/news.atom')
    assert.equal(await target('/organisations', 'application/json'), '/organisations.json')
    const { json } = await house.visitor().get('/publications.json')
    const [first] = json().publications
    assert.equal(await target(first.address, 'application/json'), `${first.address}.json`)
    assert.equal(
      await target(`/sites/yunxi${first.address}`, 'application/json'),
      `/sites/yunxi${first.address}.json`,
    )
  })

  test('and to the one that it likes best', async () => {
    assert.equal(await target('/publications', 'text/csv;q=0.5, application/json'), '/publications.json')
    assert.equal(await target('/publications', 'application/json;q=0, text/csv'), '/publications.csv')
  })

  test('stays the page for browsers, for whoever takes anything, and where there is no twin', async () => {
    assert.equal(await target('/publications', BROWSER), 200)
    assert.equal(await target('/publications', '*/*'), 200)
    assert.equal(await target('/settings', 'application/json'), 200)
  })

  test('never comes from what is kept for browsers', () => {
    assert.equal(prefersTwin('/publications', 'application/json'), true)
    assert.equal(prefersTwin('/publications', BROWSER), false)
    assert.equal(prefersTwin('/publications.json', 'application/json'), false)
    assert.equal(prefersTwin('/api/v1/publications', 'application/json'), false)
    const kept = createAddressBook({ siteOf: () => 'yunxi', variantOf: () => '', sessionCookies: [] })
    kept.declare('/publications', { params: [] })
    const asked = (accept: string) =>
      kept.find({ url: '/publications', headers: { host: 'www.yunxi.example', accept } })
    assert.ok(asked(BROWSER))
    assert.equal(asked('application/json'), undefined)
  })
})
