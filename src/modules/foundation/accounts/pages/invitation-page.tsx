import { type Draft, typed } from '#kernel/forms'
import { Button, ButtonRow, ErrorSummary, Input, PostForm, SignInPage, useFrame } from '#ui'
import { Enrolment } from './enrolment-page.tsx'
import { Waiting } from './sign-in-form.tsx'

/** First step: log-in name and the code that an administrator handed over. */
export function InvitationPage({ draft, waitSeconds }: { draft: Draft; waitSeconds?: number | undefined }) {
  const { address, t } = useFrame()
  return (
    <SignInPage title={t('account.invitation.title')} lead={t('account.invitation.lead')}>
      <PostForm action="/desk/invitation" label={t('account.invitation.title')}>
        <ErrorSummary draft={draft} />
        <Waiting seconds={waitSeconds} />
        <Input
          name="login"
          label={t('account.login')}
          draft={draft}
          autocomplete="username"
          maxlength={100}
        />
        <Input
          name="invitation"
          label={t('account.invitation.code')}
          hint={t('account.invitation.code.hint')}
          draft={draft}
          autocomplete="off"
          maxlength={40}
        />
        <ButtonRow>
          <Button kind="main">{t('account.next')}</Button>
          <a href={address('/desk/sign-in')}>{t('account.sign-in')}</a>
        </ButtonRow>
      </PostForm>
    </SignInPage>
  )
}

/** Second step: password and second factor together. Without `secret` the person has a second factor already. */
export function AcceptancePage({
  draft,
  name,
  secret,
}: {
  draft: Draft
  name: string
  secret: string | undefined
}) {
  const { t } = useFrame()
  return (
    <SignInPage title={t('account.acceptance.title', { name })} lead={t('account.acceptance.lead')}>
      <PostForm action="/desk/invitation/acceptance" label={t('account.acceptance.title', { name })}>
        <ErrorSummary draft={draft} />
        <input type="hidden" name="login" value={typed(draft, 'login')} />
        <input type="hidden" name="invitation" value={typed(draft, 'invitation')} />
        <Input
          name="password"
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          draft={draft}
          type="password"
          autocomplete="new-password"
        />
        {secret && <Enrolment secret={secret} login={typed(draft, 'login')} />}
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
          <Button kind="main">{t('account.acceptance')}</Button>
        </ButtonRow>
      </PostForm>
    </SignInPage>
  )
}

/** Shown once. `isFirst` before the first sign-in, else to somebody at the desk. */
export function RecoveryCodesPage({ codes, isFirst }: { codes: readonly string[]; isFirst?: boolean }) {
  const { t } = useFrame()
  return (
    <SignInPage title={t('account.recovery.title')} lead={t('account.recovery.lead')}>
      <ol>
        {codes.map((code) => (
          <li key={code} class="mono">
            {code}
          </li>
        ))}
      </ol>
      <ButtonRow>
        <Button kind="main" href={isFirst ? '/desk/sign-in' : '/desk/account'}>
          {t(isFirst ? 'account.sign-in' : 'account.recovery.kept')}
        </Button>
      </ButtonRow>
    </SignInPage>
  )
}
