import { sql } from 'kysely'
import type { Id, SiteId } from '#kernel/ids'
import { listNews, type News } from '#modules/foundation/publications'
import type { Act, Notice, View } from '#platform/act'
import type { Writer } from '#platform/database'
import { addJobs } from '#platform/jobs'
import { sendMail } from '#platform/mail'
import type { Job, JobTools } from '#platform/module'
import { lastDigest, lastWeeklyDigest } from './mornings.ts'
import { type Pen, penFor } from './notifying.ts'
import { newsDigest, newsLetter } from './reader-letters.ts'
import { CONFIRM_WITHIN, endAll, manageLink, unsubscribeLink } from './subscribing.ts'
import type { SubscriberRow } from './tables.ts'

const BATCH = 100
const TELL = 'notifications.tell-readers'

/** A correction is shown and logged, but nobody is called for it; what was public elsewhere before is no news. */
export async function tellReaders(tools: JobTools, { site, subject }: Notice): Promise<void> {
  const [news] = await tools.look(site, (view) => listNews(view, [subject]))
  if (!news || news.kind === 'minor' || news.source_published_on) return
  const [first] = await tools.look(site, (view) => listExpecting(view, news, undefined, 1))
  if (first) await tools.perform(site, ({ tx }) => addBatch(tx, { site, publication: subject }))
}

type Batch = { site: SiteId; publication: Id; after?: Id }

function addBatch(tx: Writer, batch: Batch): Promise<void> {
  return addJobs(tx, [{ name: TELL, payload: batch, queue: `tell:${batch.publication}` }])
}

/** A hundred readers in one act: whoever is noted in it has their mail, and nobody is noted twice. */
export const tellBatch: Job = {
  permissions: [],
  run: async (tools, payload) => {
    const { site, publication, after } = payload as Batch
    const pens = await pensFor(tools, site)
    const [news] = await tools.look(site, (view) => listNews(view, [publication]))
    if (!news) return
    await tools.perform(site, async (act) => {
      const view = { db: act.tx, site, language: 'zh-CN', reads: new Set<string>() } as const
      const readers = await listExpecting(view, news, after, BATCH)
      for (const reader of readers) await tellOne(act, pens, reader, news)
      const last = readers.at(-1)
      if (readers.length === BATCH && last) await addBatch(act.tx, { site, publication, after: last.id })
    })
  },
}

/** Those who wait for one of its columns or for itself, since before it was published; in the order of their ids. */
function listExpecting({ db, site }: View, news: News, after: Id | undefined, limit: number) {
  return db
    .selectFrom('notifications.subscriber as reader')
    .selectAll()
    .where('reader.site_id', '=', site)
    .where((the) =>
      the.exists(
        the
          .selectFrom('notifications.subscription as s')
          .select(sql`1`.as('one'))
          .whereRef('s.site_id', '=', 'reader.site_id')
          .whereRef('s.subscriber_id', '=', 'reader.id')
          .where('s.confirmed_at', '<=', news.published_at)
          .where((on) =>
            on.or([
              on.and([on('s.kind', '=', 'publication'), on('s.subject_id', '=', news.publication)]),
              on.and([
                on('s.kind', '=', 'column'),
                on('s.subject_id', '=', sql<Id>`any(${[...news.columns]}::uuid[])`),
              ]),
            ]),
          ),
      ),
    )
    .$if(after !== undefined, (query) => query.where('reader.id', '>', after!))
    .orderBy('reader.id')
    .limit(limit)
    .execute()
}

type Pens = Readonly<Record<SubscriberRow['language'], Pen>>

async function pensFor(tools: JobTools, site: SiteId): Promise<Pens> {
  const pen = await penFor(tools, site)
  const { name_en } = await tools.db
    .selectFrom('platform.site')
    .select('name_en')
    .where('id', '=', site)
    .executeTakeFirstOrThrow()
  return { 'zh-CN': pen, en: { ...pen, t: tools.house.translate('en'), sender: name_en } }
}

async function tellOne(act: Act, pens: Pens, reader: SubscriberRow, news: News): Promise<void> {
  const isAtOnce = reader.rhythm === 'at-once'
  const { numInsertedOrUpdatedRows } = await act.tx
    .insertInto('notifications.telling')
    .values({
      site_id: act.site,
      subscriber_id: reader.id,
      revision_id: news.revision,
      publication_id: news.publication,
      created_at: act.now,
      mailed_at: isAtOnce ? act.now : null,
    })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n || !isAtOnce) return
  const pen = pens[reader.language]
  const links = linksFor(act, pen, reader)
  await send(act, pen, reader, { ...newsLetter(pen, news, links), unsubscribe: links.unsubscribe })
}

