import { CompiledQuery, sql } from 'kysely'
import { type Cursor, DEFAULT_LIMIT, pageOf } from '#kernel/cursors'
import type { Id, PersonId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { type Act, record, type View } from '#platform/act'
import type { InboxQuery } from './schema.ts'
import type { NotificationRow } from './tables.ts'
import { type MailChoice, TOPICS, type Topic, USUAL } from './topics.ts'

/** From here on the transaction reaches this person's own rows, and no others. */
async function reachOwn(db: View['db'], person: PersonId): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(`select set_config('app.person', $1, true)`, [person]))
}

export async function pageNotifications(
  view: View,
  person: PersonId,
  { view: which, topic, q, limit = DEFAULT_LIMIT }: InboxQuery,
  after: Cursor | undefined,
) {
  await reachOwn(view.db, person)
  const rows = await view.db
    .selectFrom('notifications.notification')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('person_id', '=', person)
    .$if(which === 'unread', (query) => query.where('read_at', 'is', null))
    .$if(topic !== undefined, (query) => query.where('topic', '=', topic!))
    .$if(q !== undefined, (query) =>
      query.where('title', 'ilike', `%${q!.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')}%`),
    )
    .$if(after !== undefined, (query) => query.where('id', '<', after!.id))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(rows, limit, ({ id }) => ({ key: '', id }))
}

/** A number for the menu, asked for outside of any transaction. */
export async function countUnread(
  { db, site }: Pick<View, 'db' | 'site'>,
  person: PersonId,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select notifications.count_unread(${site}, ${person}::uuid) as count`.execute(db)
  return rows[0]?.count ?? 0
}

/** Opening a notification reads it; gives where it leads. */
export async function readNotification(act: Act, id: Id): Promise<string> {
  await reachOwn(act.tx, act.actor.id as PersonId)
  const row = await act.tx
    .selectFrom('notifications.notification')
    .select(['address', 'read_at'])
    .where('site_id', '=', act.site)
    .where('person_id', '=', act.actor.id as PersonId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('notifications.unknown')
  if (!row.read_at) await markRead(act, { id })
  return row.address
}

export async function readAll(act: Act): Promise<void> {
  await reachOwn(act.tx, act.actor.id as PersonId)
  await markRead(act, {})
}

async function markRead(act: Act, { id }: Partial<Pick<NotificationRow, 'id'>>): Promise<void> {
  await act.tx
    .updateTable('notifications.notification')
    .set({ read_at: act.now })
    .where('site_id', '=', act.site)
    .where('person_id', '=', act.actor.id as PersonId)
    .where('read_at', 'is', null)
    .$if(id !== undefined, (query) => query.where('id', '=', id!))
    .execute()
}

export type Preferences = Readonly<Record<Topic, MailChoice>>

export async function findPreferences(view: View, person: PersonId): Promise<Preferences> {
  await reachOwn(view.db, person)
  const rows = await view.db
    .selectFrom('notifications.preference')
    .select(['topic', 'mail'])
    .where('site_id', '=', view.site)
    .where('person_id', '=', person)
    .execute()
  return { ...USUAL, ...Object.fromEntries(rows.map(({ topic, mail }) => [topic, mail])) }
}

export async function choose(act: Act, preferences: Partial<Preferences>): Promise<void> {
  const person = act.actor.id as PersonId
  await savePreferences(act, person, preferences)
  await record(act, { event: 'notification.preferences-changed', subject: person, organisation: undefined })
}

/** By a link of a mail: no more mail of this topic, or none of those that come in the digest. Whoever holds the link may. */
export async function endStaffMail(act: Act, person: PersonId, word: string): Promise<void> {
  await reachOwn(act.tx, person)
  const now = await findPreferences(
    { db: act.tx, site: act.site, language: 'zh-CN', reads: new Set() },
    person,
  )
  const ended = TOPICS.filter((topic) => (word === 'digest' ? now[topic] === 'digest' : topic === word))
  await savePreferences(act, person, Object.fromEntries(ended.map((topic) => [topic, 'never' as const])))
  await record(act, { event: 'notification.preferences-changed', subject: person, organisation: undefined })
}

async function savePreferences(act: Act, person_id: PersonId, chosen: Partial<Preferences>): Promise<void> {
  const rows = Object.entries(chosen).map(([topic, mail]) => ({
    site_id: act.site,
    person_id,
    topic: topic as Topic,
    mail,
  }))
  if (rows.length === 0) return
  await reachOwn(act.tx, person_id)
  await act.tx
    .insertInto('notifications.preference')
    .values(rows)
    .onConflict((clash) =>
      clash
        .columns(['site_id', 'person_id', 'topic'])
        .doUpdateSet({ mail: (excluded) => excluded.ref('excluded.mail') }),
    )
    .execute()
}
