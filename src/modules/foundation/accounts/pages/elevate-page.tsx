import { type Draft, typed } from '#kernel/forms'
import {
  Button,
  ButtonRow,
  DeskHead,
  DeskPage,
  ErrorSummary,
  Input,
  PasskeyForm,
  PostForm,
  useFrame,
} from '#ui'
import { Waiting } from './sign-in-form.tsx'

export function ElevatePage({ draft, waitSeconds }: { draft: Draft; waitSeconds?: number | undefined }) {
  const { t } = useFrame()
  const title = t('account.elevate.title')
  const back = typed(draft, 'back')
  return (
    <DeskPage title={title}>
      <DeskHead title={title} sub={t('account.elevate.lead')} />
      <PostForm action="/desk/elevate" label={title}>
        <ErrorSummary draft={draft} />
        <Waiting seconds={waitSeconds} />
        <input type="hidden" name="back" value={back} />
        <Input
          name="code"
          label={t('account.code')}
          hint={t('account.code.hint')}
          draft={draft}
          width="code"
          autocomplete="one-time-code"
          maxlength={24}
        />
        <ButtonRow>
          <Button kind="main">{t('account.elevate')}</Button>
          <Button href={back}>{t('account.back')}</Button>
        </ButtonRow>
      </PostForm>
      <PasskeyForm
        action="/desk/elevate/passkey"
        options="/desk/elevate/passkey/options"
        ceremony="proof"
        button={t('account.passkey.prove')}
        failed={t('account.passkey.failed')}
      >
        <input type="hidden" name="back" value={back} />
      </PasskeyForm>
    </DeskPage>
  )
}
