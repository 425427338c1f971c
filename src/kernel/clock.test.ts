import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, type CivilDate, civilDate, civilDateOf, civilTimeOf, instantAt } from './calendar.ts'
import { CALENDAR } from './calendar-data.ts'
import { type Due, dueDate, dueDateAsOf, previewDueDate, withEvent } from './clock.ts'
import type { ClockEvent } from './clock-events.ts'
import { explainDueDate } from './clock-explanation.ts'
import { outcomeOf } from './clock-face.ts'
import { ruleInForce } from './clock-rule.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import { type RequestReceipt, receivedOn } from './request-receipt.ts'

type Case = readonly [id: string, rule: string, inputs: string, what: string, math: string, due: string]

/** `*` marks a make-up working day; `=n` is the running count of counted days. */
// biome-ignore format: one worked example a line, to be read as a table
const CASES: readonly Case[] = [
  ['D01', 'proactive.publish', 'formed=2025-01-20', 'across Spring Festival 2025; two make-up days count', '01-21..24=4, 01-26*..27=6, 02-05..08*=10, 02-10..14=15, 02-17..21=20', '2025-02-21'],
  ['D02', 'proactive.publish', 'formed=2025-09-19', 'across National Day 2025; Sun 09-28 and Sat 10-11 count', '09-22..26=5, 09-28*..30=8, 10-09..11*=11, 10-13..17=16, 10-20..23=20', '2025-10-23'],
  ['D03', 'proactive.publish', 'formed=2026-02-02', 'across Spring Festival 2026; Sat 02-14 and Sat 02-28 count', '02-03..06=4, 02-09..14*=10, 02-24..28*=15, 03-02..06=20', '2026-03-06'],
  ['D04', 'proactive.publish', 'formed=2024-02-01', 'New Year’s Eve 2024-02-09 was still a working day (a holiday only from 2025)', '02-02=1, 02-04*..09=7, 02-18*..23=13, 02-26..03-01=18, 03-04..05=20', '2024-03-05'],
  ['D05', 'request.answer', 'received=2024-01-29; channel=in-person', 'in person', '01-30..02-02=4, 02-04*..09=10, 02-18*..23=16, 02-26..29=20', '2024-02-29'],
  ['D06', 'request.answer', 'signed=2024-09-13; channel=registered-mail', 'registered mail; 中秋 + 国庆; 3 make-up days', '09-14*=1, 09-18..20=4, 09-23..27=9, 09-29*..30=11, 10-08..12*=16, 10-14..17=20', '2024-10-17'],
  ['D07', 'request.answer', 'signed=2025-03-12; opened=2025-03-17; channel=registered-mail', 'mail room signed 03-12, office opened it 03-17: signing counts', '03-13..14=2, 03-17..21=7, 03-24..28=12, 03-31..04-03=16, 04-07..10=20', '2025-04-10'],
  ['D08', 'request.answer', 'confirmed=2025-03-12; arrived=2025-03-12; channel=ordinary-mail', 'ordinary letter confirmed on arrival', '03-13..14=2, 03-17..21=7, 03-24..28=12, 03-31..04-03=16, 04-07..10=20', '2025-04-10'],
  ['D09', 'request.answer', 'confirmed=2025-03-14; submitted=2025-03-12; channel=web', 'web form of 03-12, both sides confirmed 03-14: two WD later than the letter', '03-17..21=5, 03-24..28=10, 03-31..04-03=14, 04-07..11=19, 04-14=20', '2025-04-14'],
  ['D10', 'request.answer', 'confirmed=2025-09-28; arrived=2025-09-26; channel=ordinary-mail', 'ordinary letter, applicant reached on make-up Sunday', '09-29..30=2, 10-09..11*=5, 10-13..17=10, 10-20..24=15, 10-27..31=20', '2025-10-31'],
  ['D11', 'request.answer', 'confirmed=2025-01-26; submitted=2025-01-25; channel=web', 'web, sent Saturday, confirmed on make-up Sunday', '01-27=1, 02-05..08*=5, 02-10..14=10, 02-17..21=15, 02-24..28=20', '2025-02-28'],
  ['D12', 'request.answer', 'confirmed=2025-10-09; submitted=2025-10-03; channel=web', 'web, sent in the National Day holiday', '10-10..11*=2, 10-13..17=7, 10-20..24=12, 10-27..31=17, 11-03..05=20', '2025-11-05'],
  ['D13', 'request.correction-notice', 'received=2025-01-23', 'last day is a make-up Saturday', '01-24=1, 01-26*..27=3, 02-05..08*=7', '2025-02-08'],
  ['D14', 'request.correction-notice', 'received=2025-03-03; notice=2025-03-14', 'notice sent 03-14 → late', '03-04..07=4, 03-10..12=7', '2025-03-12'],
  ['D15', 'request.answer', 'received=2025-03-03; notice=2025-03-10; corrected=2025-03-21', 'restart on the corrected request; time before is dropped', '03-24..28=5, 03-31..04-03=9, 04-07..11=14, 04-14..18=19, 04-21=20', '2025-04-21'],
  ['D16', 'request.answer', 'received=2025-04-21; notice=2025-04-28; corrected=2025-05-06', 'restart after Labour Day; 端午 inside', '05-07..09=3, 05-12..16=8, 05-19..23=13, 05-26..30=18, 06-03..04=20', '2025-06-04'],
  ['D17', 'request.answer', 'received=2025-04-07; pause=2025-04-14/2025-04-25', 'third party answered early; 9 WD not counted (would be 2025-05-07)', '04-08..11=4, 04-14=5, 04-27*..30=9, 05-06..09=13, 05-12..16=18, 05-19..20=20', '2025-05-20'],
  ['D18', 'request.third-party-opinion', 'letter-received=2025-04-16', '15 WD over Labour Day', '04-17..18=2, 04-21..25=7, 04-27*..30=11, 05-06..09=15', '2025-05-09'],
  ['D19', 'request.answer', 'received=2025-04-07; pause=2025-04-14/2025-05-09', 'third party silent (D18): pause runs to the end of its 15 WD; 17 WD not counted', '04-08..11=4, 04-14=5, 05-12..16=10, 05-19..23=15, 05-26..30=20', '2025-05-30'],
  ['D20', 'request.co-agency-opinion', 'letter-received=2026-02-09', 'silence = consent', '02-10..14*=5, 02-24..28*=10, 03-02..06=15', '2026-03-06'],
  ['D21', 'request.answer', 'received=2026-02-02; pause=2026-02-09/2026-03-06', 'co-agency silent (D20); 15 WD not counted', '02-03..06=4, 02-09=5, 03-09..13=10, 03-16..20=15, 03-23..27=20', '2026-03-27'],
  ['D22', 'request.answer', 'received=2025-06-03; pause=2025-06-09/2025-06-20; pause=2025-06-13/2025-06-27', 'two third parties, overlapping pauses merged to (06-09, 06-27]: 14 WD, not 19', '06-04..06=3, 06-09=4, 06-30..07-04=9, 07-07..11=14, 07-14..18=19, 07-21=20', '2025-07-21'],
  ['D23', 'request.extension', 'received=2025-03-12; extend=20; told=2025-04-08', 'old due 2025-04-10; 20 WD more', '04-11=1, 04-14..18=6, 04-21..25=11, 04-27*..30=15, 05-06..09=19, 05-12=20', '2025-05-12'],
  ['D24', 'request.extension', 'received=2025-04-07; pause=2025-04-14/2025-04-25; extend=10; told=2025-05-19', 'old due 2025-05-20 (D17); 10 WD more', '05-21..23=3, 05-26..30=8, 06-03..04=10', '2025-06-04'],
  ['D25', 'request.extension', 'received=2025-03-12; extend=20; told=2025-04-11', 'due was 2025-04-10, told after it', 'rejected', 'extension-too-late'],
  ['D26', 'request.extension', 'received=2025-03-12; extend=21; told=2025-04-08', 'more than 20 WD in all', 'rejected', 'extension-too-long'],
  ['D27', 'request.fee-payment', 'notice=2025-06-03', 'counted from the day after the notice', '06-04..06=3, 06-09..13=8, 06-16..20=13, 06-23..27=18, 06-30..07-01=20', '2025-07-01'],
  ['D28', 'request.answer', 'received=2025-05-26; fee-notice=2025-06-03; paid=2025-06-12', 'restart after payment', '06-13=1, 06-16..20=6, 06-23..27=11, 06-30..07-04=16, 07-07..10=20', '2025-07-10'],
  ['D29', 'review.apply', 'known=2025-03-05', 'ends inside Labour Day', '+60 CD = 05-04 Sun (off) → 05-06', '2025-05-06'],
  ['D30', 'review.apply', 'known=2024-08-08', 'ends on the last day of National Day 2024', '+60 CD = 10-07 Mon (off) → 10-08', '2024-10-08'],
  ['D31', 'review.decide', 'accepted=2025-12-03', 'ends on a Sunday', '+60 CD = 02-01 Sun (off) → 02-02; target 2026-01-30', '2026-02-02'],
  ['D32', 'suit.after-review', 'received=2025-01-14', 'ends on 正月初一', '+15 CD = 01-29 Wed (off) → 02-05', '2025-02-05'],
  ['D33', 'suit.direct', 'known=2025-04-07', 'ends inside National Day', '+6 months = 2025-10-07 Tue (off) → 10-09', '2025-10-09'],
  ['D34', 'suit.direct', 'known=2025-08-31', 'no 31 Feb → month end, a make-up Saturday: no roll', '+6 months = 2026-02-28 Sat (working day)', '2026-02-28'],
  ['D35', 'decision.comment', 'published=2025-01-02', 'earliest close; Spring Festival', '+30 CD = 02-01 Sat (off) → 02-05', '2025-02-05'],
  ['D36', 'rule.comment', 'published=2026-01-16', 'earliest close; first day of Spring Festival 2026', '+30 CD = 02-15 Sun (off) → 02-24', '2026-02-24'],
  ['D37', 'decision.hearing-materials', 'hearing=2025-10-14', 'latest delivery; counts back into National Day', '−7 CD = 10-07 Tue (off) → back to 09-30', '2025-09-30'],
  ['D38', 'rule.hearing-notice', 'hearing=2025-06-03', 'latest publication; counts back into Labour Day', '−30 CD = 05-04 Sun (off) → back to 04-30', '2025-04-30'],
  ['D39', 'decision.legality-review', 'sent=2025-09-26', 'earliest end of the review time', '09-28*..30=3, 10-09..11*=6, 10-13=7', '2025-10-13'],
  ['D40', 'rule.effective', 'published=2025-03-01', 'earliest day in force; no roll', '+31 CD', '2025-04-01'],
  ['D41', 'document.interpretation', 'published=2025-09-30', 'last day is a make-up Saturday', '10-09..11*=3', '2025-10-11'],
  ['D42', 'opinion.authoritative-5h', 'started=2025-10-01T21:30', 'holiday night: no pause', '+5 h', '2025-10-02T02:30'],
  ['D43', 'opinion.press-24h', 'started=2025-10-01T21:30', 'same event', '+24 h', '2025-10-02T21:30'],
  ['D44', 'opinion.response-48h', 'started=2026-02-14T22:15', 'into Spring Festival', '+48 h', '2026-02-16T22:15'],
  ['D45', 'annual.department', 'report-year=2024', 'inside Spring Festival: fixed date, no roll', 'target 2025-01-27', '2025-01-31'],
  ['D46', 'annual.department', 'report-year=2025', 'on a weekend: fixed date, no roll', 'target 2026-01-30', '2026-01-31'],
  ['D47', 'annual.government', 'report-year=2023', 'on a weekend: fixed date, no roll', 'target 2024-03-29', '2024-03-31'],
  ['D48', 'budget.department', 'replied=2025-01-10', 'publish before the holiday: staff see the target', '+20 CD = 01-30 Thu (off) → 02-05; target 2025-01-27', '2025-02-05'],
  ['D49', 'permit.correction', 'lodged=2025-04-25', 'make-up Sunday 04-27 counts', '04-27*..30=4, 05-06=5', '2025-05-06'],
  ['D50', 'permit.decide', 'accepted=2024-04-10', 'across Labour Day 2024', '04-11..12=2, 04-15..19=7, 04-22..26=12, 04-28*..30=15, 05-06..10=20', '2024-05-10'],
  ['D51', 'penalty.withdraw', 'revoked=2024-04-30', 'across Labour Day 2024 (05-01..05)', '05-06..08=3', '2024-05-08'],
  ['D52', 'safety.penalty', 'decided=2025-05-29', 'across 端午', '05-30=1, 06-03..06=5, 06-09..10=7', '2025-06-10'],
  ['D53', 'bid.candidates-start', 'report=2024-04-30', 'ends inside Labour Day', '+3 CD = 05-03 Fri (off) → 05-06; target 2024-04-30', '2024-05-06'],
  ['D54', 'land.pre-notice', 'posted=2026-02-12', 'earliest end; two make-up Saturdays', '02-13..14*=2, 02-24..28*=7, 03-02..04=10', '2026-03-04'],
  ['D55', 'land.plan', 'posted=2025-04-03', 'earliest end; inside Labour Day', '+30 CD = 05-03 Sat (off) → 05-06', '2025-05-06'],
  ['D56', 'petition.decide', 'accepted=2025-11-04', 'rolls to a make-up Sunday', '+60 CD = 01-03 Sat (off) → 01-04; target 2025-12-31', '2026-01-04'],
  ['D57', 'request.answer', 'signed=2026-12-18; channel=registered-mail', 'needs the 2027 calendar', '9 WD in 2026 (12-21..25=5, 12-28..31=9); 11 WD in 2027 open', 'provisional'],
]

