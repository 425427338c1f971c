import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { type Draft, draftOf, readForm, withErrors } from '#kernel/forms'
import { addressOf, type Id } from '#kernel/ids'
import { Forbidden, NotFound } from '#kernel/refusals'
import { listOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import type { Tools } from '#platform/surface'
import { mayArrange } from './arrangers.ts'
import { ClosingForm, ColumnForm } from './columns-form.ts'
import { FILLABLE } from './columns-rules.ts'
import { amendColumn, closeColumn, establishColumn, reopenColumn, shiftColumn } from './commands/arranging.ts'
import { attempt, type ById, goTo, idOf } from './desk-call.ts'
import { COLUMNS_DESK } from './desk-paths.ts'
import { ColumnFormPage } from './pages/desk-column-form.tsx'
import { ColumnsPage } from './pages/desk-columns.tsx'
import { listColumns } from './queries.ts'
import type { ColumnRow } from './tables.ts'

const DONE = ['established', 'amended', 'shifted', 'closed', 'reopened'] as const

/** Under /desk/publications/columns: the tree of the site's columns, for those who hold `column.arrange` over the site. */
export function columnsDesk(pages: FastifyInstance, tools: Tools): void {
  const { perform, view } = tools

  pages.get('/columns', async (call) => {
    await demandArranger(call, view(call))
    return (
      <ColumnsPage
        columns={await listColumns(view(call))}
        closed={await listClosed(view(call))}
        counts={await countByColumn(view(call))}
        done={doneOf(call)}
      />
    )
  })

  pages.get('/columns/new', async (call) => {
    const { under } = call.query as { under?: string }
    const parent = (await listColumns(view(call))).find(({ id }) => addressOf(id) === under)
    const draft = draftOf({
      kind: 'list',
      parent: parent?.id ?? '',
      slug: parent && !parent.slug.includes('/') ? `${parent.slug}/` : '',
    })
    return formPage(call, view(call), draft)
  })

  pages.post('/columns', async (call, reply) => {
    const form = readForm(ColumnForm, call.body)
    const made = form.ok
      ? await attempt(call.body, () => perform(call, (act) => establishColumn(act, form.value)))
      : form
    if (!made.ok) return reply.code(422).send(await formPage(call, view(call), made.draft))
    return goTo(call, reply, COLUMNS_DESK, 'established')
  })

  pages.get<ById>('/columns/:id', async (call) => {
    const column = await findById(view(call), idOf(call.params.id, 'column.unknown'))
    return formPage(call, view(call), draftOfRow(column), column)
  })

  pages.post<ById>('/columns/:id', async (call, reply) => {
    const column = await findById(view(call), idOf(call.params.id, 'column.unknown'))
    const form = readForm(ColumnForm, call.body)
    const saved = form.ok
      ? await attempt(call.body, () => perform(call, (act) => amendColumn(act, column.id, form.value)))
      : form
    if (!saved.ok) return reply.code(422).send(await formPage(call, view(call), saved.draft, column))
    return goTo(call, reply, COLUMNS_DESK, 'amended')
  })

  shiftRoutes(pages, tools)
}

function shiftRoutes(pages: FastifyInstance, { perform, view }: Tools): void {
  for (const [path, step] of [
    ['up', -1],
    ['down', 1],
  ] as const) {
    pages.post<ById>(`/columns/:id/${path}`, async (call, reply) => {
      await perform(call, (act) => shiftColumn(act, idOf(call.params.id, 'column.unknown'), step))
      return goTo(call, reply, COLUMNS_DESK, 'shifted')
    })
  }

  pages.post<ById>('/columns/:id/close', async (call, reply) => {
    const column = await findById(view(call), idOf(call.params.id, 'column.unknown'))
    const form = readForm(ClosingForm, call.body)
    const closed = form.ok
      ? await attempt(call.body, () => perform(call, (act) => closeColumn(act, column.id, form.value.into)))
      : form
    if (closed.ok) return goTo(call, reply, COLUMNS_DESK, 'closed')
    const draft = withErrors(draftOfRow(column), closed.draft.errors)
    return reply.code(422).send(await formPage(call, view(call), draft, column))
  })

  pages.post<ById>('/columns/:id/reopen', async (call, reply) => {
    await perform(call, (act) => reopenColumn(act, idOf(call.params.id, 'column.unknown')))
    return goTo(call, reply, COLUMNS_DESK, 'reopened')
  })
}

async function formPage(call: FastifyRequest, view: View, draft: Draft, column?: ColumnRow) {
  await demandArranger(call, view)
  const columns = await listColumns(view)
  return (
    <ColumnFormPage
      draft={draft}
      column={column}
      columns={columns}
      takers={columns.filter(({ id, kind }) => id !== column?.id && FILLABLE.includes(kind))}
      organisations={await listOrganisations(view)}
    />
  )
}

function draftOfRow(row: ColumnRow): Draft {
  const { name, name_en, slug, description, kind, parent_id, publication_id, link, publishers } = row
  return draftOf({
    ...{ name, name_en, slug, description, kind, link },
    parent: parent_id ?? '',
    publication: publication_id && `/publications/${addressOf(publication_id)}`,
    update_limit_days: row.update_limit_days === null ? '' : String(row.update_limit_days),
    in_menu: row.in_menu ? '1' : '',
    publishers: publishers ?? [],
  })
}

async function findById(view: View, id: Id): Promise<ColumnRow> {
  const column = (await listColumns(view)).find((each) => each.id === id)
  if (!column) throw new NotFound('column.unknown')
  return column
}

async function listClosed(view: View) {
  return view.db
    .selectFrom('publications.column')
    .select(['id', 'name', 'slug', 'closed_at', 'closed_into'])
    .where('site_id', '=', view.site)
    .where('closed_at', 'is not', null)
    .orderBy('closed_at', 'desc')
    .limit(100)
    .execute()
}

async function countByColumn(view: View): Promise<Map<Id, number>> {
  const rows = await view.db
    .selectFrom('publications.shown_in')
    .select(['column_id', sql<number>`count(*)`.as('count')])
    .where('site_id', '=', view.site)
    .groupBy('column_id')
    .execute()
  return new Map(rows.map(({ column_id, count }) => [column_id, Number(count)]))
}

async function demandArranger({ circumstances }: FastifyRequest, view: View): Promise<void> {
  if (!(await mayArrange(view, circumstances.actor)))
    throw new Forbidden('permission.missing', { permission: 'column.arrange' })
}

function doneOf(call: FastifyRequest): (typeof DONE)[number] | undefined {
  const { done } = call.query as { done?: unknown }
  return DONE.find((each) => each === done)
}
