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
  const kept = <Kept back={back} again={typed(draft, 'again')} />
  return (
    <DeskPage title={title}>
      <DeskHead
        title={title}
        sub={t(typed(draft, 'again') ? 'account.elevate.lead-kept' : 'account.elevate.lead')}
      />
      <PostForm action="/desk/elevate" label={title}>
        <ErrorSummary draft={draft} />
        <Waiting seconds={waitSeconds} />
        {kept}
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
        {kept}
      </PasskeyForm>
    </DeskPage>
  )
}

/** A form that waits for the proof travels with it, and comes to rest nowhere. */
function Kept({ back, again }: { back: string; again: string }) {
  return (
    <>
      <input type="hidden" name="back" value={back} />
      {again && <input type="hidden" name="again" value={again} />}
    </>
  )
}
