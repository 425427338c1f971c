import { sql } from 'kysely'
import { type Id, newId, type PersonId, readId } from '#kernel/ids'
import type { Translate } from '#kernel/messages'
import type { Params } from '#kernel/refusals'
import { listMailReceivers, type MailReceiver } from '#modules/foundation/accounts'
import type { Act } from '#platform/act'
import { sendMail } from '#platform/mail'
import type { JobTools } from '#platform/module'
import type { Vault } from '#platform/vault'
import { linkToken } from './links.ts'
import { noticeLetter } from './staff-letters.ts'
import type { NotificationRow } from './tables.ts'
import { type MailChoice, type Topic, USUAL } from './topics.ts'

export type Told = {
  topic: Topic
  /** The same topic and cause reaches a person once. */
  cause: string
  title: string
  address: string
  params?: Params
}

/** What writing to people outside of a page needs. */
export type Pen = { vault: Vault; t: Translate; sender: string; absolute: (path: string) => string }

export async function penFor(tools: JobTools, site: Act['site']): Promise<Pen> {
  const { name } = await tools.db
    .selectFrom('platform.site')
    .select('name')
    .where('id', '=', site)
    .executeTakeFirstOrThrow()
  return {
    vault: tools.vault,
    t: tools.house.translate('zh-CN'),
    sender: name,
    absolute: await tools.absoluteOn(site),
  }
}

/**
 * Into the inbox of each, and by mail as each of them chose for the topic. Idempotent. Programs and jobs write texts
 * too: a token finds no account below, and what is no id at all would break the query.
 */
export async function notify(act: Act, pen: Pen, told: Told, hands: readonly string[]): Promise<void> {
  const people = [...new Set(hands)].filter((hand): hand is PersonId => readId(hand) === hand)
  if (people.length === 0) return
  const receivers = await listMailReceivers({ db: act.tx, site: act.site }, people)
  const choices = await listChoices(act, receivers, told.topic)
  for (const receiver of receivers) {
    const choice = choices.get(receiver.id) ?? USUAL[told.topic]
    if (!(await insert(act, told, receiver.id, choice))) continue
    if (choice === 'at-once') await mailOne(act, pen, told, receiver)
  }
}

async function listChoices(
  act: Act,
  receivers: readonly MailReceiver[],
  topic: Topic,
): Promise<Map<PersonId, MailChoice>> {
  if (receivers.length === 0) return new Map()
  const rows = await act.tx
    .selectFrom('notifications.preference')
    .select(['person_id', 'mail'])
    .where('site_id', '=', act.site)
    .where('topic', '=', topic)
    .where(
      'person_id',
      'in',
      receivers.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.map(({ person_id, mail }) => [person_id, mail]))
}

const MAIL_STATE: Readonly<Record<MailChoice, NotificationRow['mail']>> = {
  'at-once': 'sent',
  digest: 'waiting',
  never: 'none',
}

/** False where this was told already. */
async function insert(act: Act, told: Told, person: PersonId, choice: MailChoice): Promise<boolean> {
  const { topic, cause, title, address, params = {} } = told
  const { numInsertedOrUpdatedRows } = await act.tx
    .insertInto('notifications.notification')
    .values({
      site_id: act.site,
      id: newId(act.now),
      person_id: person,
      ...{ topic, cause, title, address },
      params: sql`${JSON.stringify(params)}::jsonb`,
      created_at: act.now,
      read_at: null,
      mail: MAIL_STATE[choice],
    })
    .onConflict((clash) => clash.columns(['site_id', 'person_id', 'topic', 'cause']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

async function mailOne(act: Act, pen: Pen, told: Told, { id, email }: MailReceiver): Promise<void> {
  if (!isMailable(email)) return
  const unsubscribe = staffLink(act, pen, id, told.topic)
  const { subject, ...words } = noticeLetter(pen, told, unsubscribe)
  await sendMail(act, pen.vault, { to: email, subject, ...words, topic: told.topic, unsubscribe })
}

/** An account may stand without an address; its inbox has everything. */
export function isMailable(email: string): boolean {
  return email.includes('@')
}

/** Ends mail of one topic, or the digest, for one person; the inbox at the desk goes on. */
export function staffLink(act: Pick<Act, 'site'>, pen: Pen, person: Id, word: Topic | 'digest'): string {
  const token = linkToken(pen.vault, { purpose: 'staff', site: act.site, id: person, word })
  return pen.absolute(`/notifications/staff/${token}`)
}
