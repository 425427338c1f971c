import { addDays, type CalendarDay, type CivilDate, dayOf, daysIn, later, weekday } from './calendar.ts'
import { type Clock, type Due, dueOfRun } from './clock.ts'
import { type ClockEventOf, isIn, lastDayOf, type Run, runOf } from './clock-events.ts'
import { mathOf } from './clock-math.ts'

/** Why a clock says what it says, day by day: the same rows for staff and for the applicant. */

/** `number`: the running number of a counted day within its term. `rolled`: only waited for, since the last day was off. */
export type DayRow = CalendarDay & {
  readonly weekday: number
  readonly number: number | null
  readonly paused: boolean
  readonly rolled: boolean
  readonly extension: boolean
}

/** `open`: how many counted days lie where the calendar knows nothing yet. */
export type Term = {
  readonly extension: ClockEventOf<'extend'> | null
  readonly amount: number
  readonly due: Due
  readonly counted: readonly CivilDate[]
  readonly open: number
  readonly math: string
}

export type Explanation = {
  readonly clock: Clock
  readonly run: Run
  readonly due: Due
  readonly terms: readonly Term[]
  readonly rows: readonly DayRow[]
}

export function explainDueDate(clock: Clock, today: CivilDate = lastDayOf(clock.events)): Explanation {
  const run = runOf(clock.events, today)
  const terms = termsOf(clock, run)
  const due = terms.at(-1)!.due
  return { clock, run, due, terms, rows: rowsOf(clock, run, terms, due) }
}

/** The limit of the rule, then one term for each extension. */
function termsOf({ rule, calendar }: Clock, run: Run): Term[] {
  let extended = 0
  let before = 0
  return [null, ...run.extensions].map((extension) => {
    extended += extension?.amount ?? 0
    const due = dueOfRun(rule, run, extended, calendar)
    const counted = due.counted.slice(before)
    before = due.counted.length
    const own = rule.unit === 'fixed-date' ? 0 : rule.amount
    const amount = extension?.amount ?? own
    const open = counted.filter((date) => dayOf(date, calendar).provisional).length
    return { extension, amount, due, counted, open, math: mathOf(due, counted, amount, calendar) }
  })
}

/** Hours and fixed dates count no days, so they have no rows. */
function rowsOf({ rule, calendar }: Clock, run: Run, terms: readonly Term[], due: Due): DayRow[] {
  if (due.counted.length === 0) return []
  const start = run.started.occurred_on
  const isBack = rule.direction === 'before'
  const dates = isBack
    ? daysIn(addDays(due.due, -1), addDays(start, -1))
    : daysIn(start, later(due.due, due.ends_on))
  const numbers = numbersOf(terms, isBack)
  return dates.map((date) => ({
    ...dayOf(date, calendar),
    weekday: weekday(date),
    number: numbers.get(date)?.number ?? null,
    paused: isIn(date, run.pauses),
    rolled: isBack ? date < due.ends_on : date > due.ends_on,
    extension: numbers.get(date)?.extension ?? false,
  }))
}

function numbersOf(terms: readonly Term[], isBack: boolean) {
  const numbered = terms.flatMap(({ counted, extension }) =>
    (isBack ? counted.toReversed() : counted).map(
      (date, index) => [date, { number: index + 1, extension: extension !== null }] as const,
    ),
  )
  return new Map(numbered)
}
