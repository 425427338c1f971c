import { type CivilDate, compare, later } from './calendar.ts'
import { Conflict } from './refusals.ts'

/** What happened to one clock: append-only, and read in the order of the days on which it happened. */

type Trace = {
  readonly occurred_on: CivilDate
  readonly occurred_at?: Date | null
  readonly document_id?: string | null
  readonly reason?: string | null
  readonly actor?: string | null
}

/**
 * `until` is the last day of a consulted party's own term: the pause ends there though nobody answers.
 * `pause` names one pause among several; a resume without a name ends the oldest open one.
 * An extension occurred on the day the person concerned was told.
 */
export type ClockEvent = Trace &
  (
    | { readonly kind: 'start' | 'restart' | 'stop' }
    | { readonly kind: 'pause'; readonly pause?: string | null; readonly until?: CivilDate | null }
    | { readonly kind: 'resume'; readonly pause?: string | null }
    | { readonly kind: 'extend'; readonly amount: number; readonly approver?: string | null }
  )
export type ClockEventOf<Kind extends ClockEvent['kind']> = Extract<ClockEvent, { kind: Kind }>

/** The days in (after, through]. */
export type Span = { readonly after: CivilDate; readonly through: CivilDate }

/** The events since the last start or restart, read together. */
export type Run = {
  readonly started: ClockEvent
  readonly restarted: boolean
  readonly pauses: readonly Span[]
  readonly extensions: readonly ClockEventOf<'extend'>[]
  readonly stopped: ClockEvent | null
}

export function inOrder(events: readonly ClockEvent[]): ClockEvent[] {
  return events.toSorted((a, b) => compare(a.occurred_on, b.occurred_on))
}

/** A pause that nobody has ended and that has no last day of its own is held to last through `asOf`. */
export function runOf(events: readonly ClockEvent[], asOf: CivilDate): Run {
  const ordered = inOrder(events)
  const at = ordered.findLastIndex(({ kind }) => kind === 'start' || kind === 'restart')
  const started = ordered[at]
  if (!started) throw new Conflict('clock.not-started')
  const since = ordered.slice(at + 1)
  return {
    started,
    restarted: started.kind === 'restart',
    pauses: merged(spansOf(since, asOf)),
    extensions: since.filter((event) => event.kind === 'extend'),
    stopped: since.findLast(({ kind }) => kind === 'stop') ?? null,
  }
}

/** The pauses since the last start or restart that no resume has ended, oldest first. */
export function openPauses(events: readonly ClockEvent[]): ClockEventOf<'pause'>[] {
  const open: ClockEventOf<'pause'>[] = []
  for (const event of inOrder(events)) {
    if (event.kind === 'start' || event.kind === 'restart') open.length = 0
    if (event.kind === 'pause') open.push(event)
    if (event.kind === 'resume') takeEnded(open, event)
  }
  return open
}

export function lastDayOf(events: readonly ClockEvent[]): CivilDate {
  const last = inOrder(events).at(-1)
  if (!last) throw new Conflict('clock.not-started')
  return last.occurred_on
}

export function isIn(date: CivilDate, spans: readonly Span[]): boolean {
  return spans.some(({ after, through }) => after < date && date <= through)
}

function spansOf(events: readonly ClockEvent[], asOf: CivilDate): Span[] {
  const spans: Span[] = []
  const open: ClockEventOf<'pause'>[] = []
  for (const event of events) {
    if (event.kind === 'pause') open.push(event)
    if (event.kind !== 'resume') continue
    const ended = takeEnded(open, event)
    if (ended) spans.push(spanOf(ended, event.occurred_on))
  }
  return [...spans, ...open.map((pause) => spanOf(pause, pause.until ?? asOf))]
}

function spanOf({ occurred_on, until }: ClockEventOf<'pause'>, end: CivilDate): Span {
  const through = until && until < end ? until : end
  return { after: occurred_on, through: later(occurred_on, through) }
}

function takeEnded(open: ClockEventOf<'pause'>[], resume: ClockEventOf<'resume'>) {
  const at = resume.pause ? open.findIndex(({ pause }) => pause === resume.pause) : 0
  return at < 0 ? undefined : open.splice(at, 1)[0]
}

/** Overlapping and touching spans become one; empty ones vanish. */
function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.toSorted((a, b) => compare(a.after, b.after))) {
    const last = result.at(-1)
    if (span.after >= span.through) continue
    if (last && span.after <= last.through) {
      result[result.length - 1] = { after: last.after, through: later(last.through, span.through) }
    } else result.push(span)
  }
  return result
}
