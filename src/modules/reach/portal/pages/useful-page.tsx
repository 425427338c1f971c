import type { Draft } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Page,
  PageHead,
  PortalPage,
  PostForm,
  Textarea,
  useFrame,
} from '#ui'
import type { Said } from '../feedback.tsx'

/** Thanks for an answer, and room for a reason: what was missing is worth more than the figure. */
export function UsefulPage({ path, said, draft }: { path: string; said: Said; draft: Draft }) {
  const { address, t } = useFrame()
  const title = t(`portal.useful.${said}`)
  return (
    <PortalPage title={title} trail={[{ label: title }]} hidden>
      <Page>
        <PageHead title={title} lead={t(`portal.useful.${said}.text`)} />
        {said === 'no' && <Reason path={path} draft={draft} />}
        <p>
          <a href={address(path)}>{t('portal.useful.back')}</a>
        </p>
        <p>
          <a href={address(`/report?page=${encodeURIComponent(path)}`)}>{t('ui.feedback.report')}</a>
        </p>
      </Page>
    </PortalPage>
  )
}

function Reason({ path, draft }: { path: string; draft: Draft }) {
  const { t } = useFrame()
  return (
    <PostForm action="/useful/reason">
      <ErrorSummary draft={draft} />
      <input type="hidden" name="page" value={path} />
      <Textarea
        name="reason"
        label={t('portal.useful.reason.label')}
        hint={t('portal.useful.reason.hint')}
        draft={draft}
        rows={3}
        maxlength={500}
      />
      <ButtonRow>
        <Button kind="main">{t('portal.useful.send')}</Button>
      </ButtonRow>
    </PostForm>
  )
}
