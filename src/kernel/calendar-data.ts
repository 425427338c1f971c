import {
  addDays,
  type CivilDate,
  civilDate,
  daysIn,
  type HolidayName,
  isCivilDate,
  type WorkingCalendar,
  weekday,
} from './calendar.ts'

/** The yearly holiday notices of the State Council as data. The notice moves weekends every year, so nothing here is a formula. */

export type DaysOff = {
  readonly from: CivilDate
  readonly to: CivilDate
  readonly name: HolidayName | null
}

/** `days_off` and `make_up_days` may reach into a neighbouring year, as notices for New Year sometimes do. */
export type HolidayNotice = {
  readonly year: number
  readonly source: string
  readonly days_off: readonly DaysOff[]
  readonly make_up_days: readonly CivilDate[]
}

export type CalendarData = { readonly version: string; readonly notices: readonly HolidayNotice[] }

export type NoticeFinding =
  | 'calendar.not-a-date'
  | 'calendar.range-backwards'
  | 'calendar.days-off-overlap'
  | 'calendar.make-up-on-a-weekday'
  | 'calendar.make-up-on-a-day-off'
  | 'calendar.outside-the-year'

/** Indexes the notices; refuses data that `noticeFindings` objects to and years with a gap between them. */
export function workingCalendar({ version, notices }: CalendarData): WorkingCalendar {
  const years = notices.map((notice) => notice.year).sort((a, b) => a - b)
  const [first, last] = [years.at(0), years.at(-1)]
  if (first === undefined || last === undefined) throw new RangeError('a calendar needs at least one notice')
  if (years.some((year, index) => year !== first + index))
    throw new RangeError(`a gap in the years ${years.join()}`)
  const found = notices.flatMap(noticeFindings)
  if (found.length > 0) throw new RangeError(`calendar ${version}: ${found.join()}`)
  return {
    version,
    known_from: civilDate(`${first}-01-01`),
    known_through: civilDate(`${last}-12-31`),
    holidays: new Map(notices.flatMap(({ days_off }) => days_off.flatMap(namedDays))),
    make_up_days: new Set(notices.flatMap((notice) => notice.make_up_days)),
  }
}

/** A new version in which one notice is added or replaces that of its year; the old data stays as it was. */
export function withNotice(data: CalendarData, notice: HolidayNotice, version: string): CalendarData {
  const others = data.notices.filter((other) => other.year !== notice.year)
  return { version, notices: [...others, notice].sort((a, b) => a.year - b.year) }
}

/** What an officer must mend before the notice can be used; the codes are message keys. */
export function noticeFindings({ year, days_off, make_up_days }: HolidayNotice): NoticeFinding[] {
  const dates = [...days_off.flatMap(({ from, to }) => [from, to]), ...make_up_days]
  if (!dates.every(isCivilDate)) return ['calendar.not-a-date']
  const off = days_off.flatMap(({ from, to }) => daysIn(addDays(from, -1), to))
  const findings: [boolean, NoticeFinding][] = [
    [days_off.some(({ from, to }) => to < from), 'calendar.range-backwards'],
    [new Set(off).size < off.length, 'calendar.days-off-overlap'],
    [make_up_days.some((day) => weekday(day) < 6), 'calendar.make-up-on-a-weekday'],
    [make_up_days.some((day) => off.includes(day)), 'calendar.make-up-on-a-day-off'],
    [dates.some((day) => Math.abs(Number(day.slice(0, 4)) - year) > 1), 'calendar.outside-the-year'],
  ]
  return findings.filter(([found]) => found).map(([, code]) => code)
}

function namedDays({ from, to, name }: DaysOff): [CivilDate, HolidayName | null][] {
  return daysIn(addDays(from, -1), to).map((day) => [day, name])
}

const NEW_YEAR: HolidayName = { 'zh-CN': '元旦', en: 'New Year' }
const SPRING_FESTIVAL: HolidayName = { 'zh-CN': '春节', en: 'Spring Festival' }
const QINGMING: HolidayName = { 'zh-CN': '清明节', en: 'Qingming Festival' }
const LABOUR_DAY: HolidayName = { 'zh-CN': '劳动节', en: 'Labour Day' }
const DRAGON_BOAT: HolidayName = { 'zh-CN': '端午节', en: 'Dragon Boat Festival' }
const MID_AUTUMN: HolidayName = { 'zh-CN': '中秋节', en: 'Mid-Autumn Festival' }
const NATIONAL_DAY: HolidayName = { 'zh-CN': '国庆节', en: 'National Day' }
const NATIONAL_DAY_AND_MID_AUTUMN: HolidayName = {
  'zh-CN': '国庆节、中秋节',
  en: 'National Day and Mid-Autumn Festival',
}

function off(name: HolidayName, from: CivilDate, to: CivilDate = from): DaysOff {
  return { from, to, name }
}

export const CALENDAR_DATA: CalendarData = {
  version: 'cn-2026',
  notices: [
    {
      year: 2024,
      source: '国务院办公厅关于2024年部分节假日安排的通知',
      days_off: [
        off(NEW_YEAR, '2024-01-01'),
        off(SPRING_FESTIVAL, '2024-02-10', '2024-02-17'),
        off(QINGMING, '2024-04-04', '2024-04-06'),
        off(LABOUR_DAY, '2024-05-01', '2024-05-05'),
        off(DRAGON_BOAT, '2024-06-10'),
        off(MID_AUTUMN, '2024-09-15', '2024-09-17'),
        off(NATIONAL_DAY, '2024-10-01', '2024-10-07'),
      ],
      make_up_days: [
        '2024-02-04',
        '2024-02-18',
        '2024-04-07',
        '2024-04-28',
        '2024-05-11',
        '2024-09-14',
        '2024-09-29',
        '2024-10-12',
      ],
    },
    {
      year: 2025,
      source: '国务院办公厅关于2025年部分节假日安排的通知',
      days_off: [
        off(NEW_YEAR, '2025-01-01'),
        off(SPRING_FESTIVAL, '2025-01-28', '2025-02-04'),
        off(QINGMING, '2025-04-04', '2025-04-06'),
        off(LABOUR_DAY, '2025-05-01', '2025-05-05'),
        off(DRAGON_BOAT, '2025-05-31', '2025-06-02'),
        off(NATIONAL_DAY_AND_MID_AUTUMN, '2025-10-01', '2025-10-08'),
      ],
      make_up_days: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
    },
    {
      year: 2026,
      source: '国务院办公厅关于2026年部分节假日安排的通知',
      days_off: [
        off(NEW_YEAR, '2026-01-01', '2026-01-03'),
        off(SPRING_FESTIVAL, '2026-02-15', '2026-02-23'),
        off(QINGMING, '2026-04-04', '2026-04-06'),
        off(LABOUR_DAY, '2026-05-01', '2026-05-05'),
        off(DRAGON_BOAT, '2026-06-19', '2026-06-21'),
        off(MID_AUTUMN, '2026-09-25', '2026-09-27'),
        off(NATIONAL_DAY, '2026-10-01', '2026-10-07'),
      ],
      make_up_days: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
    },
  ],
}

export const CALENDAR: WorkingCalendar = workingCalendar(CALENDAR_DATA)
