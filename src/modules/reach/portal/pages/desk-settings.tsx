import type { Draft } from '#kernel/forms'
import { Button, ButtonRow, DeskHead, DeskPage, ErrorSummary, Input, Notice, PostForm, useFrame } from '#ui'
import { SETTINGS_DESK } from '../desk-paths.ts'
import { SiteViews } from './desk-portal-views.tsx'

export function SiteSettingsPage({ draft, isSaved }: { draft: Draft; isSaved: boolean }) {
  const { t } = useFrame()
  return (
    <DeskPage title={t('portal.desk.settings')}>
      <DeskHead title={t('portal.desk.settings')} />
      <SiteViews current="settings" />
      {isSaved && <Notice kind="good" title={t('portal.contact.saved')} announced />}
      <PostForm action={SETTINGS_DESK} guarded>
        <ErrorSummary draft={draft} />
        <Input
          name="security_contact"
          label={t('portal.contact')}
          hint={t('portal.contact.hint')}
          draft={draft}
          maxlength={300}
        />
        <ButtonRow>
          <Button kind="main">{t('portal.block.save')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}
