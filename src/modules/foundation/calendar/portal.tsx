import { z } from 'zod'
import { civilDateOf, earlier } from '#kernel/calendar'
import type { HolidayNotice } from '#kernel/calendar-data'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { addressOn } from '#platform/http/call'
import { readStrictQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { calendarFile } from './calendar-file.ts'
import { workingDaysOf } from './pages/notice-of-year.tsx'
import { PublicCalendarPage } from './pages/public-calendar.tsx'
import { findCalendar, findData } from './queries.ts'

type OfYear = { Params: { year: string } }

/** Working days as the whole site counts them, under /calendar: everyone can reckon a date that we give them. */
export const portal: Surface = (pages, { view }) => {
  // Not kept: which year this is changes without anybody doing anything.
  pages.get('/', async (call, reply) => {
    const { known_through } = await findCalendar(view(call))
    const today = civilDateOf(call.circumstances.now)
    const year = earlier(today, known_through).slice(0, 4)
    return reply.redirect(addressOn(call.sitePrefix)(`/calendar/${year}`), 302)
  })

  pages.get('.ics', { config: { cache: [] } }, async (call, reply) => {
    const { notices } = await findData(view(call))
    return reply.type('text/calendar; charset=utf-8').send(calendarFile(notices, call.site))
  })

  pages.get<OfYear>('/:year', { config: { cache: [] } }, async (call) => {
    const at = view(call)
    const notice = await findNotice(at, call.params.year)
    const { notices } = await findData(at)
    return (
      <PublicCalendarPage
        notice={notice}
        calendar={await findCalendar(at)}
        years={notices.map(({ year }) => year)}
      />
    )
  })

  pages.get<OfYear>('/:year.json', { config: { cache: [] } }, async (call) => {
    readStrictQuery(z.object({}), call.query)
    const at = view(call)
    const notice = await findNotice(at, call.params.year)
    const calendar = await findCalendar(at)
    const { year, source, make_up_days } = notice
    return {
      ...{ year, version: calendar.version, source, working_days: workingDaysOf(year, calendar) },
      days_off: notice.days_off.map(({ from, to, name }) => ({
        from,
        to,
        name: name?.['zh-CN'] ?? null,
        name_en: name?.en ?? null,
      })),
      make_up_days,
    }
  })
}

async function findNotice(view: View, year: string): Promise<HolidayNotice> {
  const notice = (await findData(view)).notices.find((one) => String(one.year) === year)
  if (!notice) throw new NotFound('calendar.unknown')
  return notice
}
