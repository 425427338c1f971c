import { Button, ButtonRow, Page, PageHead, PortalPage, PostForm, useFrame } from '#ui'

/** The same for every address: known or not. */
export function MailSentPage() {
  const { t } = useFrame()
  return (
    <PortalPage
      title={t('notifications.sent')}
      hidden
      trail={[subscribeCrumb(t), { label: t('notifications.sent') }]}
    >
      <Page>
        <PageHead title={t('notifications.sent')} lead={t('notifications.sent.lead')} />
        <ul>
          <li>{t('notifications.sent.within')}</li>
          <li>{t('notifications.sent.spam')}</li>
          <li>{t('notifications.sent.again')}</li>
        </ul>
      </Page>
    </PortalPage>
  )
}

/** A question with one button: what changes is changed by pressing it. */
export function AskPage(props: {
  ask: 'confirm' | 'end' | 'end-topic' | 'end-digest'
  topic?: string
  action: string
}) {
  const { t } = useFrame()
  const title = t(`notifications.ask.${props.ask}`)
  const topic = props.topic ? t(`notifications.topic.${props.topic}`) : ''
  return (
    <PortalPage title={title} hidden trail={[subscribeCrumb(t), { label: title }]}>
      <Page>
        <PageHead title={title} lead={t(`notifications.ask.${props.ask}.lead`, { topic })} />
        <PostForm action={props.action} label={title}>
          <ButtonRow>
            <Button kind="main">{t(`notifications.ask.${props.ask}.button`)}</Button>
          </ButtonRow>
        </PostForm>
      </Page>
    </PortalPage>
  )
}

export function SaidPage({ said }: { said: 'ended' | 'ended-staff' }) {
  const { address, t } = useFrame()
  const title = t(`notifications.said.${said}`)
  return (
    <PortalPage title={title} hidden trail={[subscribeCrumb(t), { label: title }]}>
      <Page>
        <PageHead title={title} lead={t(`notifications.said.${said}.lead`)} />
        <p>
          <a href={address('/')}>{t('notifications.home')}</a>
        </p>
      </Page>
    </PortalPage>
  )
}

function subscribeCrumb(t: ReturnType<typeof useFrame>['t']) {
  return { label: t('notifications.subscribe'), href: '/notifications' }
}
