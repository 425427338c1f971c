import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '#kernel/refusals'
import {
  type ColumnRow,
  columnLink,
  columnName,
  columnPath,
  columnTypeOf,
  isShown,
  LIST_PARAMETERS,
  listColumns,
  listCsv,
  listFeed,
  listJson,
  listShown,
  loadList,
  PublicationListPage,
  PublicationQuery,
  publicationPage,
} from '#modules/foundation/publications'
import type { View } from '#platform/act'
import { FEED_FORMS } from '#platform/feed-forms'
import { placePanels } from '#platform/house'
import { addressOn } from '#platform/http/call'
import { readPageQuery } from '#platform/http/query'
import type { Tools } from '#platform/surface'
import { AsideSection, SideNav } from '#ui'

type BySlug = { Params: { parent?: string; slug: string } }
type Found = { column: ColumnRow; columns: ColumnRow[]; view: View }

/** A column and its children, each as page, JSON, CSV and feeds. */
export function columnRoutes(pages: FastifyInstance, tools: Tools): void {
  for (const path of ['/columns/:slug', '/columns/:parent/:slug']) {
    pages.get<BySlug>(path, { config: { cache: LIST_PARAMETERS } }, (call, reply) =>
      columnPage(tools, call, reply),
    )
    pages.get<BySlug>(`${path}.json`, { config: { cache: LIST_PARAMETERS } }, async (call) =>
      listJson(tools, call, listOf(await find(tools, call))),
    )
    pages.get<BySlug>(`${path}.csv`, async (call, reply: FastifyReply) =>
      listCsv(tools, call, reply, listOf(await find(tools, call))),
    )
    for (const form of FEED_FORMS) {
      pages.get<BySlug>(
        `${path}.${form}`,
        { config: { cache: LIST_PARAMETERS } },
        async (call, reply: FastifyReply) =>
          listFeed(tools, call, reply, { ...listOf(await find(tools, call)), form }),
      )
    }
  }
}

async function columnPage(tools: Tools, call: FastifyRequest<BySlug>, reply: FastifyReply) {
  const { column, columns, view } = await find(tools, call)
  if (column.kind === 'link' && column.link)
    return reply.header('cache-control', 'no-cache').redirect(addressOn(call.sitePrefix)(column.link), 302)
  if (column.kind === 'article' && column.publication_id && (await isShown(view, column.publication_id)))
    return publicationPage(tools, call, column.publication_id)
  if (column.kind === 'page') {
    const [newest] = (await listShown(view, { column: column.id }, { limit: 1 })).rows
    if (newest) return publicationPage(tools, call, newest.publication_id)
  }
  const list = await loadList(view, readPageQuery(PublicationQuery, call.query), column.id)
  const t = tools.house.translate(call.modes.language)
  const path = columnPath(columns, column.id).reverse()
  const name = columnName(view, column)
  return (
    <PublicationListPage
      base={`/columns/${column.slug}`}
      title={name}
      lead={column.description || undefined}
      column={{
        name: column.name,
        description: column.description || undefined,
        type: columnTypeOf(path[0] ?? column),
      }}
      trail={path.map((one) => columnLink(view, one))}
      list={list}
      panels={await placePanels(tools.house, 'column.footer', view, column.id)}
      navigation={<Neighbours view={view} top={path[0] ?? column} columns={columns} />}
      empty={{
        title: t('portal.column.empty'),
        text: column.update_limit_days
          ? t('portal.column.empty-text', { days: column.update_limit_days })
          : t('portal.column.empty-static'),
      }}
    />
  )
}

/** The branch that the column stands in: its top, and all below it. */
function Neighbours({ view, top, columns }: { view: View; top: ColumnRow; columns: readonly ColumnRow[] }) {
  const below = columns.filter(({ parent_id }) => parent_id === top.id)
  if (below.length === 0) return null
  return (
    <AsideSection title={columnName(view, top)}>
      <SideNav links={[top, ...below].map((column) => columnLink(view, column))} />
    </AsideSection>
  )
}

async function find(tools: Tools, call: FastifyRequest<BySlug>): Promise<Found> {
  const view = tools.view(call)
  const { parent, slug } = call.params
  const columns = await listColumns(view)
  const column = columns.find((one) => one.slug === (parent === undefined ? slug : `${parent}/${slug}`))
  if (!column) throw new NotFound('portal.column-unknown')
  return { column, columns, view }
}

function listOf({ column, view }: Found) {
  return {
    base: `/columns/${column.slug}`,
    title: columnName(view, column),
    description: column.description,
    column: column.id,
  }
}
