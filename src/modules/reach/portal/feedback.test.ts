import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { jobToolsOf } from '#platform/world'
import { openHouse, START, type TestHouse } from '#test/house'
import type { Visitor } from '#test/visitor'
import { forgetVisitors } from './usefulness.ts'

const OFFICER = 'he.yan'

describe('a report of an error on a page', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const wait = (seconds: number) => house.travelTo(new Date(house.now().getTime() + seconds * 1000))
  const send = async (visitor: Visitor, fields: Record<string, string> = {}) =>
    visitor.submit('提交', { 是哪一类问题: 'spelling', 错在哪里: '第二段“公共气车”写错了。', ...fields })
  const report = async (fields: Record<string, string> = {}) => {
    wait(60)
    const visitor = house.visitor()
    await visitor.visit('/report?page=/columns/news')
    wait(5)
    return send(visitor, fields)
  }
  const open = async (page: { path: string }) => {
    const id = /\/report\/([0-9a-z]{26})/.exec(page.path)?.[1]
    assert.ok(id, page.path)
    const visitor = await house.as(OFFICER)
    await visitor.visit(`/desk/portal/reports/${id}`)
    return visitor
  }

  test('begins at the foot of every page, with its address', async () => {
    const page = await house.visitor().visit('/columns/news?year=2026')
    assert.equal(page.link('指出这一页的错误'), '/report?page=%2Fcolumns%2Fnews')
    assert.equal(
      page.root.querySelector('form.feedback input[name="page"]')?.getAttribute('value'),
      '/columns/news',
    )
    assert.ok((await house.visitor().visit('/report?page=/columns/news')).shows('网页 要闻'))
  })

  test('needs no account, sets no cookie, is kept by no cache and read by no crawler', async () => {
    const answer = await house.visitor().get('/report?page=/columns/news')
    assert.equal(answer.headers['set-cookie'], undefined)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.match(answer.body, /<meta name="robots" content="noindex"/)
    const page = await report()
    assert.equal(page.heading(), '正在核对')
    assert.ok(page.shows('收到了，谢谢您。'))
    assert.ok(!page.shows('公共气车'))
  })

  test('comes back with everything typed', async () => {
    const page = await report({ 错在哪里: '错', 联系方式: '0999-000-0111' })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), ['请写清错在哪里，至少 4 个字。'])
    assert.equal(page.root.querySelector('[name="contact"]')?.getAttribute('value'), '0999-000-0111')
  })

  test('is not taken from what fills every field, nor from what is faster than a reader', async () => {
    const visitor = house.visitor()
    await visitor.visit('/report?page=/')
    assert.ok((await send(visitor)).shows('提交得太快了'))
    wait(10)
    assert.equal((await send(visitor)).heading(), '正在核对')
    await visitor.visit('/report?page=/')
    wait(10)
    const form = visitor.page.valuesOf(visitor.page.formOf('提交'), '提交')
    const begun = String(form.get('begun'))
    const fields = { page: '/', kind: 'other', words: '到处都有我的广告', begun }
    assert.equal(
      (await visitor.post('/report', { ...fields, website: 'http://spam.example' })).statusCode,
      422,
    )
    const forged = `${START.getTime() - 60_000}.${begun.split('.')[1]}`
    assert.match((await visitor.post('/report', { ...fields, begun: forged })).body, /这一页打开太久了/)
  })

  test('is bounded for one address', async () => {
    wait(120)
    const codes: number[] = []
    const visitor = house.visitor()
    await visitor.visit('/report?page=/')
    wait(5)
    const begun = String(visitor.page.valuesOf(visitor.page.formOf('提交'), '提交').get('begun'))
    for (let times = 0; times < 8; times++) {
      const fields = { page: '/', kind: 'other', words: '同一句话说很多遍', begun }
      codes.push((await visitor.post('/report', fields)).statusCode)
    }
    assert.deepEqual(codes.slice(-2), [429, 429])
  })

  test('goes to the desk of who answers, and its answer to who holds the address', async () => {
    const receipt = await report({ 错在哪里: '第三段的电话少了一位。' })
    const visitor = await open(receipt)
    assert.ok(visitor.page.shows('第三段的电话少了一位。'))
    await visitor.submit('保存处理结果', { 处理结果: 'answered', 答复: '' })
    assert.deepEqual(visitor.page.errors(), ['请写答复。'])
    await visitor.submit('保存处理结果', { 处理结果: 'answered', 答复: '已经改正，谢谢您。' })
    const seen = await house.visitor().visit(receipt.path)
    assert.equal(seen.heading(), '已经答复')
    assert.ok(seen.shows('已经改正，谢谢您。'))
  })

  test('shows how to reach the reporter for a reason only, and nothing once it is closed', async () => {
    const receipt = await report({ 联系方式: '13900000000' })
    const rows = await house.world.db.selectFrom('portal.page_report_words').select('contact').execute()
    assert.deepEqual(rows, [], 'without a scope nobody reads the words of reporters')
    const visitor = await open(receipt)
    assert.ok(!visitor.page.body.includes('13900000000'))
    await visitor.submit('显示联系方式', { 为什么要看: '' })
    assert.ok(!visitor.page.body.includes('13900000000'))
    await visitor.submit('显示联系方式', { 为什么要看: '请他说明是哪一段' })
    assert.ok(visitor.page.shows('13900000000'))
    const shown = await house.world.db
      .selectFrom('record.event')
      .select('subject')
      .where('event', '=', 'page-report.contact-shown')
      .execute()
    assert.equal(shown.length, 1)
    await visitor.visit(visitor.page.path.replace('/contact', ''))
    await visitor.submit('保存处理结果', { 处理结果: 'closed' })
    assert.ok(visitor.page.shows('没有留联系方式。'))
    const keys = await house.world.db
      .selectFrom('platform.party_key')
      .select('wrapped')
      .where('destroyed_at', 'is not', null)
      .execute()
    assert.deepEqual(keys, [{ wrapped: null }])
  })

  test('is listed by state and kind, and as CSV', async () => {
    const visitor = await house.as(OFFICER)
    const page = await visitor.visit('/desk/portal/reports?status=answered')
    assert.ok(page.shows('第三段的电话少了一位。'))
    assert.ok(!page.shows('同一句话说很多遍'))
    const csv = (await visitor.get('/desk/portal/reports.csv?status=answered')).body
    assert.match(csv, /,第三段的电话少了一位。,已答复,/)
    assert.equal((await visitor.get('/desk/portal/reports.csv?state=new')).statusCode, 400)
    const stranger = await house.as('luo.jianwei')
    assert.equal((await stranger.visit('/desk/portal/reports')).status, 403)
  })
})

