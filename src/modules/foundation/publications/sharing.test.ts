import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf, type Id } from '#kernel/ids'
import { STAFF_OF_BUREAU } from '#modules/foundation/accounts'
import type { Act, Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { BUREAU_SITE, signInAtBureau } from '#test/bureau'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument, withdraw } from '#test/releases'
import { endSharing, sharePublication } from './commands/sharing.ts'
import { restorePublication } from './commands/standing.ts'

const AT = '/sites/jtj'

describe('a publication of the city on the site of the bureau', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const tools = () => seedToolsOf(house.world)
  const atBureau = <T>(command: (act: Act) => Promise<T>, may: Actor['may'] = () => true) =>
    tools().performAs(
      BUREAU_SITE,
      { actor: { kind: 'person', id: STAFF_OF_BUREAU.P13.id, unit: '*', may }, at: house.now() },
      command,
    )
  const columnOf = async (slug: string) => {
    const row = await house.world.db
      .selectFrom('publications.column')
      .select('id')
      .where('site_id', '=', BUREAU_SITE)
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow()
    return row.id
  }
  const share = async (publication: Id, slug = 'news') => {
    const columns = [await columnOf(slug)]
    await atBureau((act) => sharePublication(act, { publication, columns }))
  }
  const released = async (title: string) => {
    const { publication } = await releaseDocument(tools(), { title })
    return { publication, path: `/publications/${addressOf(publication)}` }
  }
  const read = (path: string) => house.visitor().visit(path)
  const json = async (path: string) => (await house.visitor().get(path)).json() as Record<string, unknown>

  test('stands in its lists, feeds, home page and site map with its source, and has the words of the city', async () => {
    const { publication, path } = await released('关于元旦公交运营安排的通告')
    assert.equal((await read(AT + path)).status, 404)
    await share(publication)
    const list = await read(`${AT}/columns/news`)
    assert.ok(list.shows(/关于元旦公交运营安排的通告/))
    assert.ok(list.shows('来源：云溪市人民政府'))
    for (const twin of ['/columns/news.atom', '/feeds/newest.atom', '/publications.csv'])
      assert.match((await house.visitor().get(AT + twin)).body, /关于元旦公交运营安排的通告/, twin)
    assert.ok((await read(`${AT}/`)).shows('关于元旦公交运营安排的通告'))
    const maps = (await house.visitor().get(`${AT}/sitemap.xml`)).body.match(
      /\/sitemaps\/[0-9a-z]{26}\.xml/g,
    )!
    const pages = await Promise.all(maps.map(async (map) => (await house.visitor().get(AT + map)).body))
    assert.ok(pages.join('').includes(`${AT}${path}`))

    const [theirs, ours] = [await read(AT + path), await read(path)]
    assert.equal(theirs.status, 200)
    const bodyOf = (page: typeof ours) => /<!--part:body-->([\s\S]*)<!--\/part-->/.exec(page.body)?.[1]
    assert.ok(bodyOf(ours))
    assert.equal(bodyOf(theirs), bodyOf(ours))
    assert.match(theirs.body, new RegExp(`rel="canonical" href="http://www.yunxi.example${path}"`))
    assert.match(theirs.body, /name="SiteName" content="云溪市交通运输局"/)
    assert.equal(theirs.link('看原文'), `http://www.yunxi.example${path}`)
  })

  test('says to programs where it comes from', async () => {
    const { publication, path } = await released('关于候车亭清洁的通告')
    await share(publication)
    const one = await json(`${AT}${path}.json`)
    assert.equal(one.shared_from, '云溪市人民政府')
    assert.equal((one.links as { original: string }).original, `http://www.yunxi.example${path}`)
    assert.equal((await json(`${path}.json`)).shared_from, null)
    const list = (await json(`${AT}/columns/news.json`)).publications as { id: string; shared_from: string }[]
    assert.equal(list.find(({ id }) => id === addressOf(publication))?.shared_from, '云溪市人民政府')
    const history = await json(`${AT}${path}/history.json`)
    assert.equal((history.revisions as unknown[]).length, 1)
  })

  test('says there what the city revises, in the same act, with its history', async () => {
    const { publication, path } = await released('关于站牌更换的通告')
    await share(publication)
    await releaseDocument(tools(), { title: '关于站牌更换和编号的通告', revises: publication })
    assert.ok((await read(`${AT}/columns/news`)).shows('关于站牌更换和编号的通告'))
    assert.equal((await read(AT + path)).heading(), '关于站牌更换和编号的通告')
    const history = await read(`${AT}${path}/history`)
    assert.equal(history.status, 200)
    assert.ok(history.shows('关于站牌更换的通告'))
    assert.equal((await read(`${AT}${path}/revisions/1`)).status, 200)
  })

  test('is gone there in the act in which the city withdraws it, and comes back with it', async () => {
    const { publication, path } = await released('关于夜班车试运行的通告')
    await share(publication)
    await withdraw(tools(), publication, '线路编号有误')
    assert.ok(!(await read(`${AT}/columns/news`)).shows('夜班车试运行'))
    const notice = await read(AT + path)
    assert.ok(notice.shows('线路编号有误'))
    assert.ok(!notice.shows('来源'))
    await tools().perform(FIRST_SITE, (act) => restorePublication(act, publication, '已更正'))
    assert.ok((await read(`${AT}/columns/news`)).shows('夜班车试运行'))
    assert.equal((await read(AT + path)).status, 200)
  })

  test('is found in the search of the bureau while it stands there, and nothing else of the city is', async () => {
    const { publication } = await released('关于云脚乡班车加密的通告')
    await released('关于云脚乡敬老院改造的通告')
    await house.runJobs()
    const titles = async (site: string) =>
      ((await json(`${site}/search.json?q=${encodeURIComponent('云脚乡')}`)).hits as { title: string }[]).map(
        ({ title }) => title,
      )
    assert.ok((await titles('')).includes('关于云脚乡班车加密的通告'))
    assert.ok(!(await titles(AT)).includes('关于云脚乡班车加密的通告'))
    await share(publication)
    await house.runJobs()
    const found = await read(`${AT}/search?q=${encodeURIComponent('云脚乡班车')}`)
    assert.ok(found.shows('来源：云溪市人民政府'))
    assert.ok(!(await titles(AT)).includes('关于云脚乡敬老院改造的通告'))
    await withdraw(tools(), publication, '合并发布')
    await house.runJobs()
    assert.ok(!(await titles(AT)).includes('关于云脚乡班车加密的通告'))
  })

  test('ends at the bureau without touching the city, and its address there leads to the original', async () => {
    const { publication, path } = await released('关于公交卡年审的通告')
    await share(publication)
    await atBureau((act) => endSharing(act, publication))
    assert.ok(!(await read(`${AT}/columns/news`)).shows('公交卡年审'))
    const gone = await house.visitor().get(AT + path)
    assert.equal(gone.statusCode, 301)
    assert.equal(gone.headers.location, `http://www.yunxi.example${path}`)
    assert.equal((await house.visitor().get(`${AT}${path}.json`)).statusCode, 404)
    assert.equal((await read(path)).status, 200)
    await assert.rejects(
      atBureau((act) => endSharing(act, publication)),
      { code: 'publication.unknown' },
    )
  })

  test('follows the columns of the bureau when they are arranged, and moves when it is shared again', async () => {
    const { publication } = await released('关于鹤汀桥站改名的通告')
    await share(publication)
    await share(publication, 'notices')
    assert.ok(!(await read(`${AT}/columns/news`)).shows('鹤汀桥站改名'))
    assert.ok((await read(`${AT}/columns/notices`)).shows('鹤汀桥站改名'))
  })

  test('cannot be taken in before it is public, nor after it was withdrawn', async () => {
    const { publication } = await released('关于测速路段的通告')
    await withdraw(tools(), publication, '内容有误')
    await assert.rejects(share(publication), { code: 'sharing.not-public' })
  })

  test('is taken in only by who may share, into columns of that site', async () => {
    const { publication } = await released('关于校车停靠点的通告')
    const columns = [await columnOf('news')]
    await assert.rejects(
      atBureau(
        (act) => sharePublication(act, { publication, columns }),
        () => false,
      ),
      { code: 'permission.missing' },
    )
    const { id } = await house.world.db
      .selectFrom('publications.column')
      .select('id')
      .where('site_id', '=', FIRST_SITE)
      .limit(1)
      .executeTakeFirstOrThrow()
    await assert.rejects(
      atBureau((act) => sharePublication(act, { publication, columns: [id] })),
      { code: 'column.unknown' },
    )
  })

  test('cannot be changed there: the desk of the bureau does not know it', async () => {
    const { publication } = await released('关于优待证换发的通告')
    await share(publication)
    const editor = await signInAtBureau(house, 'P12')
    assert.equal((await editor.visit(`${AT}/desk/publications/${addressOf(publication)}`)).status, 404)
    assert.equal((await editor.get(`${AT}/desk/publications/shared`)).statusCode, 403)
  })

  test('is found, placed and ended at the desk by the disclosure officer of the bureau', async () => {
    const { publication, path } = await released('关于潮汐车道的通告')
    const officer = await signInAtBureau(house, 'P13')
    const column = await columnOf('news')
    await officer.visit(
      `${AT}/desk/publications/shared?q=${encodeURIComponent(`http://www.yunxi.example${path}`)}`,
    )
    assert.ok(officer.page.shows('关于潮汐车道的通告'))
    const refused = await officer.submit('引用到本站')
    assert.equal(refused.status, 422)
    assert.deepEqual(refused.errors(), ['请至少选择一个栏目。'])
    const done = await officer.submit('引用到本站', { 放进哪些栏目: column })
    assert.ok(done.shows('已引用'))
    assert.ok((await read(`${AT}/columns/news`)).shows('关于潮汐车道的通告'))
    await officer.visit(`${AT}/desk/publications/shared`)
    const form = officer.page.root.querySelector(`form[action$="/${addressOf(publication)}/end"]`)
    assert.ok(form)
    await officer.submit('取消引用 关于潮汐车道的通告')
    assert.ok(!(await read(`${AT}/columns/news`)).shows('关于潮汐车道的通告'))
  })

  test('takes what readers say of it to the bureau, which took it in', async () => {
    const { publication, path } = await released('关于公交专用道时段的通告')
    await share(publication)
    assert.equal((await read(`${AT}/report?page=${encodeURIComponent(path)}`)).status, 200)
  })

  test('a person of the city has no rights at the bureau', async () => {
    const administrator = await house.as('song.pingye')
    assert.equal((await administrator.visit('/desk/publications/shared')).status, 200)
    const elsewhere = await administrator.get(`${AT}/desk/publications/shared`)
    assert.equal(elsewhere.statusCode, 303)
    assert.match(String(elsewhere.headers.location), /^\/sites\/jtj\/desk\/sign-in/)
  })
})
