import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readLimit } from '#kernel/cursors'
import { NotFound } from '#kernel/refusals'
import { csvOf } from '../csv.ts'
import { ListQuery, readStrictQuery } from '../http/query.ts'
import type { Dataset } from '../module.ts'
import type { Tools } from '../surface.ts'
import type { ApiSurface } from './operation.ts'

const FieldShape = z.object({ name: z.string(), title: z.string() }).meta({ id: 'DatasetField' })
const DatasetShape = z
  .object({ slug: z.string(), title: z.string(), fields: z.array(FieldShape) })
  .meta({ id: 'Dataset' })
const Cell = z.union([z.string(), z.number(), z.null()])
const DisclosureShape = z
  .object({
    category: z.string(),
    organisation: z.string(),
    count: z.int(),
    latest_at: z.date().meta({ type: 'string', format: 'date-time' }).nullable(),
  })
  .meta({ id: 'Disclosure' })
const SlugPath = z.object({ slug: z.string().max(100, 'list.bad-parameters') })

/** What any module contributes at the same machine addresses: its datasets, and what it has disclosed under the law. */
export const contributedApi: ApiSurface = (api, tools) => {
  const { house, view } = tools

  api.get(
    '/datasets',
    { id: 'listDatasets', says: 'api.list-datasets', answer: z.object({ datasets: z.array(DatasetShape) }) },
    async () => ({
      datasets: house.datasets.map(({ slug, title, fields }) => ({ slug, title, fields: [...fields] })),
    }),
  )

  api.get(
    '/datasets/:slug',
    {
      id: 'readDataset',
      says: 'api.read-dataset',
      path: SlugPath,
      query: ListQuery,
      answer: z.object({
        ...DatasetShape.shape,
        rows: z.array(z.record(z.string(), Cell)),
        next: z.string().nullable(),
      }),
    },
    async ({ call, path, query: { cursor, limit } }) => {
      const dataset = find(house.datasets, path.slug)
      const page = await dataset.rows(view(call), cursor, readLimit(limit?.toString()))
      return {
        ...{ slug: dataset.slug, title: dataset.title, fields: [...dataset.fields] },
        ...{ rows: page.rows, next: page.next ?? null },
      }
    },
  )

  api.get(
    '/disclosures',
    {
      id: 'listDisclosures',
      says: 'api.list-disclosures',
      answer: z.object({ disclosures: z.array(DisclosureShape) }),
    },
    async ({ call }) => ({ disclosures: await house.disclosed(view(call)) }),
  )
}

/** The same rows for spreadsheets: a table has no shape to describe. */
export function serveDatasetCsv(app: FastifyInstance, { house, view }: Tools): void {
  app.get<{ Params: { slug: string } }>('/api/v1/datasets/:slug.csv', async (call, reply) => {
    const dataset = find(house.datasets, call.params.slug)
    const { cursor, limit } = readStrictQuery(ListQuery, call.query)
    const { rows, next } = await dataset.rows(view(call), cursor, readLimit(limit?.toString()))
    if (next) reply.header('link', `<?cursor=${encodeURIComponent(next)}>; rel="next"`)
    const columns = dataset.fields.map(({ name, title }) => ({
      title,
      of: (row: (typeof rows)[number]) => row[name],
    }))
    return reply.type('text/csv; charset=utf-8').send(csvOf(columns, rows))
  })
}

function find(datasets: readonly Dataset[], slug: string): Dataset {
  const dataset = datasets.find((each) => each.slug === slug)
  if (!dataset) throw new NotFound('page.unknown')
  return dataset
}
