import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { Mark, type MarkKind } from './mark.tsx'

export type QueueItem = {
  id: string
  title: ComponentChildren
  /** None where there is nothing more to see. */
  href?: string | undefined
  note?: ComponentChildren
  /** Words of the public, in Song. */
  song?: boolean | undefined
  clock?: { kind: MarkKind; word: string } | undefined
  due?: ComponentChildren
  kind?: string | undefined
  who?: ComponentChildren
  state?: { kind: MarkKind; word: string } | undefined
}

/** One line an item, sorted by what ends first; a card each on a phone. */
export function Queue(props: {
  caption: string
  items: readonly QueueItem[]
  /** What the day of each row is, where it is not the day on which something ends. */
  when?: string | undefined
  /** With a name, each row has a box for acts on many. */
  select?: string | undefined
}) {
  const { t } = useFrame()
  const has = (field: keyof QueueItem) => props.items.some((item) => item[field] !== undefined)
  const shown = {
    clock: has('clock'),
    due: has('due'),
    kind: has('kind'),
    who: has('who'),
    state: has('state'),
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer
    <section class="scroll" tabIndex={0} aria-label={props.caption}>
      <table class="table queue">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.select && (
              <th scope="col" class="tick-cell">
                <label>
                  <input class="tick" type="checkbox" data-behaviour="select-all" hidden />
                  <span class="visually-hidden">{t('ui.queue.select-all')}</span>
                </label>
              </th>
            )}
            {shown.clock && (
              <th scope="col" class="w-clock">
                {t('ui.queue.clock')}
              </th>
            )}
            {shown.due && (
              <th scope="col" class="w-due">
                {props.when ?? t('ui.queue.due')}
              </th>
            )}
            <th scope="col">{t('ui.queue.title')}</th>
            {shown.kind && (
              <th scope="col" class="w-ch">
                {t('ui.queue.kind')}
              </th>
            )}
            {shown.who && (
              <th scope="col" class="w-app">
                {t('ui.queue.who')}
              </th>
            )}
            {shown.state && (
              <th scope="col" class="w-st">
                {t('ui.queue.state')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {props.items.map((item) => (
            <QueueRow key={item.id} item={item} shown={shown} select={props.select} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Shown = { clock: boolean; due: boolean; kind: boolean; who: boolean; state: boolean }

function QueueRow({ item, shown, select }: { item: QueueItem; shown: Shown; select: string | undefined }) {
  const { address, t } = useFrame()
  return (
    <tr>
      {select && (
        <td class="tick-cell">
          <label>
            <input class="tick" type="checkbox" name={select} value={item.id} />
            <span class="visually-hidden">
              {t('ui.queue.select')} {item.title}
            </span>
          </label>
        </td>
      )}
      {shown.clock && (
        <td class="q-clock">{item.clock && <Mark kind={item.clock.kind}>{item.clock.word}</Mark>}</td>
      )}
      {shown.due && <td class="q-due faint">{item.due}</td>}
      <td class="q-title">
        {item.href === undefined ? (
          <span class="title title-plain">{item.title}</span>
        ) : (
          <a class={item.song ? 'title title-plain song' : 'title title-plain'} href={address(item.href)}>
            {item.title}
          </a>
        )}
        {item.note && <span class="q-note">{item.note}</span>}
      </td>
      {shown.kind && <td class="q-ch">{item.kind && <span class="tag">{item.kind}</span>}</td>}
      {shown.who && <td class="q-app">{item.who}</td>}
      {shown.state && (
        <td class="q-st">{item.state && <Mark kind={item.state.kind}>{item.state.word}</Mark>}</td>
      )}
    </tr>
  )
}

export type Task = {
  id: string
  icon: IconName
  title: string
  href: string
  /** Why it is with this person. */
  why: ComponentChildren
  mark?: { kind: MarkKind; word: string } | undefined
  due?: ComponentChildren
  act: string
}

/** The tasks of a person in groups by when they end; each says why it is there, and has one button. */
export function TaskList({ groups }: { groups: readonly { title: string; tasks: readonly Task[] }[] }) {
  return (
    <div class="tasks">
      {groups.map((group) => (
        <section key={group.title}>
          <h2 class="group-h">
            {group.title} <span class="faint">{group.tasks.length}</span>
          </h2>
          <ul>
            {group.tasks.map((task) => (
              <TaskRow key={task.id} task={task} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function TaskRow({ task }: { task: Task }) {
  const { address } = useFrame()
  return (
    <li class="task">
      <Icon name={task.icon} />
      <div class="task-t">
        <a class="title" href={address(task.href)}>
          {task.title}
        </a>
        <p class="task-k">{task.why}</p>
      </div>
      <div class="task-side">
        <span>
          {task.mark && <Mark kind={task.mark.kind}>{task.mark.word}</Mark>}{' '}
          {task.due && <span class="faint">{task.due}</span>}
        </span>
        <a class="button button-second" href={address(task.href)}>
          {task.act}
          <span class="visually-hidden"> {task.title}</span>
        </a>
      </div>
    </li>
  )
}