const MOST_ITEMS = 50

/** One mail for all that gathered since the last; and what nobody confirmed in time is forgotten. */
export const sendReaderDigests: Job = {
  permissions: [],
  run: async (tools) => {
    const sites = await tools.db.selectFrom('platform.site').select('id').orderBy('id').execute()
    for (const { id: site } of sites) {
      await tools.perform(site, (act) => forgetUnconfirmed(act, tools))
      const pens = await pensFor(tools, site)
      const before = { daily: lastDigest(tools.now()), weekly: lastWeeklyDigest(tools.now()) }
      for (const reader of await tools.look(site, (view) => listWaiting(view, before)))
        await tools.perform(site, (act) => sendDigest(act, pens, reader, before))
    }
  },
}

type Before = { daily: Date; weekly: Date }

async function listWaiting({ db, site }: View, before: Before): Promise<Id[]> {
  const rows = await db
    .selectFrom('notifications.telling as telling')
    .innerJoin('notifications.subscriber as reader', (on) =>
      on.onRef('reader.site_id', '=', 'telling.site_id').onRef('reader.id', '=', 'telling.subscriber_id'),
    )
    .select('reader.id')
    .distinct()
    .where('telling.site_id', '=', site)
    .where('telling.mailed_at', 'is', null)
    .where(
      'telling.created_at',
      '<',
      sql<Date>`case reader.rhythm when 'weekly' then ${before.weekly}::timestamptz else ${before.daily}::timestamptz end`,
    )
    .orderBy('reader.id')
    .execute()
  return rows.map(({ id }) => id)
}

async function sendDigest(act: Act, pens: Pens, id: Id, before: Before): Promise<void> {
  const reader = await act.tx
    .selectFrom('notifications.subscriber')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!reader) return
  const told = await act.tx
    .updateTable('notifications.telling')
    .set({ mailed_at: act.now })
    .where('site_id', '=', act.site)
    .where('subscriber_id', '=', id)
    .where('mailed_at', 'is', null)
    .where('created_at', '<', reader.rhythm === 'weekly' ? before.weekly : before.daily)
    .returning('publication_id')
    .execute()
  const view = { db: act.tx, site: act.site, language: reader.language, reads: new Set<string>() }
  // Two revisions of one text between two mails are one piece of news.
  const news = await listNews(view, [...new Set(told.map(({ publication_id }) => publication_id))])
  if (news.length === 0) return
  const pen = pens[reader.language]
  const links = linksFor(act, pen, reader)
  const words = newsDigest(pen, news.slice(0, MOST_ITEMS), { ...links, count: news.length })
  await send(act, pen, reader, { ...words, unsubscribe: links.unsubscribe })
}

/** The address of somebody who never answered is not ours to keep. */
async function forgetUnconfirmed(act: Act, { vault }: Pick<JobTools, 'vault'>): Promise<void> {
  await act.tx
    .deleteFrom('notifications.subscription')
    .where('site_id', '=', act.site)
    .where('confirmed_at', 'is', null)
    .where('asked_at', '<', new Date(act.now.getTime() - CONFIRM_WITHIN))
    .execute()
  const empty = await act.tx
    .selectFrom('notifications.subscriber as reader')
    .select('reader.id')
    .where('reader.site_id', '=', act.site)
    .where((the) =>
      the.not(
        the.exists(
          the
            .selectFrom('notifications.subscription as s')
            .select(sql`1`.as('one'))
            .whereRef('s.site_id', '=', 'reader.site_id')
            .whereRef('s.subscriber_id', '=', 'reader.id'),
        ),
      ),
    )
    .execute()
  for (const { id } of empty) await endAll(act, { vault }, id)
}

function linksFor(act: Act, pen: Pen, { id }: SubscriberRow) {
  return { manage: manageLink(act, pen, id), unsubscribe: unsubscribeLink(act, pen, id) }
}

type Words = { subject: string; text: string; html: string; unsubscribe: string }

async function send(act: Act, pen: Pen, { address, party_id }: SubscriberRow, words: Words): Promise<void> {
  const to = await pen.vault.open({ db: act.tx, site: act.site }, party_id, address)
  await sendMail(act, pen.vault, { to, ...words, topic: 'news', party: party_id })
}
