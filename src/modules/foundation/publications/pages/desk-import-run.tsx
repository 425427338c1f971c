import {
  Button,
  ButtonRow,
  Consequences,
  DataTable,
  DeskHead,
  DeskPage,
  Downloads,
  Facts,
  Mark,
  Notice,
  Pagination,
  Panel,
  PostForm,
  StepList,
  Time,
  useFrame,
  Views,
  WithPanels,
} from '#ui'
import { IMPORT, runPath } from '../desk-import-paths.ts'
import { isUnderWay, LINE_VIEWS, type Line, type LineView } from '../desk-import-queries.ts'
import type { ImportRunRow } from '../desk-import-tables.ts'
import { DESK, publicationPath } from '../desk-paths.ts'
import { importStateMark, outcomeMark, placeInWords, problemsInWords } from './desk-import-words.ts'
import { type Names, nameOf } from './desk-words.ts'

export type ImportRunProps = {
  run: ImportRunRow
  counts: Record<LineView, number>
  show: LineView
  lines: { rows: readonly Line[]; next: string | undefined }
  names: Names
  isFirst: boolean
  /** The page comes anew by itself while the work goes on. */
  isRenewed: boolean
  person: string
  done: string | undefined
}

const STEPS = ['handed-in', 'checked', 'accepted', 'done'] as const

export function ImportRunPage(props: ImportRunProps) {
  const { t } = useFrame()
  const { run, counts, done } = props
  return (
    <DeskPage
      title={run.name}
      trail={[
        { label: t('publication.desk'), href: DESK },
        { label: t('import.menu'), href: IMPORT },
        { label: run.name },
      ]}
    >
      <DeskHead
        title={run.name}
        sub={t(`import.state.${run.state}.sub`)}
        mark={<Mark kind={importStateMark(run.state)}>{t(`import.state.${run.state}`)}</Mark>}
      />
      {done && isFresh(done, run) && <Notice kind="good" title={t(`import.done.${done}`)} announced />}
      {run.stopped_because && (
        <Notice kind="late" title={t('import.stopped')}>
          <p>{t(run.stopped_because)}</p>
        </Notice>
      )}
      <StepList
        label={t('import.steps')}
        steps={STEPS.map((step, at) => ({ label: t(`import.step.${step}`), state: stepState(run, at) }))}
      />
      <WithPanels panels={<Sides {...props} />}>
        {isUnderWay(run) && <ProgressOf run={run} isRenewed={props.isRenewed} />}
        {counts.all > 0 && <Report {...props} />}
      </WithPanels>
    </DeskPage>
  )
}

/** The page renews itself under the same address: what it announced first is not said for ever. */
function isFresh(done: string, { state }: ImportRunRow): boolean {
  return done !== 'handed-in' || state === 'checking'
}

/** How far the run has come: handed in, checked, accepted, done. */
const REACHED: Record<ImportRunRow['state'], number> = {
  checking: 1,
  checked: 2,
  running: 3,
  done: 4,
  stopped: 1,
  discarded: 1,
}

function stepState(run: ImportRunRow, at: number): 'done' | 'now' | 'next' {
  const reached = REACHED[run.state]
  if (at < reached) return 'done'
  return at === reached && run.state !== 'discarded' && run.state !== 'stopped' ? 'now' : 'next'
}

function ProgressOf({ run, isRenewed }: Pick<ImportRunProps, 'run' | 'isRenewed'>) {
  const { t, address } = useFrame()
  const { done, total } = run
  return (
    <div role="status">
      <p id="import-progress">
        {total === 0
          ? t('import.waiting')
          : t(`import.progress.${run.state}`, { done: Math.min(done, total), total })}
      </p>
      <progress aria-labelledby="import-progress" max={Math.max(1, total)} value={Math.min(done, total)} />
      <p class="soft">
        {isRenewed && t('import.refreshing')}{' '}
        <a href={address(`${runPath(run.id)}${isRenewed ? '?still' : ''}`)}>
          {t(isRenewed ? 'import.stand-still' : 'import.renew')}
        </a>
      </p>
    </div>
  )
}

