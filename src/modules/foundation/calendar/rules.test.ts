import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CALENDAR, CALENDAR_DATA, workingCalendar } from '#kernel/calendar-data'
import { calculate } from './calculation.ts'
import { calendarFile } from './calendar-file.ts'
import { readNotice, typedNotice } from './notices.ts'
import { hashOf, missingYear, nameOfVersion, nextData, yearsOf } from './rules.ts'

const typed = (days_off: string, make_up_days = '', year = 2027) =>
  readNotice({ year, days_off, make_up_days, source: '通知' }, CALENDAR_DATA)

describe('a holiday notice as it is typed', () => {
  test('is read as people write it, and names keep their English', () => {
    const { notice, faults } = typed(
      '2027-01-01..2027-01-03 元旦\n2027-02-05 至 2027-02-11　春节\n2027-04-05',
      '2027-01-30、2027-02-20',
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(notice.days_off, [
      { from: '2027-01-01', to: '2027-01-03', name: { 'zh-CN': '元旦', en: 'New Year' } },
      { from: '2027-02-05', to: '2027-02-11', name: { 'zh-CN': '春节', en: 'Spring Festival' } },
      { from: '2027-04-05', to: '2027-04-05', name: null },
    ])
    assert.deepEqual(notice.make_up_days, ['2027-01-30', '2027-02-20'])
  })

  test('every standing notice can be typed again as it is', () => {
    for (const notice of CALENDAR_DATA.notices) {
      const { days_off = '', make_up_days = '' } = typedNotice(notice)
      const again = readNotice({ ...notice, days_off, make_up_days }, CALENDAR_DATA)
      assert.deepEqual(again, { notice, faults: [] })
    }
  })

  test('all faults are told at once, each with its days', () => {
    const { faults } = typed(
      '2027-01-01..2027-01-03 元旦\n2027-01-03 元旦\n2027-02-30\n2027-05-05..2027-05-01 劳动节',
      '2027-01-04\n2027-01-02\nSaturday',
    )
    assert.deepEqual(
      faults.map(({ field, code, where }) => [field, code, where.join()]),
      [
        ['days_off', 'calendar.not-a-date', '2027-02-30'],
        ['make_up_days', 'calendar.not-a-date', 'Saturday'],
        ['days_off', 'calendar.range-backwards', '2027-05-05..2027-05-01'],
        ['days_off', 'calendar.days-off-overlap', '2027-01-03'],
        ['make_up_days', 'calendar.make-up-on-a-weekday', '2027-01-04'],
        ['make_up_days', 'calendar.make-up-on-a-day-off', '2027-01-02'],
      ],
    )
  })

  test('a year may not be left out, nor a neighbouring notice contradicted', () => {
    assert.deepEqual(
      typed('2029-01-01', '', 2029).faults.map(({ code }) => code),
      ['calendar.gap-between-years'],
    )
    const contradiction = typed('2026-10-10 国庆节').faults
    assert.deepEqual(contradiction, [
      { field: 'days_off', code: 'calendar.contradicts-another-year', where: ['2026-10-10'] },
    ])
  })
})

describe('versions of the calendar', () => {
  const { notice } = typed('2027-01-01..2027-01-03 元旦', '2027-01-30')

  test('bear the last year they know, and a number when that year was mended', () => {
    assert.equal(nameOfVersion(CALENDAR_DATA, []), 'cn-2026')
    assert.equal(nameOfVersion(CALENDAR_DATA, ['cn-2026']), 'cn-2026.2')
    assert.equal(nextData(CALENDAR_DATA, notice, ['cn-2026', 'cn-2026.2']).version, 'cn-2027')
  })

  test('the button is bound to every day, the source, the reason and the version beneath', () => {
    const proposal = { notice, reason: '录入', base: 'one' }
    const others = [
      { ...proposal, base: 'other' },
      { ...proposal, reason: '改正' },
      { ...proposal, notice: { ...notice, source: '另一通知' } },
      { ...proposal, notice: { ...notice, make_up_days: [] } },
      { ...proposal, notice: { ...notice, days_off: [] } },
    ]
    assert.equal(new Set([proposal, ...others].map(hashOf)).size, 6)
    assert.equal(hashOf(proposal), hashOf({ ...proposal }))
  })

  test('the coming year is missed from November on, and a year that has begun at once', () => {
    assert.equal(missingYear(CALENDAR, '2026-10-31'), undefined)
    assert.equal(missingYear(CALENDAR, '2026-11-01'), 2027)
    assert.equal(missingYear(CALENDAR, '2027-01-01'), 2027)
    const next = workingCalendar(nextData(CALENDAR_DATA, notice, []))
    assert.equal(missingYear(next, '2026-12-31'), undefined)
    assert.deepEqual(yearsOf(next), [2024, 2025, 2026, 2027, 2028])
  })
})

describe('the deadline calculator', () => {
  const NOW = new Date('2025-04-10T09:30:00+08:00')

  test('reckons as a case does: two pauses that overlap, and an extension', () => {
    const query = { rule: 'request.answer', start: '2025-04-07', pauses: '2025-04-14..2025-05-09' }
    const answer = calculate(query, CALENDAR, NOW)
    assert.ok(answer.kind === 'answer')
    assert.equal(answer.face.due.due, '2025-05-30')
    const twice = calculate(
      { ...query, pauses: '2025-04-14..2025-04-30\n2025-04-25..2025-05-09' },
      CALENDAR,
      NOW,
    )
    assert.ok(twice.kind === 'answer')
    assert.equal(twice.face.due.due, '2025-05-30')
  })

  test('says what the law does not allow instead of a date', () => {
    const ask = (query: Parameters<typeof calculate>[0]) => calculate(query, CALENDAR, NOW)
    const start = '2025-04-07'
    const code = (query: Parameters<typeof calculate>[0]) => {
      const answer = ask(query)
      return answer.kind === 'refused' ? answer.code : answer.kind
    }
    assert.equal(code({}), 'none')
    assert.equal(code({ rule: 'request.answer', start, extension: '21' }), 'extension-too-long')
    assert.equal(
      code({ rule: 'request.answer', start, extension: '5', told: '2025-05-08' }),
      'extension-too-late',
    )
    assert.equal(code({ rule: 'proactive.publish', start, extension: '1' }), 'clock.cannot-be-extended')
    assert.equal(
      code({ rule: 'request.answer', start, extension: 'ten' }),
      'clock.extension-not-in-whole-units',
    )
    assert.equal(code({ rule: 'request.answer', start, extension: '5', told: 'soon' }), 'calendar.told-wrong')
    assert.equal(code({ rule: 'opinion.press-24h', start }), 'clock.minute-missing')
    assert.equal(code({ rule: 'opinion.press-24h', start, time: '23:30' }), 'answer')
    assert.equal(code({ rule: 'request.answer', start: '2025-02-30' }), 'calendar.start-wrong')
    assert.equal(code({ rule: 'request.answer', start, pauses: 'later' }), 'calendar.pauses-wrong')
    assert.equal(code({ rule: 'request.answer', start: '2018-04-09' }), 'calendar.rule-not-in-force')
  })
})

describe('the calendar as a file', () => {
  const file = calendarFile(CALENDAR_DATA.notices, { name: '云溪市人民政府', host: 'www.yunxi.example' })

  test('ends each span of days off on the day after', () => {
    assert.match(file, /DTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261008\r\nSUMMARY:国庆节（放假）/)
  })

  test('keeps its lines to 75 octets', () => {
    for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  })
})
