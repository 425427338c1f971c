import type { Id, PersonId, SiteId } from '#kernel/ids'
import type { Language } from '#kernel/messages'
import type { Params } from '#kernel/refusals'
import type { Rhythm, SubjectKind } from './schema.ts'
import type { MailChoice, Topic } from './topics.ts'

export type NotificationRow = {
  site_id: SiteId
  id: Id
  person_id: PersonId
  topic: Topic
  cause: string
  title: string
  address: string
  params: Params
  created_at: Date
  read_at: Date | null
  mail: 'none' | 'waiting' | 'sent'
}

export type SubscriberRow = {
  site_id: SiteId
  id: Id
  party_id: Id
  address: string
  address_hash: string
  language: Language
  rhythm: Rhythm
  created_at: Date
  asked_times: number
  asked_since: Date
}

export type SubscriptionRow = {
  site_id: SiteId
  id: Id
  subscriber_id: Id
  kind: SubjectKind
  subject_id: Id
  request_id: Id
  language: Language
  rhythm: Rhythm
  asked_at: Date
  confirmed_at: Date | null
}

declare module '#platform/database' {
  interface Tables {
    'notifications.notification': NotificationRow
    'notifications.preference': { site_id: SiteId; person_id: PersonId; topic: Topic; mail: MailChoice }
    'notifications.subscriber': SubscriberRow
    'notifications.subscription': SubscriptionRow
    'notifications.telling': {
      site_id: SiteId
      subscriber_id: Id
      revision_id: Id
      publication_id: Id
      created_at: Date
      mailed_at: Date | null
    }
  }
}
