import type { CivilDate } from '#kernel/calendar'
import {
  Button,
  DeskFilters,
  DeskHead,
  DeskPage,
  Downloads,
  EmptyState,
  Notice,
  Pagination,
  Queue,
  type QueueItem,
  Time,
  useFrame,
  Views,
} from '#ui'
import { type FilterChoices, isNarrowed, parametersOf, type WorkFilter } from '../desk-filters.ts'
import { DESK, LIST_VIEWS, type ListView, publicationPath, revisionPath } from '../desk-paths.ts'
import type { DeskRow } from '../desk-queries.ts'
import { isOut, mayEdit } from '../rules.ts'
import { FilterFields } from './desk-filter-fields.tsx'
import { dueMark, type Names, nameOf, stateMark } from './desk-words.ts'

export type DeskListProps = {
  rows: readonly DeskRow[]
  next: string | undefined
  isFirst: boolean
  view: ListView
  filter: WorkFilter
  choices: FilterChoices
  counts: Record<ListView, number>
  names: Names
  organisations: Names
  mayDraft: boolean
  done: string | undefined
}

export function DeskListPage(props: DeskListProps) {
  const { t } = useFrame()
  const { view, filter, counts, rows } = props
  return (
    <DeskPage title={t('publication.desk')}>
      <DeskHead
        title={t('publication.desk')}
        sub={t('publication.desk.sub', {
          mine: counts.mine,
          underway: counts['under-way'],
          ready: counts.ready,
        })}
        acts={props.mayDraft && <WriteButton />}
      />
      {props.done && <Notice kind="good" title={t(`publication.done.${props.done}`)} announced />}
      <Views
        label={t('publication.desk.views')}
        views={LIST_VIEWS.map((one) => ({
          href: listPath({ view: one, filter }),
          label: t(`publication.view.${one}`),
          count: counts[one],
          current: one === view,
        }))}
      />
      <DeskFilters
        action={DESK}
        label={t('publication.desk.find')}
        value={filter.q}
        placeholder={t('publication.desk.find')}
      >
        <input type="hidden" name="view" value={view} />
        <FilterFields filter={filter} choices={props.choices} />
      </DeskFilters>
      {rows.length > 0 ? <Lines {...props} /> : <Nothing {...props} />}
    </DeskPage>
  )
}

function Lines(props: DeskListProps) {
  const { t, today } = useFrame()
  const { rows, view, filter, next } = props
  const items = rows.map((row): QueueItem => {
    const organisation = props.organisations.get(row.organisation_id) ?? ''
    return {
      id: row.id,
      title: row.title,
      song: true,
      href: pathOf(row),
      note: [
        organisation,
        t('revision.number-of', { number: row.number }),
        row.emergency && t('revision.emergency'),
      ]
        .filter(Boolean)
        .join(' · '),
      clock: dueMark(row.due_on, today as CivilDate, t),
      due: dueOf(row),
      kind: t(`publication.kind.${row.publication_kind}`),
      who: nameOf(props.names, row.last_editor_id, t),
      state: stateMark(row.state, t),
    }
  })
  return (
    <>
      <Queue caption={t(`publication.view.${view}`)} items={items} />
      <Pagination
        previous={props.isFirst ? undefined : listPath({ view, filter })}
        next={next && `${listPath({ view, filter })}&cursor=${next}`}
        labels={{ previous: t('publication.page.first'), next: t('publication.page.next') }}
      />
      <Downloads
        links={[{ href: listPath({ view, filter }, `${DESK}.csv`), label: 'CSV', icon: 'download' }]}
      />
    </>
  )
}

function dueOf({ due_on, scheduled_at, published_at }: DeskRow) {
  if (scheduled_at && !published_at) return <Time at={scheduled_at} />
  if (due_on) return <Time date={due_on} form="short" />
  return published_at ? <Time at={published_at} form="date" /> : undefined
}

/** A text that can be written on opens in the editor, a public one at its record, all others at the review. */
function pathOf({ id, publication_id, state }: DeskRow): string {
  if (mayEdit(state)) return revisionPath(id, 'text')
  return isOut(state) ? publicationPath(publication_id) : revisionPath(id, 'review')
}

function Nothing({ view, filter, mayDraft }: DeskListProps) {
  const { t } = useFrame()
  const { q: search } = filter
  if (isNarrowed(filter)) {
    return (
      <EmptyState title={search ? t('publication.desk.no-hit', { search }) : t('work.none')}>
        <Button href={listPath({ view, filter: {} })}>{t('publication.desk.drop-search')}</Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState title={t(`publication.empty.${view}`)}>
      <p>{t('publication.empty.way')}</p>
      {mayDraft && <WriteButton />}
    </EmptyState>
  )
}

export function WriteButton() {
  const { t } = useFrame()
  return (
    <Button href={`${DESK}/new`} kind="main" icon="add">
      {t('publication.write')}
    </Button>
  )
}

function listPath({ view, filter }: { view: ListView; filter: WorkFilter }, base = DESK): string {
  return `${base}?${new URLSearchParams({ view, ...parametersOf(filter) })}`
}
