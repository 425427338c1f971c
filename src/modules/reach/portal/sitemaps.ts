/** The map of the site for crawlers: an index, pages of it by key, and the news of two days. */
import type { FastifyInstance } from 'fastify'
import { addressOf, idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import {
  listColumns,
  listFirstShown,
  listSitemapChunks,
  listSitemapEntries,
  publicationAddress,
} from '#modules/foundation/publications'
import { xml } from '#platform/atom'
import type { Tools } from '#platform/surface'

/** Sitemaps 0.9 allows 50,000 addresses a page; a smaller page is read anew more cheaply when one text changes. */
const SITEMAP_PAGE = 5000
/** What counts as news to those who gather it: two days, a thousand at most. */
const NEWS_MS = 2 * 24 * 3_600_000
const MOST_NEWS = 1000
const XML = 'application/xml; charset=utf-8'

export function sitemapRoutes(pages: FastifyInstance, tools: Tools): void {
  pages.get('/sitemap.xml', { config: { cache: [] } }, async (call, reply) => {
    const chunks = await listSitemapChunks(tools.view(call), SITEMAP_PAGE)
    const { absolute } = call
    const maps = chunks.map(({ first, changed_at }) => ({
      at: absolute(`/sitemaps/${addressOf(first)}.xml`),
      changed_at,
    }))
    const named = (name: string) => ({ at: absolute(`/sitemaps/${name}.xml`), changed_at: undefined })
    return reply
      .type(XML)
      .send(sitemap('sitemapindex', 'sitemap', [named('columns'), ...maps, named('news')]))
  })

  // Not kept: what is news ends by the clock, and no act says so.
  pages.get('/sitemaps/news.xml', async (call, reply) => {
    const since = new Date(call.circumstances.now.getTime() - NEWS_MS)
    const rows = await listFirstShown(tools.view(call), since, MOST_NEWS)
    const { name } = call.site
    const lines = rows.map(({ publication_id, title, first_published_at }) =>
      [
        `<url><loc>${xml(call.absolute(publicationAddress(publication_id)))}</loc><news:news>`,
        `<news:publication><news:name>${xml(name)}</news:name><news:language>zh-cn</news:language></news:publication>`,
        `<news:publication_date>${first_published_at.toISOString()}</news:publication_date>`,
        `<news:title>${xml(title)}</news:title></news:news></url>`,
      ].join(''),
    )
    const opening = `<urlset xmlns="${SITEMAPS}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`
    return reply.type(XML).send([DECLARATION, opening, ...lines, '</urlset>', ''].join('\n'))
  })

  pages.get('/sitemaps/columns.xml', { config: { cache: [] } }, async (call, reply) => {
    const columns = (await listColumns(tools.view(call)))
      .filter(({ kind }) => kind !== 'link')
      .map(({ slug }) => `/columns/${slug}`)
    const own = ['/', '/publications', '/organisations', '/site-map', '/about', '/accessibility']
    const entries = [...own, ...columns].map((path) => ({ at: call.absolute(path), changed_at: undefined }))
    return reply.type(XML).send(sitemap('urlset', 'url', entries))
  })

  pages.get<{ Params: { first: string } }>(
    '/sitemaps/:first.xml',
    { config: { cache: [] } },
    async (call, reply) => {
      const first = idOfAddress(call.params.first)
      if (!first) throw new NotFound('page.unknown')
      const rows = await listSitemapEntries(tools.view(call), first, SITEMAP_PAGE)
      const entries = rows.map((row) => ({
        at: call.absolute(publicationAddress(row.publication_id)),
        changed_at: row.published_at,
      }))
      return reply.type(XML).send(sitemap('urlset', 'url', entries))
    },
  )
}

type SitemapEntry = { at: string; changed_at: Date | undefined }

const SITEMAPS = 'http://www.sitemaps.org/schemas/sitemap/0.9'
const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

function sitemap(root: string, item: string, entries: readonly SitemapEntry[]): string {
  const lines = entries.map(({ at, changed_at }) => {
    const changed = changed_at ? `<lastmod>${changed_at.toISOString()}</lastmod>` : ''
    return `<${item}><loc>${xml(at)}</loc>${changed}</${item}>`
  })
  return [DECLARATION, `<${root} xmlns="${SITEMAPS}">`, ...lines, `</${root}>`, ''].join('\n')
}
