/** What programs look for at known addresses of any site. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { NotFound } from '#kernel/refusals'
import { xml } from '#platform/atom'
import { addressOn } from '#platform/http/call'
import type { Tools } from '#platform/surface'
import { feedRoutes } from './feeds.ts'
import { findContact } from './security-contact.ts'
import { sitemapRoutes } from './sitemaps.ts'

const HALF_A_YEAR_MS = 180 * 24 * 3_600_000

export function machineRoutes(pages: FastifyInstance, tools: Tools): void {
  pages.get('/robots.txt', async (call, reply) => reply.type('text/plain; charset=utf-8').send(robots(call)))
  pages.get('/.well-known/security.txt', async (call, reply) =>
    reply.type('text/plain; charset=utf-8').send(securityText(call, await findContact(tools.view(call)))),
  )
  pages.get('/opensearch.xml', async (call, reply) =>
    reply.type('application/opensearchdescription+xml; charset=utf-8').send(openSearch(call)),
  )
  pages.get('/manifest.webmanifest', async (call, reply) =>
    reply.type('application/manifest+json; charset=utf-8').send(JSON.stringify(webManifest(call))),
  )
  sitemapRoutes(pages, tools)
  feedRoutes(pages, tools)
}

function robots(call: FastifyRequest): string {
  const address = addressOn(call.sitePrefix)
  const closed = ['/desk', '/search', '/settings', '/report?', '/useful'].map(
    (path) => `Disallow: ${address(path)}`,
  )
  return ['User-agent: *', ...closed, '', `Sitemap: ${call.absolute('/sitemap.xml')}`, ''].join('\n')
}

/** RFC 9116: whom to tell of a hole in the site, and until when this holds. Without a way to be reached there is none. */
function securityText(call: FastifyRequest, kept: string | undefined): string {
  const { phone } = call.site
  const contact = kept ?? (phone && `tel:+86-${phone.replace(/^0/, '')}`)
  if (!contact) throw new NotFound('page.unknown')
  const expires = new Date(call.circumstances.now.getTime() + HALF_A_YEAR_MS)
  return [
    `Contact: ${contact}`,
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
    icons: [
      { src: '/assets/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/assets/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/assets/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  }
}
