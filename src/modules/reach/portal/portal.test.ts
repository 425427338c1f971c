import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Id } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import {
  columnId,
  concludeSecrecy,
  draftPublication,
  releaseRevision,
  reviewRevision,
  submitRevision,
} from '#modules/foundation/publications'
import type { Act } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'

describe('the portal', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    await publish(house, {
      kind: 'article',
      column: 'news/departments',
      title: '溪东片区计划停水，涉及 23 个小区',
    })
    await publish(house, {
      kind: 'document',
      column: 'policies/documents',
      title: '云溪市食品小作坊登记管理办法',
    })
  })
  after(() => house.leave())

  test('the home page opens with what was opened today', async () => {
    const page = await house.visitor().visit('/')
    assert.match(page.heading(), /^今天公开了\d+ 件事。$/)
    assert.ok(page.shows('2026年11月23日 周一'))
    assert.equal(page.root.querySelector('h1 a')?.getAttribute('href'), '/publications')
    assert.ok(page.root.querySelector('form[role="search"] label'))
  })

  test('on the next day it says which day was the last', async () => {
    const other = await openHouse()
    await publish(other, { kind: 'article', column: 'news/city', title: '昨天的一件事' })
    other.travelTo('2026-11-24T09:00:00+08:00')
    assert.match(
      (await other.visitor().visit('/')).heading(),
      /^最近一次是2026年11月23日， 公开了\d+ 件事。$/,
    )
    await other.leave()
  })

  test('the newest of each kind stand on the home page, each once', async () => {
    const page = await house.visitor().visit('/')
    assert.ok(page.headings().includes('要闻'))
    assert.ok(page.headings().includes('最新文件'))
    for (const title of ['溪东片区计划停水，涉及 23 个小区', '云溪市食品小作坊登记管理办法']) {
      assert.equal(
        page.links('main a[href^="/publications/"]').filter(({ text }) => text === title).length,
        1,
        title,
      )
    }
    assert.ok(page.links('.band a').length > 3)
  })

  test('the menu holds the columns of the site', async () => {
    const page = await house.visitor().visit('/columns/news')
    const menu = page.links('.site-nav a').map(({ text }) => text)
    for (const name of ['要闻', '政策', '决策', '执行', '管理', '服务', '结果'])
      assert.ok(menu.includes(name), name)
    assert.equal(page.root.querySelector('.site-nav a[aria-current]')?.textContent, '要闻')
  })

  test('the site map has every column', async () => {
    const page = await house.visitor().visit('/site-map')
    assert.equal(page.link('政策文件'), '/columns/policies/documents')
    assert.equal(page.link('全部公开内容'), '/publications')
  })

  test('a reader sets size and colours without an account, keeps them, and comes back to the page', async () => {
    const visitor = house.visitor()
    await visitor.visit('/settings?back=/columns/news?year=2026')
    const page = await visitor.submit('保存并回到刚才的页面', {
      字号: 'larger',
      对比度: 'high',
      明暗: 'dark',
    })
    assert.equal(page.path, '/columns/news?year=2026')
    const root = () => visitor.page.root.querySelector('html')!
    assert.deepEqual(
      ['data-size', 'data-contrast', 'data-theme'].map((name) => root().getAttribute(name)),
      ['larger', 'high', 'dark'],
    )
    await visitor.visit('/')
    assert.equal(root().getAttribute('data-size'), 'larger')
    await visitor.submit('长者版')
    assert.ok(root().hasAttribute('data-simple'))
    assert.equal(root().getAttribute('data-contrast'), 'high')
  })

  test('the cookie is normal in form, lasts a year, and what means nothing changes nothing', async () => {
    const answer = await house
      .visitor()
      .post('/settings', { size: 'huge', theme: 'dark', simple: '7', back: '/' })
    const cookie = answer.cookies.find(({ name }) => name === 'view')
    assert.equal(cookie?.value, 'zh-CN.normal.normal.dark.0')
    assert.deepEqual([cookie?.maxAge, cookie?.sameSite, cookie?.path], [365 * 24 * 3600, 'Lax', '/'])
  })

  test('nobody is sent to another site', async () => {
    for (const back of [
      '//evil.example',
      'https://evil.example/',
      '/\\evil.example',
      'javascript:alert(1)',
      '',
    ]) {
      const answer = await house.visitor().post('/settings', { size: 'large', back })
      assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/'], back)
    }
  })

  test('a language in the address gives way to the one just chosen', async () => {
    const answer = await house
      .visitor()
      .post('/settings', { language: 'zh-CN', back: '/columns/news?lang=en&year=2026' })
    assert.equal(answer.headers.location, '/columns/news?year=2026')
    const page = await house.visitor().visit('/columns/news?lang=en')
    assert.equal(page.heading(), 'News')
  })

  test('crawlers find rules, map and search', async () => {
    const visitor = house.visitor()
    assert.match(
      (await visitor.get('/robots.txt')).body,
      /^User-agent: \*\nDisallow: \/desk\n[\s\S]*Sitemap: http:\/\/www\.yunxi\.example\/sitemap\.xml\n$/,
    )
    const index = (await visitor.get('/sitemap.xml')).body
    const places = [...index.matchAll(/<loc>http:\/\/www\.yunxi\.example([^<]+)<\/loc>/g)].map(
      (match) => match[1]!,
    )
    assert.equal(places[0], '/sitemaps/columns.xml')
    assert.match(
      (await visitor.get(places[0]!)).body,
      /<loc>http:\/\/www\.yunxi\.example\/columns\/policies\/documents<\/loc>/,
    )
    const page = (await visitor.get(places[1]!)).body
    assert.match(page, /<url><loc>http:\/\/www\.yunxi\.example\/publications\/[0-9a-z]{26}<\/loc><lastmod>20/)
    assert.match(
      (await visitor.get('/opensearch.xml')).body,
      /template="http:\/\/www\.yunxi\.example\/search\?q=\{searchTerms\}"/,
    )
    assert.equal((await visitor.get('/manifest.webmanifest')).json().start_url, '/')
  })

  test('whoever finds a hole finds whom to tell, for half a year', async () => {
    const { body } = await house.visitor().get('/.well-known/security.txt')
    assert.match(body, /^Contact: tel:\+86-999-000-0104\nExpires: 2027-05-22T/)
  })

  test('feeds of all modules stand at their addresses', async () => {
    const visitor = house.visitor()
    const feed = await visitor.get('/feeds/newest.atom')
    assert.match(feed.body, /<title>溪东片区计划停水，涉及 23 个小区<\/title>/)
    assert.equal((await visitor.get('/feeds/none.atom')).statusCode, 404)
  })

  test('a site reached by path links within itself', async () => {
    const page = await house.visitor().visit('/sites/yunxi/columns/news')
    assert.equal(page.status, 200)
    assert.ok(
      page
        .links('a[href]')
        .filter(({ href }) => href.startsWith('/') && !href.startsWith('/sites/yunxi'))
        .every(({ href }) => href.startsWith('/assets/')),
    )
  })
})

