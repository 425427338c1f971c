import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addDays, type CivilDate, isWorkingDay } from './calendar.ts'
import { CALENDAR } from './calendar-data.ts'
import { type Clock, dueDate, withEvent } from './clock.ts'
import type { ClockEvent } from './clock-events.ts'
import { explainDueDate } from './clock-explanation.ts'
import { ruleInForce } from './clock-rule.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import { Conflict } from './refusals.ts'

const SEED = { seed: 20190515, numRuns: 400 }
const FIRST: CivilDate = '2024-01-02'

const rules = fc
  .constantFrom('request.answer', 'permit.decide', 'review.decide', 'petition.decide')
  .map((id) => ruleInForce(CLOCK_RULES, id, FIRST))
const starts = fc.nat(700).map((days) => addDays(FIRST, days))
const pauseNames = fc.constantFrom('a', 'b', 'c')
const steps = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('pause' as const),
      after: fc.nat(60),
      pause: pauseNames,
      lasts: fc.option(fc.nat(30)),
    }),
    fc.record({ kind: fc.constant('resume' as const), after: fc.nat(60), pause: pauseNames }),
    fc.record({
      kind: fc.constant('extend' as const),
      after: fc.nat(60),
      amount: fc.integer({ min: 1, max: 20 }),
    }),
  ),
  { maxLength: 12 },
)
type Step = (typeof steps extends fc.Arbitrary<infer T> ? T : never)[number]

function eventOf(start: CivilDate, step: Step): ClockEvent {
  const occurred_on = addDays(start, step.after)
  if (step.kind === 'extend') return { kind: 'extend', amount: step.amount, occurred_on }
  if (step.kind === 'resume') return { kind: 'resume', pause: step.pause, occurred_on }
  const until = step.lasts === null ? null : addDays(occurred_on, step.lasts)
  return { kind: 'pause', pause: step.pause, occurred_on, until }
}

/** The events that the clock accepts, in whatever order they come; it may refuse others. */
function accepted(started: Clock, events: readonly ClockEvent[]): Clock {
  let clock = started
  for (const event of events) {
    try {
      clock = { ...clock, events: withEvent(clock, event) }
    } catch (refusal) {
      assert.ok(refusal instanceof Conflict)
    }
  }
  return clock
}

function clockOf(rule: Clock['rule'], start: CivilDate): Clock {
  return { rule, events: [{ kind: 'start', occurred_on: start }], calendar: CALENDAR }
}

describe('what holds for every legal clock', () => {
  test('no pauses, resumes and extensions make a date earlier than the plain term', () => {
    fc.assert(
      fc.property(rules, starts, steps, (rule, start, list) => {
        const plain = clockOf(rule, start)
        const clock = accepted(
          plain,
          list.map((step) => eventOf(start, step)),
        )
        assert.ok(dueDate(rule, clock.events, CALENDAR).due >= dueDate(rule, plain.events, CALENDAR).due)
      }),
      SEED,
    )
  })

  test('one more pause never makes a date earlier, and neither does a longer one', () => {
    const lengths = fc
      .tuple(fc.nat(40), fc.nat(40))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
    fc.assert(
      fc.property(rules, starts, steps, fc.nat(60), lengths, (rule, start, list, after, [short, long]) => {
        const { events } = accepted(
          clockOf(rule, start),
          list.map((step) => eventOf(start, step)),
        )
        const from = addDays(start, after)
        const paused = (days: number): ClockEvent[] => [
          ...events,
          { kind: 'pause', pause: 'more', occurred_on: from, until: addDays(from, days) },
        ]
        const due = (happened: readonly ClockEvent[]) => dueDate(rule, happened, CALENDAR).due
        assert.ok(due(paused(short)) >= due(events))
        assert.ok(due(paused(long)) >= due(paused(short)))
      }),
      SEED,
    )
  })

  test('a last day is a working day, and the explanation counts exactly the days of the term', () => {
    fc.assert(
      fc.property(rules, starts, steps, (rule, start, list) => {
        const clock = accepted(
          clockOf(rule, start),
          list.map((step) => eventOf(start, step)),
        )
        const { due, rows, terms } = explainDueDate(clock)
        assert.ok(isWorkingDay(due.due, CALENDAR))
        assert.equal(rows.at(-1)?.date, due.due)
        const numbered = rows.filter(({ number }) => number !== null)
        assert.equal(
          numbered.length,
          terms.reduce((sum, { amount }) => sum + amount, 0),
        )
        assert.ok(numbered.every(({ paused }) => !paused))
      }),
      SEED,
    )
  })
})
