import {
  addDays,
  type CivilDate,
  civilTimeOf,
  daysBetween,
  earlier,
  type HolidayName,
  workingDaysBetween,
} from './calendar.ts'
import type { DayRow, Explanation, Term } from './clock-explanation.ts'
import type { ClockMessage } from './clock-messages.ts'
import { sourceInWords } from './clock-sources.ts'
import { dateInWords } from './date-words.ts'
import type { Language } from './messages.ts'
import type { Params } from './refusals.ts'

/** An explanation as sentences: message keys with parameters that are already words of the reader's language. */

type Words = (date: CivilDate) => string

export type Sentence = { readonly key: ClockMessage; readonly params: Params }

const SOME_HOLIDAY: HolidayName = { 'zh-CN': '节假日', en: 'Public holiday' }

export function sentencesOf(explanation: Explanation, language: Language): Sentence[] {
  const { rule } = explanation.due
  const words = (date: CivilDate) => dateInWords(date, language)
  return [
    limitOf(explanation, language),
    startOf(explanation, words),
    ...(rule.unit === 'working-day' ? daysOffOf(explanation, language) : []),
    ...pausesOf(explanation, words),
    ...explanation.terms.flatMap((term, index) => extensionOf(term, explanation.terms[index - 1], words)),
    ...endOf(explanation, words),
    ...cautionsOf(explanation, words),
    { key: 'clock.calendar-version', params: { version: explanation.due.calendar_version } },
  ]
}

function limitOf({ due: { rule }, terms }: Explanation, language: Language): Sentence {
  const params = {
    title: rule.title[language],
    amount: terms[0]!.amount,
    source: sourceInWords(rule.source, language),
  }
  if (rule.unit === 'hour' || rule.unit === 'fixed-date') return { key: `clock.term.${rule.unit}`, params }
  if (rule.direction === 'before') return { key: `clock.before.${rule.unit}`, params }
  return { key: `clock.${rule.minimum ? 'minimum' : 'term'}.${rule.unit}`, params }
}

function startOf({ due: { rule }, run: { started, restarted } }: Explanation, words: Words): Sentence {
  const start = words(started.occurred_on)
  if (rule.unit === 'hour' && started.occurred_at) {
    return { key: 'clock.counted-from-minute', params: { start, time: civilTimeOf(started.occurred_at) } }
  }
  if (restarted) return { key: 'clock.restarted', params: { start } }
  return {
    key: rule.direction === 'before' ? 'clock.counted-before' : 'clock.counted-after',
    params: { start },
  }
}

function daysOffOf({ rows }: Explanation, language: Language): Sentence[] {
  const running = rows.filter(({ paused }) => !paused)
  const makeUp = running.filter(({ kind }) => kind === 'make-up')
  const days = makeUp.map(({ date }) => dateInWords(date, language)).join(language === 'en' ? ', ' : '、')
  const holidays = holidaysIn(running).map((holiday) => holidayOf(holiday, language))
  return makeUp.length > 0 ? [...holidays, { key: 'clock.make-up', params: { days } }] : holidays
}

function holidayOf(days: readonly DayRow[], language: Language): Sentence {
  const [first, last] = [days[0]!, days.at(-1)!]
  const params = {
    name: (first.holiday ?? SOME_HOLIDAY)[language],
    from: dateInWords(first.date, language),
    through: dateInWords(last.date, language),
  }
  return { key: first === last ? 'clock.holiday-one-day' : 'clock.holiday', params }
}

/** The days off of one holiday that follow each other. */
function holidaysIn(rows: readonly DayRow[]): DayRow[][] {
  const groups: DayRow[][] = []
  for (const row of rows.filter(({ kind }) => kind === 'holiday')) {
    const last = groups.at(-1)?.at(-1)
    const continues = last && addDays(last.date, 1) === row.date && last.holiday === row.holiday
    if (continues) groups.at(-1)!.push(row)
    else groups.push([row])
  }
  return groups
}

/** A pause is told from its first day that is not counted. */
function pausesOf({ clock, run, due }: Explanation, words: Words): Sentence[] {
  return run.pauses
    .filter(({ after }) => after < due.ends_on)
    .map(({ after, through }) => {
      const params = { from: words(addDays(after, 1)), through: words(through) }
      if (due.rule.unit !== 'working-day') {
        return { key: 'clock.paused-calendar-days', params: { ...params, days: daysBetween(after, through) } }
      }
      const { days } = workingDaysBetween(after, through, clock.calendar)
      return { key: 'clock.paused', params: { ...params, days } }
    })
}

function extensionOf({ extension, due }: Term, before: Term | undefined, words: Words): Sentence[] {
  const { unit } = due.rule
  if (!extension || !before || unit === 'hour' || unit === 'fixed-date') return []
  const params = { amount: extension.amount, told: words(extension.occurred_on) }
  return [
    { key: 'clock.term-ends', params: { due: words(before.due.due) } },
    { key: `clock.extended.${unit}`, params },
  ]
}

function endOf({ due: { rule, due, due_at, ends_on, target } }: Explanation, words: Words): Sentence[] {
  const params = { ends: words(ends_on), due: words(due), target: words(target) }
  if (due_at) return [{ key: 'clock.due-at', params: { ...params, time: civilTimeOf(due_at) } }]
  const isBack = rule.direction === 'before'
  const sentences: Sentence[] = []
  if (due !== ends_on) sentences.push({ key: isBack ? 'clock.rolled-back' : 'clock.rolled', params })
  const latest = isBack ? 'clock.due-before' : 'clock.due'
  sentences.push({ key: rule.minimum ? 'clock.earliest' : latest, params })
  if (target !== due) sentences.push({ key: 'clock.target', params })
  return sentences
}

function cautionsOf({ clock: { calendar }, run, due }: Explanation, words: Words): Sentence[] {
  const params = { from: words(calendar.known_from), through: words(calendar.known_through) }
  const isOld = earlier(run.started.occurred_on, due.due) < calendar.known_from
  const sentences: Sentence[] = []
  if (due.provisional || due.target_provisional) {
    sentences.push({ key: isOld ? 'clock.provisional-before' : 'clock.provisional', params })
  }
  if (!due.rule.verified) sentences.push({ key: 'clock.unverified', params: {} })
  return sentences
}
