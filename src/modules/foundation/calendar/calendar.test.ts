import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MODULES } from '#app/modules'
import { dueDate } from '#kernel/clock'
import { CLOCK_RULES } from '#kernel/clock-rules'
import type { Id } from '#kernel/ids'
import { defineModule } from '#platform/module'
import { runSeeds } from '#platform/seeding'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { adoptNotice } from './commands.ts'
import { calendar, calendarOf } from './index.ts'
import { readNotice } from './notices.ts'
import { findNewest } from './queries.ts'
import { hashOf } from './rules.ts'

/** Five working days from 30 December: into a year whose notice is not known. */
const SIMPLE = CLOCK_RULES.find(({ id }) => id === 'mailbox.simple')!
const LETTER = { rule: SIMPLE, events: [{ kind: 'start' as const, occurred_on: '2026-12-30' as const }] }
const ID = '01941dd5-cc00-7c01-8000-990100000001' as Id

/** Whoever keeps open dates gives them; the calendar knows none of its users. */
const letters = defineModule({
  name: 'participation/trial-letters',
  uses: [],
  openDates: async () => [{ id: ID, title: '公交线路咨询', address: '/desk/trial-letters/1', clock: LETTER }],
})

const NOTICE = {
  年份: '2027',
  放假: '2027-01-01..2027-01-03 元旦\n2027-02-05..2027-02-11 春节',
  调休上班: '2027-01-30\n2027-02-20',
  依据: '国务院办公厅关于2027年部分节假日安排的通知',
  理由: '通知已经公布。',
}

