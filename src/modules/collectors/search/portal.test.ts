import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { CALENDAR } from '#kernel/calendar-data'
import { addressOf } from '#kernel/ids'
import { readModes, VIEW_COOKIE, writeModes } from '#kernel/view-modes'
import { type Connection, connect } from '#platform/database'
import { fileAddresses } from '#platform/files/file-addresses'
import { houseOf, searchJob } from '#platform/house'
import { mountSurfaces } from '#platform/http/mount'
import { createPageCache } from '#platform/http/page-cache'
import { createServer } from '#platform/http/server'
import { PLATFORM_MESSAGES } from '#platform/messages'
import { defineModule } from '#platform/module'
import { siteDirectory } from '#platform/sites'
import type { World } from '#platform/world'
import { type TestDatabase, testDatabase } from '#test/database'
import { Visitor } from '#test/visitor'
import { uiMessages } from '#ui'
import { search } from './index.ts'
import { searchTasks } from './indexing.ts'
import { idOf, placeSite, SITE, shelf } from './shelf.ts'

describe('the search page', () => {
  let database: TestDatabase
  let connection: Connection
  let server: FastifyInstance
  let now = new Date('2026-11-23T09:30:00+08:00')
  const papers = shelf('paper')

  before(async () => {
    database = await testDatabase()
    await placeSite(database.ownerUrl)
    connection = connect(database.appUrl)
    const world = worldOf(connection)
    server = await createServer({
      ...{ world, publicUrl: 'http://www.yunxi.example', trustedProxies: ['127.0.0.1'] },
      identify: async () => undefined,
      identifyToken: async () => undefined,
      assets: { address: (name) => `/assets/${name}`, serve: () => {} },
      cache: createPageCache({
        ...{ maxBytes: 1_000_000, now: () => now.getTime(), siteOf: () => 'yunxi', sessionCookies: [] },
        variantOf: (cookies) =>
          writeModes(readModes(cookies?.match(new RegExp(`${VIEW_COOKIE}=([^;]*)`))?.[1])),
      }),
    })
    await mountSurfaces(server, world)
    await server.ready()
    await fillShelf(world)
  })

  after(async () => {
    await server.close()
    await connection.close()
    await database.drop()
  })

  function worldOf({ db }: Connection): World {
    const modules = [defineModule({ name: 'test/shelf', uses: [], searchable: [papers.searchable] }), search]
    return {
      ...{
        db,
        publicUrl: 'http://www.yunxi.example',
        clock: () => now,
        logger: pino({ level: 'silent' }),
        drop: () => {},
        vault: undefined as never,
        files: {
          store: undefined as never,
          addresses: fileAddresses('http://files.yunxi.example', 'secret'),
        },
      },
      house: houseOf(modules, [PLATFORM_MESSAGES, uiMessages], (text) => text),
      sites: siteDirectory(db, () => now),
      calendar: async () => CALENDAR,
    }
  }

  async function fillShelf(world: World) {
    papers.put(idOf(1), [
      {
        title: '云溪市公共汽车线网优化方案',
        document_number: '溪政办发〔2026〕31号',
        columns: ['policies'],
        text: '<b>微循环</b>线路',
        published_at: new Date('2026-08-14T09:00:00+08:00'),
      },
      {
        title: '云溪市公共汽车线网优化方案（旧）',
        current: false,
        validity: 'repealed',
        columns: ['policies'],
      },
    ])
    for (let at = 2; at < 30; at++)
      papers.put(idOf(at), [
        { title: `线网调整公告第${at}号`, kind: 'article', columns: ['news'], validity: null },
      ])
    papers.put(idOf(30), [{ title: '停车管理办法', validity: 'amended' }])
    const index = searchTasks(world)[searchJob('paper')]!
    for (let at = 1; at <= 30; at++) await index({ v: 1, site: SITE, subject: idOf(at) })
  }

  const visitor = (language?: string) =>
    new Visitor(server, new Map(language ? [[VIEW_COOKIE, `${language}.normal.normal.auto.0`]] : []))
  const json = async (path: string) => {
    const answer = await visitor().get(path)
    return { status: answer.statusCode, body: answer.json() }
  }

  test('shows what was found, marked, with its number, publisher and validity', async () => {
    const page = await visitor().visit(`/search?q=${encodeURIComponent('公共汽车线网')}`)
    assert.equal(page.status, 200)
    assert.match(page.text, /找到 1 条/)
    assert.match(page.text, /溪政办发〔2026〕31号/)
    assert.match(page.text, /云溪市人民政府办公室/)
    assert.match(page.text, /有效/)
    assert.ok(page.root.querySelectorAll('mark').length > 0)
    assert.match(page.body, /&lt;b>微循环|&lt;b&gt;微循环/)
    assert.equal(
      page.headers['cache-control'] === undefined ||
        !String(page.headers['cache-control']).includes('public'),
      true,
    )
  })

  test('keeps what was typed in the box, and any markup in it as text', async () => {
    const page = await visitor().visit(`/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`)
    assert.equal(page.status, 200)
    assert.ok(!page.body.includes('<script>alert'))
  })

  test('finds old versions only where they are asked for', async () => {
    assert.equal((await json('/search.json?q=公共汽车')).body.count, 1)
    const { body } = await json('/search.json?q=公共汽车&older=1')
    assert.deepEqual(
      body.hits.map(({ current }: { current: boolean }) => current),
      [true, false],
    )
  })

  test('leads on page by page, and back to the start', async () => {
    const first = await visitor().visit('/search?q=线网')
    const next = first.root.querySelector('a[rel=next]')?.getAttribute('href')
    assert.ok(next)
    const second = await visitor().visit(next.replaceAll('&amp;', '&'))
    assert.equal(second.status, 200)
    const titlesOf = (page: typeof first) =>
      page.root.querySelectorAll('h2.row-title a').map((link) => link.getAttribute('href'))
    assert.equal(titlesOf(first).length, 20)
    assert.equal(titlesOf(second).length, 9)
    assert.equal(new Set([...titlesOf(first), ...titlesOf(second)]).size, 29)
    assert.ok(second.root.querySelector('a[rel=prev]'))
  })

  test('offers to narrow, and shows what is narrowed', async () => {
    const page = await visitor().visit('/search?q=线网&kind=document')
    assert.match(page.text, /找到 1 条/)
    assert.equal(page.root.querySelectorAll('a.chip').length, 2)
    assert.equal((await json('/search.json?q=线网&column=news&order=date')).body.count, 28)
  })

  test('marks a document that was amended as in force and as amended', async () => {
    const page = await visitor().visit('/search?q=停车')
    assert.deepEqual(
      page.root.querySelectorAll('.result-kind .tag').map((tag) => tag.text.trim()),
      ['有效', '已修改'],
    )
  })

  test('says what to try where nothing is found, and names what is near', async () => {
    const page = await visitor().visit(`/search?q=${encodeURIComponent('丝绸瓷器')}`)
    assert.equal(page.status, 200)
    assert.match(page.text, /没有找到“丝绸瓷器”/)
    assert.match(page.text, /少写几个词/)
    const near = await visitor().visit(`/search?q=${encodeURIComponent('公共汽车线往优化方案')}`)
    assert.match(near.text, /标题相近的/)
    assert.match(near.text, /云溪市公共汽车线网优化方案/)
  })

  test('shows the newest where nothing was typed', async () => {
    const page = await visitor().visit('/search')
    assert.match(page.text, /公开内容 30 条/)
    assert.equal(page.root.querySelectorAll('h2.row-title').length, 20)
  })

  test('ignores parameters that it does not know; the twin refuses them', async () => {
    assert.equal(
      (await visitor().visit('/search?q=线网&utm_source=mail&validity=odd&cursor=odd&publisher=1')).status,
      200,
    )
    for (const odd of [
      'utm_source=mail',
      'validity=odd',
      'cursor=odd',
      'cursor=WyJ4IiwiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAxIl0',
      'publisher=1',
      'year=next',
      'limit=1000',
      'column=..',
    ]) {
      const { status, body } = await json(`/search.json?q=线网&${odd}`)
      assert.equal(status, 400, odd)
      assert.match(body.code, /^list\./, odd)
    }
    assert.equal((await json(`/search.json?publisher=${addressOf(idOf(900))}`)).body.count, 30)
  })

  test('has a feed of the newest hits', async () => {
    const answer = await visitor().get('/search.atom?q=线网')
    assert.equal(answer.statusCode, 200)
    assert.match(String(answer.headers['content-type']), /atom/)
    assert.equal(answer.body.match(/<entry>/g)?.length, 20)
  })

  test('takes any text for a question', async () => {
    for (const typed of [`'`, '\\', ':*', '\0', '公'.repeat(10_000), '%', '𠮷', '〔2026〕', '" OR 1=1']) {
      for (const path of ['/search', '/search.json', '/search.atom']) {
        const headers = { 'x-forwarded-for': `10.0.${typed.length % 250}.1` }
        assert.equal(
          (await visitor().get(`${path}?q=${encodeURIComponent(typed)}`, headers)).statusCode,
          200,
          `${path} ${typed.slice(0, 9)}`,
        )
      }
    }
  })

  test('speaks English as well', async () => {
    const page = await visitor('en').visit('/search?q=线网')
    assert.match(page.text, /29 found/)
    assert.match(page.text, /Most relevant/)
    assert.doesNotMatch(page.text, /search\.[a-z]|ui\.[a-z]/)
  })

  test('asks whoever searches faster than a person to wait, and nobody else', async () => {
    const from = (address: string) =>
      visitor().get('/search.json?q=线网&limit=1', { 'x-forwarded-for': address })
    const statuses: number[] = []
    for (let at = 0; at < 61; at++) statuses.push((await from('2001:db8:1:2::1')).statusCode)
    assert.deepEqual([statuses.indexOf(429), statuses.at(-1)], [60, 429])
    const refused = await from('2001:db8:1:2:ffff::9')
    assert.equal(refused.statusCode, 429)
    assert.equal(refused.headers['retry-after'], '1')
    assert.match(refused.json().title, /太快/)
    assert.equal((await from('2001:db8:1:3::1')).statusCode, 200)
    now = new Date(now.getTime() + 1000)
    assert.equal((await from('2001:db8:1:2::1')).statusCode, 200)
  })
})
