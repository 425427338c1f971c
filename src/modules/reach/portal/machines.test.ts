import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { addressOf } from '#kernel/ids'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { queriesOf } from '#test/queries'
import { releaseDocument } from '#test/releases'
import type { Page } from '#test/visitor'

const TITLE = '关于“7路”<延长>末班时间的通告 & 说明'

describe('what programs read of a site', () => {
  let house: TestHouse
  let document: string
  before(async () => {
    house = await openHouse()
    const { publication } = await releaseDocument(seedToolsOf(house.world), {
      title: TITLE,
      column: 'policies/documents',
    })
    document = `/publications/${addressOf(publication)}`
  })
  after(() => house.leave())

  const body = async (path: string) => (await house.visitor().get(path)).body
  const linked = (page: Page): Record<string, unknown>[] => {
    const text = page.root.querySelector('script[type="application/ld+json"]')?.textContent ?? ''
    return (JSON.parse(text) as { '@graph': Record<string, unknown>[] })['@graph']
  }
  const ofType = (page: Page, type: string) => linked(page).find((thing) => thing['@type'] === type)

  test('the same feed stands in three spellings, for the site and for each column', async () => {
    for (const base of ['/feeds/newest', '/publications', '/columns/policies/documents']) {
      const atom = parseAtomFeed(await body(`${base}.atom`))
      const rss = parseRssFeed(await body(`${base}.rss`))
      const json = parseJsonFeed(await body(`${base}.jsonfeed`))
      assert.equal(atom.entries?.[0]?.title?.value, TITLE, base)
      assert.equal(rss.items?.[0]?.title, TITLE, base)
      assert.equal(json.items?.[0]?.title, TITLE, base)
      assert.equal(rss.items?.length, atom.entries?.length)
      assert.equal(json.items?.length, atom.entries?.length)
      assert.equal(rss.items?.[0]?.link, `http://www.yunxi.example${document}`)
      assert.equal(json.items?.[0]?.url, rss.items?.[0]?.link)
      assert.equal(rss.items?.[0]?.guid?.value, atom.entries?.[0]?.id)
      assert.equal(json.feed_url, `http://www.yunxi.example${base}.jsonfeed`)
      assert.ok(rss.description && rss.language)
    }
    assert.equal((await house.visitor().get('/columns/news.rss?yaer=2026')).statusCode, 400)
  })

  test('pages say where their feeds, search and manifest are', async () => {
    const page = await house.visitor().visit('/columns/news')
    const types = page.root
      .querySelectorAll('link[rel="alternate"][type]')
      .map((one) => one.getAttribute('type'))
    for (const type of ['application/atom+xml', 'application/rss+xml', 'application/feed+json'])
      assert.ok(types.includes(type), type)
    assert.equal(page.root.querySelector('link[rel="search"]')?.getAttribute('href'), '/opensearch.xml')
    assert.equal(
      page.root.querySelector('link[rel="manifest"]')?.getAttribute('href'),
      '/manifest.webmanifest',
    )
  })

  test('every public page carries the tags that inspectors compare, and those of its kind', async () => {
    const tagsOf = (page: Page) =>
      new Map(
        page.root
          .querySelectorAll('meta[name]')
          .map((one) => [one.getAttribute('name'), one.getAttribute('content')]),
      )
    for (const path of [
      '/',
      '/columns/news',
      document,
      '/about',
      '/accessibility',
      '/site-map',
      '/organisations',
    ]) {
      const tags = tagsOf(await house.visitor().visit(path))
      assert.equal(tags.get('SiteName'), '云溪市人民政府', path)
      assert.equal(tags.get('SiteDomain'), 'www.yunxi.example', path)
      assert.equal(tags.get('SiteIDCode'), '9901000001', path)
      assert.ok(tags.get('description'), path)
    }
    const column = tagsOf(await house.visitor().visit('/columns/news'))
    for (const name of ['ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ColumnType'])
      assert.ok(column.get(name), name)
    const text = tagsOf(await house.visitor().visit(document))
    assert.equal(text.get('ArticleTitle'), TITLE)
    assert.match(text.get('PubDate') ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d$/)
    for (const name of ['ContentSource', 'ColumnName', 'ColumnType', 'Url']) assert.ok(text.get(name), name)
  })

  test('schema.org names the site, its search, each text and its place; no title ends the block', async () => {
    const home = await house.visitor().visit('/')
    assert.equal(ofType(home, 'GovernmentOrganization')?.name, '云溪市人民政府')
    const search = ofType(home, 'WebSite')?.potentialAction as { target: { urlTemplate: string } }
    assert.equal(search.target.urlTemplate, 'http://www.yunxi.example/search?q={search_term_string}')
    const page = await house.visitor().visit(document)
    assert.equal(ofType(page, 'Legislation')?.name, TITLE)
    const places = ofType(page, 'BreadcrumbList')?.itemListElement as { position: number; item: string }[]
    assert.deepEqual([places[0]?.item, places[1]?.position], ['http://www.yunxi.example/', 2])
    assert.doesNotMatch(page.root.querySelector('script[type="application/ld+json"]')?.innerHTML ?? '', /</)
    assert.equal(
      (await house.visitor().visit('/search?q=公交')).root.querySelector('[type="application/ld+json"]'),
      null,
    )
  })

  test('an article leads to the one before and after it in its column', async () => {
    const [first, second, third] = (await house.visitor().visit('/columns/news'))
      .links('main .rows a[href^="/publications/"]')
      .map(({ href }) => href)
    assert.ok(first && second && third)
    const page = await house.visitor().visit(second)
    const ways = page.links('.neighbours a').map(({ href }) => href)
    const own = page.links('.breadcrumb a').at(-1)!.href
    const list = (await house.visitor().visit(own))
      .links('main .rows a[href^="/publications/"]')
      .map(({ href }) => href)
    const at = list.indexOf(second)
    assert.deepEqual(ways, [list[at - 1], list[at + 1]].filter(Boolean))
  })

  test('the news of two days are a map of their own, without what was imported', async () => {
    assert.match(await body('/sitemap.xml'), /<loc>http:\/\/www\.yunxi\.example\/sitemaps\/news\.xml<\/loc>/)
    const news = await body('/sitemaps/news.xml')
    assert.match(news, /xmlns:news="http:\/\/www\.google\.com\/schemas\/sitemap-news\/0\.9"/)
    house.travelTo('2026-12-24T09:30:00+08:00')
    assert.doesNotMatch(await body('/sitemaps/news.xml'), /<url>/)
    house.travelTo('2026-11-23T09:30:00+08:00')
  })

  test('a device finds icons and the worker that keeps pages', async () => {
    const { icons } = JSON.parse(await body('/manifest.webmanifest')) as {
      icons: { src: string; purpose: string }[]
    }
    assert.ok(icons.some(({ purpose }) => purpose === 'maskable'))
    for (const { src } of icons) {
      const answer = await house.visitor().get(src)
      assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'image/png'], src)
    }
    for (const path of ['/service-worker.js', '/sites/yunxi/service-worker.js']) {
      const answer = await house.visitor().get(path)
      assert.deepEqual([answer.statusCode, answer.headers['cache-control']], [200, 'no-cache'], path)
      assert.match(String(answer.headers['content-type']), /javascript/)
    }
    assert.equal((await house.visitor().visit('/offline')).heading(), '现在没有网络')
  })

  test('an operator says who is told of holes', async () => {
    const visitor = await house.as('he.yan')
    await visitor.visit('/desk/portal/settings')
    await visitor.submit('保存', { '发现网站安全问题，找谁': 'security@yunxi.example' })
    assert.deepEqual(visitor.page.errors(), ['要以 mailto:、tel: 或 https:// 开头。'])
    await visitor.submit('保存', { '发现网站安全问题，找谁': 'mailto:security@yunxi.example' })
    assert.match(
      await body('/.well-known/security.txt'),
      /^Contact: mailto:security@yunxi\.example\nExpires: /,
    )
  })

  test('no page of the portal needs more than a few queries', async () => {
    for (const path of ['/', '/columns/news', '/site-map', '/about', '/2019/lost.html']) {
      const queries = await queriesOf(house, path)
      assert.ok(queries > 0 && queries <= 10, `${path}: ${queries}`)
    }
  })
})
