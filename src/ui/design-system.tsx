import { DeskHead } from './desk.tsx'
import { DeskPage } from './desk-page.tsx'
import { useFrame } from './frame.tsx'
import { Acts, Desk, Wide, Words } from './specimens-of-acts.tsx'
import { Documents, Lists, Progress } from './specimens-of-pages.tsx'

/** Every component once, with its states: the body of a page of the desk. */
export function DesignSystem() {
  const { t } = useFrame()
  return (
    <>
      <DeskHead title={t('ui.ds')} sub={t('ui.ds.lead')} />
      <div class="ds-grid">
        <Words />
        <Acts />
        <Lists />
        <Documents />
        <Progress />
        <Desk />
        <Wide />
      </div>
    </>
  )
}

export function DesignSystemPage() {
  const { t } = useFrame()
  return (
    <DeskPage title={t('ui.ds')}>
      <DesignSystem />
    </DeskPage>
  )
}
