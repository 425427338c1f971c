import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { civilDateOf, civilTimeOf } from '#kernel/calendar'
import { DEFAULT_LIMIT, MOST, pageOf, readCursor } from '#kernel/cursors'
import type { Translate } from '#kernel/messages'
import { nameOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { csvOf } from '#platform/csv'
import { addressOn } from '#platform/http/call'
import { ListQuery, readPageQuery, readStrictQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { doneOf, namesOf } from './desk-call.ts'
import { DESK, LIST_VIEWS, revisionPath } from './desk-paths.ts'
import {
  countViews,
  type DeskFilter,
  type DeskRow,
  deskCursor,
  listDesk as listRows,
} from './desk-queries.ts'
import { loadTasks, STATES_OF_TASKS } from './desk-tasks.ts'
import { DeskListPage } from './pages/desk-list.tsx'
import { DeskTasksPage } from './pages/desk-tasks.tsx'
import { type Names, nameOf } from './pages/desk-words.ts'

const DeskListQuery = ListQuery.extend({
  view: z.enum(LIST_VIEWS, 'list.unknown-parameter').default('under-way'),
  q: z
    .string()
    .trim()
    .max(100, 'list.bad-parameters')
    .refine((text) => !text.includes('\0'), 'list.bad-parameters')
    .optional(),
})
type DeskListQuery = z.output<typeof DeskListQuery>

/** What is under way in the reader's organisations, and what of it waits for the reader. */
export const listDesk: Surface = (pages, { house, look }) => {
  pages.get('/', async (call) => {
    const query = readPageQuery(DeskListQuery, call.query)
    const { list, counts } = await look(call, async (view) => ({
      list: await loadList(view, query, call),
      counts: await countViews(view, call.circumstances.actor.id),
    }))
    const mayDraft = call.person?.holds('publication.draft') ?? false
    return (
      <DeskListPage
        {...list}
        view={query.view}
        search={query.q}
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
    const { actor, now } = call.circumstances
    const states = STATES_OF_TASKS.filter(({ permission }) => call.person?.holds(permission)).flatMap(
      (one) => one.states,
    )
    const tasks = await look(call, (view) => loadTasks(view, actor, [...new Set(states)]))
    return (
      <DeskTasksPage
        {...tasks}
        today={civilDateOf(now)}
        mayDraft={call.person?.holds('publication.draft') ?? false}
      />
    )
  })
}

async function loadList(view: View, query: DeskListQuery, call: FastifyRequest) {
  const filter: DeskFilter = { view: query.view, person: call.circumstances.actor.id, search: query.q }
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

function nextAddress(call: FastifyRequest, { view, q, limit }: DeskListQuery, cursor: string): string {
  const params = new URLSearchParams({
    view,
    cursor,
    ...(q ? { q } : {}),
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
