import { draftOf } from '#kernel/forms'
import { addressOf } from '#kernel/ids'
import {
  Button,
  DeskFilters,
  DeskHead,
  DeskPage,
  EmptyState,
  Notice,
  Pagination,
  PostForm,
  Queue,
  Select,
  Time,
  useFrame,
  Views,
} from '#ui'
import type { InboxQuery } from '../schema.ts'
import { sayingOf } from '../staff-letters.ts'
import type { NotificationRow } from '../tables.ts'
import { TOPICS } from '../topics.ts'

const INBOX = '/desk/notifications'

export type InboxPageProps = {
  rows: readonly NotificationRow[]
  next: string | undefined
  isFirst: boolean
  query: InboxQuery
  unread: number
  isDemo: boolean
  done: 'read' | 'saved' | undefined
}

export function InboxPage(props: InboxPageProps) {
  const { t } = useFrame()
  const { query, unread, rows } = props
  return (
    <DeskPage title={t('notifications.menu')}>
      <DeskHead
        title={t('notifications.menu')}
        sub={t('notifications.inbox.sub', { count: unread })}
        acts={<Acts unread={unread} />}
      />
      {props.done === 'read' && <Notice kind="good" title={t('notifications.inbox.all-read')} announced />}
      <Views
        label={t('notifications.inbox.views')}
        views={[
          {
            href: inboxAddress({ ...query, view: 'unread' }),
            label: t('notifications.inbox.unread'),
            count: unread,
            current: query.view === 'unread',
          },
          {
            href: inboxAddress({ ...query, view: 'all' }),
            label: t('notifications.inbox.all'),
            current: query.view === 'all',
          },
        ]}
      />
      <Filters query={query} />
      {rows.length === 0 ? <Nothing query={query} /> : <Rows {...props} />}
      {props.isDemo && (
        <p class="page-note soft">
          {t('notifications.outbox.demo-hint')} <OutboxLink />
        </p>
      )}
    </DeskPage>
  )
}

function Acts({ unread }: { unread: number }) {
  const { t } = useFrame()
  return (
    <>
      <Button href={`${INBOX}/settings`} icon="settings">
        {t('notifications.settings')}
      </Button>
      {unread > 0 && (
        <PostForm action={`${INBOX}/read`} class="setting">
          <Button icon="check">{t('notifications.inbox.read-all')}</Button>
        </PostForm>
      )}
    </>
  )
}

function OutboxLink() {
  const { address, t } = useFrame()
  return <a href={address('/desk/outbox')}>{t('notifications.outbox')}</a>
}

function Filters({ query }: { query: InboxQuery }) {
  const { t } = useFrame()
  return (
    <DeskFilters
      action={INBOX}
      label={t('notifications.inbox.search')}
      placeholder={t('notifications.inbox.search')}
      value={query.q}
    >
      <input type="hidden" name="view" value={query.view} />
      <Select
        name="topic"
        label={t('notifications.topic')}
        draft={draftOf({ topic: query.topic })}
        options={[
          { value: '', label: t('notifications.topic.any') },
          ...TOPICS.map((topic) => ({ value: topic, label: t(`notifications.topic.${topic}`) })),
        ]}
      />
    </DeskFilters>
  )
}

function Rows({ rows, next, isFirst, query }: InboxPageProps) {
  const { t } = useFrame()
  return (
    <>
      <Queue
        caption={t('notifications.menu')}
        when={t('notifications.at')}
        items={rows.map((row) => ({
          id: row.id,
          title: row.title || t(`notifications.topic.${row.topic}`),
          href: `${INBOX}/${addressOf(row.id)}`,
          note: sayingOf(t, row),
          kind: t(`notifications.topic.${row.topic}`),
          due: <Time at={row.created_at} form="short" />,
          state: row.read_at
            ? { kind: 'done' as const, word: t('notifications.inbox.was-read') }
            : { kind: 'info' as const, word: t('notifications.inbox.is-unread') },
        }))}
      />
      <Pagination
        previous={isFirst ? undefined : inboxAddress(query)}
        next={next && inboxAddress(query, next)}
        labels={{ previous: t('notifications.newest'), next: t('notifications.older') }}
      />
    </>
  )
}

function Nothing({ query }: { query: InboxQuery }) {
  const { address, t } = useFrame()
  const isNarrowed = query.topic !== undefined || query.q !== undefined
  return (
    <EmptyState title={t(isNarrowed ? 'notifications.inbox.none-such' : 'notifications.inbox.none')}>
      <p>
        {t('notifications.inbox.none-near')}{' '}
        <a href={address(`${INBOX}?view=all`)}>{t('notifications.inbox.all')}</a>
      </p>
    </EmptyState>
  )
}

function inboxAddress({ view, topic, q }: InboxQuery, cursor?: string): string {
  const params = new URLSearchParams({
    view,
    ...(topic ? { topic } : {}),
    ...(q ? { q } : {}),
    ...(cursor ? { cursor } : {}),
  })
  return `${INBOX}?${params}`
}
