/** What the clock brings: reviews that are due, and the digests. Each may run twice, at any hour. */
import { addDays, type CivilDate, civilDateOf, instantAt, isWorkingDay, weekday } from '#kernel/calendar'
import type { PersonId, SiteId } from '#kernel/ids'
import { listMailReceivers } from '#modules/foundation/accounts'
import { type AwaitedRevision, listAwaited } from '#modules/foundation/publications'
import type { Act, View } from '#platform/act'
import { sendMail } from '#platform/mail'
import type { Job, JobTools } from '#platform/module'
import { tellAll, tellingsOfTasks } from './hearing.ts'
import { isMailable, type Pen, penFor, staffLink } from './notifying.ts'
import { digestLetter } from './staff-letters.ts'

export const DIGEST_AT = '08:30'

/** The last instant before now at which digests go out: what is newer waits for the next. */
export function lastDigest(now: Date): Date {
  const today = civilDateOf(now)
  const at = instantAt(today, DIGEST_AT)
  return at <= now ? at : instantAt(addDays(today, -1), DIGEST_AT)
}

/** The same for those who want one mail a week: Monday's. */
export function lastWeeklyDigest(now: Date): Date {
  const last = lastDigest(now)
  const day = civilDateOf(last)
  return instantAt(addDays(day, 1 - weekday(day)), DIGEST_AT)
}

/** Reviews that end today or should have ended, once for each of the two. On working days only. */
export const tellOfDueReviews: Job = {
  permissions: [],
  run: async (tools) => {
    const today = civilDateOf(tools.now())
    for (const site of await sitesAtWork(tools)) {
      const tellings = await tools.look(site, async (view) => {
        const due = (await listAwaited(view)).filter(({ due_on }) => due_on !== null && due_on <= today)
        const all = []
        for (const awaited of due) all.push(...(await overdueTellings(view, awaited, today)))
        return all
      })
      await tellAll(tools, site, tellings)
    }
  },
}

async function overdueTellings(view: View, awaited: AwaitedRevision, today: CivilDate) {
  const due = awaited.due_on!
  const isOver = due < today
  const topic = awaited.emergency && isOver ? 'emergency-review-overdue' : 'review-overdue'
  return (await tellingsOfTasks(view, awaited)).map(({ told, people }) => ({
    told: {
      ...told,
      topic,
      cause: `${told.cause}:${due}:${isOver ? 'over' : 'today'}`,
      params: { ...told.params, due },
    } as const,
    people,
  }))
}

/** One mail each to those for whom something waits. */
export const sendStaffDigests: Job = {
  permissions: [],
  run: async (tools) => {
    const before = lastDigest(tools.now())
    for (const site of await sitesAtWork(tools)) {
      const pen = await penFor(tools, site)
      const people = await tools.look(site, (view) => listExpectant(view, before))
      for (const person of people) await tools.perform(site, (act) => sendDigest(act, pen, person, before))
    }
  },
}

async function listExpectant({ db, site }: View, before: Date): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('notifications.notification')
    .select('person_id')
    .distinct()
    .where('site_id', '=', site)
    .where('mail', '=', 'waiting')
    .where('created_at', '<', before)
    .execute()
  return rows.map(({ person_id }) => person_id)
}

const MOST_ITEMS = 40

/** What was read at the desk meanwhile needs no mail any more. The rows are taken under a lock: never in two mails. */
async function sendDigest(act: Act, pen: Pen, person: PersonId, before: Date): Promise<void> {
  const waiting = await act.tx
    .selectFrom('notifications.notification')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('person_id', '=', person)
    .where('mail', '=', 'waiting')
    .where('created_at', '<', before)
    .orderBy('id', 'desc')
    .forUpdate()
    .execute()
  if (waiting.length === 0) return
  await act.tx
    .updateTable('notifications.notification')
    .set({ mail: 'sent' })
    .where('site_id', '=', act.site)
    .where(
      'id',
      'in',
      waiting.map(({ id }) => id),
    )
    .execute()
  const unread = waiting.filter(({ read_at }) => read_at === null)
  const [receiver] = await listMailReceivers({ db: act.tx, site: act.site }, [person])
  if (!receiver || !isMailable(receiver.email) || unread.length === 0) return
  const unsubscribe = staffLink(act, pen, person, 'digest')
  const { subject, ...words } = digestLetter(pen, unread.slice(0, MOST_ITEMS), {
    count: unread.length,
    unsubscribe,
  })
  await sendMail(act, pen.vault, { to: receiver.email, subject, ...words, topic: 'digest', unsubscribe })
}

async function sitesAtWork(tools: JobTools): Promise<SiteId[]> {
  const sites = await tools.db.selectFrom('platform.site').select('id').orderBy('id').execute()
  const open: SiteId[] = []
  for (const { id } of sites)
    if (await tools.perform(id, async ({ today, calendar }) => isWorkingDay(today, calendar))) open.push(id)
  return open
}
