import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CivilDate, instantAt } from './calendar.ts'
import { CALENDAR } from './calendar-data.ts'
import { type Clock, dueDate } from './clock.ts'
import type { ClockEvent } from './clock-events.ts'
import { explainDueDate } from './clock-explanation.ts'
import { outcomeOf, readClock, stripOf } from './clock-face.ts'
import { ruleInForce } from './clock-rule.ts'
import { CLOCK_RULES } from './clock-rules.ts'

function clockOf(id: string, start: CivilDate, ...events: ClockEvent[]): Clock {
  const started: ClockEvent = { kind: 'start', occurred_on: start, occurred_at: instantAt(start, '09:00') }
  return { rule: ruleInForce(CLOCK_RULES, id, start), events: [started, ...events], calendar: CALENDAR }
}

function faceOn(clock: Clock, day: CivilDate, time = '10:00') {
  return readClock(clock, instantAt(day, time))
}

describe('the lights of a clock', () => {
  // D01: due on Friday 2025-02-21.
  const clock = clockOf('proactive.publish', '2025-01-20')

  test('green, then yellow from three working days before the end, then red', () => {
    const lights = (['2025-02-17', '2025-02-18', '2025-02-21', '2025-02-22'] as const).map(
      (day) => faceOn(clock, day).light,
    )
    assert.deepEqual(lights, ['green', 'yellow', 'yellow', 'red'])
  })

  test('the day ends at midnight in China', () => {
    assert.equal(faceOn(clock, '2025-02-21', '23:59').light, 'yellow')
    assert.equal(faceOn(clock, '2025-02-22', '00:00').light, 'red')
  })

  test('it says how much is used, how much is left and how late it is', () => {
    const running = faceOn(clock, '2025-02-18')
    assert.deepEqual([running.used, running.left], [17, { amount: 3, unit: 'working-day' }])
    assert.equal(running.overdue, null)
    const late = faceOn(clock, '2025-02-25')
    assert.deepEqual(late.overdue, { amount: 2, unit: 'working-day' })
    assert.equal(late.left.amount, 0)
  })

  test('a paused clock is grey after five of twenty days and knows when the pause ends', () => {
    const paused = clockOf('request.answer', '2025-04-07', {
      kind: 'pause',
      occurred_on: '2025-04-14',
      until: '2025-05-09',
    })
    const face = faceOn(paused, '2025-04-21')
    assert.deepEqual([face.state, face.light, face.used, face.due.due], ['paused', 'grey', 5, '2025-05-30'])
    assert.equal(faceOn(paused, '2025-05-09').state, 'paused')
    assert.equal(faceOn(paused, '2025-05-12').state, 'running')
  })

  test('an opinion that arrives ends the pause on that day', () => {
    const resumed = clockOf(
      'request.answer',
      '2025-04-07',
      { kind: 'pause', occurred_on: '2025-04-14' },
      { kind: 'resume', occurred_on: '2025-04-25' },
    )
    assert.equal(faceOn(resumed, '2025-04-14').state, 'paused')
    assert.equal(faceOn(resumed, '2025-04-24').state, 'paused')
    assert.equal(faceOn(resumed, '2025-04-25').state, 'running')
  })

  test('a stopped clock tells for good whether it was in time', () => {
    const inTime = clockOf('proactive.publish', '2025-01-20', { kind: 'stop', occurred_on: '2025-02-21' })
    const late = clockOf('proactive.publish', '2025-01-20', { kind: 'stop', occurred_on: '2025-02-24' })
    assert.deepEqual(faceOn(inTime, '2025-06-01').outcome, { result: 'met', by: null })
    assert.equal(faceOn(inTime, '2025-06-01').light, 'green')
    assert.deepEqual(faceOn(late, '2025-06-01').outcome?.by, { amount: 1, unit: 'working-day' })
    assert.equal(faceOn(late, '2025-06-01').light, 'red')
  })

  test('a clock of hours counts hours', () => {
    const response = clockOf('opinion.response-48h', '2026-08-25')
    assert.deepEqual(faceOn(response, '2026-08-25', '15:00').left, { amount: 42, unit: 'hour' })
    const due = dueDate(response.rule, response.events, CALENDAR)
    const done = { on: '2026-08-28', at: instantAt('2026-08-28', '00:00') } as const
    assert.deepEqual(outcomeOf(due, done, CALENDAR).by, { amount: 15, unit: 'hour' })
  })

  test('a minimum period is kept or not, and its end is never overdue', () => {
    const comment = clockOf('decision.comment', '2026-01-20')
    const due = dueDate(comment.rule, comment.events, CALENDAR)
    assert.equal(due.due, '2026-02-24')
    assert.equal(outcomeOf(due, { on: '2026-02-27' }, CALENDAR).result, 'kept')
    assert.equal(outcomeOf(due, { on: '2026-02-23' }, CALENDAR).result, 'early')
    assert.equal(faceOn(comment, '2026-03-20').light, 'green')
  })

  test('calendar-day terms are late by calendar days', () => {
    const notify = clockOf('petition.notify', '2026-09-14')
    const due = dueDate(notify.rule, notify.events, CALENDAR)
    assert.equal(due.due, '2026-09-29')
    assert.deepEqual(outcomeOf(due, { on: '2026-10-08' }, CALENDAR).by, { amount: 9, unit: 'calendar-day' })
  })
})

describe('the strip of a clock', () => {
  const states = (clock: Clock, today: CivilDate) => {
    const cells = stripOf(explainDueDate(clock, today), today)
    return Object.entries(Object.groupBy(cells, ({ state }) => state)).map(
      ([state, list]) => `${state} ${list?.length}`,
    )
  }

  test('has one cell a counted day, hatched ones for a pause', () => {
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-14', until: '2025-04-25' }
    const clock = clockOf('request.answer', '2025-04-07', pause)
    assert.deepEqual(states(clock, '2025-04-28'), ['used 6', 'pause 9', 'today 1', 'left 13'])
  })

  test('shows the days overdue', () => {
    const clock = clockOf('document.interpretation', '2026-06-16')
    assert.deepEqual(states(clock, '2026-06-23'), ['used 3', 'over 1'])
  })
})