type Inputs = { readonly fields: ReadonlyMap<string, string>; readonly pauses: readonly string[] }

function readInputs(text: string): Inputs {
  const pairs = text.split('; ').map((pair) => pair.split('=') as [string, string])
  return {
    fields: new Map(pairs),
    pauses: pairs.filter(([key]) => key === 'pause').map(([, span]) => span),
  }
}

function dateIn({ fields }: Inputs, name: string): CivilDate | undefined {
  const text = fields.get(name)
  return text === undefined ? undefined : civilDate(text.slice(0, 10))
}

function receiptOf(inputs: Inputs): RequestReceipt | undefined {
  const [confirmed, arrived, signed, received] = ['confirmed', 'arrived', 'signed', 'received'].map((name) =>
    dateIn(inputs, name),
  )
  const channel = inputs.fields.get('channel')
  if (channel === 'in-person') return { channel, submitted_on: received! }
  if (channel === 'registered-mail') return { channel, signed_on: signed! }
  if (channel === 'ordinary-mail') return { channel, arrived_on: arrived!, confirmed_on: confirmed! }
  if (channel === 'web') return { channel, confirmed_on: confirmed! }
  return undefined
}

const TRIGGERS = [
  'formed',
  'received',
  'letter-received',
  'notice',
  'known',
  'accepted',
  'published',
  'hearing',
  'sent',
  'replied',
  'lodged',
  'revoked',
  'decided',
  'report',
  'posted',
]

