import { Button, Notice, Page, PortalPage, useFrame } from '#ui'
import { HOME_DESK } from '../desk-paths.ts'
import type { Home } from '../home.ts'
import { HomeBlocks } from './home-page.tsx'

/** The draft in the dress of the portal, with a line above that says what it is. */
export function HomePreviewPage({ home }: { home: Home }) {
  const { site, t } = useFrame()
  return (
    <PortalPage title={`${t('portal.desk.home.preview')} · ${site.name}`} search={false} hidden>
      <Page>
        <Notice kind="note" title={t('portal.desk.home.preview.note')}>
          <Button href={HOME_DESK}>{t('portal.desk.home.preview.back')}</Button>
        </Notice>
      </Page>
      <HomeBlocks home={home} />
    </PortalPage>
  )
}
