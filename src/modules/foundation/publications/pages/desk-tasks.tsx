import { type CivilDate, workingDaysBetween } from '#kernel/calendar'
import { CALENDAR } from '#kernel/calendar-data'
import type { Translate } from '#kernel/messages'
import {
  Button,
  DeskFilters,
  DeskHead,
  DeskPage,
  Downloads,
  EmptyState,
  type IconName,
  Notice,
  Pagination,
  TaskList,
  type Task as TaskRow,
  Time,
  useFrame,
  Views,
} from '#ui'
import { DUES, type FilterChoices, isNarrowed, parametersOf, type WorkFilter } from '../desk-filters.ts'
import { DESK, revisionPath } from '../desk-paths.ts'
import type { TaskItem, Tasks } from '../desk-tasks.ts'
import { FilterFields } from './desk-filter-fields.tsx'
import { WriteButton } from './desk-list.tsx'
import { dueMark, nameOf } from './desk-words.ts'

const WHEN = ['over', 'today', 'soon', 'later', 'free'] as const
type When = (typeof WHEN)[number]

const TASKS = `${DESK}/tasks`

type DeskTasksProps = Tasks & {
  filter: WorkFilter
  choices: FilterChoices
  isFirst: boolean
  today: CivilDate
  mayDraft: boolean
}

export function DeskTasksPage(props: DeskTasksProps) {
  const { t, address } = useFrame()
  const { items, today, counts, filter, next } = props
  const groups = Map.groupBy(items, ({ revision }) => whenOf(revision.due_on, today))
  const count = counts.overdue + counts.today + counts.later
  return (
    <DeskPage title={t('publication.tasks')}>
      <DeskHead
        title={t('publication.tasks')}
        sub={t('publication.tasks.sub', { count, urgent: counts.overdue + counts.today })}
        acts={props.mayDraft && <WriteButton />}
      />
      {props.isCut && (
        <Notice kind="note">
          {t('publication.tasks.cut')}{' '}
          <a href={address(`${DESK}?view=under-way`)}>{t('publication.view.under-way')}</a>
        </Notice>
      )}
      <Views
        label={t('work.views')}
        views={[undefined, ...DUES].map((due) => ({
          href: tasksPath({ ...filter, due }),
          label: t(due ? `work.due.${due}` : 'work.all'),
          count: due ? counts[due] : count,
          current: filter.due === due,
        }))}
      />
      <DeskFilters action={TASKS} label={t('work.find')} value={filter.q} placeholder={t('work.find')}>
        <FilterFields filter={filter} choices={props.choices} hasDueViews />
      </DeskFilters>
      {items.length === 0 && isNarrowed(filter) && (
        <EmptyState title={t('work.none')}>
          <Button href={TASKS}>{t('work.drop')}</Button>
        </EmptyState>
      )}
      {items.length === 0 && !isNarrowed(filter) && (
        <EmptyState title={t('publication.tasks.none')}>
          <p>
            {t('publication.tasks.none.near')}{' '}
            <a href={address(`${DESK}?view=under-way`)}>{t('publication.view.under-way')}</a>
          </p>
        </EmptyState>
      )}
      {items.length > 0 && (
        <TaskList
          groups={WHEN.flatMap((when) => {
            const group = groups.get(when)
            return group
              ? [{ title: t(`publication.when.${when}`), tasks: group.map((item) => rowOf(item, props, t)) }]
              : []
          })}
        />
      )}
      {items.length > 0 && (
        <>
          <Pagination
            previous={props.isFirst ? undefined : tasksPath(filter)}
            next={next && tasksPath(filter, { cursor: next })}
            labels={{ previous: t('publication.page.first'), next: t('publication.page.next') }}
          />
          <Downloads links={[{ href: tasksPath(filter, {}, '.csv'), label: 'CSV', icon: 'download' }]} />
        </>
      )}
    </DeskPage>
  )
}

function tasksPath(filter: WorkFilter, more: Record<string, string> = {}, ending = ''): string {
  const params = new URLSearchParams({ ...parametersOf(filter), ...more }).toString()
  return params ? `${TASKS}${ending}?${params}` : `${TASKS}${ending}`
}

const ICONS: Record<TaskItem['task']['name'], IconName> = {
  review: 'review',
  secrecy: 'shield',
  release: 'publish',
  returned: 'correct',
}

function rowOf(
  { revision, task, returned }: TaskItem,
  { names, organisations, today }: Tasks & { today: CivilDate },
  t: Translate,
): TaskRow {
  const name = task.step ?? task.name
  return {
    id: revision.id,
    icon: ICONS[task.name],
    title: revision.title,
    href: revisionPath(revision.id, task.name === 'returned' ? 'text' : 'review'),
    why: t(`publication.task.${name}.why`, {
      organisation: organisations.get(revision.organisation_id) ?? '',
      who: nameOf(
        names,
        task.name === 'returned' ? (returned?.reviewer_id ?? null) : revision.last_editor_id,
        t,
      ),
      reason: returned?.reason ?? '',
    }),
    mark: dueMark(revision.due_on, today, t),
    due: revision.due_on && <Time date={revision.due_on} form="short" />,
    act: t(`publication.task.${name}.act`),
  }
}

function whenOf(due: CivilDate | null, today: CivilDate): When {
  if (!due) return 'free'
  if (due < today) return 'over'
  if (due === today) return 'today'
  return workingDaysBetween(today, due, CALENDAR).days <= 3 ? 'soon' : 'later'
}