function startOf(inputs: Inputs): ClockEvent {
  const minute = inputs.fields.get('started')
  const year = inputs.fields.get('report-year')
  if (minute)
    return { kind: 'start', occurred_on: civilDate(minute.slice(0, 10)), occurred_at: minuteOf(minute) }
  if (year) return { kind: 'start', occurred_on: civilDate(`${year}-12-31`) }
  const receipt = receiptOf(inputs)
  const trigger = TRIGGERS.map((name) => dateIn(inputs, name)).find((date) => date !== undefined)
  return { kind: 'start', occurred_on: (receipt ? receivedOn(receipt) : trigger)! }
}

function minuteOf(text: string): Date {
  return instantAt(civilDate(text.slice(0, 10)), text.slice(11))
}

/** A correction notice or a fee notice holds the clock until the corrected request or the payment starts it anew. */
function eventsOf(inputs: Inputs): ClockEvent[] {
  const events: ClockEvent[] = [startOf(inputs)]
  const held = dateIn(inputs, 'fee-notice') ?? dateIn(inputs, 'notice')
  const anew = dateIn(inputs, 'corrected') ?? dateIn(inputs, 'paid')
  if (held && anew) {
    events.push({ kind: 'pause', occurred_on: held }, { kind: 'restart', occurred_on: anew })
  }
  for (const [index, span] of inputs.pauses.entries()) {
    const [from, to] = span.split('/').map((day) => civilDate(day))
    const pause = `letter ${index + 1}`
    events.push({ kind: 'pause', pause, occurred_on: from! }, { kind: 'resume', pause, occurred_on: to! })
  }
  const amount = Number(inputs.fields.get('extend'))
  if (amount) events.push({ kind: 'extend', amount, occurred_on: dateIn(inputs, 'told')! })
  return events
}

