import {
  addDays,
  addMonths,
  type CalendarDay,
  type CivilDate,
  civilDate,
  dayOf,
  daysIn,
  type WorkingCalendar,
  weekday,
} from '#kernel/calendar'
import { monthInWords, useFrame, weekdayOf } from '#ui'

/** A year as twelve small tables. What a day is stands in it as a word: 班, or the name of the holiday. */
export function YearCalendar({
  year,
  calendar,
  today,
}: {
  year: number
  calendar: WorkingCalendar
  today?: string | undefined
}) {
  const firsts = Array.from({ length: 12 }, (_, at) => addMonths(civilDate(`${year}-01-01`), at))
  return (
    <div class="year">
      {firsts.map((first) => (
        <Month key={first} first={first} calendar={calendar} today={today} />
      ))}
    </div>
  )
}

function Month({
  first,
  calendar,
  today,
}: {
  first: CivilDate
  calendar: WorkingCalendar
  today: string | undefined
}) {
  const { t } = useFrame()
  const monday = addDays(first, 1 - weekday(first))
  return (
    <table class="month">
      <caption>{monthInWords(first, t.language)}</caption>
      <thead>
        <tr>
          {daysIn(addDays(monday, -1), addDays(monday, 6)).map((day) => (
            <th key={day} scope="col">
              {weekdayOf(day, t.language)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(first).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                isOf={day.slice(0, 7) === first.slice(0, 7)}
                calendar={calendar}
                today={today}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Day(props: { day: CivilDate; isOf: boolean; calendar: WorkingCalendar; today: string | undefined }) {
  const { t } = useFrame()
  if (!props.isOf) return <td />
  const day = dayOf(props.day, props.calendar)
  const isToday = props.day === props.today
  return (
    <td class={`day-${day.kind}${isToday ? ' is-today' : ''}`} aria-current={isToday ? 'date' : undefined}>
      <time dateTime={props.day}>{Number(props.day.slice(8))}</time>
      <DayWord day={day} language={t.language} makeUp={t('calendar.make-up-short')} />
    </td>
  )
}

function DayWord({ day, language, makeUp }: { day: CalendarDay; language: 'zh-CN' | 'en'; makeUp: string }) {
  if (day.kind === 'make-up') return <b>{makeUp}</b>
  if (day.kind === 'holiday' && day.holiday) return <small>{day.holiday[language]}</small>
  return null
}

export function YearLegend() {
  const { t } = useFrame()
  return <p class="faint">{t('calendar.legend')}</p>
}

/** From the Monday on or before the first to the Sunday on or after the last. */
export function weeksOf(first: CivilDate, last: CivilDate = addDays(addMonths(first, 1), -1)): CivilDate[][] {
  const monday = addDays(first, 1 - weekday(first))
  const sunday = addDays(last, 7 - weekday(last))
  const days = daysIn(addDays(monday, -1), sunday)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}
