import { type CivilDate, weekday } from './calendar.ts'
import type { Language } from './messages.ts'

/** A civil date in words. Written out here, so that the words never depend on the language data of the machine. */

const CHINESE_WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']
const ENGLISH_WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const ENGLISH_MONTHS = [
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

/** `2025年2月21日（星期五）`, `Friday 21 February 2025`. */
export function dateInWords(date: CivilDate, language: Language): string {
  const [year, month, day] = date.split('-').map(Number)
  const name = weekdayInWords(date, language)
  if (language === 'zh-CN') return `${year}年${month}月${day}日（${name}）`
  return `${name} ${day} ${ENGLISH_MONTHS[month! - 1]} ${year}`
}

export function weekdayInWords(date: CivilDate, language: Language): string {
  const index = weekday(date) - 1
  return language === 'zh-CN' ? `星期${CHINESE_WEEKDAYS[index]}` : ENGLISH_WEEKDAYS[index]!
}
