import type { Language } from './messages.ts'

/** Civil dates and the working calendar. A legal day is a plain date in Asia/Shanghai; the zone of the process never decides it. */

export type CivilDate = `${number}-${number}-${number}`

const DAY = 86_400_000
const SHANGHAI = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

export function civilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`not a date: ${text}`)
  return text
}

export function isCivilDate(text: string): text is CivilDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export function civilDateOf(instant: Date): CivilDate {
  return onShanghaiClocks(instant).slice(0, 10) as CivilDate
}

/** `HH:MM` on the clocks of Asia/Shanghai. */
export function civilTimeOf(instant: Date): string {
  return onShanghaiClocks(instant).slice(11, 16)
}

/** The inverse of `civilDateOf` and `civilTimeOf`; China has kept one offset since 1991-09-15. */
export function instantAt(date: CivilDate, time = '00:00'): Date {
  return new Date(`${civilDate(date)}T${time}:00+08:00`)
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return fromEpochDay(epochDay(date) + days)
}

/** Same day number, or the last day of a shorter month (Civil Code 202). */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = numbersOf(date)
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return fromEpochDay(Date.UTC(year, month - 1 + months, Math.min(day, lastDay)) / DAY)
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function weekday(date: CivilDate): number {
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1
}

export function daysBetween(after: CivilDate, through: CivilDate): number {
  return epochDay(through) - epochDay(after)
}

export function compare(a: CivilDate, b: CivilDate): number {
  return epochDay(a) - epochDay(b)
}

export function earlier(a: CivilDate, b: CivilDate): CivilDate {
  return a <= b ? a : b
}

export function later(a: CivilDate, b: CivilDate): CivilDate {
  return a >= b ? a : b
}

export type HolidayName = Readonly<Record<Language, string>>
export type DayKind = 'working' | 'make-up' | 'holiday' | 'weekend'

/** Immutable: a changed calendar is another object with another version. Outside the known days nothing is a holiday yet. */
export type WorkingCalendar = {
  readonly version: string
  readonly known_from: CivilDate
  readonly known_through: CivilDate
  readonly holidays: ReadonlyMap<CivilDate, HolidayName | null>
  readonly make_up_days: ReadonlySet<CivilDate>
}

/** `provisional`: a day was counted Monday to Friday because its year's notice is not in the calendar. A preview, not law. */
export type CalendarDay = {
  readonly date: CivilDate
  readonly kind: DayKind
  readonly holiday: HolidayName | null
  readonly provisional: boolean
}
export type ReckonedDate = { readonly date: CivilDate; readonly provisional: boolean }
export type ReckonedDays = { readonly days: number; readonly provisional: boolean }

export function dayOf(date: CivilDate, calendar: WorkingCalendar): CalendarDay {
  const provisional = !isKnown(date, calendar)
  const holiday = provisional ? null : (calendar.holidays.get(date) ?? null)
  return { date, kind: kindOf(date, calendar), holiday, provisional }
}

export function isKnown(date: CivilDate, calendar: WorkingCalendar): boolean {
  return calendar.known_from <= date && date <= calendar.known_through
}

/** For a day that the calendar does not know this is the Monday to Friday preview; `dayOf` says so. */
export function isWorkingDay(date: CivilDate, calendar: WorkingCalendar): boolean {
  const kind = kindOf(date, calendar)
  return kind === 'working' || kind === 'make-up'
}

/** Strictly after the date. */
export function nextWorkingDay(date: CivilDate, calendar: WorkingCalendar): ReckonedDate {
  return addWorkingDays(date, 1, calendar)
}

/** Strictly before the date. */
export function previousWorkingDay(date: CivilDate, calendar: WorkingCalendar): ReckonedDate {
  return addWorkingDays(date, -1, calendar)
}

export function workingDayOnOrAfter(date: CivilDate, calendar: WorkingCalendar): ReckonedDate {
  return nextWorkingDay(addDays(date, -1), calendar)
}

export function workingDayOnOrBefore(date: CivilDate, calendar: WorkingCalendar): ReckonedDate {
  return previousWorkingDay(addDays(date, 1), calendar)
}

/** The date itself is not counted (Civil Code 201); a negative count goes back. */
export function addWorkingDays(date: CivilDate, count: number, calendar: WorkingCalendar): ReckonedDate {
  if (!Number.isSafeInteger(count)) throw new RangeError(`not a number of days: ${count}`)
  const step = count < 0 ? -1 : 1
  let day = date
  let provisional = false
  for (let left = Math.abs(count); left > 0; ) {
    day = addDays(day, step)
    provisional ||= !isKnown(day, calendar)
    if (isWorkingDay(day, calendar)) left -= 1
  }
  return { date: day, provisional }
}

/** Working days in (after, through]; none if `through` is not later. */
export function workingDaysBetween(
  after: CivilDate,
  through: CivilDate,
  calendar: WorkingCalendar,
): ReckonedDays {
  const days = daysIn(after, through)
  return {
    days: days.filter((day) => isWorkingDay(day, calendar)).length,
    provisional: days.some((day) => !isKnown(day, calendar)),
  }
}

/** Every date in (after, through]. */
export function daysIn(after: CivilDate, through: CivilDate): CivilDate[] {
  const length = Math.max(0, daysBetween(after, through))
  return Array.from({ length }, (_, index) => addDays(after, index + 1))
}

function kindOf(date: CivilDate, calendar: WorkingCalendar): DayKind {
  const weekend = weekday(date) > 5
  if (isKnown(date, calendar)) {
    if (calendar.make_up_days.has(date)) return 'make-up'
    if (calendar.holidays.has(date)) return 'holiday'
  }
  return weekend ? 'weekend' : 'working'
}

/** China set its clocks for the last time on 1991-09-15; since then +08:00 is all there is to know, and quickly known. */
const LAST_CHANGE = Date.parse('1991-09-15T00:00:00+08:00')
const EIGHT_HOURS = 8 * 60 * 60 * 1000

function onShanghaiClocks(instant: Date): string {
  const time = instant.getTime()
  if (time >= LAST_CHANGE) return new Date(time + EIGHT_HOURS).toISOString()
  const parts = SHANGHAI.formatToParts(instant).map(({ type, value }) => [type, value])
  const { year, month, day, hour, minute } = Object.fromEntries(parts)
  return `${year}-${month}-${day}T${hour}:${minute}`
}

function numbersOf(date: CivilDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))]
}

/** Dates were read by `civilDate` once; here only the shape is looked at again, for this is the innermost loop. */
function epochDay(date: CivilDate): number {
  const time = Date.parse(`${date}T00:00:00Z`)
  if (Number.isNaN(time)) throw new RangeError(`not a date: ${date}`)
  return time / DAY
}

function fromEpochDay(day: number): CivilDate {
  return new Date(day * DAY).toISOString().slice(0, 10) as CivilDate
}