describe('the working calendar', () => {
  let house: TestHouse
  before(async () => {
    const others = MODULES.filter(({ name }) => name !== calendar.name)
    house = await openHouse({ modules: [...others, calendar, letters] })
    await runSeeds(house.world, FIRST_SITE, true)
  })
  after(() => house.leave())

  const where = () => ({ db: house.world.db, site: FIRST_SITE })
  const versions = () =>
    house.world.db
      .selectFrom('calendar.version')
      .selectAll()
      .where('site_id', '=', FIRST_SITE)
      .orderBy('number')
      .execute()
  const events = () =>
    house.world.db.selectFrom('record.event').select('id').where('event', '=', 'calendar.adopted').execute()
  const filled = async (login = 'he.yan') => {
    const visitor = await house.as(login)
    await visitor.visit('/desk/calendar/new')
    return visitor
  }
  /** A correction of 2026 that changes nothing but the reason. */
  const adopt = async (reason: string, may = true) => {
    const { id: base, data } = await findNewest(where())
    const notice = data.notices.find(({ year }) => year === 2026)!
    const { perform } = stagehandsOf(house.world)
    const actor = systemActor('test', may ? ['calendar.edit'] : [])
    return () =>
      perform(circumstancesOf(FIRST_SITE, actor, house.now()), (act) =>
        adoptNotice(act, { notice, reason, base, hash: hashOf({ notice, reason, base }) }),
      )
  }

  test('begins with the notices that the product knows', async () => {
    const [first] = await versions()
    assert.equal(first!.name, 'cn-2026')
    assert.equal(first!.known_through, '2026-12-31')
    assert.equal(
      (await calendarOf(house.world.db, FIRST_SITE)).holidays.get('2026-10-01')!.en,
      'National Day',
    )
  })

  test('its versions cannot be changed or removed by the application', async () => {
    const { db } = house.world
    const denied = { code: '42501' }
    await assert.rejects(db.updateTable('calendar.version').set({ reason: '改写' }).execute(), denied)
    await assert.rejects(db.deleteFrom('calendar.version').execute(), denied)
  })

  test('the desk shows the year, names the holidays, and from November on misses the coming year', async () => {
    const page = await (await house.as('lin.xiaoting')).visit('/desk/calendar')
    assert.equal(page.status, 200)
    assert.ok(page.shows('2027年的放假通知还没有录入'))
    assert.ok(page.shows('国庆节'))
    assert.equal(page.root.querySelectorAll('table.month').length, 12)
    assert.equal(page.root.querySelectorAll('.day-make-up').length, 6)
    assert.ok(!page.shows('录入放假通知'))
    assert.ok((await (await house.as('he.yan')).visit('/desk/calendar?year=2025')).shows('录入放假通知'))
  })

  test('overlapping days come back with every fault at once, and with what was typed', async () => {
    const visitor = await filled()
    const page = await visitor.submit('看看会变什么', {
      ...NOTICE,
      放假: '2027-01-01..2027-01-03 元旦\n2027-01-03 元旦',
      调休上班: '2027-01-02\n2027-01-04',
    })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), ['放假日期重叠。', '调休上班日应为星期六或星期日。'])
    assert.equal(page.root.querySelectorAll('.check').length, 3)
    assert.ok(page.shows('2027-01-02'))
    assert.ok(page.body.includes('2027-01-01..2027-01-03 元旦\n2027-01-03 元旦'))
  })

  test('who has the right over one department only may look and not change', async () => {
    const visitor = await house.as('tian.ji')
    assert.equal((await visitor.visit('/desk/calendar')).status, 200)
    assert.equal((await visitor.visit('/desk/calendar/new')).status, 403)
    const before = await versions()
    await assert.rejects(await adopt('越权', false), { code: 'permission.missing' })
    assert.deepEqual(await versions(), before)
  })

  test('the preview shows which days and open dates would change, and writes nothing', async () => {
    const before = [await versions(), await events()]
    const visitor = await filled()
    const page = await visitor.submit('看看会变什么', NOTICE)
    assert.equal(page.status, 200)
    assert.ok(page.shows('2027年1月1日（星期五）'))
    assert.ok(page.shows('2027年1月6日（星期三）（暂定）'))
    assert.ok(page.shows('2027年1月7日（星期四）'))
    assert.equal(page.link('公交线路咨询'), '/desk/trial-letters/1')
    assert.deepEqual([await versions(), await events()], before)
  })

  test('what was sent must be what was shown', async () => {
    const visitor = await filled()
    await visitor.submit('看看会变什么', NOTICE)
    const form = visitor.page.formOf('采用 cn-2027')
    const values = Object.fromEntries(visitor.page.valuesOf(form, '采用 cn-2027')) as Record<string, string>
    const answer = await visitor.post('/desk/calendar', { ...values, reason: '别的理由' })
    assert.equal(answer.statusCode, 409)
    assert.equal((await versions()).length, 1)
  })

  test('of two officers at once, the second is told that the calendar has moved on', async () => {
    const both = [await filled(), await filled()]
    for (const visitor of both) await visitor.submit('看看会变什么', NOTICE)
    const first = await both[0]!.submit('采用 cn-2027')
    assert.ok(first.shows('cn-2027 已经采用'))
    const second = await both[1]!.submit('采用 cn-2027')
    assert.equal(second.status, 409)
    assert.ok(second.shows('日历已经有了新的版本'))
    assert.ok(second.buttons().includes('采用 cn-2027.2'))
    assert.deepEqual(
      (await versions()).map(({ name }) => name),
      ['cn-2026', 'cn-2027'],
    )
    assert.equal((await events()).length, 1)
  })

  test('the adopted notice makes a provisional date fixed', async () => {
    const known = await calendarOf(house.world.db, FIRST_SITE)
    const due = dueDate(LETTER.rule, LETTER.events, known)
    assert.deepEqual([due.due, due.provisional, due.calendar_version], ['2027-01-07', false, 'cn-2027'])
    const { reason, source, made_by } = (await versions())[1]!
    assert.deepEqual([reason, source], [NOTICE.理由, NOTICE.依据])
    assert.match(made_by, /^01941dd5-cc00-7b04/)
  })

  test('of two acts in the same moment one stands, and the other leaves nothing', async () => {
    const before = await versions()
    const acts = [await adopt('同时甲'), await adopt('同时乙')]
    const results = await Promise.allSettled(acts.map((act) => act()))
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
    const refused = results.find((result) => result.status === 'rejected')!
    assert.equal(refused.reason.code, 'calendar.moved-on')
    assert.equal((await versions()).length, before.length + 1)
  })

  test('the command finds the faults again, whatever the page let through', async () => {
    const { id: base, data } = await findNewest(where())
    const typed = { year: 2028, days_off: '2028-01-01\n2028-01-01', make_up_days: '', source: '通知' }
    const { notice } = readNotice(typed, data)
    const { perform } = stagehandsOf(house.world)
    const result = await perform(
      circumstancesOf(FIRST_SITE, systemActor('test', ['calendar.edit']), house.now()),
      (act) => adoptNotice(act, { notice, reason: '试', base, hash: '' }),
    )
    assert.deepEqual(result, {
      ok: false,
      faults: [{ field: 'days_off', code: 'calendar.days-off-overlap', where: ['2028-01-01'] }],
    })
  })

  test('the calculator explains a date day by day, also in English', async () => {
    const visitor = await house.as('lin.xiaoting')
    await visitor.visit('/desk/calendar/calculator')
    const page = await visitor.visit('/desk/calendar/calculator?rule=request.answer&start=2025-04-07&lang=en')
    assert.ok(page.shows('Due by Wednesday 7 May 2025.'))
    assert.ok(page.shows('Labour Day'))
    assert.ok(page.root.querySelectorAll('table.term .n').some(({ text }) => text === '20'))
    const refused = await visitor.visit(
      '/desk/calendar/calculator?rule=request.answer&start=2025-04-07&extension=21',
    )
    assert.ok(refused.shows('延长期限累计不得超过20'))
  })

  test('everyone can read the days, as a page, as data and as a calendar file', async () => {
    const visitor = house.visitor()
    const page = await visitor.visit('/calendar')
    assert.equal(page.path, '/calendar/2026')
    assert.equal(page.heading(), '2026年工作日与放假安排')
    assert.ok(page.shows('全年 248 个工作日'))
    const data = JSON.parse((await visitor.get('/calendar/2025.json')).body)
    assert.equal(data.working_days, 248)
    assert.deepEqual(data.days_off[0], {
      from: '2025-01-01',
      to: '2025-01-01',
      name: '元旦',
      name_en: 'New Year',
    })
    const file = await visitor.get('/calendar.ics')
    assert.match(String(file.headers['content-type']), /^text\/calendar/)
    assert.match(file.body, /SUMMARY:调休上班/)
    assert.equal((await visitor.get('/calendar/2031')).statusCode, 404)
    assert.equal((await visitor.get('/calendar/2025.json?yaer=1')).statusCode, 400)
  })
})
