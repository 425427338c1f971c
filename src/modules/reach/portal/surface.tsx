import { listOrganisations } from '#modules/foundation/organisations'
import { listColumns } from '#modules/foundation/publications'
import type { Surface } from '#platform/surface'
import { columnRoutes } from './columns.tsx'
import { feedbackRoutes } from './feedback.tsx'
import { loadHome } from './home.ts'
import { machineRoutes } from './machines.ts'
import { AboutPage, AccessibilityPage, OfflinePage } from './pages/about-pages.tsx'
import { HomePage } from './pages/home-page.tsx'
import { SiteMapPage } from './pages/site-map-page.tsx'
import { settingRoutes } from './settings.tsx'

/** The root of the site: its home page, its columns, and what every site has at a known address. */
export const portal: Surface = (pages, tools) => {
  pages.get('/', { config: { cache: [] } }, async (call) => (
    <HomePage home={await loadHome(tools.view(call), tools.house, call.circumstances.now)} />
  ))

  pages.get('/site-map', { config: { cache: [] } }, async (call) => {
    const view = tools.view(call)
    const columns = await listColumns(view)
    const tops = (await listOrganisations(view)).filter(({ parent_id }) => parent_id === null)
    return <SiteMapPage columns={columns} organisations={tops} feeds={tools.house.feeds} />
  })

  pages.get('/about', { config: { cache: [] } }, async () => <AboutPage />)
  pages.get('/accessibility', { config: { cache: [] } }, async () => <AccessibilityPage />)
  pages.get('/offline', { config: { cache: [] } }, async () => <OfflinePage />)
  columnRoutes(pages, tools)
  feedbackRoutes(pages, tools)
  settingRoutes(pages)
  machineRoutes(pages, tools)
}
