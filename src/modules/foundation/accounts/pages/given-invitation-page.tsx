import { addressOf, type Id } from '#kernel/ids'
import { Button, ButtonRow, DeskHead, DeskPage, Facts, Notice, useFrame } from '#ui'

/** Sent to the person's own address; without one, shown once, to be handed over on paper. */
export function GivenInvitationPage(props: {
  id: Id
  name: string
  login: string
  email: string
  code: string | undefined
}) {
  const { absolute, t } = useFrame()
  const title = t('account.given.title', { name: props.name })
  return (
    <DeskPage title={title} trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: title }]}>
      <DeskHead title={title} sub={props.code ? t('account.given.lead') : undefined} />
      {props.code ? (
        <Notice kind="note" title={t('account.given.once')} announced />
      ) : (
        <Notice kind="good" title={t('account.given.mailed', { email: props.email })} announced>
          <p>{t('account.given.mailed-text')}</p>
        </Notice>
      )}
      <Facts
        facts={[
          { label: t('account.given.address'), value: absolute('/desk/invitation') },
          { label: t('account.login'), value: <span class="mono">{props.login}</span> },
          {
            label: t('account.invitation.code'),
            value: props.code && <span class="mono">{props.code}</span>,
          },
        ]}
      />
      <ButtonRow>
        <Button kind="main" href={`/desk/accounts/${addressOf(props.id)}`}>
          {t('account.given.done')}
        </Button>
      </ButtonRow>
    </DeskPage>
  )
}