type Text = { kind: 'article' | 'document'; column: string; title: string }

/** Through the same commands as people, with as many hands as the law wants. */
async function publish({ world, now }: TestHouse, { kind, column, title }: Text): Promise<Id> {
  const { house } = world
  const by = <T>(person: string, command: (act: Act) => Promise<T>) =>
    stagehandsOf(world).perform(
      circumstancesOf(FIRST_SITE, { kind: 'person', id: person, unit: '*', may: () => true }, now()),
      command,
    )
  const none = {
    subject_category: null,
    document_number: null,
    signed_on: null,
    effective_on: null,
    expires_on: null,
  }
  const body = '<p>正文。</p>' as SanitisedHtml
  const content = {
    title,
    summary: '',
    text: '正文。',
    format: 'plain',
    source: null,
    editor: null,
    keywords: '',
    ...none,
    body,
    validity: null,
  }
  const open = {
    disclosure_attribute: 'proactive',
    disclosure_reason: null,
    legal_basis: null,
    stage: null,
    statutory_category: null,
  } as const
  const { publication, revision } = await by('author', (act) =>
    draftPublication(act, house, {
      kind,
      organisation: ORGANISATIONS.A03.id,
      columns: [columnId(column)],
      content,
      ...open,
    }),
  )
  await by('author', (act) => submitRevision(act, house, revision))
  const content_hash = await by('author', async ({ tx }) => {
    const row = await tx
      .selectFrom('publications.revision')
      .select('content_hash')
      .where('id', '=', revision)
      .executeTakeFirstOrThrow()
    return row.content_hash
  })
  for (const reviewer of ['one', 'two', 'three']) {
    await by(reviewer, (act) =>
      reviewRevision(act, revision, { conclusion: 'passed', reason: '', content_hash }),
    )
  }
  await by('secrecy', (act) =>
    concludeSecrecy(act, revision, { conclusion: 'open', reason: '', content_hash }),
  )
  await by('publisher', (act) => releaseRevision(act, house, revision, { content_hash }))
  return publication
}
