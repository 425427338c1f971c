import { sql } from 'kysely'
import { civilDateOf } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Act, LogFacts } from '../act.ts'
import type { Reader } from '../database.ts'
import { type BodyCodes, type Logged, writeLeaves } from './leaves.ts'

type Event = {
  site: SiteId
  id: Id
  at: Date
  event: string
  subject: Id
  organisation: OrganisationId | null
  log: LogFacts
}

const AT_ONCE = 500

/**
 * What an installation published before it had a log is written after it, from the record, in its order and with the
 * times of then. Runs before anything is served: the next entry of an item must find the one before it. Answers how
 * many there were; taken up again where it was stopped.
 */
export async function backfillLog(db: Reader, bodies: BodyCodes): Promise<number> {
  let written = 0
  for (;;) {
    const events = await listUnwritten(db)
    if (events.length === 0) return written
    await db.transaction().execute(async (tx) => {
      for (const group of inGroups(events)) {
        const [{ site, at }] = group as [Event]
        const act = { tx, site, now: at, today: civilDateOf(at) } as Act
        await writeLeaves(act, group.map(asLogged), bodies)
      }
    })
    written += events.length
  }
}

async function listUnwritten(db: Reader): Promise<Event[]> {
  const { rows } = await sql<Event>`
    select e.site_id as site, e.id, e.at, e.event, e.subject, e.organisation_id as organisation, e.log
    from record.event e
    where e.log is not null and not exists (
      select from record.log_manifest m
      where m.item = e.log ->> 'item' and m.rev = (e.log ->> 'rev')::integer)
    order by e.at, (e.log ->> 'rev')::integer, e.id limit ${AT_ONCE}`.execute(db)
  return rows
}

/** Of one act: the leaves of a batch are written together. */
function inGroups(events: readonly Event[]): Event[][] {
  const groups: Event[][] = []
  for (const event of events) {
    const [last] = groups.at(-1) ?? []
    if (last && last.site === event.site && last.at.getTime() === event.at.getTime())
      groups.at(-1)!.push(event)
    else groups.push([event])
  }
  return groups
}

const NOW_CALLED: Readonly<Record<string, string>> = {
  'publication.published': 'revision.released',
  'publication.restored': 'publication.restore-decided',
}
const TEXT_PARTS = ['title', 'body', 'meta'].map((n) => ({ n, t: '', len: 0, c: '' }))

/** In the words of today: a withdrawal names its basis, an erasure the parts that went. */
function asLogged({ event, subject, organisation, log }: Event): Logged {
  const isNameless = log.type === 'erase' && log.parts.length === 0
  return {
    event: NOW_CALLED[event] ?? event,
    subject,
    organisation: organisation ?? undefined,
    log: {
      ...log,
      ...(log.type === 'withdraw' && !log.law && { law: ['agency-decision'] }),
      ...(isNameless && { parts: TEXT_PARTS }),
    },
  }
}
