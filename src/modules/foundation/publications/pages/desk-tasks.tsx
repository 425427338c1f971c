import { type CivilDate, workingDaysBetween } from '#kernel/calendar'
import { CALENDAR } from '#kernel/calendar-data'
import type { Translate } from '#kernel/messages'
import {
  DeskHead,
  DeskPage,
  EmptyState,
  type IconName,
  Notice,
  TaskList,
  type Task as TaskRow,
  Time,
  useFrame,
} from '#ui'
import { DESK, revisionPath } from '../desk-paths.ts'
import type { TaskItem, Tasks } from '../desk-tasks.ts'
import { WriteButton } from './desk-list.tsx'
import { dueMark, nameOf } from './desk-words.ts'

const WHEN = ['over', 'today', 'soon', 'later', 'free'] as const
type When = (typeof WHEN)[number]

export function DeskTasksPage(props: Tasks & { today: CivilDate; mayDraft: boolean }) {
  const { t, address } = useFrame()
  const { items, today } = props
  const groups = Map.groupBy(items, ({ revision }) => whenOf(revision.due_on, today))
  const urgent = (groups.get('over')?.length ?? 0) + (groups.get('today')?.length ?? 0)
  return (
    <DeskPage title={t('publication.tasks')}>
      <DeskHead
        title={t('publication.tasks')}
        sub={t('publication.tasks.sub', { count: items.length, urgent })}
        acts={props.mayDraft && <WriteButton />}
      />
      {props.isCut && (
        <Notice kind="note">
          {t('publication.tasks.cut')}{' '}
          <a href={address(`${DESK}?view=under-way`)}>{t('publication.view.under-way')}</a>
        </Notice>
      )}
      {items.length === 0 ? (
        <EmptyState title={t('publication.tasks.none')}>
          <p>
            {t('publication.tasks.none.near')}{' '}
            <a href={address(`${DESK}?view=under-way`)}>{t('publication.view.under-way')}</a>
          </p>
        </EmptyState>
      ) : (
        <TaskList
          groups={WHEN.flatMap((when) => {
            const group = groups.get(when)
            return group
              ? [{ title: t(`publication.when.${when}`), tasks: group.map((item) => rowOf(item, props, t)) }]
              : []
          })}
        />
      )}
    </DeskPage>
  )
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
