/** What is public, for programs. */
import { z } from 'zod'
import { type Id, readId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { ApiSurface } from '#platform/api/operation'
import {
  ColumnShape,
  HistoryShape,
  PublicationDetailShape,
  PublicationListShape,
  RevisionDetailShape,
} from './api-shapes.ts'
import { openRegistered } from './portal-home.ts'
import { historyJson, partsForAll, publicationJson, revisionJson } from './portal-json.ts'
import { filterOf, loadRows, PublicationQuery, rowForAll } from './portal-list.ts'
import { columnLink } from './portal-load.ts'
import { countShown, findColumn, listColumns, listPublicRevisions } from './queries.ts'

export const publicationsApi: ApiSurface = (routes, tools) => {
  const { view } = tools
  const path = z.object({ id: z.string().max(40) })

  routes.get(
    '/',
    {
      id: 'listPublications',
      says: 'api.list-publications',
      query: PublicationQuery.omit({ newer: true }).extend({
        column: z.string().max(120, 'publications.filter-wrong').optional(),
      }),
      answer: PublicationListShape,
    },
    async ({ call, query: { column: slug, ...query } }) => {
      const at = view(call)
      const column = slug === undefined ? undefined : (await findColumn(at, slug)).id
      const filter = filterOf(query, column)
      const { rows, older } = await loadRows(at, filter, query)
      return { publications: rows.map(rowForAll), count: await countShown(at, filter), next: older ?? null }
    },
  )

  routes.get(
    '/:id',
    { id: 'readPublication', says: 'api.read-publication', path, answer: PublicationDetailShape },
    async ({ call, path: { id } }) => {
      const { at, registered, elsewhere } = await openRegistered(view(call), tools, idIn(id))
      return publicationJson(at, tools.files, registered, elsewhere)
    },
  )

  routes.get(
    '/:id/history',
    { id: 'readHistory', says: 'api.read-history', path, answer: HistoryShape },
    async ({ call, path: { id } }) => {
      const { at, registered, elsewhere } = await openRegistered(view(call), tools, idIn(id))
      return historyJson(at, registered, elsewhere)
    },
  )

  routes.get(
    '/:id/revisions/:number',
    {
      id: 'readRevision',
      says: 'api.read-revision',
      path: path.extend({ number: z.coerce.number('publications.revision-unknown').int().min(1) }),
      answer: RevisionDetailShape,
    },
    async ({ call, path: { id, number } }) => {
      const { at, registered, elsewhere } = await openRegistered(view(call), tools, idIn(id))
      const revision = (await listPublicRevisions(at, registered.id)).find((one) => one.number === number)
      if (registered.standing !== 'public' || !revision) throw new NotFound('publications.revision-unknown')
      return revisionJson(registered, revision, await partsForAll(at, tools.files, revision.id), elsewhere)
    },
  )
}

export const columnsApi: ApiSurface = (routes, { view }) => {
  routes.get(
    '/',
    {
      id: 'listColumns',
      says: 'api.list-columns',
      answer: z.object({ columns: z.array(ColumnShape) }),
    },
    async ({ call }) => ({ columns: await columnsForAll(view(call)) }),
  )
}

function idIn(text: string): Id {
  const id = readId(text.toLowerCase())
  if (!id) throw new NotFound('publications.unknown')
  return id
}

async function columnsForAll(view: View) {
  const columns = await listColumns(view)
  return columns.map((one) => ({
    slug: one.slug,
    name: one.name,
    name_en: one.name_en,
    description: one.description,
    kind: one.kind,
    parent: columns.find(({ id }) => id === one.parent_id)?.slug ?? null,
    address: columnLink({ language: 'zh-CN' }, one).href,
  }))
}