function Report({ run, counts, show, lines, isFirst }: ImportRunProps) {
  const { t, address } = useFrame()
  const path = (view: LineView) => `${runPath(run.id)}?show=${view}`
  return (
    <>
      <Views
        label={t('import.report')}
        views={LINE_VIEWS.map((view) => ({
          href: path(view),
          label: t(`import.view.${view}`),
          count: counts[view],
          urgent: view === 'errors' && counts.errors > 0,
          current: view === show,
        }))}
      />
      <DataTable
        caption={t('import.report')}
        captionHidden
        stack
        columns={[
          { label: t('import.line') },
          { label: t('import.outcome') },
          { label: t('import.title') },
          { label: t('import.problems') },
        ]}
        rows={lines.rows.map(({ path: key, title, outcome, report }) => ({
          key,
          cells: [
            placeInWords(report, t),
            <Mark kind={outcomeMark(outcome)}>{t(`import.outcome.${outcome}`)}</Mark>,
            <Title href={report.publication && address(publicationPath(report.publication))} title={title} />,
            <Problems sentences={problemsInWords(report, t)} />,
          ],
        }))}
      />
      <Pagination
        previous={isFirst ? undefined : path(show)}
        next={lines.next && `${path(show)}&cursor=${lines.next}`}
        labels={{ previous: t('publication.page.first'), next: t('publication.page.next') }}
      />
      <Downloads
        links={[{ href: `${runPath(run.id)}/report.csv?show=${show}`, label: 'CSV', icon: 'download' }]}
      />
    </>
  )
}

function Title({ href, title }: { href: string | undefined; title: string }) {
  const { t } = useFrame()
  if (title === '') return <span class="faint">{t('import.untitled')}</span>
  return href === undefined ? <span lang="zh-CN">{title}</span> : <a href={href}>{title}</a>
}

function Problems({ sentences }: { sentences: readonly string[] }) {
  const { t } = useFrame()
  if (sentences.length === 0) return <span class="faint">{t('import.no-problem')}</span>
  return (
    <ul class="says">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

function Sides(props: ImportRunProps) {
  const { t } = useFrame()
  const { run, names } = props
  return (
    <>
      {run.state === 'checked' && <Acceptance {...props} />}
      <Panel title={t('import.about')} id="import-about">
        <Facts
          facts={[
            { label: t('import.mode'), value: t(`import.mode.${run.mode}`) },
            { label: t('import.handed-in-by'), value: nameOf(names, run.handed_in_by, t) },
            { label: t('import.handed-in-at'), value: <Time at={run.handed_in_at} /> },
            { label: t('import.confirmed-at'), value: run.confirmed_at && <Time at={run.confirmed_at} /> },
            { label: t('import.accepted-by'), value: run.accepted_by && nameOf(names, run.accepted_by, t) },
            { label: t('import.accepted-at'), value: run.accepted_at && <Time at={run.accepted_at} /> },
            { label: t('import.finished-at'), value: run.finished_at && <Time at={run.finished_at} /> },
          ]}
        />
      </Panel>
      {(run.state === 'checked' || run.state === 'checking') && <Discarding {...props} />}
    </>
  )
}

/** Four eyes: both the person who handed it in and another accept this very report. */
function Acceptance({ run, person, counts }: ImportRunProps) {
  const { t } = useFrame()
  const isOwn = person === run.handed_in_by
  const hasAccepted = isOwn ? run.confirmed_at !== null : run.accepted_by !== null
  const isLast = isOwn ? run.accepted_by !== null : run.confirmed_at !== null
  return (
    <Panel title={t('import.acceptance')} id="import-acceptance">
      {hasAccepted ? (
        <p>{t(isOwn ? 'import.awaits-other' : 'import.awaits-first')}</p>
      ) : (
        <PostForm action={`${runPath(run.id)}/acceptance`} class="stack" labelledby="import-acceptance">
          <input type="hidden" name="report_hash" value={run.report_hash ?? ''} />
          <Consequences
            lines={[
              t(isLast ? 'import.accept.starts' : 'import.accept.waits'),
              t('import.accept.counts', {
                arriving: counts.arriving,
                drafts: counts.drafts,
                errors: counts.errors,
              }),
              t('import.accept.again'),
            ]}
          />
          <ButtonRow>
            <Button kind="main">{t(isLast ? 'import.accept-last' : 'import.accept')}</Button>
          </ButtonRow>
        </PostForm>
      )}
    </Panel>
  )
}

function Discarding({ run }: ImportRunProps) {
  const { t } = useFrame()
  return (
    <PostForm action={`${runPath(run.id)}/discarding`} class="stack" label={t('import.discard')}>
      <p class="faint">{t('import.discard.text')}</p>
      <ButtonRow>
        <Button>{t('import.discard')}</Button>
      </ButtonRow>
    </PostForm>
  )
}
