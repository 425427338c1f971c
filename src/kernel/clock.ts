import {
  addDays,
  addMonths,
  type CivilDate,
  civilDate,
  civilDateOf,
  daysBetween,
  daysIn,
  isKnown,
  isWorkingDay,
  type WorkingCalendar,
  workingDayOnOrAfter,
  workingDayOnOrBefore,
} from './calendar.ts'
import { type ClockEvent, isIn, lastDayOf, type Run, runOf } from './clock-events.ts'
import { refuseEvent } from './clock-refusals.ts'
import type { ClockRule } from './clock-rule.ts'
import { Conflict } from './refusals.ts'

/** The legal clock: rule, events and calendar in, a date out. It knows no rule of its own and never asks what time it is. */

export type Clock = {
  readonly rule: ClockRule
  readonly events: readonly ClockEvent[]
  readonly calendar: WorkingCalendar
}

/**
 * `due`: overdue is counted from here; `target`: the working day staff work towards; `ends_on`: the last day of
 * the term before it moved off a day off; `counted`: the days that made up the term. A provisional date needs
 * days that the calendar does not know yet and is reckoned anew when they are known.
 */
export type Due = {
  readonly rule: ClockRule
  readonly due: CivilDate
  readonly due_at: Date | null
  readonly target: CivilDate
  readonly ends_on: CivilDate
  readonly counted: readonly CivilDate[]
  readonly provisional: boolean
  readonly target_provisional: boolean
  readonly calendar_version: string
}

/** Recorded events are facts: an extension that was accepted stands, though a later calendar would have made it late. */
export function dueDate(rule: ClockRule, events: readonly ClockEvent[], calendar: WorkingCalendar): Due {
  return dueDateAsOf({ rule, events, calendar }, lastDayOf(events))
}

/** An open pause without a last day of its own lasts at least through `today`: the date moves on while it is open. */
export function dueDateAsOf({ rule, events, calendar }: Clock, today: CivilDate): Due {
  const run = runOf(events, today)
  const extended = run.extensions.reduce((sum, { amount }) => sum + amount, 0)
  return dueOfRun(rule, run, extended, calendar)
}

/** What would be due if these events had all happened; refuses each event that the rules would have refused. */
export function previewDueDate(
  rule: ClockRule,
  events: readonly ClockEvent[],
  calendar: WorkingCalendar,
): Due {
  const none: readonly ClockEvent[] = []
  const accepted = events.reduce(
    (before, event) => withEvent({ rule, events: before, calendar }, event),
    none,
  )
  return dueDate(rule, accepted, calendar)
}

/** The events with one more, or a refusal: what a command calls before it writes the row. */
export function withEvent(clock: Clock, event: ClockEvent): readonly ClockEvent[] {
  const before = clock.events.filter(({ occurred_on }) => occurred_on <= event.occurred_on)
  refuseEvent(clock, event, () => dueDateAsOf({ ...clock, events: before }, event.occurred_on).due)
  return [...clock.events, event]
}

/** The date of one run with so many units of extension; the explanation asks term by term. */
export function dueOfRun(rule: ClockRule, run: Run, extended: number, calendar: WorkingCalendar): Due {
  const endsOn = endOf(rule, run, extended, calendar)
  const rolled = roll(rule, endsOn, calendar)
  const waits = rule.minimum || rule.unit === 'hour'
  const target = waits ? rolled : workingDayOnOrBefore(endsOn, calendar)
  const span = spanOfTerm(rule, run.started.occurred_on, endsOn)
  const guessed = rule.unit === 'working-day' && span.some((day) => !isKnown(day, calendar))
  return {
    rule,
    due: rolled.date,
    due_at: rule.unit === 'hour' ? hourDue(rule.amount, run) : null,
    target: target.date,
    ends_on: endsOn,
    counted: span.filter((day) => counts(rule, run, calendar)(day)),
    provisional: rolled.provisional || guessed,
    target_provisional: target.provisional || guessed,
    calendar_version: calendar.version,
  }
}

function endOf(rule: ClockRule, run: Run, extended: number, calendar: WorkingCalendar): CivilDate {
  const start = run.started.occurred_on
  if (rule.unit === 'hour') return civilDateOf(hourDue(rule.amount, run))
  if (rule.unit === 'fixed-date') return nextOf(rule.month_day, start)
  const step = rule.direction === 'before' ? -1 : 1
  const isCounted = counts(rule, run, calendar)
  let day = start
  for (let left = lengthOf(rule.unit, start, step * (rule.amount + extended)); left > 0; ) {
    day = addDays(day, step)
    if (isCounted(day)) left -= 1
  }
  return day
}

/** The day of the trigger is never counted, and neither is a day in a pause (Civil Code 201; OGI 33). */
function counts(rule: ClockRule, run: Run, calendar: WorkingCalendar): (day: CivilDate) => boolean {
  return (day) => !isIn(day, run.pauses) && (rule.unit !== 'working-day' || isWorkingDay(day, calendar))
}

/** A month term is as many days as its months have, so that a pause lengthens it day by day. */
function lengthOf(unit: ClockRule['unit'], start: CivilDate, amount: number): number {
  return Math.abs(unit === 'month' ? daysBetween(start, addMonths(start, amount)) : amount)
}

function roll(rule: ClockRule, date: CivilDate, calendar: WorkingCalendar) {
  if (!rule.rolls) return { date, provisional: false }
  return rule.direction === 'before'
    ? workingDayOnOrBefore(date, calendar)
    : workingDayOnOrAfter(date, calendar)
}

/** Every day from the day after the trigger to the end of the term; for a term that counts back, its mirror image. */
function spanOfTerm(rule: ClockRule, start: CivilDate, endsOn: CivilDate): CivilDate[] {
  if (rule.unit === 'hour' || rule.unit === 'fixed-date') return []
  return rule.direction === 'before' ? daysIn(addDays(endsOn, -1), addDays(start, -1)) : daysIn(start, endsOn)
}

function hourDue(amount: number, { started }: Run): Date {
  if (!started.occurred_at) throw new Conflict('clock.minute-missing')
  return new Date(started.occurred_at.getTime() + amount * 3_600_000)
}

function nextOf(monthDay: string, after: CivilDate): CivilDate {
  const year = Number(after.slice(0, 4))
  const thisYear = civilDate(`${year}-${monthDay}`)
  return thisYear > after ? thisYear : civilDate(`${year + 1}-${monthDay}`)
}
