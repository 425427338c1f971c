import { CompiledQuery } from 'kysely'
import type { CivilDate, WorkingCalendar } from '#kernel/calendar'
import { civilDateOf } from '#kernel/calendar'
import { type CallId, type Id, newId, type OrganisationId, type SiteId } from '#kernel/ids'
import type { Language } from '#kernel/messages'
import { Forbidden, type Params } from '#kernel/refusals'
import type { LogType } from '#transparency-log/leaf'
import { type Reader, setScope, type Writer } from './database.ts'
import { DROP_CHANNEL, dropNotices } from './http/page-cache-invalidation.ts'
import { addJobs, type NewJob } from './jobs.ts'
import { type BodyCodes, type Logged, writeLeaves } from './log/leaves.ts'

export type Permission = `${string}.${string}`

export type Actor = {
  kind: 'person' | 'token' | 'visitor' | 'system'
  id: string
  may(permission: Permission, organisation: OrganisationId): boolean
  /** Organisations whose protected rows the actor may read: ids joined by commas, `*` for all, empty for none. */
  unit: string
}

/** All a command may touch. A command that needs more is doing two things. */
export type Act = {
  tx: Writer
  site: SiteId
  actor: Actor
  now: Date
  today: CivilDate
  calendar: WorkingCalendar
  call: CallId
}

/** Cache tags of everything that a page was made from; each query adds its own. */
export type Tags = { add(tag: string): unknown }

/** All a query may touch: first parameter of every query. */
export type View = { db: Reader; site: SiteId; language: Language; reads: Tags }

/** Who calls, when, about which site: what a surface, a job or the command line knows before anything is read. */
export type Circumstances = {
  site: SiteId
  actor: Actor
  language: Language
  now: Date
  call: CallId
  reads: Tags
}

/** A part as the manifest of a leaf names it: name, media type, length, and the salted commitment of its bytes. */
export type LogPart = { n: string; t: string; len: number; c: string }

export type LogFacts = {
  item: string
  rev: number
  type: LogType
  parts: LogPart[]
  law?: string[]
  due?: CivilDate
  rule?: string
  kind?: 'major' | 'minor' | 'version'
}

/** Something that happened: codes and hashes only. Texts and reasons stay in the module's own tables. */
export type Happening = {
  event: string
  subject: Id
  organisation: OrganisationId | undefined
  log?: LogFacts
}

/** An entry of the public log by the item it is about. */
export type Entry = { item: string; rev: number }
export type AwaitInclusion = (entries: readonly Entry[]) => Promise<void>

/** Readers see what these let out only when the entry is included; taking down never waits. */
const OPENING: ReadonlySet<LogType> = new Set(['publish', 'revise', 'restore'])

/** What modules want to be told after commit: `{ v, id, site, event, subject, at }`, and they read the rest. */
export type Notice = { v: number; id: Id; site: SiteId; event: string; subject: Id; at: string }

/** Composed from the manifests: who hears an event, and which pages it makes old. */
export type Echoes = {
  jobs: (happening: Happening) => readonly string[]
  tags: (act: Act, happening: Happening) => Promise<readonly string[]>
}

export type Stage = {
  db: Reader
  calendar: (db: Reader, site: SiteId) => Promise<WorkingCalendar>
  echoes: Echoes
  bodies?: BodyCodes | undefined
  /** Drops pages in this process; the others hear of it from the database. */
  drop: (tags: readonly string[]) => void
  /** Resolves once readers may see what these entries of the public log open, or when that takes too long. */
  included?: AwaitInclusion | undefined
  /** Told of each commit with something in the record, or with pages to drop; then the other processes are too. */
  committed?: (() => void) | undefined
}

declare module './database.ts' {
  interface Tables {
    'record.event': {
      site_id: SiteId
      id: Id
      at: Date
      actor_kind: Actor['kind']
      actor_id: string
      event: string
      subject: Id
      organisation_id: Id | null
      call_id: Id
      log: string | null
    }
  }
}

type Traces = {
  tags: Set<string>
  isRecorded: boolean
  echoes: Echoes
  bodies: BodyCodes
  /** Entries that readers wait for. */
  opening: Entry[]
}
const traces = new WeakMap<Act, Traces>()

export type Perform = <T>(circumstances: Circumstances, command: (act: Act) => Promise<T>) => Promise<T>
export type Look = <T>(circumstances: Circumstances, query: (view: View) => Promise<T>) => Promise<T>

