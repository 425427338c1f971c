import type { Id, SiteId } from '#kernel/ids'
import { type Act, record } from '../act.ts'
import { addJobs, type CronLine, type Tasks } from '../jobs.ts'
import { type MailRow, MOST_ATTEMPTS, openMail, SEND_MAIL } from '../mail.ts'
import type { Site } from '../sites.ts'
import { circumstancesOf, stagehandsOf, systemActor, type World } from '../world.ts'
import type { Delivery, Post } from './post.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** Longer than any conversation with a server may last: who claimed a mail before that is gone. */
const CLAIMED_FOR = 10 * MINUTE
const KEPT_FOR = 30 * DAY
/** What could not be sent for so long would only confuse. */
const WORTH_SENDING_FOR = 3 * DAY

export const TIDY_MAIL = 'mail.tidy'
export const MAIL_CRON: readonly CronLine[] = [{ task: TIDY_MAIL, match: '17 * * * *' }]

export function mailTasks(world: World): Tasks {
  return {
    [SEND_MAIL]: ({ site, id }) => sendOne(world, site as SiteId, id as Id),
    [TIDY_MAIL]: () => tidy(world),
  }
}

/**
 * Claimed in one act, sent outside of any, concluded in another: two workers never send the same mail, and one that
 * dies between the server's answer and its note of it repeats the same Message-ID.
 */
async function sendOne(world: World, siteId: SiteId, id: Id): Promise<void> {
  // Without a server the mail stays in the outbox.
  if (!world.post) return
  const { perform } = stagehandsOf(world)
  const as = <T>(command: (act: Act) => Promise<T>) =>
    perform(circumstancesOf(siteId, systemActor(SEND_MAIL, []), world.clock()), command)
  const mail = await as((act) => claim(act, id))
  if (!mail) return
  const words = await openMail({ db: world.db, site: siteId }, world.vault, mail)
  const site = await world.sites.byId(siteId)
  if (!words || !site) return as((act) => conclude(act, id, { state: 'dropped' }))
  const delivery = await world.post.deliver({
    ...words,
    from: senderOf(world.post, site),
    message_id: mail.message_id,
    date: mail.queued_at,
  })
  await as((act) => note(act, mail, delivery))
  if (delivery.result === 'later' && mail.attempts < MOST_ATTEMPTS)
    throw new Error(`mail ${id} will be tried again: ${delivery.failure}`)
}

/** Undefined where there is nothing to do, or somebody else is at it: then this is looked at again when their time is up. */
async function claim(act: Act, id: Id): Promise<MailRow | undefined> {
  const mail = await act.tx
    .selectFrom('platform.outgoing_mail')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (mail?.state !== 'queued' && mail?.state !== 'sending') return undefined
  if (
    mail.state === 'sending' &&
    mail.claimed_at &&
    act.now.getTime() - mail.claimed_at.getTime() < CLAIMED_FOR
  ) {
    const runAt = new Date(mail.claimed_at.getTime() + CLAIMED_FOR)
    await addJobs(act.tx, [
      { name: SEND_MAIL, payload: { site: act.site, id }, key: `mail:${id}:again`, runAt },
    ])
    return undefined
  }
  const attempts = mail.attempts + 1
  await conclude(act, id, { state: 'sending', attempts, claimed_at: act.now })
  return { ...mail, attempts }
}

async function note(act: Act, { id, attempts }: MailRow, delivery: Delivery): Promise<void> {
  if (delivery.result === 'sent') return conclude(act, id, { state: 'sent', sent_at: act.now, failure: null })
  const { failure } = delivery
  if (delivery.result === 'later' && attempts < MOST_ATTEMPTS)
    return conclude(act, id, { state: 'queued', claimed_at: null, failure })
  await fail(act, id, failure)
}

async function fail(act: Act, id: Id, failure: string): Promise<void> {
  await conclude(act, id, { state: 'failed', failed_at: act.now, failure })
  await record(act, { event: 'mail.failed', subject: id, organisation: undefined })
}

async function conclude({ tx, site }: Act, id: Id, change: Partial<MailRow>): Promise<void> {
  await tx
    .updateTable('platform.outgoing_mail')
    .set(change)
    .where('site_id', '=', site)
    .where('id', '=', id)
    .execute()
}

/** MAIL_FROM may bring its own name; else the site writes in its own. */
function senderOf({ from }: Post, site: Site): { name: string; address: string } {
  const [, name, address] = /^(.*?)\s*<([^<>]+)>$/.exec(from) ?? []
  return { name: name || site.name, address: address ?? from }
}

/** Safe to run at any time: erases what was kept long enough, and takes up what no job takes care of any more. */
async function tidy(world: World): Promise<void> {
  const now = world.clock().getTime()
  const before = (span: number) => new Date(now - span)
  const old = await listMails(world, (the) =>
    the.where('sealed', 'is not', null).where('queued_at', '<', before(KEPT_FOR)),
  )
  await each(world, old, (act, mail) => erase(act, world, mail))
  if (!world.post) return
  const late = await listMails(world, (the) =>
    the.where('state', '=', 'queued').where('queued_at', '<', before(WORTH_SENDING_FOR)),
  )
  await each(world, late, (act, { id, failure }) => fail(act, id, failure ?? 'too-late'))
  const forgotten = await listMails(world, (the) =>
    the.where('state', '=', 'queued').where('attempts', '=', 0).where('queued_at', '<', before(CLAIMED_FOR)),
  )
  await each(world, forgotten, (act, { id }) =>
    addJobs(act.tx, [
      { name: SEND_MAIL, payload: { site: act.site, id }, key: `mail:${id}`, maxAttempts: MOST_ATTEMPTS },
    ]),
  )
}

async function erase(act: Act, { vault }: World, { id, state, party_id, own_party }: MailRow): Promise<void> {
  const isOver = state !== 'queued' && state !== 'sending'
  await conclude(act, id, { sealed: null, erased_at: act.now, state: isOver ? state : 'dropped' })
  if (own_party) await vault.destroy(act, party_id)
}

const AT_ONCE = 1000

type Query = ReturnType<typeof mailsOf>

function mailsOf({ db }: World) {
  return db.selectFrom('platform.outgoing_mail').selectAll().orderBy('queued_at').limit(AT_ONCE)
}

function listMails(world: World, narrow: (query: Query) => Query): Promise<MailRow[]> {
  return narrow(mailsOf(world)).execute()
}

async function each(
  world: World,
  mails: readonly MailRow[],
  then: (act: Act, mail: MailRow) => Promise<unknown>,
) {
  const { perform } = stagehandsOf(world)
  for (const [site, some] of Map.groupBy(mails, ({ site_id }) => site_id)) {
    await perform(circumstancesOf(site, systemActor(TIDY_MAIL, []), world.clock()), async (act) => {
      for (const mail of some) await then(act, mail)
    })
  }
}
