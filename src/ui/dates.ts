import { type CivilDate, civilDateOf, civilTimeOf } from '#kernel/calendar'
import type { Language } from '#kernel/messages'

/** Dates as the reader's language writes them; instants always on the clocks of Asia/Shanghai. */

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const WEEKDAYS = {
  'zh-CN': ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const satisfies Record<Language, readonly string[]>

/** 2026年8月14日, 14 August 2026. */
export function dateInWords(date: string, language: Language): string {
  const { year, month, day } = partsOf(date)
  return language === 'zh-CN' ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`
}

/** 2026年8月14日 09:30, 14 August 2026, 09:30. */
export function instantInWords(at: Date, language: Language): string {
  const date = dateInWords(civilDateOf(at), language)
  return language === 'zh-CN' ? `${date} ${civilTimeOf(at)}` : `${date}, ${civilTimeOf(at)}`
}

/** The form for lists whose year is clear from their head: 8月14日, 14 August. */
export function dayInWords(date: string, language: Language): string {
  const { month, day } = partsOf(date)
  return language === 'zh-CN' ? `${month}月${day}日` : `${day} ${MONTHS[month - 1]}`
}

/** The head of a month in a list: 2026年8月, August 2026. */
export function monthInWords(date: string, language: Language): string {
  const { year, month } = partsOf(date)
  return language === 'zh-CN' ? `${year}年${month}月` : `${MONTHS[month - 1]} ${year}`
}

/** The short form of the desk: 11-18 周三, 11-18 Wed. */
export function dateInShort(date: string, language: Language): string {
  return `${date.slice(5)} ${weekdayOf(date, language)}`
}

export function weekdayOf(date: string, language: Language): string {
  return WEEKDAYS[language][new Date(`${date}T00:00:00Z`).getUTCDay()] ?? ''
}

/** The machine's form, for `datetime`: 2026-08-14T09:30+08:00. */
export function machineInstant(at: Date): string {
  return `${civilDateOf(at)}T${civilTimeOf(at)}+08:00`
}

/** `PubDate` of the government's metadata tags: 2026-08-14 09:30. */
export function tagInstant(at: Date): string {
  return `${civilDateOf(at)} ${civilTimeOf(at)}`
}

function partsOf(date: CivilDate | string): { year: number; month: number; day: number } {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return { year, month, day }
}
