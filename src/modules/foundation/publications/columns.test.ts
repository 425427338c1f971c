import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf, type Id } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument } from '#test/releases'
import { type Trial, trialOf } from './portal-trial.ts'
import { columnId } from './seed-columns.ts'

/** 何䶮, who keeps calendar and columns of the whole site. */
const OFFICER = 'he.yan'
const DESK = '/desk/publications/columns'

describe('the columns of a site', () => {
  let house: TestHouse
  let trial: Trial
  let notice: Id
  before(async () => {
    house = await openHouse()
    trial = trialOf(house.world, house.now)
    const released = await releaseDocument(seedToolsOf(house.world), {
      title: '关于冬季运行时刻的通知',
      column: 'news/notices',
    })
    notice = released.publication
  })
  after(() => house.leave())

  const officer = () => house.as(OFFICER)
  const lists = async (path: string) =>
    (await house.visitor().visit(path)).links('main a[href^="/publications/"]').map(({ text }) => text)
  const open = async (slug: string) => {
    const visitor = await officer()
    await visitor.visit(`${DESK}/${addressOf(columnId(slug))}`)
    return visitor
  }

  test('are made by an officer, and stand in menu and site map at once', async () => {
    const visitor = await officer()
    await visitor.visit(`${DESK}/new`)
    const page = await visitor.submit('保存', {
      栏目名称: '专题',
      英文名称: 'Topics',
      地址名: 'topics',
      导航: '1',
    })
    assert.ok(page.shows('栏目建好了'), page.text)
    const site = await house.visitor().visit('/site-map')
    assert.ok(site.links('.site-nav a').some(({ text }) => text === '专题'))
    assert.equal((await house.visitor({ language: 'en' }).visit('/columns/topics')).heading(), 'Topics')
  })

  test('are nobody else’s to arrange', async () => {
    const visitor = await house.as('lin.xiaoting')
    assert.equal((await visitor.visit(DESK)).status, 403)
    const token = (await visitor.visit('/desk/publications/new')).root
      .querySelector('input[name="_forgery"]')
      ?.getAttribute('value')
    const answer = await visitor.post(`${DESK}/${addressOf(columnId('news'))}/down`, {
      _forgery: token ?? '',
    })
    assert.equal(answer.statusCode, 403)
  })

  test('come back with everything typed and every fault at once', async () => {
    const visitor = await officer()
    await visitor.visit(`${DESK}/new`)
    const page = await visitor.submit('保存', {
      栏目名称: '',
      地址名: 'News Room',
      类型: 'link',
      '更新时限（天）': '0',
    })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), [
      '请填写栏目名称。',
      '地址名只能用小写字母、数字和连字符，最多两段，例如 news/city。',
      '天数是 1 到 3660 的整数，或者不填。',
      '请填写链接的地址。',
    ])
    assert.equal(page.root.querySelector('[name="slug"]')?.getAttribute('value'), 'News Room')
  })

  test('keep their old address for ever after a new one, for pages and for programs', async () => {
    const visitor = await open('news/city')
    await visitor.submit('保存', { 地址名: 'news/yunxi' })
    for (const [path, target] of [
      ['/columns/news/city', '/columns/news/yunxi'],
      ['/columns/news/city.atom', '/columns/news/yunxi.atom'],
      ['/sites/yunxi/columns/news/city', '/sites/yunxi/columns/news/yunxi'],
    ] as const) {
      const answer = await house.visitor().get(path)
      assert.deepEqual([answer.statusCode, answer.headers.location], [301, target])
    }
    const taken = await officer()
    await taken.visit(`${DESK}/new`)
    const page = await taken.submit('保存', { 栏目名称: '另一个', 地址名: 'news/city' })
    assert.deepEqual(page.errors(), ['这个地址已经属于或者曾经属于别的栏目，请换一个。'])
  })

  test('take their texts along when they move: the lists above change, the search finds them there', async () => {
    assert.ok((await lists('/columns/news')).includes('关于冬季运行时刻的通知'))
    await (await open('news/notices')).submit('保存', { 放在哪个栏目下面: columnId('management') })
    assert.ok(!(await lists('/columns/news')).includes('关于冬季运行时刻的通知'))
    assert.ok((await lists('/columns/management')).includes('关于冬季运行时刻的通知'))
    await house.runJobs()
    const found = await house.visitor().visit('/search?q=冬季运行时刻&column=management')
    assert.ok(found.shows('关于冬季运行时刻的通知'), found.text)
    const page = await house.visitor().visit(`/publications/${addressOf(notice)}`)
    assert.ok(page.links('.breadcrumb a').some(({ text }) => text === '管理'))
  })

  test('cannot stand below themselves, nor four deep', async () => {
    const visitor = await officer()
    const form = await visitor.visit(`${DESK}/${addressOf(columnId('news'))}`)
    const offered = form.root
      .querySelectorAll('select[name="parent"] option')
      .map((one) => one.getAttribute('value'))
    assert.ok(!offered.includes(columnId('news')))
    const token = form.root.querySelector('input[name="_forgery"]')?.getAttribute('value') ?? ''
    const fields = { _forgery: token, name: '要闻', slug: 'news', kind: 'list' }
    const answer = await visitor.post(`${DESK}/${addressOf(columnId('news'))}`, {
      ...fields,
      parent: columnId('news/departments'),
    })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /栏目不能放到自己或自己的下级栏目下面/)
    const deep = await visitor.post(`${DESK}/${addressOf(columnId('news'))}`, {
      ...fields,
      parent: columnId('policies/documents'),
    })
    assert.match(deep.body, /栏目最多三级/)
  })

  test('change places with their siblings, one step at a time', async () => {
    const menu = async () =>
      (await house.visitor().visit('/site-map')).links('.site-nav a').map(({ text }) => text)
    const visitor = await officer()
    await visitor.visit(DESK)
    assert.deepEqual((await menu()).slice(0, 2), ['要闻', '政策'])
    await visitor.submit('下移 要闻')
    assert.deepEqual((await menu()).slice(0, 2), ['政策', '要闻'])
    await visitor.submit('上移 要闻')
    assert.deepEqual((await menu()).slice(0, 2), ['要闻', '政策'])
    assert.ok(!visitor.page.buttons().includes('上移 要闻'))
  })

  test('lose nothing when they close: texts and address go on to another', async () => {
    const late = await trial.publish({
      kind: 'article',
      organisation: ORGANISATIONS.A03.id,
      columns: [columnId('decision/drafts')],
      title: '关于线路调整方案征求意见的公告',
    })
    const page = await (await open('decision/drafts')).submit('关闭栏目', {
      内容和地址转到: columnId('decision/documents'),
    })
    assert.ok(page.shows('栏目已经关闭'), page.text)
    const answer = await house.visitor().get('/columns/decision/drafts')
    assert.deepEqual([answer.statusCode, answer.headers.location], [301, '/columns/decision/documents'])
    assert.ok((await lists('/columns/decision/documents')).includes('关于线路调整方案征求意见的公告'))
    const trail = (await house.visitor().visit(`/publications/${addressOf(late)}`)).links('.breadcrumb a')
    assert.ok(trail.some(({ href }) => href === '/columns/decision/documents'))
  })

  test('do not close over others', async () => {
    const page = await (await open('policies')).submit('关闭栏目', { 内容和地址转到: columnId('news') })
    assert.deepEqual(page.errors(), ['它下面还有栏目，请先移走或关闭下级栏目。'])
  })

  test('lead elsewhere, or show one chosen text at their own address', async () => {
    const visitor = await officer()
    await visitor.visit(`${DESK}/new`)
    await visitor.submit('保存', {
      栏目名称: '统计',
      地址名: 'figures',
      类型: 'link',
      链接到: '/publications?kind=document',
    })
    const answer = await house.visitor().get('/columns/figures')
    assert.deepEqual([answer.statusCode, answer.headers.location], [302, '/publications?kind=document'])
    await visitor.visit(`${DESK}/new`)
    await visitor.submit('保存', {
      栏目名称: '时刻表',
      地址名: 'timetable',
      类型: 'article',
      指定的公开信息: `http://www.yunxi.example/publications/${addressOf(notice)}`,
    })
    assert.equal((await house.visitor().visit('/columns/timetable')).heading(), '关于冬季运行时刻的通知')
  })

  test('can be kept for some organisations, and those below them', async () => {
    const visitor = await open('service')
    await visitor.submit('保存', { 可以发布的单位: ORGANISATIONS.A02.id })
    const text = { kind: 'article' as const, columns: [columnId('service')], title: '办事指南更新' }
    await assert.rejects(
      trial.publish({ ...text, organisation: ORGANISATIONS.A03.id }),
      (error: { code?: string }) => error.code === 'column.not-yours',
    )
    await trial.publish({ ...text, organisation: ORGANISATIONS.A02.id })
  })

  test('tell the record what was arranged', async () => {
    const moved = await house.world.db
      .selectFrom('record.event')
      .select('actor_id')
      .where('event', '=', 'column.moved')
      .execute()
    assert.ok(moved.length >= 3)
    assert.equal(new Set(moved.map(({ actor_id }) => actor_id)).size, 1)
  })
})
