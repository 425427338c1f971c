import { type Id, newId } from '#kernel/ids'
import type { Language } from '#kernel/messages'
import { Conflict } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import { sendMail } from '#platform/mail'
import { linkToken } from './links.ts'
import type { Pen } from './notifying.ts'
import { alreadyLetter, confirmationLetter, manageLetter } from './reader-letters.ts'
import type { Rhythm, SubjectKind } from './schema.ts'
import type { SubscriberRow } from './tables.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
export const CONFIRM_WITHIN = 48 * HOUR
const MANAGE_WITHIN = 90 * DAY
/** Anybody can type anybody's address: more mails than this it does not bring upon them in a day. */
const MOST_ASKED = 5

export type Subject = { kind: SubjectKind; id: Id; name: string }
export type Wish = { address: string; rhythm: Rhythm; language: Language; subjects: readonly Subject[] }

/**
 * Sends a mail in any case, and the page says the same in any case: whether the address is known shows only to
 * whoever reads its mail. Nothing holds before it is confirmed there.
 */
export async function subscribe(act: Act, pen: Pen, wish: Wish): Promise<void> {
  const subscriber = await seekOrEnrol(act, pen, wish)
  if (!(await spendOneAsking(act, subscriber))) return
  const known = await listSubjectsOf(act, subscriber.id)
  const wanted = wish.subjects.filter(
    ({ kind, id }) => !known.some((one) => one.confirmed_at && one.kind === kind && one.subject_id === id),
  )
  if (wanted.length === 0)
    return tell(act, pen, subscriber, alreadyLetter(pen, manageLink(act, pen, subscriber.id)))
  const request = newId(act.now)
  await insertWishes(act, subscriber.id, request, { ...wish, subjects: wanted })
  const until = new Date(act.now.getTime() + CONFIRM_WITHIN)
  const token = linkToken(pen.vault, { purpose: 'confirm', site: act.site, id: request, until })
  const href = pen.absolute(`/notifications/confirm/${token}`)
  await tell(act, pen, subscriber, confirmationLetter(pen, { href, subjects: wanted, rhythm: wish.rhythm }))
}

/** By the button behind the link. What was confirmed before stays so; an overtaken link confirms nothing. */
export async function confirm(act: Act, request: Id): Promise<Id> {
  const rows = await act.tx
    .selectFrom('notifications.subscription')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('request_id', '=', request)
    .forUpdate()
    .execute()
  const [first] = rows
  if (!first) throw new Conflict('notifications.link-over')
  if (first.confirmed_at) return first.subscriber_id
  await act.tx
    .updateTable('notifications.subscription')
    .set({ confirmed_at: act.now })
    .where('site_id', '=', act.site)
    .where('request_id', '=', request)
    .execute()
  const { rhythm, language } = first
  await changeSubscriber(act, first.subscriber_id, { rhythm, language })
  await record(act, { event: 'subscription.confirmed', subject: request, organisation: undefined })
  return first.subscriber_id
}

/** For those who have no mail of ours at hand: a link to their subscriptions, if they have any. */
export async function sendManageLink(act: Act, pen: Pen, address: string): Promise<void> {
  const subscriber = await seekSubscriber(act, hashOf(pen, address))
  const confirmed = subscriber && (await listSubjectsOf(act, subscriber.id)).some((one) => one.confirmed_at)
  if (!subscriber || !confirmed || !(await spendOneAsking(act, subscriber))) return
  await tell(act, pen, subscriber, manageLetter(pen, manageLink(act, pen, subscriber.id)))
}

export async function changeRhythm(act: Act, subscriber: Id, rhythm: Rhythm): Promise<void> {
  await changeSubscriber(act, subscriber, { rhythm })
  await record(act, { event: 'subscription.changed', subject: subscriber, organisation: undefined })
}

export async function endSubscription(
  act: Act,
  pen: Pick<Pen, 'vault'>,
  subscriber: Id,
  id: Id,
): Promise<void> {
  await act.tx
    .deleteFrom('notifications.subscription')
    .where('site_id', '=', act.site)
    .where('subscriber_id', '=', subscriber)
    .where('id', '=', id)
    .execute()
  const left = await listSubjectsOf(act, subscriber)
  if (left.length === 0) return endAll(act, pen, subscriber)
  await record(act, { event: 'subscription.ended', subject: subscriber, organisation: undefined })
}

