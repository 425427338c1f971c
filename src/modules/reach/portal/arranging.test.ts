import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { columnId } from '#modules/foundation/publications'
import { openHouse, type TestHouse } from '#test/house'
import { readMoved } from './moved-addresses.ts'

const OFFICER = 'he.yan'
const HOME = '/desk/portal/home'

describe('the home page', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const headings = async () => (await house.visitor().visit('/')).headings()
  const add = async (kind: string, fields: Record<string, string>) => {
    const visitor = await house.as(OFFICER)
    await visitor.visit(HOME)
    await visitor.submit('加到最后', { 板块: kind })
    return visitor.submit('保存', fields)
  }

  test('stays as it is while somebody arranges another', async () => {
    const before = await headings()
    await add('text', { 标题: '停水提示', 文字: '溪东片区周三停水。\n\n请提前储水。' })
    await add('links', {
      标题: '常去的地方',
      链接: '全部文件 | Documents | /publications?kind=document\n机构 | /organisations',
    })
    await add('column', { 标题: '看通知', 栏目: columnId('news/notices'), 条数: '2' })
    assert.deepEqual(await headings(), before)
    const preview = await (await house.as(OFFICER)).visit(`${HOME}/preview`)
    for (const title of ['停水提示', '常去的地方', '看通知'])
      assert.ok(preview.headings().includes(title), title)
    assert.ok(preview.shows('这是草稿的预览'))
  })

  test('is shown as arranged, in that order, once somebody says so', async () => {
    const visitor = await house.as(OFFICER)
    await visitor.visit(HOME)
    await visitor.submit('上移 一段话')
    const page = await visitor.submit('公开这个首页')
    assert.ok(page.shows('首页已经换成这个样子'), page.text)
    const home = await house.visitor().visit('/')
    const order = home.headings()
    assert.ok(order.indexOf('停水提示') < order.indexOf('机构'))
    assert.ok(order.indexOf('机构') < order.indexOf('常去的地方'))
    assert.equal(home.link('全部文件'), '/publications?kind=document')
    const english = await house.visitor({ language: 'en' }).visit('/')
    assert.equal(english.link('Documents'), '/publications?kind=document')
  })

  test('is not changed by somebody who saw an older draft', async () => {
    const visitor = await house.as(OFFICER)
    const page = await visitor.visit(HOME)
    const form = page.formOf('下移 头条栏目')
    const values = Object.fromEntries(page.valuesOf(form, '下移 头条栏目')) as Record<string, string>
    await visitor.submit('下移 头条栏目')
    const answer = await visitor.post(form.getAttribute('action') ?? '', values)
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /有人改过首页草稿/)
  })

  test('can always go back to how it was delivered', async () => {
    const visitor = await house.as(OFFICER)
    await visitor.visit(HOME)
    await visitor.submit('草稿恢复成出厂的样子')
    await visitor.submit('公开这个首页')
    assert.ok(!(await headings()).includes('停水提示'))
  })

  test('takes links of one form only', async () => {
    const page = await add('links', { 链接: '坏链接 | javascript:alert(1)' })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), ['有一行不是“名称 | 地址”，或者超过了 24 行。'])
  })

  test('is arranged by those who may', async () => {
    assert.equal((await (await house.as('lin.xiaoting')).visit(HOME)).status, 403)
  })
})

describe('addresses of before', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const LIST = [
    '旧地址,新地址',
    'http://old.yunxi.example/art/2019/3/2/art_123_456.html,/columns/news',
    '"/list.jsp?id=3",/columns/policies/documents',
    '/zwgk/,https://www.gov.example/zwgk',
  ].join('\n')

  test('are read line by line, with every fault', () => {
    const faults = readMoved(
      `${LIST}\n/,/columns/news\n/a,javascript:x\n/desk/x,/\n/b,/b\n/zwgk,/c\n/d,/e\n/e,/d`,
    )
    assert.deepEqual(
      faults.map(({ line, fault }) => [line, fault]),
      [
        [2, undefined],
        [3, undefined],
        [4, undefined],
        [5, 'portal.moved.path-malformed'],
        [6, 'portal.moved.target-malformed'],
        [7, 'portal.moved.path-ours'],
        [8, 'portal.moved.circle'],
        [9, 'portal.moved.twice'],
        [10, 'portal.moved.circle'],
        [11, 'portal.moved.circle'],
      ],
    )
  })

  test('are checked first, then brought in, and lead on for ever', async () => {
    const visitor = await house.as(OFFICER)
    await visitor.visit('/desk/portal/addresses')
    await visitor.submit('检查', { 旧地址和新地址: LIST })
    assert.ok(visitor.page.shows('读到 3 行，0 行有问题'), visitor.page.text)
    assert.equal((await house.visitor().get('/zwgk')).statusCode, 404)
    await visitor.submit('导入这 3 行')
    assert.ok(visitor.page.shows('导入了 3 个旧地址'))
    for (const [path, target] of [
      ['/art/2019/3/2/art_123_456.html', '/columns/news'],
      ['/art/2019/3/2/art_123_456.html?from=timeline', '/columns/news'],
      ['/list.jsp?id=3', '/columns/policies/documents'],
      ['/zwgk/', 'https://www.gov.example/zwgk'],
      ['/sites/yunxi/list.jsp?id=3', '/sites/yunxi/columns/policies/documents'],
    ] as const) {
      const answer = await house.visitor().get(path)
      assert.deepEqual([answer.statusCode, answer.headers.location], [301, target], path)
    }
    assert.equal((await house.visitor().get('/list.jsp?id=4')).statusCode, 404)
    assert.equal((await house.visitor().get('/columns/news')).statusCode, 200)
  })

  test('with one fault are not brought in at all', async () => {
    const visitor = await house.as(OFFICER)
    await visitor.visit('/desk/portal/addresses')
    const rows = '/good,/columns/news\n/bad,nowhere'
    await visitor.submit('检查', { 旧地址和新地址: rows })
    assert.equal(visitor.page.status, 422)
    assert.ok(!visitor.page.buttons().some((button) => button.startsWith('导入')))
    const token = String(visitor.page.valuesOf(visitor.page.formOf('检查'), '检查').get('_forgery'))
    await visitor.post('/desk/portal/addresses', { rows, act: 'import', _forgery: token })
    assert.equal((await house.visitor().get('/good')).statusCode, 404)
  })

  test('that lead nowhere get help: words to search for, sections close by', async () => {
    const page = await house.visitor().visit('/2019/news/bus-timetable/index.html')
    assert.equal(page.status, 404)
    assert.equal(page.root.querySelector('#search-large')?.getAttribute('value'), 'news bus timetable')
    assert.equal(page.link('通知公告'), '/columns/news/notices')
    assert.ok(page.headings().includes('离得最近的栏目'))
    const other = await house.visitor().visit('/%E5%85%AC%E4%BA%A4/xyz')
    assert.equal(other.root.querySelector('#search-large')?.getAttribute('value'), '公交 xyz')
    assert.ok(other.headings().includes('本站的栏目'))
  })
})
