import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { addressOf } from '#kernel/ids'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { draftDocument } from '#test/releases'

const HOST = { host: 'www.yunxi.example', accept: 'text/html' }
const FORM = { ...HOST, 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

describe('how often one address may ask', () => {
  let house: TestHouse
  let begun = ''
  before(async () => {
    house = await openHouse()
    const form = await house.server.inject({ url: '/report?page=/', headers: HOST })
    begun = /name="begun" value="([^"]+)"/.exec(form.body)?.[1] ?? ''
    // Nobody describes an error in three seconds: the form says so, and a form sent in haste counts for nothing.
    house.travelTo(new Date(house.now().getTime() + 10_000))
  })
  after(() => house.leave())

  const LIMITED: readonly [string, number, InjectOptions][] = [
    ['search', 200, { url: '/search?q=%E5%85%AC%E4%BA%A4', headers: HOST }],
    ['the twin of search', 200, { url: '/search.json?q=%E5%85%AC%E4%BA%A4', headers: HOST }],
    ['suggestions', 600, { url: '/search/suggestions.json?q=g', headers: HOST }],
    ['the API', 700, { url: '/api/v1/columns', headers: HOST }],
    [
      'reports of errors',
      40,
      {
        url: '/report',
        method: 'POST',
        headers: FORM,
        payload: 'page=%2F&kind=spelling&words=%E9%94%99%E5%AD%97%E9%94%99%E5%AD%97&begun=BEGUN',
      },
    ],
    [
      'whether a page was useful',
      60,
      { url: '/useful', method: 'POST', headers: FORM, payload: 'page=%2F&useful=yes' },
    ],
    [
      'subscriptions',
      40,
      { url: '/notifications', method: 'POST', headers: FORM, payload: 'email=a%40b.example' },
    ],
    [
      'signing in',
      40,
      {
        url: '/desk/sign-in',
        method: 'POST',
        headers: FORM,
        payload: 'login=lin.xiaoting%40yunxi.example&password=wrong&code=000000',
      },
    ],
  ]
  for (const [words, most, call] of LIMITED) {
    test(`${words}: 429 with Retry-After, and a forwarded address that the caller made up changes nothing`, async () => {
      const payload = call.payload && String(call.payload).replace('BEGUN', encodeURIComponent(begun))
      for (let at = 0; at < most; at++) {
        const spoofed = {
          'x-forwarded-for': `203.0.113.${at % 250}`,
          forwarded: `for=198.51.100.${at % 250}`,
          'x-real-ip': `192.0.2.${at % 250}`,
        }
        const answer = await house.server.inject({
          ...call,
          ...(payload && { payload }),
          headers: { ...call.headers, ...spoofed },
          remoteAddress: '192.0.2.77',
        })
        assert.ok(answer.statusCode < 500, answer.body.slice(0, 200))
        if (answer.statusCode !== 429) continue
        assert.ok(Number(answer.headers['retry-after']) > 0, 'Retry-After')
        const elsewhere = await house.server.inject({ ...call, remoteAddress: '198.51.100.9' })
        if (words !== 'signing in')
          assert.notEqual(elsewhere.statusCode, 429, 'another address is not held back')
        return
      }
      assert.fail(`${most} calls and no end`)
    })
  }
})

describe('what a stranger learns by asking', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  let sent = 0
  async function ask(call: InjectOptions): Promise<string> {
    sent++
    const answer = await house.server.inject({ ...call, remoteAddress: `198.51.100.${sent}` })
    const { date: _, 'content-length': __, ...headers } = answer.headers
    return JSON.stringify([
      answer.statusCode,
      headers,
      answer.body.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID'),
    ])
  }

  test('a text that is not public looks like one that never was, to readers and programs', async () => {
    const { publication, revision } = await draftDocument(seedToolsOf(house.world), {
      title: '尚未公开的通告',
    })
    const never = '01m830cde0e059bf1fv9cx52zz'
    for (const id of [publication, revision].map(addressOf)) {
      for (const path of [
        '/publications/:id',
        '/publications/:id.json',
        '/publications/:id/history',
        '/publications/:id/revisions/1',
      ]) {
        for (const prefix of ['', '/api/v1'].slice(0, path.includes('.json') ? 1 : 2)) {
          const url = prefix + path
          const [known, unknown] = [
            await ask({ url: url.replace(':id', id), headers: HOST }),
            await ask({ url: url.replace(':id', never), headers: HOST }),
          ]
          assert.equal(known.replaceAll(id, 'ID'), unknown.replaceAll(never, 'ID'), url)
        }
      }
    }
  })

  test('whether an address is subscribed is told to its mailbox alone', async () => {
    const subscribe = (email: string) =>
      ask({
        url: '/notifications/manage',
        method: 'POST',
        headers: FORM,
        payload: new URLSearchParams({ email }).toString(),
      })
    const { rows } = await house.connection.pool.query(
      'select count(*)::int as n from notifications.subscriber',
    )
    assert.ok(rows[0].n > 0)
    const once = await subscribe('ren.he@mail.example')
    const again = await subscribe('bie.ren@mail.example')
    assert.equal(once.replaceAll('ren.he', 'X'), again.replaceAll('bie.ren', 'X'))
  })

  test('names at the door: who exists, who is disabled and who does not get the same answer', async () => {
    const enter = (login: string) =>
      ask({
        url: '/desk/sign-in',
        method: 'POST',
        headers: FORM,
        payload: new URLSearchParams({ login, password: 'wrong password', code: '000000' }).toString(),
      })
    const [known, withoutRole, nobody] = [
      await enter('lin.xiaoting@yunxi.example'),
      await enter('qin.muye@yunxi.example'),
      await enter('nobody.here@yunxi.example'),
    ]
    const plain = (text: string, login: string) => text.replaceAll(login, 'X')
    assert.equal(plain(known, 'lin.xiaoting'), plain(nobody, 'nobody.here'))
    assert.equal(plain(withoutRole, 'qin.muye'), plain(nobody, 'nobody.here'))
  })
})
