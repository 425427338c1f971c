import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { civilDateOf, civilTimeOf } from '#kernel/calendar'
import { DEFAULT_LIMIT, MOST, pageOf, readCursor } from '#kernel/cursors'
import type { Translate } from '#kernel/messages'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { readPageQuery, readStrictQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { doneOf, namesOf } from './desk-call.ts'
import { listFilterChoices, parametersOf, WorkQuery } from './desk-filters.ts'
import { DESK, LIST_VIEWS, revisionPath } from './desk-paths.ts'
import {
  countViews,
  type DeskFilter,
  type DeskRow,
  deskCursor,
  listDesk as listRows,
} from './desk-queries.ts'
import { loadTasks, STATES_OF_TASKS, type TaskItem } from './desk-tasks.ts'
import { DeskListPage } from './pages/desk-list.tsx'
import { DeskTasksPage } from './pages/desk-tasks.tsx'
import { type Names, nameOf } from './pages/desk-words.ts'

const DeskListQuery = WorkQuery.extend({
  view: z.enum(LIST_VIEWS, 'list.unknown-parameter').default('under-way'),
})
type DeskListQuery = z.output<typeof DeskListQuery>

/** What is under way in the reader's organisations, and what of it waits for the reader. */
export const listDesk: Surface = (pages, { house, look }) => {
  pages.get('/', async (call) => {
    const query = readPageQuery(DeskListQuery, call.query)
    const { list, counts, choices } = await look(call, async (view) => ({
      list: await loadList(view, query, call),
      counts: await countViews(view, filterOf(query, call)),
      choices: await listFilterChoices(view),
    }))
    const mayDraft = call.person?.holds('publication.draft') ?? false
    return (
      <DeskListPage
        {...list}
        view={query.view}
        filter={query}
        choices={choices}
        counts={counts}
        mayDraft={mayDraft}
        done={doneOf(call)}
      />
    )
  })

  pages.get('.csv', async (call, reply) => {
    const query = readStrictQuery(DeskListQuery, call.query)
    const { rows, names, organisations, next } = await look(call, (view) =>
      loadList(view, { ...query, limit: query.limit ?? MOST }, call),
    )
    if (next) reply.header('link', `<${nextAddress(call, query, next)}>; rel="next"`)
    reply
      .header('content-disposition', 'attachment; filename="publications.csv"')
      .type('text/csv; charset=utf-8')
    return reply.send(csvOf(csvColumns(house.translate(call.modes.language), { names, organisations }), rows))
  })

  pages.get('/tasks', async (call) => {
    const query = readPageQuery(WorkQuery, call.query)
    const { tasks, choices } = await look(call, async (view) => ({
      tasks: await tasksFor(view, query, call),
      choices: await listFilterChoices(view),
    }))
    return (
      <DeskTasksPage
        {...tasks}
        filter={query}
        choices={choices}
        isFirst={query.cursor === undefined}
        today={civilDateOf(call.circumstances.now)}
        mayDraft={call.person?.holds('publication.draft') ?? false}
      />
    )
  })

  pages.get('/tasks.csv', async (call, reply) => {
    const query = readStrictQuery(WorkQuery, call.query)
    const { items, names, organisations, next } = await look(call, (view) =>
      tasksFor(view, { ...query, limit: query.limit ?? MOST }, call),
    )
    if (next) {
      const params = new URLSearchParams({ ...parametersOf(query), cursor: next })
      reply.header('link', `<${addressOn(call.sitePrefix)(`${DESK}/tasks.csv?${params}`)}>; rel="next"`)
    }
    reply.header('content-disposition', 'attachment; filename="tasks.csv"').type('text/csv; charset=utf-8')
    return reply.send(
      csvOf(taskColumns(house.translate(call.modes.language), { names, organisations }), items),
    )
  })
}

/** Only states in which this person could act at all are read; whether they may, each task says for itself. */
function tasksFor(view: View, query: WorkQuery, call: FastifyRequest) {
  const { actor, now } = call.circumstances
  const states = STATES_OF_TASKS.filter(({ permission }) => call.person?.holds(permission)).flatMap(
    (one) => one.states,
  )
  return loadTasks(view, actor, { states: [...new Set(states)], query, today: civilDateOf(now) })
}

function filterOf(query: WorkQuery, { circumstances }: FastifyRequest): Omit<DeskFilter, 'view'> {
  return { person: circumstances.actor.id, today: civilDateOf(circumstances.now), work: query }
}

async function loadList(view: View, query: DeskListQuery, call: FastifyRequest) {
  const filter: DeskFilter = { ...filterOf(query, call), view: query.view }
  const { limit = DEFAULT_LIMIT } = query
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const { rows, next } = pageOf(await listRows(view, filter, { limit, after }), limit, (row) =>
    deskCursor(query.view, row),
  )
  const found = await nameOrganisations(
    view,
    rows.map((row) => row.organisation_id),
  )
  const organisations: Names = new Map([...found].map(([id, { short_name }]) => [id, short_name]))
  return {
    rows,
    next,
    isFirst: after === undefined,
    organisations,
    names: await namesOf(
      view,
      rows.map((row) => row.last_editor_id),
    ),
  }
}

function nextAddress(call: FastifyRequest, query: DeskListQuery, cursor: string): string {
  const { view, limit } = query
  const params = new URLSearchParams({
    view,
    cursor,
    ...parametersOf(query),
    ...(limit ? { limit: String(limit) } : {}),
  })
  return addressOn(call.sitePrefix)(`${DESK}.csv?${params}`)
}

function csvColumns(t: Translate, known: { names: Names; organisations: Names }) {
  const instant = (at: Date | null) => at && `${civilDateOf(at)} ${civilTimeOf(at)}`
  return [
    { title: t('publication.title'), of: (row: DeskRow) => row.title },
    { title: t('publication.kind'), of: (row: DeskRow) => t(`publication.kind.${row.publication_kind}`) },
    {
      title: t('publication.organisation'),
      of: (row: DeskRow) => known.organisations.get(row.organisation_id),
    },
    { title: t('revision.number'), of: (row: DeskRow) => row.number },
    { title: t('revision.kind'), of: (row: DeskRow) => t(`revision.kind.${row.kind}`) },
    { title: t('revision.state'), of: (row: DeskRow) => t(`revision.state.${row.state}`) },
    { title: t('revision.due-on'), of: (row: DeskRow) => row.due_on },
    { title: t('revision.scheduled-at'), of: (row: DeskRow) => instant(row.scheduled_at) },
    { title: t('revision.last-editor'), of: (row: DeskRow) => nameOf(known.names, row.last_editor_id, t) },
    { title: t('revision.updated-at'), of: (row: DeskRow) => instant(row.updated_at) },
    { title: t('publication.index-number'), of: (row: DeskRow) => row.index_number },
    { title: t('publication.address'), of: (row: DeskRow) => revisionPath(row.id, 'review') },
  ]
}

function taskColumns(t: Translate, known: { names: Names; organisations: Names }) {
  return [
    { title: t('publication.title'), of: ({ revision }: TaskItem) => revision.title },
    {
      title: t('publication.kind'),
      of: ({ revision }: TaskItem) => t(`publication.kind.${revision.publication_kind}`),
    },
    {
      title: t('publication.organisation'),
      of: ({ revision }: TaskItem) => known.organisations.get(revision.organisation_id),
    },
    {
      title: t('work.act'),
      of: ({ task }: TaskItem) => t(`publication.task.${task.step ?? task.name}.act`),
    },
    { title: t('revision.due-on'), of: ({ revision }: TaskItem) => revision.due_on },
    { title: t('work.author'), of: ({ revision }: TaskItem) => nameOf(known.names, revision.author_id, t) },
    { title: t('publication.address'), of: ({ revision }: TaskItem) => revisionPath(revision.id, 'review') },
  ]
}
