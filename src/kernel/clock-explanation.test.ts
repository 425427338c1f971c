import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CivilDate, instantAt } from './calendar.ts'
import { CALENDAR } from './calendar-data.ts'
import type { Clock } from './clock.ts'
import type { ClockEvent } from './clock-events.ts'
import { explainDueDate } from './clock-explanation.ts'
import { CLOCK_MESSAGES } from './clock-messages.ts'
import { CLOCK_REFUSALS } from './clock-refusals.ts'
import { ruleInForce } from './clock-rule.ts'
import { CLOCK_RULES } from './clock-rules.ts'
import { sentencesOf } from './clock-sentences.ts'
import { LAW_NAMES, sourceInWords } from './clock-sources.ts'
import { type Language, translator } from './messages.ts'

function clockOf(id: string, start: CivilDate, ...events: ClockEvent[]): Clock {
  const started: ClockEvent = { kind: 'start', occurred_on: start, occurred_at: instantAt(start, '21:30') }
  return { rule: ruleInForce(CLOCK_RULES, id, start), events: [started, ...events], calendar: CALENDAR }
}

function wordsOf(clock: Clock, language: Language): string[] {
  const t = translator(language, [CLOCK_MESSAGES])
  return sentencesOf(explainDueDate(clock), language).map(({ key, params }) => t(key, params))
}

describe('the explanation of a date', () => {
  test('every day has a row: holiday with its name, make-up day, pause, running number', () => {
    const clock = clockOf('request.answer', '2025-04-07', {
      kind: 'pause',
      occurred_on: '2025-04-14',
      until: '2025-04-25',
    })
    const { rows } = explainDueDate(clock)
    const rowOf = (date: CivilDate) => rows.find((row) => row.date === date)
    assert.equal(rows[0]?.date, '2025-04-08')
    assert.equal(rows.at(-1)?.date, '2025-05-20')
    assert.equal(rows.length, 43)
    assert.deepEqual([rowOf('2025-04-14')?.number, rowOf('2025-04-15')?.number], [5, null])
    assert.equal(rowOf('2025-04-15')?.paused, true)
    assert.deepEqual([rowOf('2025-04-27')?.kind, rowOf('2025-04-27')?.number], ['make-up', 6])
    assert.equal(rowOf('2025-05-01')?.holiday?.['zh-CN'], '劳动节')
    assert.equal(rowOf('2025-05-10')?.kind, 'weekend')
    assert.equal(rows.at(-1)?.number, 20)
  })

  test('an extension numbers its own days from one', () => {
    const extend: ClockEvent = { kind: 'extend', amount: 20, occurred_on: '2025-04-08' }
    const { rows, terms } = explainDueDate(clockOf('request.answer', '2025-03-12', extend))
    assert.deepEqual(
      terms.map(({ due, math }) => [due.due, math.slice(0, 8)]),
      [
        ['2025-04-10', '03-13..1'],
        ['2025-05-12', '04-11=1,'],
      ],
    )
    assert.deepEqual([rows.at(-1)?.number, rows.at(-1)?.extension], [20, true])
  })

  test('days waited for after the last day have no number', () => {
    const { rows } = explainDueDate(clockOf('review.apply', '2025-03-05'))
    const waited = rows.filter(({ rolled }) => rolled)
    assert.deepEqual(
      waited.map(({ date, number }) => [date, number]),
      [
        ['2025-05-05', null],
        ['2025-05-06', null],
      ],
    )
    assert.equal(rows.find(({ date }) => date === '2025-05-04')?.number, 60)
  })

  test('a term that counts back numbers its days back from the event', () => {
    const { rows } = explainDueDate(clockOf('decision.hearing-materials', '2025-10-14'))
    assert.deepEqual([rows.at(-1)?.date, rows.at(-1)?.number], ['2025-10-13', 1])
    assert.deepEqual([rows[0]?.date, rows[0]?.rolled], ['2025-09-30', true])
  })

  test('it reads as sentences in Chinese', () => {
    assert.deepEqual(wordsOf(clockOf('proactive.publish', '2025-01-20'), 'zh-CN'), [
      '主动公开政府信息：期限20个工作日（《政府信息公开条例》第26条）。',
      '自2025年1月20日（星期一）的次日起算，当日不计入。',
      '2025年1月28日（星期二）至2025年2月4日（星期二）春节放假，不计入。',
      '2025年1月26日（星期日）、2025年2月8日（星期六）为调休上班日，计入。',
      '最迟2025年2月21日（星期五）办结。',
      '按工作日历cn-2026计算。',
    ])
  })

  test('it reads as sentences in English, with pause and extension', () => {
    const clock = clockOf(
      'request.answer',
      '2025-04-07',
      { kind: 'pause', occurred_on: '2025-04-14' },
      { kind: 'resume', occurred_on: '2025-04-25' },
      { kind: 'extend', amount: 10, occurred_on: '2025-05-19' },
    )
    assert.deepEqual(wordsOf(clock, 'en').slice(4), [
      'Make-up working days, counted: Sunday 27 April 2025.',
      'Paused from Tuesday 15 April 2025 to Friday 25 April 2025; working days not counted: 9.',
      'So counted, the term ends on Tuesday 20 May 2025.',
      'Extended with approval, working days added: 10; told on Monday 19 May 2025, within the term.',
      'Due by Wednesday 4 June 2025.',
      'Reckoned with the working calendar cn-2026.',
    ])
  })

  test('a guess about a year without a notice is called one', () => {
    const words = wordsOf(clockOf('request.answer', '2026-12-18'), 'zh-CN')
    assert.ok(words.some((sentence) => sentence.startsWith('2026年12月31日（星期四）以后的放假安排尚未公布')))
    const old = wordsOf(clockOf('proactive.publish', '2023-12-20'), 'zh-CN')
    assert.ok(old.some((sentence) => sentence.startsWith('2024年1月1日（星期一）以前的放假安排没有录入')))
  })
})

