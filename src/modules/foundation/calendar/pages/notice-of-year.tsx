import {
  addDays,
  type CivilDate,
  civilDate,
  type WorkingCalendar,
  workingDaysBetween,
} from '#kernel/calendar'
import type { HolidayNotice } from '#kernel/calendar-data'
import { DataTable, dateInShort, Time, useFrame } from '#ui'

/** The notice as a table: each holiday with its days, and the days on which it is made up for. */
export function NoticeOfYear({ notice, calendar }: { notice: HolidayNotice; calendar: WorkingCalendar }) {
  const { t } = useFrame()
  const { year, days_off, make_up_days } = notice
  return (
    <DataTable
      caption={t('calendar.days-off-of', { year })}
      note={t('calendar.working-days', { days: workingDaysOf(year, calendar) })}
      columns={[{ label: t('calendar.holiday') }, { label: t('calendar.days-off') }]}
      rows={[
        ...days_off.map(({ from, to, name }) => ({
          key: from,
          cells: [name?.[t.language] ?? t('calendar.some-holiday'), <Span key="days" from={from} to={to} />],
        })),
        {
          key: 'make-up',
          cells: [
            t('calendar.make-up-days'),
            make_up_days.map((day) => dateInShort(day, t.language)).join(t('calendar.comma')),
          ],
        },
      ]}
    />
  )
}

function Span({ from, to }: { from: CivilDate; to: CivilDate }) {
  const { t } = useFrame()
  if (from === to) return <Time date={from} form="short" />
  return (
    <>
      <Time date={from} form="short" /> {t('calendar.through')} <Time date={to} form="short" />
    </>
  )
}

export function workingDaysOf(year: number, calendar: WorkingCalendar): number {
  return workingDaysBetween(addDays(civilDate(`${year}-01-01`), -1), civilDate(`${year}-12-31`), calendar)
    .days
}
