import { addressOf } from '#kernel/ids'
import type { OrganisationRow } from '#modules/foundation/organisations'
import { type ColumnRow, columnLink } from '#modules/foundation/publications'
import type { Feed } from '#platform/module'
import { Columns, Page, PageHead, PortalPage, SectionHead, SideNav, useFrame } from '#ui'

type SiteMapProps = {
  columns: readonly ColumnRow[]
  organisations: readonly OrganisationRow[]
  feeds: readonly Feed[]
}

/** Everything the site has, on one page: every column with those below it, and where programs find the same. */
export function SiteMapPage({ columns, organisations, feeds }: SiteMapProps) {
  const { t } = useFrame()
  const title = t('portal.site-map')
  const tops = columns.filter(({ parent_id }) => parent_id === null)
  return (
    <PortalPage title={title} trail={[{ label: title }]}>
      <Page>
        <PageHead title={title} lead={t('portal.site-map.lead')} />
        <Columns form="3">
          {tops.map((top) => (
            <Branch key={top.id} top={top} columns={columns} />
          ))}
          <section aria-labelledby="map-organisations">
            <SectionHead id="map-organisations" title={t('portal.home.organisations')} />
            <SideNav
              links={[
                ...organisations.map(({ id, name }) => ({
                  href: `/organisations/${addressOf(id)}`,
                  label: name,
                })),
                { href: '/organisations', label: t('portal.home.all-organisations') },
              ]}
            />
          </section>
          <section aria-labelledby="map-site">
            <SectionHead id="map-site" title={t('portal.site-map.site')} />
            <SideNav
              links={[
                { href: '/publications', label: t('portal.footer.all') },
                { href: '/search', label: t('portal.home.big.search') },
                { href: '/settings', label: t('portal.settings') },
                ...feeds.map(({ slug, title }) => ({
                  href: `/feeds/${slug}.atom`,
                  label: t('portal.site-map.feed', { title }),
                })),
                { href: '/publications.json', label: t('portal.footer.json') },
                { href: '/sitemap.xml', label: t('portal.site-map.xml') },
              ]}
            />
          </section>
        </Columns>
      </Page>
    </PortalPage>
  )
}

function Branch({ top, columns }: { top: ColumnRow; columns: readonly ColumnRow[] }) {
  const { t } = useFrame()
  const id = `map-${top.slug.replaceAll('/', '-')}`
  const below = columns.filter(({ parent_id }) => parent_id === top.id)
  const { href, label } = columnLink({ language: t.language }, top)
  return (
    <section aria-labelledby={id}>
      <SectionHead id={id} title={label} />
      {top.description && <p class="soft">{top.description}</p>}
      <SideNav
        links={[
          { href, label: t('portal.home.all-of', { name: label }) },
          ...below.map((column) => columnLink({ language: t.language }, column)),
        ]}
      />
    </section>
  )
}
