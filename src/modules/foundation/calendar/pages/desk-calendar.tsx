import type { WorkingCalendar } from '#kernel/calendar'
import type { CalendarData } from '#kernel/calendar-data'
import { Block, Button, DataTable, DeskHead, DeskPage, dateInWords, Notice, Time, useFrame, Views } from '#ui'
import type { VersionSummary } from '../queries.ts'
import { yearsOf } from '../rules.ts'
import { NoticeOfYear } from './notice-of-year.tsx'
import { YearCalendar, YearLegend } from './year.tsx'

export type CalendarPageProps = {
  calendar: WorkingCalendar
  data: CalendarData
  year: number
  missing: number | undefined
  versions: readonly VersionSummary[]
  mayEdit: boolean
  isSaved: boolean
}

export function CalendarPage({
  calendar,
  data,
  year,
  missing,
  versions,
  mayEdit,
  isSaved,
}: CalendarPageProps) {
  const { t, today } = useFrame()
  const notice = data.notices.find((one) => one.year === year)
  const through = dateInWords(calendar.known_through, t.language)
  return (
    <DeskPage title={t('calendar.title')}>
      <DeskHead
        title={t('calendar.title')}
        sub={t('calendar.standing', { version: calendar.version, through })}
        acts={<Acts year={year} isKnown={notice !== undefined} mayEdit={mayEdit} />}
      />
      {isSaved && (
        <Notice kind="good" title={t('calendar.saved', { version: calendar.version })} announced>
          <p>{t('calendar.saved-text')}</p>
        </Notice>
      )}
      {missing !== undefined && (
        <Notice kind="late" title={t('calendar.missing', { year: missing })}>
          <p>{t('calendar.missing-text', { through })}</p>
        </Notice>
      )}
      <Views
        label={t('calendar.years')}
        views={yearsOf(calendar).map((one) => ({
          href: `/desk/calendar?year=${one}`,
          label: t('calendar.year-label', { year: one }),
          current: one === year,
        }))}
      />
      <Block
        title={t('calendar.year-label', { year })}
        id="year"
        note={notice?.source ?? t('calendar.unknown-year')}
      >
        <YearCalendar year={year} calendar={calendar} today={today} />
        <YearLegend />
      </Block>
      {notice && <NoticeOfYear notice={notice} calendar={calendar} />}
      <Versions versions={versions} />
    </DeskPage>
  )
}

function Acts({ year, isKnown, mayEdit }: { year: number; isKnown: boolean; mayEdit: boolean }) {
  const { t } = useFrame()
  return (
    <>
      <Button href="/desk/calendar/calculator" kind="second" icon="clock">
        {t('calendar.calculator')}
      </Button>
      {mayEdit && isKnown && (
        <Button href={`/desk/calendar/new?year=${year}`} kind="second" icon="correct">
          {t('calendar.mend', { year })}
        </Button>
      )}
      {mayEdit && (
        <Button href="/desk/calendar/new" kind="main" icon="add">
          {t('calendar.new')}
        </Button>
      )}
    </>
  )
}

function Versions({ versions }: { versions: readonly VersionSummary[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('calendar.versions')} id="versions" note={t('calendar.versions-note')}>
      <DataTable
        caption={t('calendar.versions')}
        captionHidden
        stack
        columns={[
          { label: t('calendar.version') },
          { label: t('calendar.known') },
          { label: t('calendar.source') },
          { label: t('calendar.reason') },
          { label: t('calendar.made-at') },
        ]}
        rows={versions.map((version) => ({
          key: version.id,
          cells: [
            version.name,
            t('calendar.from-to', { from: version.known_from, to: version.known_through }),
            version.source,
            version.reason,
            <Time key="at" at={version.made_at} />,
          ],
        }))}
      />
    </Block>
  )
}
