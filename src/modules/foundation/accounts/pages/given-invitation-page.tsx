import { addressOf, type Id } from '#kernel/ids'
import { Button, ButtonRow, DeskHead, DeskPage, Facts, Notice, useFrame } from '#ui'

/** Shown once, to be handed over in person. */
export function GivenInvitationPage(props: { id: Id; name: string; login: string; code: string }) {
  const { absolute, t } = useFrame()
  const title = t('account.given.title', { name: props.name })
  return (
    <DeskPage title={title} trail={[{ label: t('account.title'), href: '/desk/accounts' }, { label: title }]}>
      <DeskHead title={title} sub={t('account.given.lead')} />
      <Notice kind="note" title={t('account.given.once')} announced />
      <Facts
        facts={[
          { label: t('account.given.address'), value: absolute('/desk/invitation') },
          { label: t('account.login'), value: <span class="mono">{props.login}</span> },
          { label: t('account.invitation.code'), value: <span class="mono">{props.code}</span> },
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
