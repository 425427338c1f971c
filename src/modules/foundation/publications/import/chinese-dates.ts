/** Dates as official texts write them: 2026年3月1日, ２０１２年１２月３日, 一九九四年十二月六日. */
import { type CivilDate, isCivilDate } from '#kernel/calendar'
import { readChineseNumber } from '#kernel/chinese-text'

const NUMERAL = '[\\d０-９〇零○Ｏ一二三四五六七八九十]'
export const CHINESE_DATE = `(${NUMERAL}{4})\\s*年\\s*(${NUMERAL}{1,3})\\s*月\\s*(${NUMERAL}{1,3})\\s*日`

const AT_START = new RegExp(`^${CHINESE_DATE}`)
const ANYWHERE = new RegExp(CHINESE_DATE, 'g')

export function leadingDate(text: string): { date: CivilDate | undefined; length: number } | undefined {
  const found = AT_START.exec(text)
  return found ? { date: dateOf(found), length: found[0].length } : undefined
}

export function datesIn(text: string): CivilDate[] {
  return [...text.matchAll(ANYWHERE)].map(dateOf).filter((date) => date !== undefined)
}

export function dateOf([, year = '', month = '', day = '']: readonly string[]): CivilDate | undefined {
  const numbers = [year, month, day].map(readChineseNumber)
  if (numbers.some((number) => number === undefined)) return undefined
  const [y, m, d] = numbers.map(String)
  const text = `${y?.padStart(4, '0')}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`
  return isCivilDate(text) ? text : undefined
}
