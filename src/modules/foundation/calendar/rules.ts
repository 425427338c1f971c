import { createHash } from 'node:crypto'
import { type CivilDate, civilDate, type WorkingCalendar } from '#kernel/calendar'
import { type CalendarData, type HolidayNotice, withNotice } from '#kernel/calendar-data'

/** What is adopted: the notice, the version it is laid upon, and why. */
export type Proposal = { notice: HolidayNotice; reason: string; base: string }

/** The version that a site without one stands on. */
export const NO_BASE = 'none'

/** Binds the button to what stood on the screen: every day, the source, the reason and the version beneath. */
export function hashOf({ notice, reason, base }: Proposal): string {
  const { year, source, days_off, make_up_days } = notice
  const days = days_off.map(({ from, to, name }) => [from, to, name?.['zh-CN'] ?? '', name?.en ?? ''])
  return createHash('sha256')
    .update(JSON.stringify([base, year, source, reason, days, make_up_days]))
    .digest('base64url')
}

/** `cn-2027` once the notice for 2027 is in; `cn-2027.2` when something in it had to be mended. */
export function nameOfVersion(data: Pick<CalendarData, 'notices'>, taken: readonly string[]): string {
  const name = `cn-${Math.max(...data.notices.map(({ year }) => year))}`
  const used = taken.filter((other) => other === name || other.startsWith(`${name}.`)).length
  return used === 0 ? name : `${name}.${used + 1}`
}

export function nextData(data: CalendarData, notice: HolidayNotice, taken: readonly string[]): CalendarData {
  return withNotice(data, notice, nameOfVersion(withNotice(data, notice, ''), taken))
}

/** The notice for the next year is usually issued in late October or November: from then on its absence is somebody's task. */
export function missingYear({ known_through }: WorkingCalendar, today: CivilDate): number | undefined {
  const year = Number(today.slice(0, 4))
  if (known_through < today) return Number(known_through.slice(0, 4)) + 1
  const isDue = today.slice(5) >= '11-01'
  return isDue && known_through < civilDate(`${year + 1}-01-01`) ? year + 1 : undefined
}

/** The years that can be shown, and one more, which is counted Monday to Friday. */
export function yearsOf({ known_from, known_through }: WorkingCalendar): number[] {
  const first = Number(known_from.slice(0, 4))
  return Array.from({ length: Number(known_through.slice(0, 4)) - first + 2 }, (_, at) => first + at)
}
