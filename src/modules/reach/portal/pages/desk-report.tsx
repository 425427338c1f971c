import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Facts,
  Input,
  instantInWords,
  Mark,
  Notice,
  Panel,
  PostForm,
  Radios,
  Textarea,
  useFrame,
  WithPanels,
} from '#ui'
import { REPORTS_DESK } from '../desk-paths.ts'
import type { ListedReport } from '../report-queries.ts'
import { STATUS_MARKS } from './desk-reports.tsx'

type RecordProps = {
  report: ListedReport
  draft: Draft
  /** Only in the answer to the act that showed it. */
  contact: string | undefined
  isDone: boolean
}

export function ReportRecordPage(props: RecordProps) {
  const { address, t } = useFrame()
  const { report, isDone } = props
  const title = t('portal.report.of', { title: report.title })
  return (
    <DeskPage
      title={title}
      trail={[{ label: t('portal.desk.reports'), href: REPORTS_DESK }, { label: report.title }]}
    >
      <DeskHead
        title={title}
        mark={<Mark kind={STATUS_MARKS[report.status]}>{t(`portal.report.status.${report.status}`)}</Mark>}
      />
      {isDone && <Notice kind="good" title={t('portal.report.kept')} announced />}
      <WithPanels panels={<Side {...props} />}>
        <Facts
          form="wide"
          facts={[
            { label: t('portal.report.page'), value: <a href={address(report.page)}>{report.page}</a> },
            { label: t('portal.report.kind'), value: t(`portal.report.kind.${report.kind}`) },
            { label: t('portal.report.received-at'), value: instantInWords(report.received_at, t.language) },
            { label: t('portal.report.words'), value: <span class="song pre-line">{report.words}</span> },
            {
              label: t('portal.report.answer'),
              value: report.answer && <span class="pre-line">{report.answer}</span>,
            },
          ]}
        />
        {report.status !== 'closed' && <Answering {...props} />}
      </WithPanels>
    </DeskPage>
  )
}

function Answering({ report, draft }: RecordProps) {
  const { t } = useFrame()
  return (
    <PostForm action={`${REPORTS_DESK}/${addressOf(report.id)}`} guarded>
      <ErrorSummary draft={draft.errors.reason ? { ...draft, errors: {} } : draft} />
      <Textarea
        name="answer"
        label={t('portal.report.answer')}
        hint={t('portal.report.answer.hint')}
        draft={draft}
        rows={5}
        maxlength={1000}
      />
      <Radios
        name="status"
        label={t('portal.report.settle')}
        draft={draft}
        options={(['answered', 'closed'] as const).map((status) => ({
          value: status,
          label: t(`portal.report.settle.${status}`),
          hint: t(`portal.report.settle.${status}.hint`),
        }))}
      />
      <ButtonRow>
        <Button kind="main">{t('portal.report.settle.save')}</Button>
      </ButtonRow>
    </PostForm>
  )
}

/** Masked until somebody says why they want it. */
function Side({ report, draft, contact }: RecordProps) {
  const { t } = useFrame()
  return (
    <Panel title={t('portal.report.contact')} id="contact">
      {contact !== undefined && <p class="mono">{contact}</p>}
      {contact === undefined && !report.has_contact && <p>{t('portal.report.contact.none')}</p>}
      {contact === undefined && report.has_contact && (
        <PostForm action={`${REPORTS_DESK}/${addressOf(report.id)}/contact`}>
          <p class="mono">••••••••</p>
          <Input name="reason" label={t('portal.report.reason')} draft={draft} maxlength={200} />
          <ButtonRow>
            <Button>{t('portal.report.contact.show')}</Button>
          </ButtonRow>
        </PostForm>
      )}
      <p class="faint">{t('portal.report.contact.note')}</p>
    </Panel>
  )
}
