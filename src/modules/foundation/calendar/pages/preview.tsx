import type { CalendarDay } from '#kernel/calendar'
import type { ChangedDay, MovedDate } from '#kernel/calendar-change'
import type { Due } from '#kernel/clock'
import { dateInWords } from '#kernel/date-words'
import { type Draft, typed } from '#kernel/forms'
import type { Translate } from '#kernel/messages'
import type { OpenDate } from '#platform/module'
import {
  Block,
  Button,
  ButtonRow,
  Consequences,
  DataTable,
  DeskHead,
  DeskPage,
  Notice,
  PostForm,
  useFrame,
} from '#ui'

export type Preview = {
  year: number
  name: string
  base: string
  hash: string
  days: readonly ChangedDay[]
  moved: readonly MovedDate<OpenDate>[]
  open: number
}

/** What would change, before anything does; the button adopts what stands here and nothing else. */
export function PreviewPage(props: { preview: Preview; fields: Draft; hasMovedOn?: boolean }) {
  const { t } = useFrame()
  const { preview, fields } = props
  const title = t('calendar.preview-title', { year: preview.year })
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('calendar.title'), href: '/desk/calendar' }, { label: title }]}
    >
      <DeskHead title={title} sub={t('calendar.preview-lead', { version: preview.name })} />
      {props.hasMovedOn && (
        <Notice kind="late" title={t('calendar.moved-on')} announced>
          <p>{t('calendar.moved-on-text')}</p>
        </Notice>
      )}
      <ChangedDays days={preview.days} />
      <MovedDates preview={preview} />
      <PostForm action="/desk/calendar" label={title}>
        {['year', 'days_off', 'make_up_days', 'source', 'reason'].map((field) => (
          <input key={field} type="hidden" name={field} value={typed(fields, field)} />
        ))}
        <input type="hidden" name="base" value={preview.base} />
        <input type="hidden" name="hash" value={preview.hash} />
        <Consequences lines={consequencesOf(preview, t)} />
        <ButtonRow>
          <Button kind="main">{t('calendar.adopt', { version: preview.name })}</Button>
          <Button action="/desk/calendar/edit" kind="quiet">
            {t('calendar.back-to-form')}
          </Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

function consequencesOf({ name, moved, days }: Preview, t: Translate): string[] {
  return [
    t('calendar.after-version', { version: name }),
    days.length === 0 ? t('calendar.after-no-days') : t('calendar.after-days', { days: days.length }),
    t('calendar.after-open', { dates: moved.length }),
    t('calendar.after-closed'),
  ]
}

function ChangedDays({ days }: { days: readonly ChangedDay[] }) {
  const { t } = useFrame()
  return (
    <Block title={t('calendar.changed-days', { days: days.length })} id="days">
      <DataTable
        caption={t('calendar.changed-days', { days: days.length })}
        captionHidden
        columns={[
          { label: t('calendar.day') },
          { label: t('calendar.before') },
          { label: t('calendar.after') },
        ]}
        rows={days.map(({ date, before, after }) => ({
          key: date,
          cells: [dateInWords(date, t.language), dayInWords(before, t), dayInWords(after, t)],
        }))}
      />
    </Block>
  )
}

function MovedDates({ preview: { moved, open } }: { preview: Preview }) {
  const { address, t } = useFrame()
  return (
    <Block
      title={t('calendar.moved-dates', { dates: moved.length })}
      id="dates"
      note={t('calendar.of-open', { open })}
    >
      <DataTable
        caption={t('calendar.moved-dates', { dates: moved.length })}
        captionHidden
        columns={[
          { label: t('calendar.matter') },
          { label: t('calendar.before') },
          { label: t('calendar.after') },
        ]}
        rows={moved.map(({ id: { id, title, address: path }, before, after }) => ({
          key: id,
          cells: [
            <a key="link" href={address(path)}>
              {title}
            </a>,
            dueInWords(before, t),
            dueInWords(after, t),
          ],
        }))}
      />
    </Block>
  )
}

function dueInWords({ due, provisional }: Due, t: Translate): string {
  const words = dateInWords(due, t.language)
  return provisional ? t('calendar.provisional', { date: words }) : words
}

function dayInWords({ kind, holiday, provisional }: CalendarDay, t: Translate): string {
  const word = t(`clock.day.${kind}`)
  if (provisional) return t('calendar.provisional', { date: word })
  return holiday ? `${word}${t('calendar.colon')}${holiday[t.language]}` : word
}
