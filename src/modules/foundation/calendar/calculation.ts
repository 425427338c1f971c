import { civilDateOf, instantAt, isCivilDate, type WorkingCalendar } from '#kernel/calendar'
import { type Clock, previewDueDate } from '#kernel/clock'
import type { ClockEvent } from '#kernel/clock-events'
import { type Explanation, explainDueDate } from '#kernel/clock-explanation'
import { type Cell, type ClockFace, readClock, stripOf } from '#kernel/clock-face'
import type { ClockRule } from '#kernel/clock-rule'
import { CLOCK_RULES } from '#kernel/clock-rules'
import { Conflict, type Refusal } from '#kernel/refusals'
import { linesOf, readSpan } from './notices.ts'
import type { CalculatorQuery } from './schema.ts'

/** “What if”: a term that nobody has begun, reckoned as a real one would be. */
export type Answer =
  | { kind: 'none' }
  | { kind: 'refused'; code: string; params: Refusal['params'] }
  | { kind: 'answer'; explanation: Explanation; face: ClockFace; cells: readonly Cell[] }

export function calculate(query: CalculatorQuery, calendar: WorkingCalendar, now: Date): Answer {
  if (!query.rule || !query.start) return { kind: 'none' }
  if (!isCivilDate(query.start)) return refused('calendar.start-wrong')
  const rule = ruleOn(query.rule, query.start)
  if (!rule) return refused('calendar.rule-not-in-force')
  if (query.told && !isCivilDate(query.told)) return refused('calendar.told-wrong')
  const events = eventsOf({ ...query, start: query.start }, rule)
  if (!events) return refused('calendar.pauses-wrong')
  const clock: Clock = { rule, events, calendar }
  try {
    previewDueDate(rule, events, calendar)
  } catch (error) {
    if (error instanceof Conflict) return refused(error.code, error.params)
    throw error
  }
  const explanation = explainDueDate(clock)
  const today = civilDateOf(now)
  return { kind: 'answer', explanation, face: readClock(clock, now), cells: stripOf(explanation, today) }
}

/** Every rule once: the version in force is found by the day on which the term begins. */
export function rulesOffered(): ClockRule[] {
  return [...new Map(CLOCK_RULES.map((rule) => [rule.id, rule])).values()]
}

function ruleOn(id: string, on: Clock['events'][number]['occurred_on']): ClockRule | undefined {
  return CLOCK_RULES.find(
    (rule) => rule.id === id && (rule.effective_from ?? on) <= on && on <= (rule.effective_to ?? on),
  )
}

type Started = CalculatorQuery & { start: ClockEvent['occurred_on'] }

/** Each pause bears a name of its own, so that pauses that overlap end apart. */
function eventsOf(
  { start, time, pauses = '', extension, told }: Started,
  rule: ClockRule,
): ClockEvent[] | undefined {
  const occurred_at = rule.unit === 'hour' && time ? instantAt(start, time) : null
  const events: ClockEvent[] = [{ kind: 'start', occurred_on: start, occurred_at }]
  for (const [at, line] of linesOf(pauses).entries()) {
    const span = readSpan(line)
    if (!span || span.to < span.from) return undefined
    events.push({ kind: 'pause', occurred_on: span.from, pause: String(at) })
    events.push({ kind: 'resume', occurred_on: span.to, pause: String(at) })
  }
  if (extension) {
    const on = told && isCivilDate(told) ? told : start
    events.push({ kind: 'extend', amount: Number(extension), occurred_on: on })
  }
  return events
}

function refused(code: string, params: Refusal['params'] = {}): Answer {
  return { kind: 'refused', code, params }
}
