import { Fragment } from 'preact'
import { addressOf } from '#kernel/ids'
import type { MailHealth, MailRow, MailState, MailWords } from '#platform/mail'
import {
  Button,
  DeskHead,
  DeskPage,
  EmptyState,
  Facts,
  type MarkKind,
  Notice,
  Pagination,
  Queue,
  Time,
  useFrame,
} from '#ui'

const OUTBOX = '/desk/outbox'

export type OutboxPageProps = {
  mails: readonly { mail: MailRow; words: MailWords | undefined }[]
  next: string | undefined
  isFirst: boolean
  health: MailHealth
  isDemo: boolean
}

const MARKS: Readonly<Record<MailState, MarkKind>> = {
  queued: 'info',
  sending: 'run',
  sent: 'ok',
  failed: 'late',
  dropped: 'none',
}

export function OutboxPage({ mails, next, isFirst, health, isDemo }: OutboxPageProps) {
  const { t } = useFrame()
  return (
    <DeskPage title={t('notifications.outbox')}>
      <DeskHead title={t('notifications.outbox')} sub={t('notifications.outbox.sub', countsOf(health))} />
      {isDemo ? (
        <Notice kind="note" title={t('notifications.outbox.demo')}>
          <p>{t('notifications.outbox.demo-text')}</p>
        </Notice>
      ) : (
        <Health health={health} />
      )}
      {mails.length === 0 ? (
        <EmptyState title={t(isDemo ? 'notifications.outbox.none' : 'notifications.outbox.none-failed')} />
      ) : (
        <Queue
          caption={t(isDemo ? 'notifications.outbox' : 'notifications.outbox.failures')}
          when={t('notifications.at')}
          items={mails.map(({ mail, words }) => ({
            id: mail.id,
            title: words?.subject ?? topicOf(t, mail.topic),
            href: words && `${OUTBOX}/${addressOf(mail.id)}`,
            note: words?.to ?? mail.failure ?? (mail.erased_at && t('notifications.outbox.erased')),
            kind: topicOf(t, mail.topic),
            due: <Time at={mail.queued_at} form="short" />,
            state: { kind: MARKS[mail.state], word: t(`notifications.mail-state.${mail.state}`) },
          }))}
        />
      )}
      <Pagination
        previous={isFirst ? undefined : OUTBOX}
        next={next && `${OUTBOX}?cursor=${encodeURIComponent(next)}`}
        labels={{ previous: t('notifications.newest'), next: t('notifications.older') }}
      />
    </DeskPage>
  )
}

function countsOf({ waiting, sent, failed }: MailHealth) {
  return { waiting, sent, failed }
}

function Health({ health }: { health: MailHealth }) {
  const { t } = useFrame()
  return (
    <Facts
      facts={[
        [t('notifications.outbox.waiting'), String(health.waiting)],
        [
          t('notifications.outbox.oldest'),
          health.oldest_waiting_at ? (
            <Time at={health.oldest_waiting_at} />
          ) : (
            t('notifications.outbox.no-oldest')
          ),
        ],
        [t('notifications.outbox.sent'), String(health.sent)],
        [t('notifications.outbox.failed'), String(health.failed)],
        [t('notifications.outbox.last-failure'), health.last_failure ?? t('notifications.outbox.no-failure')],
      ].map(([label, value]) => ({ label: label as string, value }))}
    />
  )
}

/** The name of a topic that this module does not know is shown as it is. */
function topicOf(t: ReturnType<typeof useFrame>['t'], topic: string): string {
  const key = `notifications.topic.${topic}`
  const name = t(key)
  return name === key ? topic : name
}

/** A mail as its receiver reads it: head, words, and a way to the version with markup. */
export function MailPage({ mail, words, origin }: { mail: MailRow; words: MailWords; origin: string }) {
  const { t } = useFrame()
  return (
    <DeskPage
      title={words.subject}
      trail={[{ label: t('notifications.outbox'), href: OUTBOX }, { label: words.subject }]}
    >
      <DeskHead
        title={words.subject}
        song
        acts={
          words.html && (
            <Button href={`${OUTBOX}/${addressOf(mail.id)}/html`} icon="display">
              {t('notifications.outbox.html')}
            </Button>
          )
        }
      />
      <Notice kind="note" title={t('notifications.outbox.demo')}>
        <p>{t('notifications.outbox.demo-text')}</p>
      </Notice>
      <Facts
        facts={[
          { label: t('notifications.outbox.to'), value: words.to },
          { label: t('notifications.outbox.at'), value: <Time at={mail.queued_at} /> },
          { label: t('notifications.outbox.state'), value: t(`notifications.mail-state.${mail.state}`) },
          ...(words.unsubscribe
            ? [
                {
                  label: t('notifications.outbox.unsubscribe'),
                  value: <Linked text={words.unsubscribe} origin={origin} />,
                },
              ]
            : []),
        ]}
      />
      <div class="mail-text">
        <Linked text={words.text} origin={origin} />
      </div>
    </DeskPage>
  )
}

/** Our own addresses become links, as mail programs do it. */
function Linked({ text, origin }: { text: string; origin: string }) {
  const parts = text.split(/(https?:\/\/\S+)/)
  return (
    <>
      {parts.map((part, at) =>
        part.startsWith(`${origin}/`) ? (
          <a key={at} href={part}>
            {part}
          </a>
        ) : (
          <Fragment key={at}>{part}</Fragment>
        ),
      )}
    </>
  )
}
