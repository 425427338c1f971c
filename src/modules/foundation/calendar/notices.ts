import { addDays, type CivilDate, daysIn, type HolidayName, isCivilDate, weekday } from '#kernel/calendar'
import { type CalendarData, type DaysOff, type HolidayNotice, noticeFindings } from '#kernel/calendar-data'
import { foldWidth } from '#kernel/chinese-text'
import type { NoticeForm } from './schema.ts'

/** A notice as it is typed, and everything that is wrong with it. */

export type NoticeField = 'year' | 'days_off' | 'make_up_days'
/** `where`: the lines or days concerned, for the eye; the code is a message key. */
export type Fault = { field: NoticeField; code: string; where: readonly string[] }
export type ReadNotice = { notice: HolidayNotice; faults: readonly Fault[] }

/** `2027-01-01..2027-01-03 元旦`, or one day; also with 至 or ~ between, as people write it. */
const DAYS_OFF = /^(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|~|至|到)\s*(\d{4}-\d{2}-\d{2}))?(?:\s+(\S.*))?$/

/** Finds all faults at once: an officer with a bad list mends it once. */
export function readNotice(
  form: Pick<NoticeForm, 'year' | 'days_off' | 'make_up_days' | 'source'>,
  data: CalendarData,
): ReadNotice {
  const off = linesOf(form.days_off, '\n').map((line) => ({ line, days: readDaysOff(line, data) }))
  const makeUp = linesOf(form.make_up_days)
  const notice: HolidayNotice = {
    year: form.year,
    source: form.source,
    days_off: off.flatMap(({ days }) => days ?? []),
    make_up_days: makeUp.filter(isCivilDate),
  }
  const unread: Fault[] = [
    {
      field: 'days_off',
      code: 'calendar.not-a-date',
      where: off.filter(({ days }) => !days).map(({ line }) => line),
    },
    {
      field: 'make_up_days',
      code: 'calendar.not-a-date',
      where: makeUp.filter((line) => !isCivilDate(line)),
    },
  ]
  return { notice, faults: [...unread.filter(({ where }) => where.length > 0), ...faultsOf(notice, data)] }
}

/** The notice by itself, and beside its neighbours: notices for New Year reach into the year before. */
export function faultsOf(notice: HolidayNotice, data: CalendarData): Fault[] {
  const found = noticeFindings(notice).map((code) => ({ code, ...placeOf(code, notice) }))
  const others = data.notices.filter(({ year }) => year !== notice.year)
  const years = others.map(({ year }) => year)
  const isApart =
    years.length > 0 && (notice.year < Math.min(...years) - 1 || notice.year > Math.max(...years) + 1)
  const contradicted = contradictionsOf(notice, others)
  return [
    ...found,
    ...(isApart
      ? [{ field: 'year' as const, code: 'calendar.gap-between-years', where: [String(notice.year)] }]
      : []),
    ...(contradicted.length > 0
      ? [{ field: 'days_off' as const, code: 'calendar.contradicts-another-year', where: contradicted }]
      : []),
  ]
}

/** The notice in the form in which it is typed: for mending one that stands. */
export function typedNotice({ year, days_off, make_up_days, source }: HolidayNotice): Record<string, string> {
  const lines = days_off.map(({ from, to, name }) => {
    const days = from === to ? from : `${from}..${to}`
    return name ? `${days} ${name['zh-CN']}` : days
  })
  return { year: String(year), days_off: lines.join('\n'), make_up_days: make_up_days.join('\n'), source }
}

/** Names of holidays hold a 、 themselves (国庆节、中秋节); mere days may be written in one line. */
export function linesOf(text: string, between: RegExp | string = /[\n,;、]/): string[] {
  return foldWidth(text)
    .split(between)
    .map((line) => line.trim())
    .filter(Boolean)
}

/** `2026-11-02..2026-11-10`; one day is from that day to that day. */
export function readSpan(line: string): { from: CivilDate; to: CivilDate; rest: string } | undefined {
  const [, from, to = from, rest = ''] = DAYS_OFF.exec(line) ?? []
  return from && to && isCivilDate(from) && isCivilDate(to) ? { from, to, rest } : undefined
}

function readDaysOff(line: string, data: CalendarData): DaysOff | undefined {
  const span = readSpan(line)
  return span && { from: span.from, to: span.to, name: span.rest ? nameOf(span.rest, data) : null }
}

/** Names that an earlier notice used keep their English; a new one stands in both languages as it was written. */
function nameOf(written: string, { notices }: CalendarData): HolidayName {
  const known = notices.flatMap(({ days_off }) => days_off.map(({ name }) => name))
  return known.find((name) => name?.['zh-CN'] === written) ?? { 'zh-CN': written, en: written }
}

function placeOf(code: string, { days_off, make_up_days, year }: HolidayNotice): Omit<Fault, 'code'> {
  const off = days_off.flatMap(daysOf)
  const isFar = (day: CivilDate) => Math.abs(Number(day.slice(0, 4)) - year) > 1
  switch (code) {
    case 'calendar.range-backwards':
      return {
        field: 'days_off',
        where: days_off.filter(({ from, to }) => to < from).map(({ from, to }) => `${from}..${to}`),
      }
    case 'calendar.days-off-overlap':
      return { field: 'days_off', where: [...new Set(off.filter((day, at) => off.indexOf(day) !== at))] }
    case 'calendar.make-up-on-a-weekday':
      return { field: 'make_up_days', where: make_up_days.filter((day) => weekday(day) < 6) }
    case 'calendar.make-up-on-a-day-off':
      return { field: 'make_up_days', where: make_up_days.filter((day) => off.includes(day)) }
    default: {
      const where = [...days_off.flatMap(({ from, to }) => [from, to]), ...make_up_days].filter(isFar)
      return { field: 'year', where: [...new Set(where)] }
    }
  }
}

/** A day that one notice gives free and another makes a working day. */
function contradictionsOf(notice: HolidayNotice, others: readonly HolidayNotice[]): CivilDate[] {
  const [off, makeUp] = [new Set(notice.days_off.flatMap(daysOf)), new Set(notice.make_up_days)]
  return others.flatMap((other) => [
    ...other.make_up_days.filter((day) => off.has(day)),
    ...other.days_off.flatMap(daysOf).filter((day) => makeUp.has(day)),
  ])
}

function daysOf({ from, to }: DaysOff): CivilDate[] {
  return daysIn(addDays(from, -1), to)
}
