import type { Frame } from '#ui'

/** Links above the identity block of every page: only to what is served. */
export const FOOTER: NonNullable<Frame['footer']> = [
  {
    key: 'portal.footer.open',
    links: [
      { href: '/publications', key: 'portal.footer.all' },
      { href: '/organisations', key: 'portal.footer.organisations' },
      { href: '/log', key: 'log.title' },
    ],
  },
  {
    key: 'portal.footer.data',
    links: [
      { href: '/api', key: 'api.title' },
      { href: '/publications.json', key: 'portal.footer.json' },
      { href: '/feeds/newest.atom', key: 'portal.footer.feed' },
      { href: '/feeds/newest.rss', key: 'portal.footer.rss' },
    ],
  },
  {
    key: 'portal.footer.site',
    links: [
      { href: '/about', key: 'portal.footer.about' },
      { href: '/report', key: 'portal.footer.report' },
      { href: '/accessibility', key: 'portal.footer.accessibility' },
      { href: '/site-map', key: 'portal.footer.site-map' },
      { href: '/settings', key: 'portal.footer.settings' },
    ],
  },
]
