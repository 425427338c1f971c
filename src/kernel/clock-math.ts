import { addDays, type CivilDate, dayOf, type WorkingCalendar, weekday } from './calendar.ts'
import type { Due } from './clock.ts'
import { weekdayInWords } from './date-words.ts'

/**
 * The arithmetic of a date on one line: `01-21..24=4, 01-26*..27=6`, where `*` marks a make-up working day and
 * `=n` is the running count, or `+60 CD = 05-04 Sun (off) → 05-06`. Days that the calendar does not know are left out.
 */
export function mathOf(
  due: Due,
  counted: readonly CivilDate[],
  amount: number,
  calendar: WorkingCalendar,
): string {
  const { unit, direction } = due.rule
  if (unit === 'hour') return `+${amount} h`
  if (unit === 'fixed-date') return `target ${due.target}`
  if (unit === 'working-day' && direction === 'after') return runsOf(counted, calendar)
  const sign = direction === 'before' ? '−' : '+'
  return `${sign}${amount} ${unitOf(due)}${landing(due, calendar)}`
}

function unitOf({ rule }: Due): string {
  return { 'working-day': 'WD', 'calendar-day': 'CD', month: 'months' }[rule.unit as string] ?? ''
}

function landing({ rule, due, ends_on }: Due, calendar: WorkingCalendar): string {
  if (!rule.rolls) return ''
  const end = rule.unit === 'month' ? ends_on : ends_on.slice(5)
  const day = ` = ${end} ${weekdayInWords(ends_on, 'en').slice(0, 3)}`
  if (due !== ends_on) {
    const back = rule.direction === 'before' ? 'back to ' : ''
    return `${day} (off) → ${back}${due.slice(5)}`
  }
  return weekday(ends_on) > 5 && dayOf(ends_on, calendar).kind === 'make-up' ? `${day} (working day)` : day
}

/** Neighbouring days are written as one run. */
function runsOf(counted: readonly CivilDate[], calendar: WorkingCalendar): string {
  const runs: CivilDate[][] = []
  const known = counted.filter((date) => !dayOf(date, calendar).provisional)
  for (const day of known) {
    const run = runs.at(-1)
    if (run && addDays(run.at(-1)!, 1) === day) run.push(day)
    else runs.push([day])
  }
  return runs.map((run) => `${runInWords(run, calendar)}=${known.indexOf(run.at(-1)!) + 1}`).join(', ')
}

function runInWords(run: readonly CivilDate[], calendar: WorkingCalendar): string {
  const [first, last] = [run[0]!, run.at(-1)!]
  const marked = (date: CivilDate, from: number) =>
    `${date.slice(from)}${dayOf(date, calendar).kind === 'make-up' ? '*' : ''}`
  if (first === last) return marked(first, 5)
  return `${marked(first, 5)}..${marked(last, first.slice(0, 7) === last.slice(0, 7) ? 8 : 5)}`
}