describe('whether a page was useful', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const say = (useful: string, agent: string, page = '/columns/news') =>
    house.visitor().post('/useful', { page, useful }, { 'user-agent': agent })
  const figures = () =>
    house.world.db
      .selectFrom('portal.usefulness')
      .select(['page', 'day', 'yes', 'no'])
      .where('page', '=', '/columns/news')
      .orderBy('day')
      .execute()

  test('is counted once a day for each visitor, without a cookie', async () => {
    const answer = await say('yes', 'one browser')
    assert.equal(answer.statusCode, 303)
    assert.equal(answer.headers['set-cookie'], undefined)
    await say('yes', 'one browser')
    await say('no', 'one browser')
    await say('no', 'another browser')
    assert.deepEqual(await figures(), [{ page: '/columns/news', day: '2026-11-23', yes: 1, no: 1 }])
  })

  test('leaves no trace of who said it once the day is over', async () => {
    house.travelTo('2026-11-24T00:20:00+08:00')
    await forgetVisitors.run(jobToolsOf(house.world, 'portal.forget-visitors', []), {})
    for (const table of ['portal.usefulness_visitor', 'portal.usefulness_key'] as const)
      assert.deepEqual(await house.world.db.selectFrom(table).select('day').execute(), [])
    await say('yes', 'one browser')
    assert.deepEqual(
      (await figures()).map(({ day, yes }) => [day, yes]),
      [
        ['2026-11-23', 1],
        ['2026-11-24', 1],
      ],
    )
  })

  test('may be explained, and stands at the desk', async () => {
    const visitor = house.visitor()
    await visitor.visit('/columns/news')
    await visitor.submit('没用')
    assert.equal(visitor.page.heading(), '谢谢您，没有帮上忙')
    await visitor.submit('提交', { '您想找什么，缺了什么': '想找去年的通知，列表里没有。' })
    assert.equal(visitor.page.link('回到刚才的页面'), '/columns/news')
    const desk = await (await house.as(OFFICER)).visit('/desk/portal/usefulness')
    assert.ok(desk.shows('想找去年的通知，列表里没有。'))
    assert.ok(desk.shows('/columns/news'))
  })

  test('takes no address but one of this site', async () => {
    await say('yes', 'a third browser', 'https://evil.example/page')
    await say('yes', 'a fourth browser', '//evil.example/page')
    const pages = await house.world.db.selectFrom('portal.usefulness').select('page').execute()
    assert.ok(pages.every(({ page }) => !page.includes('evil')))
  })
})
