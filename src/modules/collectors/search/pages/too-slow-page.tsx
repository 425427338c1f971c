import { EmptyState, Page, PortalPage, SearchBox, useFrame } from '#ui'
import type { SearchQuery } from '../schema.ts'

/** The search took longer than one search may: what was typed is kept, and the way on is named. */
export function TooSlowPage({ query }: { query: SearchQuery }) {
  const { t } = useFrame()
  return (
    <PortalPage title={t('search.title')} search={false} hidden>
      <Page>
        <div class="search-head">
          <h1>{t('search.title')}</h1>
          <SearchBox large value={query.q} />
        </div>
        <EmptyState title={t('search.too-slow')}>
          <p>{t('search.too-slow-text')}</p>
        </EmptyState>
      </Page>
    </PortalPage>
  )
}