/** An extension is an event of the clock that it extends. */
function ruleOf(id: string, on: CivilDate) {
  return ruleInForce(CLOCK_RULES, id === 'request.extension' ? 'request.answer' : id, on)
}

function shown({ due, due_at }: Due): string {
  return due_at ? `${civilDateOf(due_at)}T${civilTimeOf(due_at)}` : due
}

describe('worked examples of the legal clock', () => {
  for (const [id, ruleId, text, what, math, expected] of CASES) {
    test(`${id} ${ruleId}: ${what}`, () => {
      const inputs = readInputs(text)
      const events = eventsOf(inputs)
      const rule = ruleOf(ruleId, events[0]!.occurred_on)
      if (math === 'rejected') {
        assert.throws(() => previewDueDate(rule, events, CALENDAR), { name: 'Conflict', code: expected })
        return
      }
      const due = previewDueDate(rule, events, CALENDAR)
      assert.deepEqual(due, dueDate(rule, events, CALENDAR))
      assert.equal(due.calendar_version, 'cn-2026')
      const term = explainDueDate({ rule, events, calendar: CALENDAR }).terms.at(-1)!
      if (expected === 'provisional') {
        assert.equal(due.provisional, true)
        assert.match(
          math,
          new RegExp(`^9 WD in 2026 \\(${escaped(term.math)}\\); ${term.open} WD in 2027 open$`),
        )
        return
      }
      assert.equal(shown(due), expected)
      assert.equal(due.provisional, false)
      assert.equal(term.open, 0)
      const [sum, target] = math.split('; target ')
      assert.equal(term.math, sum)
      if (target) assert.equal(due.target, target)
    })
  }

  test('all fifty-seven examples are here', () => assert.equal(CASES.length, 57))

  test('a notice of 14 March is late when it was due on 12 March (D14)', () => {
    const rule = ruleOf('request.correction-notice', '2025-03-03')
    const due = dueDate(rule, [{ kind: 'start', occurred_on: '2025-03-03' }], CALENDAR)
    const outcome = outcomeOf(due, { on: '2025-03-14' }, CALENDAR)
    assert.deepEqual(outcome, { result: 'late', by: { amount: 2, unit: 'working-day' } })
  })
})

