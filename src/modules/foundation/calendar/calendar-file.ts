import { addDays, type CivilDate } from '#kernel/calendar'
import type { HolidayNotice } from '#kernel/calendar-data'

/** Days off and make-up days as iCalendar (RFC 5545), for the calendar on a telephone. */
export function calendarFile(
  notices: readonly HolidayNotice[],
  { name, host }: { name: string; host: string },
): string {
  const events = notices.flatMap(({ year, days_off, make_up_days, source }) => [
    ...days_off.map(({ from, to, name: holiday }) =>
      eventOf(`off-${from}@${host}`, from, to, {
        summary: `${holiday?.['zh-CN'] ?? '节假日'}（放假）`,
        source,
        year,
      }),
    ),
    ...make_up_days.map((day) =>
      eventOf(`make-up-${day}@${host}`, day, day, { summary: '调休上班', source, year }),
    ),
  ])
  const head = [
    'VERSION:2.0',
    `PRODID:-//${host}//Mingtang//ZH`,
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${text(`${name}工作日历`)}`,
  ]
  return ['BEGIN:VCALENDAR', ...head, ...events.flat(), 'END:VCALENDAR', ''].map(folded).join('\r\n')
}

type Words = { summary: string; source: string; year: number }

/** The end is the day after the last: RFC 5545 §3.6.1. The stamp must not change with the moment of reading. */
function eventOf(uid: string, from: CivilDate, to: CivilDate, { summary, source, year }: Words): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${year}0101T000000Z`,
    `DTSTART;VALUE=DATE:${compact(from)}`,
    `DTEND;VALUE=DATE:${compact(addDays(to, 1))}`,
    `SUMMARY:${text(summary)}`,
    `DESCRIPTION:${text(source)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

function compact(date: CivilDate): string {
  return date.replaceAll('-', '')
}

function text(words: string): string {
  return words.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n')
}

/** A line holds at most 75 octets; a character is never cut in two. */
function folded(line: string): string {
  let [result, length] = ['', 0]
  for (const char of line) {
    const size = Buffer.byteLength(char)
    if (length + size > 75) {
      result += '\r\n '
      length = 1
    }
    result += char
    length += size
  }
  return result
}
