import type { Draft } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Button,
  ButtonRow,
  DataTable,
  ErrorSummary,
  Input,
  Notice,
  Page,
  PageHead,
  PortalPage,
  PostForm,
  Radios,
  Section,
  SectionHead,
  Tag,
  Time,
  useFrame,
} from '#ui'
import type { NamedSubscription } from '../readers.ts'
import { RHYTHMS } from '../schema.ts'

const DONE = ['confirmed', 'rhythm', 'ended']

/** Everything that one address is subscribed to; the address itself is not shown. */
export function ManagePage(props: {
  base: string
  subscriptions: readonly NamedSubscription[]
  draft: Draft
  done: string | undefined
}) {
  const { t } = useFrame()
  const { base, done } = props
  return (
    <PortalPage title={t('notifications.manage')} hidden trail={trailOf(t)}>
      <Page>
        <PageHead title={t('notifications.manage')} lead={t('notifications.manage.lead')} />
        {done && DONE.includes(done) && (
          <Notice kind="good" title={t(`notifications.done.${done}`)} announced />
        )}
        <Subscriptions base={base} subscriptions={props.subscriptions} />
        <PostForm action={`${base}/rhythm`} label={t('notifications.rhythm')}>
          <Radios
            name="rhythm"
            label={t('notifications.rhythm')}
            draft={props.draft}
            options={RHYTHMS.map((rhythm) => ({
              value: rhythm,
              label: t(`notifications.rhythm.${rhythm}`),
              hint: t(`notifications.rhythm.${rhythm}.hint`),
            }))}
          />
          <ButtonRow>
            <Button kind="main">{t('notifications.save')}</Button>
          </ButtonRow>
        </PostForm>
      </Page>
      <Section labelledby="end">
        <SectionHead title={t('notifications.end-all')} id="end" />
        <p>{t('notifications.end-all-text')}</p>
        <PostForm action={`${base}/end`} labelledby="end">
          <ButtonRow>
            <Button kind="late">{t('notifications.end-all')}</Button>
          </ButtonRow>
        </PostForm>
      </Section>
    </PortalPage>
  )
}

function Subscriptions({
  base,
  subscriptions,
}: {
  base: string
  subscriptions: readonly NamedSubscription[]
}) {
  const { address, t } = useFrame()
  return (
    <DataTable
      caption={t('notifications.subscriptions')}
      stack
      columns={[
        { label: t('notifications.subject') },
        { label: t('notifications.kind') },
        { label: t('notifications.since') },
        { label: t('notifications.act'), hidden: true },
      ]}
      rows={subscriptions.map(({ id, kind, name, href, confirmed_at }) => ({
        key: id,
        cells: [
          href ? <a href={address(href)}>{name}</a> : t('notifications.gone'),
          <Tag key="kind">{t(`notifications.kind.${kind}`)}</Tag>,
          confirmed_at && <Time key="since" at={confirmed_at} form="date" />,
          <PostForm key="end" action={`${base}/subscriptions/${addressOf(id)}/end`} class="setting">
            <Button kind="quiet">
              {t('notifications.end')}
              <span class="visually-hidden"> {name ?? t('notifications.gone')}</span>
            </Button>
          </PostForm>,
        ],
      }))}
    />
  )
}

/** The way to it for those who have no mail of ours at hand. */
export function ManageRequestPage({ draft }: { draft: Draft }) {
  const { t } = useFrame()
  return (
    <PortalPage title={t('notifications.manage')} hidden trail={trailOf(t)}>
      <Page>
        <PageHead title={t('notifications.manage')} lead={t('notifications.manage.ask-lead')} />
        <PostForm action="/notifications/manage" label={t('notifications.manage')}>
          <ErrorSummary draft={draft} />
          <Input
            name="address"
            type="email"
            label={t('notifications.address')}
            hint={t('notifications.manage.address-hint')}
            draft={draft}
            autocomplete="email"
            inputmode="email"
            width="medium"
          />
          <ButtonRow>
            <Button kind="main">{t('notifications.manage.send')}</Button>
          </ButtonRow>
        </PostForm>
      </Page>
    </PortalPage>
  )
}

function trailOf(t: ReturnType<typeof useFrame>['t']) {
  return [
    { label: t('notifications.subscribe'), href: '/notifications' },
    { label: t('notifications.manage') },
  ]
}
