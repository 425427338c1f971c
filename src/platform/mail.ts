import { type Id, newId, type SiteId } from '#kernel/ids'
import type { Act, View } from './act.ts'
import type { Reader } from './database.ts'
import { addJobs } from './jobs.ts'
import type { Vault } from './vault.ts'

export { type Letter, type LetterItem, letterOf } from './mail/letter.ts'

/** One mail to one receiver. `text` and `html` usually come from `letterOf`. */
export type Mail = {
  to: string
  subject: string
  text: string
  html?: string
  /** What the mail is about, for counts: `invitation`, `subscription`, `review-due` … */
  topic: string
  /** The whole address that ends mail of this sort by GET page and by one POST (RFC 8058). */
  unsubscribe?: string
  /** Whose key seals the mail: where the receiver is erased, what was written to them goes too. */
  party?: Id
}

export const MAIL_STATES = ['queued', 'sending', 'sent', 'failed', 'dropped'] as const
export type MailState = (typeof MAIL_STATES)[number]

export type MailRow = {
  site_id: SiteId
  id: Id
  topic: string
  party_id: Id
  own_party: boolean
  sealed: string | null
  message_id: string
  state: MailState
  attempts: number
  queued_at: Date
  claimed_at: Date | null
  sent_at: Date | null
  failed_at: Date | null
  failure: string | null
  erased_at: Date | null
}

declare module './database.ts' {
  interface Tables {
    'platform.outgoing_mail': MailRow
  }
}

export const SEND_MAIL = 'mail.send'
/** About a day and a half of tries, ever further apart. */
export const MOST_ATTEMPTS = 16

/** The mail exists if and only if the act commits; a job sends it afterwards. */
export async function sendMail(act: Act, vault: Vault, mail: Mail): Promise<Id> {
  const id = newId(act.now)
  const party = mail.party ?? (await vault.newParty(act))
  const { host } = await act.tx
    .selectFrom('platform.site')
    .select('host')
    .where('id', '=', act.site)
    .executeTakeFirstOrThrow()
  await act.tx
    .insertInto('platform.outgoing_mail')
    .values({
      site_id: act.site,
      id,
      topic: mail.topic,
      party_id: party,
      own_party: mail.party === undefined,
      sealed: await vault.seal(act, party, JSON.stringify(wordsOf(mail))),
      message_id: `<${id}@${host}>`,
      state: 'queued',
      attempts: 0,
      queued_at: act.now,
      claimed_at: null,
      sent_at: null,
      failed_at: null,
      failure: null,
      erased_at: null,
    })
    .execute()
  await addJobs(act.tx, [
    { name: SEND_MAIL, payload: { site: act.site, id }, key: `mail:${id}`, maxAttempts: MOST_ATTEMPTS },
  ])
  return id
}

export type MailWords = Omit<Mail, 'topic' | 'party'>

function wordsOf({ to, subject, text, html, unsubscribe }: Mail): MailWords {
  const isOneLine = (words: string) => !/[\r\n\0]/.test(words)
  if (!isOneLine(to) || !isOneLine(subject)) throw new Error('a header of a mail is one line')
  return { to, subject, text, ...(html ? { html } : {}), ...(unsubscribe ? { unsubscribe } : {}) }
}

/** What the receiver reads; undefined once it is erased. */
export async function openMail(
  view: Pick<View, 'db' | 'site'>,
  vault: Vault,
  { party_id, sealed }: Pick<MailRow, 'party_id' | 'sealed'>,
): Promise<MailWords | undefined> {
  if (sealed === null) return undefined
  const { wrapped } = await view.db
    .selectFrom('platform.party_key')
    .select('wrapped')
    .where('site_id', '=', view.site)
    .where('id', '=', party_id)
    .executeTakeFirstOrThrow()
  if (wrapped === null) return undefined
  return JSON.parse(await vault.open(view, party_id, sealed)) as MailWords
}

export type MailHealth = {
  waiting: number
  oldest_waiting_at: Date | null
  sent: number
  failed: number
  last_failure: string | null
}

const DAY = 24 * 60 * 60 * 1000

/** For those who operate, over all sites: how much waits and since when, and what a day sent and failed to send. */
export async function mailState(db: Reader, now: Date): Promise<MailHealth> {
  const since = new Date(now.getTime() - DAY)
  const counts = await db
    .selectFrom('platform.outgoing_mail')
    .select((the) => [
      the.fn.countAll<number>().filterWhere('state', 'in', ['queued', 'sending']).as('waiting'),
      the.fn
        .min<Date | null>('queued_at')
        .filterWhere('state', 'in', ['queued', 'sending'])
        .as('oldest_waiting_at'),
      the.fn.countAll<number>().filterWhere('sent_at', '>', since).as('sent'),
      the.fn.countAll<number>().filterWhere('failed_at', '>', since).as('failed'),
    ])
    .where((the) =>
      the.or([
        the('state', 'in', ['queued', 'sending']),
        the('sent_at', '>', since),
        the('failed_at', '>', since),
      ]),
    )
    .executeTakeFirstOrThrow()
  const last = await db
    .selectFrom('platform.outgoing_mail')
    .select('failure')
    .where('failed_at', '>', since)
    .orderBy('failed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { ...counts, last_failure: last?.failure ?? null }
}
