import {
  type CivilDate,
  civilDateOf,
  daysBetween,
  daysIn,
  isWorkingDay,
  type WorkingCalendar,
  workingDaysBetween,
} from './calendar.ts'
import { type Clock, type Due, dueDateAsOf } from './clock.ts'
import { openPauses, runOf } from './clock-events.ts'
import type { DayRow, Explanation } from './clock-explanation.ts'

/** What a clock shows at a moment that the caller names: state, light, how much is left, how late it was. */

/** Yellow from so many working days on; an office may choose another number. */
export const YELLOW_WITHIN = 3

export type Light = 'green' | 'yellow' | 'red' | 'grey'
export type Amount = { readonly amount: number; readonly unit: 'working-day' | 'calendar-day' | 'hour' }
export type Done = { readonly on: CivilDate; readonly at?: Date | null }

/** `kept` and `early` speak of minimum periods, `met` and `late` of all others; `by` says how late. */
export type Outcome =
  | { readonly result: 'met' | 'kept' | 'early'; readonly by: null }
  | { readonly result: 'late'; readonly by: Amount }

export type ClockFace = {
  readonly state: 'running' | 'paused' | 'stopped'
  readonly light: Light
  readonly due: Due
  readonly used: number
  readonly left: Amount
  readonly outcome: Outcome | null
  readonly overdue: Amount | null
}

export function readClock(clock: Clock, now: Date, yellowWithin = YELLOW_WITHIN): ClockFace {
  const today = civilDateOf(now)
  const due = dueDateAsOf(clock, today)
  const { stopped } = runOf(clock.events, today)
  const outcome =
    stopped && outcomeOf(due, { on: stopped.occurred_on, at: stopped.occurred_at ?? null }, clock.calendar)
  const seen = outcome ?? outcomeOf(due, { on: today, at: now }, clock.calendar)
  const state = stateOf(clock, today)
  return {
    state,
    light: seen.result === 'late' ? 'red' : calmLight(clock, due, { state, today, yellowWithin }),
    due,
    used: due.counted.filter((date) => date <= today).length,
    left: leftOf(due, today, now),
    outcome,
    overdue: outcome ? null : seen.by,
  }
}

/** When something is done, is it in time? A lateness is at least one unit: the Saturday after a Friday is late by one working day. */
export function outcomeOf(due: Due, done: Done, calendar: WorkingCalendar): Outcome {
  if (due.rule.minimum) return { result: done.on >= due.due ? 'kept' : 'early', by: null }
  const late = latenessOf(due, done, calendar)
  return late ? { result: 'late', by: late } : { result: 'met', by: null }
}

function latenessOf(due: Due, done: Done, calendar: WorkingCalendar): Amount | null {
  if (due.due_at && done.at) {
    const hours = (done.at.getTime() - due.due_at.getTime()) / 3_600_000
    return hours > 0 ? { amount: Math.ceil(hours), unit: 'hour' } : null
  }
  if (done.on <= due.due) return null
  if (due.rule.unit !== 'working-day') return { amount: daysBetween(due.due, done.on), unit: 'calendar-day' }
  return { amount: Math.max(1, workingDaysBetween(due.due, done.on, calendar).days), unit: 'working-day' }
}

/** A pause that is still open runs through the last day of its own, if it has one. */
function stateOf({ events }: Clock, today: CivilDate): ClockFace['state'] {
  const happened = events.filter(({ occurred_on }) => occurred_on <= today)
  if (happened.some(({ kind }) => kind === 'stop')) return 'stopped'
  return openPauses(happened).some(({ until }) => (until ?? today) >= today) ? 'paused' : 'running'
}

type Seen = { readonly state: ClockFace['state']; readonly today: CivilDate; readonly yellowWithin: number }

/** The end of a minimum period is nothing to be late for, so it stays green. */
function calmLight({ calendar }: Clock, due: Due, { state, today, yellowWithin }: Seen): Light {
  if (state === 'paused') return 'grey'
  if (state === 'stopped' || due.rule.minimum) return 'green'
  return workingDaysBetween(today, due.due, calendar).days <= yellowWithin ? 'yellow' : 'green'
}

function leftOf(due: Due, today: CivilDate, now: Date): Amount {
  if (due.due_at) {
    const hours = (due.due_at.getTime() - now.getTime()) / 3_600_000
    return { amount: Math.max(0, Math.floor(hours)), unit: 'hour' }
  }
  if (due.rule.unit !== 'working-day') {
    return { amount: Math.max(0, daysBetween(today, due.due)), unit: 'calendar-day' }
  }
  return { amount: due.counted.filter((date) => date > today).length, unit: 'working-day' }
}

export type Cell = {
  readonly date: CivilDate
  readonly state: 'used' | 'today' | 'left' | 'pause' | 'over'
}

/** One cell for each day that counts, for each day that would count but for a pause, and for each day too many. */
export function stripOf(explanation: Explanation, today: CivilDate): Cell[] {
  const { clock, due, rows, run } = explanation
  const inDays = due.rule.unit === 'working-day'
  const wouldCount = (row: DayRow) => !inDays || row.kind === 'working' || row.kind === 'make-up'
  const cells = rows
    .filter((row) => row.number !== null || (row.paused && wouldCount(row)))
    .map((row): Cell => ({ date: row.date, state: row.number === null ? 'pause' : placeOf(row.date, today) }))
  if (due.rule.minimum || run.stopped || rows.length === 0) return cells
  const over = daysIn(due.due, today).filter((date) => !inDays || isWorkingDay(date, clock.calendar))
  return [...cells, ...over.map((date): Cell => ({ date, state: 'over' }))]
}

function placeOf(date: CivilDate, today: CivilDate): Cell['state'] {
  if (date === today) return 'today'
  return date < today ? 'used' : 'left'
}
