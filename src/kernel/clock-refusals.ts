import type { CivilDate } from './calendar.ts'
import { type ClockEvent, type ClockEventOf, openPauses } from './clock-events.ts'
import type { ClockRule } from './clock-rule.ts'
import { Conflict, type Params } from './refusals.ts'

/** Which event a clock refuses. Every code is a message key of `clock-messages.ts`. */

export const CLOCK_REFUSALS = [
  'extension-too-late',
  'extension-too-long',
  'clock.already-paused',
  'clock.already-started',
  'clock.cannot-be-extended',
  'clock.cannot-be-paused',
  'clock.extension-not-in-whole-units',
  'clock.minute-missing',
  'clock.not-paused',
  'clock.not-started',
  'clock.pause-ends-before-it-begins',
  'clock.stopped',
] as const
export type ClockRefusal = (typeof CLOCK_REFUSALS)[number]

type Recorded = { readonly rule: ClockRule; readonly events: readonly ClockEvent[] }

/** `dueBefore` is the date as it stood on the day of the event. */
export function refuseEvent({ rule, events }: Recorded, event: ClockEvent, dueBefore: () => CivilDate): void {
  const before = events.filter(({ occurred_on }) => occurred_on <= event.occurred_on)
  const startsAnew = event.kind === 'start' || event.kind === 'restart'
  if (event.kind === 'start' && events.length > 0) throw refusal('clock.already-started')
  if (event.kind !== 'start' && !before.some(({ kind }) => kind === 'start'))
    throw refusal('clock.not-started')
  if (before.some(({ kind }) => kind === 'stop')) throw refusal('clock.stopped')
  if (startsAnew && rule.unit === 'hour' && !event.occurred_at) throw refusal('clock.minute-missing')
  if (event.kind === 'pause') refusePause(rule, before, event)
  if (event.kind === 'resume') refuseResume(before, event)
  if (event.kind === 'extend') refuseExtension(rule, events, event, dueBefore)
}

/** Hour clocks and fixed dates never stop, and a term that counts back from its event has nothing to stop. */
function refusePause(rule: ClockRule, before: readonly ClockEvent[], pause: ClockEventOf<'pause'>): void {
  const runs = rule.unit !== 'hour' && rule.unit !== 'fixed-date' && rule.direction === 'after'
  if (!runs) throw refusal('clock.cannot-be-paused')
  if (pause.until && pause.until < pause.occurred_on) throw refusal('clock.pause-ends-before-it-begins')
  const isTwice = pause.pause && openPauses(before).some((open) => open.pause === pause.pause)
  if (isTwice) throw refusal('clock.already-paused')
}

function refuseResume(before: readonly ClockEvent[], resume: ClockEventOf<'resume'>): void {
  const open = openPauses(before)
  const isOpen = resume.pause ? open.some(({ pause }) => pause === resume.pause) : open.length > 0
  if (!isOpen) throw refusal('clock.not-paused')
}

/** OGI 33: told not later than the date it extends; the cap is over all extensions, also those before a restart. */
function refuseExtension(
  { extension_cap: cap }: ClockRule,
  events: readonly ClockEvent[],
  { amount, occurred_on: told }: ClockEventOf<'extend'>,
  dueBefore: () => CivilDate,
): void {
  if (cap === null) throw refusal('clock.cannot-be-extended')
  if (!Number.isSafeInteger(amount) || amount < 1) throw refusal('clock.extension-not-in-whole-units')
  const total = events.reduce((sum, event) => sum + (event.kind === 'extend' ? event.amount : 0), amount)
  if (total > cap) throw refusal('extension-too-long', { cap, total })
  const due = dueBefore()
  if (told > due) throw refusal('extension-too-late', { due, told })
}

function refusal(code: ClockRefusal, params: Params = {}): Conflict {
  return new Conflict(code, params)
}