/** The only way to write: one transaction, in which state, record and queued jobs stand together or not at all. */
export function performerOf(stage: Stage): Perform {
  return async (circumstances, command) => {
    const { result, tags, isRecorded, opening } = await stage.db.transaction().execute(async (tx) => {
      const { site, actor, now, call } = circumstances
      await setScope(tx, { site, unit: actor.unit })
      const calendar = await stage.calendar(tx, site)
      const act: Act = { tx, site, actor, now, today: civilDateOf(now), calendar, call }
      const { echoes, bodies = async () => new Map() } = stage
      const trace: Traces = { tags: new Set(), isRecorded: false, echoes, bodies, opening: [] }
      traces.set(act, trace)
      const result = await command(act)
      if (trace.tags.size > 0 || (stage.committed && trace.isRecorded)) await notify(act, [...trace.tags])
      return { result, ...trace }
    })
    if (tags.size > 0 || isRecorded) stage.committed?.()
    if (tags.size > 0) stage.drop([...tags])
    if (opening.length > 0) await stage.included?.(opening)
    return result
  }
}

/** Reads of protected tables: a read-only transaction that sets the row-level scope. */
export function lookerOf(db: Reader): Look {
  return (circumstances, query) =>
    db
      .transaction()
      .setAccessMode('read only')
      .execute(async (tx) => {
        const { site, actor, language, reads } = circumstances
        await setScope(tx, { site, unit: actor.unit })
        return query({ db: tx, site, language, reads })
      })
}

/** Reads of what anyone may read: no transaction, no scope. */
export function viewOf(db: Reader, { site, language, reads }: Circumstances): View {
  return { db, site, language, reads }
}

export async function record(act: Act, happening: Happening): Promise<Id> {
  const [id] = await recordAll(act, [happening])
  return id!
}

/** Many at once, for a batch: the same trace for each, written together. */
export async function recordAll(act: Act, happenings: readonly Happening[]): Promise<Id[]> {
  const trace = traces.get(act)
  if (!trace) throw new Error('unreachable: an act that perform did not begin')
  trace.isRecorded = true
  trace.opening.push(...happenings.flatMap(({ log }) => (log && OPENING.has(log.type) ? [log] : [])))
  const rows = happenings.map((happening) => ({ id: newId(act.now), happening }))
  for (let from = 0; from < rows.length; from += 1000) {
    const part = rows.slice(from, from + 1000)
    await act.tx
      .insertInto('record.event')
      .values(part.map(({ id, happening }) => eventRow(act, id, happening)))
      .execute()
  }
  const logged = happenings.filter((one): one is Logged => one.log !== undefined)
  if (logged.length > 0) await writeLeaves(act, logged, trace.bodies)
  const jobs: NewJob[] = []
  for (const { id, happening } of rows) {
    for (const tag of await trace.echoes.tags(act, happening)) trace.tags.add(tag)
    for (const name of trace.echoes.jobs(happening))
      jobs.push({ name, payload: noticeOf(act, id, happening) })
  }
  if (jobs.length > 0) await addJobs(act.tx, jobs)
  return rows.map(({ id }) => id)
}

/** Drops pages for a change that is no happening of its own: the index has followed one. */
export function outdate(act: Act, tags: readonly string[]): void {
  const trace = traces.get(act)
  if (!trace) throw new Error('unreachable: an act that perform did not begin')
  for (const tag of tags) trace.tags.add(tag)
}

/** The command's own check: permission in the organisation concerned, or a refusal that says which is missing. */
export function demand(act: Act, permission: Permission, organisation: OrganisationId): void {
  if (!act.actor.may(permission, organisation))
    throw new Forbidden('permission.missing', { permission } satisfies Params)
}

function eventRow(act: Act, id: Id, { event, subject, organisation, log }: Happening) {
  return {
    site_id: act.site,
    id,
    at: act.now,
    actor_kind: act.actor.kind,
    actor_id: act.actor.id,
    event,
    subject,
    organisation_id: organisation ?? null,
    call_id: act.call,
    log: log ? JSON.stringify(log) : null,
  }
}

function noticeOf(act: Act, id: Id, { event, subject }: Happening): Notice {
  return { v: 1, id, site: act.site, event, subject, at: act.now.toISOString() }
}

async function notify({ tx }: Act, tags: string[]): Promise<void> {
  await tx.executeQuery(
    CompiledQuery.raw('select pg_notify($1, notice) from unnest($2::text[]) as notice', [
      DROP_CHANNEL,
      dropNotices(tags),
    ]),
  )
}
