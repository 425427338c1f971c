import type { WorkingCalendar } from '#kernel/calendar'
import type { HolidayNotice } from '#kernel/calendar-data'
import { Button, ButtonRow, Downloads, Page, PageHead, PortalPage, useFrame } from '#ui'
import { NoticeOfYear, workingDaysOf } from './notice-of-year.tsx'
import { YearCalendar, YearLegend } from './year.tsx'

export function PublicCalendarPage(props: {
  notice: HolidayNotice
  calendar: WorkingCalendar
  years: readonly number[]
}) {
  const { t } = useFrame()
  const { notice, calendar, years } = props
  const { year, source } = notice
  const title = t('calendar.public-title', { year })
  return (
    <PortalPage
      title={title}
      trail={[{ label: title }]}
      column={{ name: t('calendar.title'), type: '概况信息' }}
    >
      <Page>
        <PageHead
          title={title}
          lead={t('calendar.public-lead', { days: workingDaysOf(year, calendar), source })}
        />
        <ButtonRow>
          {years
            .filter((one) => one !== year)
            .map((one) => (
              <Button key={one} href={`/calendar/${one}`}>
                {t('calendar.year-label', { year: one })}
              </Button>
            ))}
        </ButtonRow>
        <YearCalendar year={year} calendar={calendar} />
        <YearLegend />
        <NoticeOfYear notice={notice} calendar={calendar} />
        <Downloads
          links={[
            { href: `/calendar/${year}.json`, label: t('calendar.machine'), icon: 'data' },
            { href: '/calendar.ics', label: t('calendar.file'), icon: 'calendar' },
          ]}
        />
      </Page>
    </PortalPage>
  )
}