describe('the words of the clock', () => {
  test('no rule leaves a gap in its sentences, in either language', () => {
    for (const { id, effective_from } of CLOCK_RULES) {
      for (const language of ['zh-CN', 'en'] as const) {
        const sentences = wordsOf(clockOf(id, effective_from ?? '2025-10-01'), language)
        assert.ok(sentences.length >= 4, id)
        for (const sentence of sentences) assert.doesNotMatch(sentence, /[{}]|undefined|^clock\./, id)
      }
    }
  })

  test('both languages fill in the same things', () => {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([name]) => name).sort()
    for (const [key, zh] of Object.entries(CLOCK_MESSAGES['zh-CN'])) {
      assert.deepEqual(names(CLOCK_MESSAGES.en[key as keyof typeof CLOCK_MESSAGES.en]), names(zh), key)
    }
  })

  test('every refusal has its words', () => {
    for (const code of CLOCK_REFUSALS) assert.ok(code in CLOCK_MESSAGES['zh-CN'], code)
  })

  test('every rule cites a law by its full name', () => {
    for (const { id, source } of CLOCK_RULES) assert.ok(sourceInWords(source, 'zh-CN').startsWith('《'), id)
    const cited = CLOCK_RULES.flatMap(({ source }) => source.split('; '))
    for (const name of Object.keys(LAW_NAMES))
      assert.ok(
        cited.some((part) => part.startsWith(name)),
        name,
      )
    assert.equal(sourceInWords('OGI 32, 33', 'zh-CN'), '《政府信息公开条例》第32条、第33条')
    assert.equal(sourceInWords('OGI 33', 'en'), 'Regulations on Open Government Information, article 33')
  })
})

describe('the rules as data', () => {
  test('a rule has at most one version in force on any day', () => {
    for (const rule of CLOCK_RULES) {
      const same = CLOCK_RULES.filter(({ id }) => id === rule.id).sort((a, b) =>
        (a.effective_from ?? '').localeCompare(b.effective_from ?? ''),
      )
      for (const [index, version] of same.entries()) {
        const next = same[index + 1]
        if (next) assert.ok((version.effective_to ?? '9999') < (next.effective_from ?? ''), rule.id)
      }
    }
  })

  test('the version of the day of the trigger is used', () => {
    assert.equal(ruleInForce(CLOCK_RULES, 'log.retention', '2025-12-31').source, 'CSL 21')
    assert.equal(ruleInForce(CLOCK_RULES, 'log.retention', '2026-01-01').verified, false)
    assert.throws(() => ruleInForce(CLOCK_RULES, 'request.answer', '2019-05-14'), /no clock rule/)
  })
})
