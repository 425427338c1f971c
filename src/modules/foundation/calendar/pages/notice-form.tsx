import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Findings,
  Input,
  PostForm,
  Textarea,
  useFrame,
} from '#ui'
import type { Fault } from '../notices.ts'

/** The days of a notice, as they stand in it. Nothing is adopted here: the next page shows what would change. */
export function NoticeFormPage({ draft, faults }: { draft: Draft; faults: readonly Fault[] }) {
  const { t } = useFrame()
  const title = t('calendar.new')
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('calendar.title'), href: '/desk/calendar' }, { label: title }]}
    >
      <DeskHead title={title} sub={t('calendar.new-lead')} />
      <PostForm action="/desk/calendar/preview" guarded>
        <ErrorSummary draft={draft} />
        {faults.length > 0 && <Findings findings={faults.map((fault) => faultInWords(fault, t))} />}
        <Input
          name="year"
          label={t('calendar.year')}
          draft={draft}
          width="short"
          inputmode="numeric"
          maxlength={4}
        />
        <Textarea
          name="days_off"
          label={t('calendar.days-off')}
          hint={t('calendar.days-off-hint')}
          draft={draft}
          rows={9}
        />
        <Textarea
          name="make_up_days"
          label={t('calendar.make-up-days')}
          hint={t('calendar.make-up-hint')}
          draft={draft}
          rows={7}
          optional
        />
        <Input
          name="source"
          label={t('calendar.source')}
          hint={t('calendar.source-hint')}
          draft={draft}
          maxlength={300}
        />
        <Textarea
          name="reason"
          label={t('calendar.reason')}
          hint={t('calendar.reason-hint')}
          draft={draft}
          rows={3}
        />
        <ButtonRow>
          <Button kind="main">{t('calendar.preview')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

function faultInWords({ field, code, where }: Fault, t: ReturnType<typeof useFrame>['t']) {
  return {
    level: 'must' as const,
    title: `${t(FIELD_LABELS[field])}${t('calendar.colon')}${t(code)}`,
    text: where.join(t('calendar.comma')),
  }
}

const FIELD_LABELS = {
  year: 'calendar.year',
  days_off: 'calendar.days-off',
  make_up_days: 'calendar.make-up-days',
} as const satisfies Record<Fault['field'], string>
