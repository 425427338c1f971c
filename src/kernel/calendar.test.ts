import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  addDays,
  addMonths,
  addWorkingDays,
  type CivilDate,
  civilDate,
  civilDateOf,
  civilTimeOf,
  compare,
  dayOf,
  instantAt,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
  weekday,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
  workingDaysBetween,
} from './calendar.ts'
import { changedDays, movedDates } from './calendar-change.ts'
import {
  CALENDAR,
  CALENDAR_DATA,
  type HolidayNotice,
  noticeFindings,
  withNotice,
  workingCalendar,
} from './calendar-data.ts'
import { CLOCK_MESSAGES } from './clock-messages.ts'
import { ruleInForce } from './clock-rule.ts'
import { CLOCK_RULES } from './clock-rules.ts'

/** Invented: the notice for 2027 is not known here. */
const NOTICE_2027: HolidayNotice = {
  year: 2027,
  source: '示例',
  days_off: [{ from: '2027-01-01', to: '2027-01-03', name: { 'zh-CN': '元旦', en: 'New Year' } }],
  make_up_days: ['2027-01-09'],
}

describe('civil dates', () => {
  test('impossible dates are refused', () => {
    for (const text of [
      '2025-02-29',
      '2025-13-01',
      '2025-00-10',
      '2025-04-31',
      '2025-1-2',
      '20250102',
      '',
      'x',
    ]) {
      assert.throws(() => civilDate(text), RangeError, text)
    }
    assert.equal(civilDate('2024-02-29'), '2024-02-29')
  })

  test('at 16:00 UTC it is already tomorrow in China, whatever the zone of the process', () => {
    assert.equal(civilDateOf(new Date('2025-10-01T15:59:59.999Z')), '2025-10-01')
    assert.equal(civilDateOf(new Date('2025-10-01T16:00:00Z')), '2025-10-02')
    assert.equal(civilTimeOf(new Date('2025-10-01T16:00:00Z')), '00:00')
    assert.equal(instantAt('2025-10-02').toISOString(), '2025-10-01T16:00:00.000Z')
  })

  test('a month ends on the same day number or on the last day of the month', () => {
    const cases: [CivilDate, number, CivilDate][] = [
      ['2025-08-31', 6, '2026-02-28'],
      ['2023-08-31', 6, '2024-02-29'],
      ['2025-04-07', 6, '2025-10-07'],
      ['2025-12-31', 2, '2026-02-28'],
      ['2025-03-31', -1, '2025-02-28'],
      ['2025-01-15', -13, '2023-12-15'],
    ]
    for (const [date, months, expected] of cases) assert.equal(addMonths(date, months), expected)
  })

  test('days are added over the ends of months and years', () => {
    assert.equal(addDays('2024-02-28', 2), '2024-03-01')
    assert.equal(addDays('2025-01-01', -1), '2024-12-31')
    assert.equal(weekday('2025-01-20'), 1)
    assert.equal(weekday('1969-12-28'), 7)
    assert.ok(compare('2025-01-20', '2025-01-21') < 0)
  })
})

describe('the working calendar', () => {
  test('the years have 251, 248 and 248 working days', () => {
    const total = (year: number) =>
      workingDaysBetween(civilDate(`${year - 1}-12-31`), civilDate(`${year}-12-31`), CALENDAR)
    assert.deepEqual(
      [2024, 2025, 2026].map((year) => total(year)),
      [251, 248, 248].map((days) => ({ days, provisional: false })),
    )
  })

  test('working days between two dates leave out the first and count the last', () => {
    const between = (after: CivilDate, through: CivilDate) =>
      workingDaysBetween(after, through, CALENDAR).days
    assert.equal(between('2025-04-14', '2025-04-25'), 9)
    assert.equal(between('2025-09-30', '2025-10-11'), 3)
    assert.equal(between('2026-02-14', '2026-02-28'), 5)
    assert.equal(between('2026-02-28', '2026-02-14'), 0)
  })

  test('a make-up Sunday is a working day and New Year’s Eve of 2024 still was one', () => {
    assert.equal(isWorkingDay('2025-01-26', CALENDAR), true)
    assert.equal(isWorkingDay('2024-02-09', CALENDAR), true)
    assert.equal(isWorkingDay('2025-01-28', CALENDAR), false)
    assert.equal(dayOf('2025-01-26', CALENDAR).kind, 'make-up')
    assert.deepEqual(dayOf('2025-01-28', CALENDAR).holiday, { 'zh-CN': '春节', en: 'Spring Festival' })
  })

  test('the neighbours of a holiday are found on both sides', () => {
    assert.equal(nextWorkingDay('2025-09-30', CALENDAR).date, '2025-10-09')
    assert.equal(previousWorkingDay('2025-10-09', CALENDAR).date, '2025-09-30')
    assert.equal(workingDayOnOrAfter('2025-09-30', CALENDAR).date, '2025-09-30')
    assert.equal(workingDayOnOrBefore('2025-10-05', CALENDAR).date, '2025-09-30')
    assert.equal(addWorkingDays('2025-10-09', -2, CALENDAR).date, '2025-09-29')
    assert.equal(addWorkingDays('2025-10-09', 0, CALENDAR).date, '2025-10-09')
  })

  test('beyond the last notice every answer is provisional', () => {
    assert.deepEqual(nextWorkingDay('2026-12-31', CALENDAR), { date: '2027-01-01', provisional: true })
    assert.deepEqual(nextWorkingDay('2026-12-30', CALENDAR), { date: '2026-12-31', provisional: false })
    assert.equal(workingDaysBetween('2026-12-30', '2027-01-01', CALENDAR).provisional, true)
    assert.equal(dayOf('2027-01-01', CALENDAR).provisional, true)
    assert.equal(previousWorkingDay('2024-01-01', CALENDAR).provisional, true)
  })
})

