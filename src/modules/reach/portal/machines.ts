/** What programs look for at known addresses of any site. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf, idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import {
  listColumns,
  listSitemapChunks,
  listSitemapEntries,
  publicationAddress,
} from '#modules/foundation/publications'
import { atomOf, xml } from '#platform/atom'
import { addressOn } from '#platform/http/call'
import type { EnclosedFile } from '#platform/module'
import type { Tools } from '#platform/surface'

const SITEMAP_PAGE = 5000
const FEED_ENTRIES = 50
const HALF_A_YEAR_MS = 180 * 24 * 3_600_000

export function machineRoutes(pages: FastifyInstance, tools: Tools): void {
  pages.get('/robots.txt', async (call, reply) => reply.type('text/plain; charset=utf-8').send(robots(call)))
  pages.get('/.well-known/security.txt', async (call, reply) =>
    reply.type('text/plain; charset=utf-8').send(securityText(call)),
  )
  pages.get('/opensearch.xml', async (call, reply) =>
    reply.type('application/opensearchdescription+xml; charset=utf-8').send(openSearch(call)),
  )
  pages.get('/manifest.webmanifest', async (call, reply) =>
    reply.type('application/manifest+json; charset=utf-8').send(JSON.stringify(webManifest(call))),
  )
  sitemapRoutes(pages, tools)

  pages.get<{ Params: { slug: string } }>(
    '/feeds/:slug.atom',
    { config: { cache: [] } },
    async (call, reply) => {
      const feed = tools.house.feeds.find(({ slug }) => slug === call.params.slug)
      if (!feed) throw new NotFound('portal.feed-unknown')
      const entries = await feed.entries(tools.view(call), FEED_ENTRIES)
      const absolute = call.absolute
      const addressOfFile = ({ id, name }: EnclosedFile) =>
        tools.files.addresses.ofPublished(call.site.id, id, name)
      const self = absolute(`/feeds/${feed.slug}.atom`)
      const updated = new Date(Math.max(0, ...entries.map(({ updated_at }) => updated_at.getTime())))
      const title = `${feed.title} - ${call.site.name}`
      return reply
        .type('application/atom+xml; charset=utf-8')
        .send(
          atomOf({ id: self, title, self, page: absolute('/'), updated, entries }, absolute, addressOfFile),
        )
    },
  )
}

function robots(call: FastifyRequest): string {
  const address = addressOn(call.sitePrefix)
  const closed = ['/desk', '/search', '/settings'].map((path) => `Disallow: ${address(path)}`)
  return ['User-agent: *', ...closed, '', `Sitemap: ${call.absolute('/sitemap.xml')}`, ''].join('\n')
}

/** RFC 9116: whom to tell of a hole in the site, and until when this holds. Without a way to be reached there is none. */
function securityText(call: FastifyRequest): string {
  const { phone } = call.site
  if (phone === '') throw new NotFound('page.unknown')
  const expires = new Date(call.circumstances.now.getTime() + HALF_A_YEAR_MS)
  return [
    `Contact: tel:+86-${phone.replace(/^0/, '')}`,
    `Expires: ${expires.toISOString()}`,
    'Preferred-Languages: zh, en',
    `Canonical: ${call.absolute('/.well-known/security.txt')}`,
    '',
  ].join('\n')
}

/** The short name is what a browser shows beside its search box: sixteen characters at most. */
function openSearch(call: FastifyRequest): string {
  const { name, description } = call.site
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
    `<ShortName>${xml([...name].slice(0, 16).join(''))}</ShortName>`,
    `<Description>${xml(description || name)}</Description>`,
    '<InputEncoding>UTF-8</InputEncoding>',
    `<Url type="text/html" method="get" template="${xml(`${call.absolute('/search')}?q={searchTerms}`)}"/>`,
    '</OpenSearchDescription>',
    '',
  ].join('\n')
}

function webManifest(call: FastifyRequest) {
  const home = addressOn(call.sitePrefix)('/')
  const { name, description } = call.site
  return {
    ...{
      name,
      short_name: name,
      description,
      lang: 'zh-CN',
      dir: 'ltr',
      id: home,
      start_url: home,
      scope: home,
    },
    ...{ display: 'minimal-ui', background_color: '#fdfcf8', theme_color: '#fdfcf8' },
  }
}

function sitemapRoutes(pages: FastifyInstance, tools: Tools): void {
  pages.get('/sitemap.xml', { config: { cache: [] } }, async (call, reply) => {
    const chunks = await listSitemapChunks(tools.view(call), SITEMAP_PAGE)
    const absolute = call.absolute
    const maps = chunks.map(({ first, changed_at }) => ({
      at: absolute(`/sitemaps/${addressOf(first)}.xml`),
      changed_at,
    }))
    const all = [{ at: absolute('/sitemaps/columns.xml'), changed_at: undefined }, ...maps]
    return reply.type('application/xml; charset=utf-8').send(sitemap('sitemapindex', 'sitemap', all))
  })

  pages.get<{ Params: { first: string } }>(
    '/sitemaps/:first.xml',
    { config: { cache: [] } },
    async (call, reply) => {
      const absolute = call.absolute
      const view = tools.view(call)
      reply.type('application/xml; charset=utf-8')
      if (call.params.first === 'columns') {
        const columns = (await listColumns(view)).map(({ slug }) => `/columns/${slug}`)
        const paths = ['/', '/publications', '/organisations', '/site-map', ...columns]
        return reply.send(
          sitemap(
            'urlset',
            'url',
            paths.map((path) => ({ at: absolute(path), changed_at: undefined })),
          ),
        )
      }
      const first = idOfAddress(call.params.first)
      if (!first) throw new NotFound('page.unknown')
      const rows = await listSitemapEntries(view, first, SITEMAP_PAGE)
      const entries = rows.map((row) => ({
        at: absolute(publicationAddress(row.publication_id)),
        changed_at: row.published_at,
      }))
      return reply.send(sitemap('urlset', 'url', entries))
    },
  )
}

type SitemapEntry = { at: string; changed_at: Date | undefined }

function sitemap(root: string, item: string, entries: readonly SitemapEntry[]): string {
  const lines = entries.map(({ at, changed_at }) => {
    const changed = changed_at ? `<lastmod>${changed_at.toISOString()}</lastmod>` : ''
    return `<${item}><loc>${xml(at)}</loc>${changed}</${item}>`
  })
  const opening = `<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`
  return ['<?xml version="1.0" encoding="utf-8"?>', opening, ...lines, `</${root}>`, ''].join('\n')
}
