import type { Draft } from '#kernel/forms'
import { Button, ButtonRow, DeskHead, DeskPage, ErrorSummary, Input, PostForm, Qr, useFrame } from '#ui'
import { enrolmentAddress, inGroups } from '../second-factor.ts'

/** After a wrong code the secret is not shown a second time: it is in the authenticator by then. */
export function EnrolmentPage({
  secret,
  login,
  draft,
}: {
  secret: string | undefined
  login: string
  draft: Draft
}) {
  const { t } = useFrame()
  const title = t('account.second-factor.new')
  return (
    <DeskPage title={title} trail={[{ label: t('account.own'), href: '/desk/account' }, { label: title }]}>
      <DeskHead title={title} sub={t('account.second-factor.lead')} />
      <PostForm action="/desk/account/second-factor/confirmation" label={title}>
        <ErrorSummary draft={draft} />
        {secret && <Enrolment secret={secret} login={login} />}
        <Input
          name="code"
          label={t('account.code')}
          hint={t('account.code.hint')}
          draft={draft}
          width="code"
          autocomplete="one-time-code"
          maxlength={10}
        />
        <ButtonRow>
          <Button kind="main">{t('account.second-factor.confirm')}</Button>
          <Button href="/desk/account">{t('account.back')}</Button>
        </ButtonRow>
      </PostForm>
    </DeskPage>
  )
}

export function Enrolment({ secret, login }: { secret: string; login: string }) {
  const { site, t } = useFrame()
  return (
    <div class="field">
      <p class="strong">{t('account.second-factor.scan')}</p>
      <Qr text={enrolmentAddress(secret, { issuer: site.name, login })}>
        {t('account.second-factor.type')} <span class="mono">{inGroups(secret)}</span>
      </Qr>
    </div>
  )
}
