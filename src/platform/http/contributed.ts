import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readLimit } from '#kernel/cursors'
import { NotFound } from '#kernel/refusals'
import { viewOf } from '../act.ts'
import { csvOf } from '../csv.ts'
import type { Dataset } from '../module.ts'
import type { World } from '../world.ts'
import { ListQuery, readStrictQuery } from './query.ts'

/** What any module contributes at the same machine addresses: its datasets, and what it has disclosed under the law. */
export function serveContributed(app: FastifyInstance, { db, house }: World): void {
  app.get('/api/v1/datasets', async () => ({
    datasets: house.datasets.map(({ slug, title, fields }) => ({ slug, title, fields })),
  }))

  app.get<{ Params: { slug: string } }>('/api/v1/datasets/:slug.json', async (call) => {
    const dataset = find(house.datasets, call.params.slug)
    const { cursor, limit } = readStrictQuery(ListQuery, call.query)
    const page = await dataset.rows(viewOf(db, call.circumstances), cursor, readLimit(limit?.toString()))
    return {
      slug: dataset.slug,
      title: dataset.title,
      fields: dataset.fields,
      rows: page.rows,
      next: page.next ?? null,
    }
  })

  app.get<{ Params: { slug: string } }>('/api/v1/datasets/:slug.csv', async (call, reply) => {
    const dataset = find(house.datasets, call.params.slug)
    const { cursor, limit } = readStrictQuery(ListQuery, call.query)
    const { rows, next } = await dataset.rows(
      viewOf(db, call.circumstances),
      cursor,
      readLimit(limit?.toString()),
    )
    if (next) reply.header('link', `<?cursor=${encodeURIComponent(next)}>; rel="next"`)
    const columns = dataset.fields.map(({ name, title }) => ({
      title,
      of: (row: (typeof rows)[number]) => row[name],
    }))
    return reply.type('text/csv; charset=utf-8').send(csvOf(columns, rows))
  })

  app.get('/api/v1/disclosures', async (call) => {
    readStrictQuery(z.object({}), call.query)
    return { disclosures: await house.disclosed(viewOf(db, call.circumstances)) }
  })
}

function find(datasets: readonly Dataset[], slug: string): Dataset {
  const dataset = datasets.find((each) => each.slug === slug)
  if (!dataset) throw new NotFound('page.unknown')
  return dataset
}
