import { draftOf } from '#kernel/forms'
import { LANGUAGES } from '#kernel/messages'
import { CONTRASTS, SIZES, THEMES } from '#kernel/view-modes'
import { Button, ButtonRow, Page, PageHead, PortalPage, PostForm, Radios, useFrame } from '#ui'

const SIMPLE = ['0', '1'] as const

/** Size, contrast, light or dark, the simple version, the language: all at once, without an account. */
export function SettingsPage({ back }: { back: string }) {
  const { modes, t } = useFrame()
  const title = t('portal.settings')
  const { language, size, contrast, theme, simple } = modes
  const draft = draftOf({ language, size, contrast, theme, simple: simple ? '1' : '0' })
  return (
    <PortalPage title={title} trail={[{ label: title }]} hidden>
      <Page>
        <PageHead title={title} lead={t('portal.settings.lead')} />
        <PostForm action="/settings">
          <input type="hidden" name="back" value={back} />
          <Choice name="size" values={SIZES} draft={draft} />
          <Choice name="simple" values={SIMPLE} draft={draft} />
          <Choice name="contrast" values={CONTRASTS} draft={draft} />
          <Choice name="theme" values={THEMES} draft={draft} />
          <Choice name="language" values={LANGUAGES} draft={draft} />
          <ButtonRow>
            <Button kind="main">{t('portal.settings.save')}</Button>
          </ButtonRow>
        </PostForm>
      </Page>
    </PortalPage>
  )
}

function Choice({
  name,
  values,
  draft,
}: {
  name: string
  values: readonly string[]
  draft: ReturnType<typeof draftOf>
}) {
  const { t } = useFrame()
  return (
    <Radios
      name={name}
      label={t(`portal.settings.${name}`)}
      draft={draft}
      options={values.map((value) => ({ value, label: t(`portal.settings.${name}.${value}`) }))}
    />
  )
}
