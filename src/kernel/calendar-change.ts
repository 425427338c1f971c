import {
  addDays,
  type CalendarDay,
  type CivilDate,
  dayOf,
  daysIn,
  earlier,
  later,
  type WorkingCalendar,
} from './calendar.ts'
import { type Due, dueDate } from './clock.ts'
import type { ClockEvent } from './clock-events.ts'
import type { ClockRule } from './clock-rule.ts'

/** What a changed calendar does: which days change, and which dates of open clocks move. Closed clocks keep their dates. */

export type OpenClock<Id> = {
  readonly id: Id
  readonly rule: ClockRule
  readonly events: readonly ClockEvent[]
}
export type MovedDate<Id> = { readonly id: Id; readonly before: Due; readonly after: Due }
export type ChangedDay = {
  readonly date: CivilDate
  readonly before: CalendarDay
  readonly after: CalendarDay
}

/** Clocks that have stopped are left out; so are those whose dates stay the same in every respect but the version. */
export function movedDates<Id>(
  clocks: readonly OpenClock<Id>[],
  before: WorkingCalendar,
  after: WorkingCalendar,
): MovedDate<Id>[] {
  return clocks
    .filter(({ events }) => !events.some(({ kind }) => kind === 'stop'))
    .map(({ id, rule, events }) => ({
      id,
      before: dueDate(rule, events, before),
      after: dueDate(rule, events, after),
    }))
    .filter((moved) => isMoved(moved.before, moved.after))
}

/** Days whose kind or name differs; a day that merely became certain is no change. */
export function changedDays(before: WorkingCalendar, after: WorkingCalendar): ChangedDay[] {
  const first = earlier(before.known_from, after.known_from)
  const last = later(before.known_through, after.known_through)
  return daysIn(addDays(first, -1), last)
    .map((date) => ({ date, before: dayOf(date, before), after: dayOf(date, after) }))
    .filter(({ before: old, after: next }) => old.kind !== next.kind || nameOf(old) !== nameOf(next))
}

function isMoved(before: Due, after: Due): boolean {
  return (
    before.due !== after.due ||
    before.target !== after.target ||
    before.provisional !== after.provisional ||
    before.target_provisional !== after.target_provisional
  )
}

function nameOf({ holiday }: CalendarDay): string {
  return holiday?.['zh-CN'] ?? ''
}
