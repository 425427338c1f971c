import type { FastifyInstance } from 'fastify'
import { NotFound } from '#kernel/refusals'
import { FEED_FORMS, feedIn } from '#platform/feed-forms'
import type { Tools } from '#platform/surface'

const FEED_ENTRIES = 50

/** What any module offers to readers of news, under one address each, in three spellings. */
export function feedRoutes(pages: FastifyInstance, tools: Tools): void {
  for (const form of FEED_FORMS) {
    pages.get<{ Params: { slug: string } }>(
      `/feeds/:slug.${form}`,
      { config: { cache: [] } },
      async (call, reply) => {
        const feed = tools.house.feeds.find(({ slug }) => slug === call.params.slug)
        if (!feed) throw new NotFound('portal.feed-unknown')
        const entries = await feed.entries(tools.view(call), FEED_ENTRIES)
        const { absolute } = call
        const address = absolute(`/feeds/${feed.slug}.atom`)
        const { type, body } = feedIn(
          form,
          {
            id: address,
            title: `${feed.title} - ${call.site.name}`,
            description: call.site.description,
            self: (each) => absolute(`/feeds/${feed.slug}.${each}`),
            page: absolute('/'),
            updated: new Date(Math.max(0, ...entries.map(({ updated_at }) => updated_at.getTime()))),
            entries,
          },
          absolute,
          ({ id, name }) => tools.files.addresses.ofPublished(call.site.id, id, name),
        )
        return reply.type(type).send(body)
      },
    )
  }
}