describe('a notice for another year', () => {
  const next = workingCalendar(withNotice(CALENDAR_DATA, NOTICE_2027, 'cn-2027'))

  test('it makes a new version and leaves the old one as it was', () => {
    assert.equal(next.known_through, '2027-12-31')
    assert.equal(isWorkingDay('2027-01-01', next), false)
    assert.equal(CALENDAR.known_through, '2026-12-31')
    assert.deepEqual(
      changedDays(CALENDAR, next).map(({ date, after }) => `${date} ${after.kind}`),
      ['2027-01-01 holiday', '2027-01-02 holiday', '2027-01-03 holiday', '2027-01-09 make-up'],
    )
  })

  test('it moves the dates of open clocks and leaves closed ones alone', () => {
    const rule = ruleInForce(CLOCK_RULES, 'request.answer', '2026-12-18')
    const start = { kind: 'start', occurred_on: '2026-12-18' } as const
    const early = { kind: 'start', occurred_on: '2026-12-01' } as const
    const stop = { kind: 'stop', occurred_on: '2026-12-25' } as const
    const moved = movedDates(
      [
        { id: 'open', rule, events: [start] },
        { id: 'closed', rule, events: [start, stop] },
        { id: 'untouched', rule, events: [early] },
      ],
      CALENDAR,
      next,
    )
    assert.deepEqual(
      moved.map(({ id, before, after }) => [
        id,
        before.due,
        before.provisional,
        after.due,
        after.provisional,
      ]),
      [['open', '2027-01-15', true, '2027-01-15', false]],
    )
  })

  test('the officer is told what is wrong with it', () => {
    const name = null
    const found = (notice: Partial<HolidayNotice>) => noticeFindings({ ...NOTICE_2027, ...notice })
    assert.deepEqual(noticeFindings(NOTICE_2027), [])
    assert.deepEqual(found({ make_up_days: ['2027-01-08'] }), ['calendar.make-up-on-a-weekday'])
    assert.deepEqual(found({ make_up_days: ['2027-01-02'] }), ['calendar.make-up-on-a-day-off'])
    assert.deepEqual(found({ make_up_days: ['2027-02-30'] }), ['calendar.not-a-date'])
    assert.deepEqual(found({ days_off: [{ from: '2027-05-05', to: '2027-05-01', name }] }), [
      'calendar.range-backwards',
    ])
    assert.deepEqual(found({ days_off: [{ from: '2029-05-01', to: '2029-05-01', name }] }), [
      'calendar.outside-the-year',
    ])
    const twice = { from: '2027-05-01', to: '2027-05-03', name } as const
    assert.deepEqual(found({ days_off: [twice, twice] }), ['calendar.days-off-overlap'])
    assert.ok('calendar.days-off-overlap' in CLOCK_MESSAGES.en)
  })

  test('a calendar with a missing year is refused', () => {
    const gap = { ...NOTICE_2027, year: 2028, days_off: [], make_up_days: [] }
    assert.throws(() => workingCalendar(withNotice(CALENDAR_DATA, gap, 'cn-2028')), RangeError)
  })
})