function escaped(text: string): string {
  return text.replaceAll(/[.*]/g, '\\$&')
}

describe('events of the legal clock', () => {
  const rule = ruleOf('request.answer', '2025-04-07')
  const started: ClockEvent = { kind: 'start', occurred_on: '2025-04-07' }
  const clockOf = (...events: ClockEvent[]) => ({ rule, events, calendar: CALENDAR })
  const refused = (code: string, event: ClockEvent, ...before: ClockEvent[]) =>
    assert.throws(() => withEvent(clockOf(...before), event), { name: 'Conflict', code })

  test('a silent party ends its pause by the end of its own term (D19)', () => {
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-14', until: '2025-05-09' }
    assert.equal(dueDate(rule, [started, pause], CALENDAR).due, '2025-05-30')
    const late: ClockEvent = { kind: 'resume', occurred_on: '2025-05-13' }
    assert.equal(dueDate(rule, [started, pause, late], CALENDAR).due, '2025-05-30')
    const early: ClockEvent = { kind: 'resume', occurred_on: '2025-04-25' }
    assert.equal(dueDate(rule, [started, pause, early], CALENDAR).due, '2025-05-20')
  })

  test('while a pause without an end is open, the date moves on with every working day', () => {
    const clock = clockOf(started, { kind: 'pause', occurred_on: '2025-04-14' })
    assert.equal(dueDateAsOf(clock, '2025-04-14').due, '2025-05-07')
    assert.equal(dueDateAsOf(clock, '2025-04-25').due, '2025-05-20')
  })

  test('events may be recorded late and are read in the order of their days', () => {
    const resume: ClockEvent = { kind: 'resume', occurred_on: '2025-04-25' }
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-14' }
    assert.equal(dueDate(rule, [started, resume, pause], CALENDAR).due, '2025-05-20')
  })

  test('extensions add up to the cap and no further', () => {
    const first: ClockEvent = { kind: 'extend', amount: 12, occurred_on: '2025-05-07' }
    const second: ClockEvent = { kind: 'extend', amount: 8, occurred_on: '2025-05-20' }
    assert.equal(previewDueDate(rule, [started, first, second], CALENDAR).due, '2025-06-05')
    refused('extension-too-long', { ...second, amount: 9 }, started, first)
  })

  test('a restart does not give a second full extension', () => {
    const extended: ClockEvent = { kind: 'extend', amount: 20, occurred_on: '2025-04-10' }
    const restart: ClockEvent = { kind: 'restart', occurred_on: '2025-04-15' }
    refused('extension-too-long', { ...extended, occurred_on: '2025-04-16' }, started, extended, restart)
  })

  test('an extension may be told on the last day and not on the day after', () => {
    const onTime: ClockEvent = { kind: 'extend', amount: 1, occurred_on: '2025-05-07' }
    assert.equal(previewDueDate(rule, [started, onTime], CALENDAR).due, '2025-05-08')
    refused('extension-too-late', { ...onTime, occurred_on: '2025-05-08' }, started)
  })

  test('an accepted extension stands though a later fact would have made it late', () => {
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-14', until: '2025-05-09' }
    const extend: ClockEvent = { kind: 'extend', amount: 2, occurred_on: '2025-05-28' }
    const learntLater: ClockEvent = { kind: 'resume', occurred_on: '2025-04-25' }
    assert.equal(dueDate(rule, [started, pause, extend, learntLater], CALENDAR).due, '2025-05-22')
  })

  test('the clock refuses what makes no sense', () => {
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-14', pause: 'letter' }
    refused('clock.not-started', pause)
    refused('clock.not-started', { ...pause, occurred_on: '2025-04-04' }, started)
    refused('clock.already-started', started, started)
    refused('clock.not-paused', { kind: 'resume', occurred_on: '2025-04-15' }, started)
    refused('clock.not-paused', { kind: 'resume', occurred_on: '2025-04-15', pause: 'other' }, started, pause)
    refused('clock.already-paused', { ...pause, occurred_on: '2025-04-15' }, started, pause)
    refused('clock.pause-ends-before-it-begins', { ...pause, until: '2025-04-11' }, started)
    refused(
      'clock.extension-not-in-whole-units',
      { kind: 'extend', amount: 0, occurred_on: '2025-04-15' },
      started,
    )
    const stop: ClockEvent = { kind: 'stop', occurred_on: '2025-04-20' }
    refused('clock.stopped', { kind: 'restart', occurred_on: '2025-04-21' }, started, stop)
  })

  test('hours, fixed dates and terms that count back do not pause; most limits cannot be extended', () => {
    for (const id of ['opinion.response-48h', 'annual.department', 'decision.hearing-materials']) {
      const start = { ...started, occurred_at: instantAt('2025-04-07', '09:00') }
      const clock = { rule: ruleOf(id, '2025-04-07'), events: [start], calendar: CALENDAR }
      const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-04-07' }
      assert.throws(() => withEvent(clock, pause), { code: 'clock.cannot-be-paused' })
    }
    const publish = { ...clockOf(started), rule: ruleOf('proactive.publish', '2025-04-07') }
    const extend: ClockEvent = { kind: 'extend', amount: 1, occurred_on: '2025-04-08' }
    assert.throws(() => withEvent(publish, extend), { code: 'clock.cannot-be-extended' })
  })

  test('a clock of hours needs its minute', () => {
    const hours = ruleOf('opinion.press-24h', '2025-04-07')
    assert.throws(() => previewDueDate(hours, [started], CALENDAR), { code: 'clock.minute-missing' })
  })

  test('a calendar-day term is lengthened by the days of its pause, weekends included, and then rolls', () => {
    const recheck = ruleOf('petition.reexamine', '2025-03-03')
    const start: ClockEvent = { kind: 'start', occurred_on: '2025-03-03' }
    const pause: ClockEvent = { kind: 'pause', occurred_on: '2025-03-10', until: '2025-03-12' }
    assert.equal(dueDate(recheck, [start], CALENDAR).ends_on, '2025-04-02')
    const due = dueDate(recheck, [start, pause], CALENDAR)
    assert.deepEqual([due.ends_on, due.due, due.target], ['2025-04-04', '2025-04-07', '2025-04-03'])
  })

  test('thirty more days are counted from the end of the sixty, not from where they rolled', () => {
    const review = ruleOf('review.decide', '2025-12-03')
    const start: ClockEvent = { kind: 'start', occurred_on: '2025-12-03' }
    const extend: ClockEvent = { kind: 'extend', amount: 30, occurred_on: '2026-01-30' }
    assert.equal(previewDueDate(review, [start, extend], CALENDAR).due, addDays('2025-12-03', 90))
  })
})

describe('dates beyond the known calendar', () => {
  const start = (occurred_on: CivilDate): ClockEvent[] => [{ kind: 'start', occurred_on }]

  test('a term that ends on the last known day is certain, one day more is provisional', () => {
    const rule = ruleOf('mailbox.simple', '2026-12-24')
    assert.equal(dueDate(rule, start('2026-12-24'), CALENDAR).due, '2026-12-31')
    assert.equal(dueDate(rule, start('2026-12-24'), CALENDAR).provisional, false)
    assert.equal(dueDate(rule, start('2026-12-25'), CALENDAR).provisional, true)
  })

  test('a term that began before the first known day is provisional', () => {
    assert.equal(
      dueDate(ruleOf('proactive.publish', '2023-12-20'), start('2023-12-20'), CALENDAR).provisional,
      true,
    )
  })

  test('a date fixed by law is certain, though the working day before it is not', () => {
    const due = dueDate(ruleOf('annual.department', '2026-12-31'), start('2026-12-31'), CALENDAR)
    assert.deepEqual([due.due, due.provisional, due.target_provisional], ['2027-01-31', false, true])
  })
})
