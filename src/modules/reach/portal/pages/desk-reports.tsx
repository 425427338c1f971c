import { draftOf } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Block,
  DataTable,
  DeskFilters,
  DeskHead,
  DeskPage,
  Downloads,
  EmptyState,
  Mark,
  type MarkKind,
  Pagination,
  Select,
  Time,
  useFrame,
  Views,
} from '#ui'
import { REPORTS_DESK, USEFULNESS_DESK } from '../desk-paths.ts'
import type { ReportsQuery } from '../desk-reports.tsx'
import type { JudgedPage, ListedReport, listReasons } from '../report-queries.ts'
import { REPORT_KINDS, REPORT_STATUSES, type ReportStatus } from '../tables.ts'
import { VoiceViews } from './desk-portal-views.tsx'

type ReportsProps = {
  rows: readonly ListedReport[]
  next: string | undefined
  counts: Record<ReportStatus, number>
  query: ReportsQuery
  isFirst: boolean
}

export const STATUS_MARKS: Readonly<Record<ReportStatus, MarkKind>> = {
  new: 'soon',
  answered: 'ok',
  closed: 'none',
}

export function ReportsPage({ rows, next, counts, query, isFirst }: ReportsProps) {
  const { t } = useFrame()
  const all = counts.new + counts.answered + counts.closed
  return (
    <DeskPage title={t('portal.desk.reports')}>
      <DeskHead title={t('portal.desk.reports')} sub={t('portal.report.sub', { count: counts.new })} />
      <VoiceViews current="reports" open={counts.new} />
      <Views
        label={t('portal.report.status')}
        views={([...REPORT_STATUSES, 'all'] as const).map((status) => ({
          href: pathOf({ ...query, status }),
          label: t(`portal.report.status.${status}`),
          count: status === 'all' ? all : counts[status],
          current: status === query.status,
        }))}
      />
      <DeskFilters
        action={REPORTS_DESK}
        label={t('portal.report.find')}
        value={query.q}
        placeholder={t('portal.report.find')}
      >
        <input type="hidden" name="status" value={query.status} />
        <Select
          name="kind"
          label={t('portal.report.kind')}
          draft={draftOf({ kind: query.kind })}
          options={[
            { value: '', label: t('portal.report.kind.any') },
            ...REPORT_KINDS.map((kind) => ({ value: kind, label: t(`portal.report.kind.${kind}`) })),
          ]}
        />
      </DeskFilters>
      {rows.length === 0 ? <EmptyState title={t('portal.report.none')} /> : <Lines rows={rows} />}
      <Pagination
        previous={isFirst ? undefined : pathOf(query)}
        next={next && `${pathOf(query)}&cursor=${next}`}
        labels={{ previous: t('publication.page.first'), next: t('publication.page.next') }}
      />
      <Downloads links={[{ href: pathOf(query, `${REPORTS_DESK}.csv`), label: 'CSV', icon: 'download' }]} />
    </DeskPage>
  )
}

const LONGEST_LINE = 80

function Lines({ rows }: { rows: readonly ListedReport[] }) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={t('portal.desk.reports')}
      captionHidden
      stack
      columns={[
        { label: t('portal.report.words') },
        { label: t('portal.report.page') },
        { label: t('portal.report.kind.short') },
        { label: t('portal.report.received-at') },
        { label: t('portal.report.status') },
      ]}
      rows={rows.map((row) => ({
        key: row.id,
        cells: [
          <a
            key="words"
            class="title title-plain song"
            href={address(`${REPORTS_DESK}/${addressOf(row.id)}`)}
          >
            {row.words.length > LONGEST_LINE ? `${row.words.slice(0, LONGEST_LINE)}…` : row.words}
          </a>,
          row.title,
          t(`portal.report.kind.${row.kind}`),
          <Time key="at" at={row.received_at} form="date" />,
          <Mark key="status" kind={STATUS_MARKS[row.status]}>
            {t(`portal.report.status.${row.status}`)}
          </Mark>,
        ],
      }))}
    />
  )
}

function pathOf(
  { status, kind, q }: Pick<ReportsQuery, 'status' | 'kind' | 'q'>,
  base = REPORTS_DESK,
): string {
  return `${base}?${new URLSearchParams({ status, ...(kind && { kind }), ...(q && { q }) })}`
}

type UsefulnessProps = {
  judged: readonly JudgedPage[]
  reasons: Awaited<ReturnType<typeof listReasons>>
  from: string
}

export function UsefulnessPage({ judged, reasons, from }: UsefulnessProps) {
  const { address, t } = useFrame()
  return (
    <DeskPage title={t('portal.desk.usefulness')}>
      <DeskHead title={t('portal.desk.usefulness')} sub={t('portal.useful.sub', { from })} />
      <VoiceViews current="usefulness" />
      <DataTable
        caption={t('portal.desk.usefulness')}
        captionHidden
        stack
        columns={[
          { label: t('portal.report.page') },
          { label: t('portal.useful.count-yes'), number: true },
          { label: t('portal.useful.count-no'), number: true },
        ]}
        rows={judged.map(({ page, yes, no }) => ({
          key: page,
          cells: [
            <a key="page" href={address(page)}>
              {page}
            </a>,
            yes,
            no,
          ],
        }))}
        downloads={<Downloads links={[{ href: `${USEFULNESS_DESK}.csv`, label: 'CSV', icon: 'download' }]} />}
      />
      {reasons.length > 0 && (
        <Block title={t('portal.useful.reasons')} id="reasons">
          <DataTable
            caption={t('portal.useful.reasons')}
            captionHidden
            stack
            columns={[
              { label: t('portal.useful.reason') },
              { label: t('portal.report.page') },
              { label: t('portal.useful.day') },
            ]}
            rows={reasons.map(({ id, page, day, reason }) => ({
              key: id,
              cells: [
                <span key="reason" class="song">
                  {reason}
                </span>,
                <a key="page" href={address(page)}>
                  {page}
                </a>,
                <Time key="day" date={day} form="short" />,
              ],
            }))}
          />
        </Block>
      )}
    </DeskPage>
  )
}