/** PIPL 47: with the purpose gone the address goes too; destroying its key reaches the copies in the outbox. Idempotent. */
export async function endAll(act: Act, { vault }: Pick<Pen, 'vault'>, subscriber: Id): Promise<void> {
  const row = await act.tx
    .deleteFrom('notifications.subscriber')
    .where('site_id', '=', act.site)
    .where('id', '=', subscriber)
    .returning('party_id')
    .executeTakeFirst()
  if (!row) return
  await vault.destroy(act, row.party_id)
  await record(act, { event: 'subscription.erased', subject: subscriber, organisation: undefined })
}

export function manageLink(act: Pick<Act, 'site' | 'now'>, pen: Pen, subscriber: Id): string {
  const until = new Date(act.now.getTime() + MANAGE_WITHIN)
  const token = linkToken(pen.vault, { purpose: 'manage', site: act.site, id: subscriber, until })
  return pen.absolute(`/notifications/manage/${token}`)
}

/** Never runs out: the last mail of a list must still be able to end it. */
export function unsubscribeLink(act: Pick<Act, 'site'>, pen: Pen, subscriber: Id): string {
  const token = linkToken(pen.vault, { purpose: 'unsubscribe', site: act.site, id: subscriber })
  return pen.absolute(`/notifications/unsubscribe/${token}`)
}

type Words = { subject: string; text: string; html: string }

async function tell(act: Act, pen: Pen, { address, party_id }: SubscriberRow, words: Words): Promise<void> {
  const to = await pen.vault.open({ db: act.tx, site: act.site }, party_id, address)
  await sendMail(act, pen.vault, { to, ...words, topic: 'subscription', party: party_id })
}

async function seekOrEnrol(act: Act, pen: Pen, { address, language, rhythm }: Wish): Promise<SubscriberRow> {
  const address_hash = hashOf(pen, address)
  const known = await seekSubscriber(act, address_hash)
  if (known) return known
  const party_id = await pen.vault.newParty(act)
  await act.tx
    .insertInto('notifications.subscriber')
    .values({
      site_id: act.site,
      id: newId(act.now),
      party_id,
      address: await pen.vault.seal(act, party_id, address),
      ...{ address_hash, language, rhythm },
      created_at: act.now,
      asked_times: 0,
      asked_since: act.now,
    })
    // Two at once: the first stands, and both go on with it.
    .onConflict((clash) => clash.columns(['site_id', 'address_hash']).doNothing())
    .execute()
  const enrolled = await seekSubscriber(act, address_hash)
  if (!enrolled) throw new Error('unreachable: a subscriber that is neither new nor known')
  return enrolled
}

function seekSubscriber(act: Act, address_hash: string): Promise<SubscriberRow | undefined> {
  return act.tx
    .selectFrom('notifications.subscriber')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('address_hash', '=', address_hash)
    .forUpdate()
    .executeTakeFirst()
}

function hashOf({ vault }: Pen, address: string): string {
  return vault.lookupHash(`subscriber ${address.toLowerCase()}`)
}

async function spendOneAsking(act: Act, { id, asked_times, asked_since }: SubscriberRow): Promise<boolean> {
  const isNewDay = act.now.getTime() - asked_since.getTime() >= DAY
  if (!isNewDay && asked_times >= MOST_ASKED) return false
  await changeSubscriber(
    act,
    id,
    isNewDay ? { asked_times: 1, asked_since: act.now } : { asked_times: asked_times + 1 },
  )
  return true
}

async function insertWishes(act: Act, subscriber_id: Id, request_id: Id, wish: Wish): Promise<void> {
  const { rhythm, language, subjects } = wish
  await act.tx
    .insertInto('notifications.subscription')
    .values(
      subjects.map(({ kind, id: subject_id }) => ({
        site_id: act.site,
        id: newId(act.now),
        ...{ subscriber_id, kind, subject_id, request_id, language, rhythm },
        asked_at: act.now,
        confirmed_at: null,
      })),
    )
    .onConflict((clash) =>
      clash
        .columns(['site_id', 'subscriber_id', 'kind', 'subject_id'])
        .doUpdateSet({ request_id, language, rhythm, asked_at: act.now }),
    )
    .execute()
}

function listSubjectsOf(act: Act, subscriber: Id) {
  return act.tx
    .selectFrom('notifications.subscription')
    .select(['kind', 'subject_id', 'confirmed_at'])
    .where('site_id', '=', act.site)
    .where('subscriber_id', '=', subscriber)
    .execute()
}

async function changeSubscriber({ tx, site }: Act, id: Id, change: Partial<SubscriberRow>): Promise<void> {
  await tx
    .updateTable('notifications.subscriber')
    .set(change)
    .where('site_id', '=', site)
    .where('id', '=', id)
    .execute()
}
