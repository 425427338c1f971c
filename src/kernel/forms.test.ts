import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { readForm, typed, withErrors } from './forms.ts'
import { defineMessages, translator } from './messages.ts'
import { DEFAULT_MODES, readModes, writeModes } from './view-modes.ts'

const Shape = z.object({
  title: z.string().min(2, 'x.title'),
  text: z.string().min(1, 'x.text'),
  tags: z.array(z.string()).default([]),
})

describe('a form', () => {
  test('that is wrong comes back with everything typed and every error at once', () => {
    const reading = readForm(Shape, { title: 'a', text: '', tags: ['one', 'two'] })
    assert.ok(!reading.ok)
    assert.deepEqual(reading.draft.errors, { title: 'x.title', text: 'x.text' })
    assert.equal(typed(reading.draft, 'title'), 'a')
    assert.deepEqual(reading.draft.values.tags, ['one', 'two'])
    assert.deepEqual(withErrors(reading.draft, { title: 'y' }).errors, { title: 'y', text: 'x.text' })
  })

  test('says in words of its own what was not sent at all, or sent as something else', () => {
    const reading = readForm(Shape.extend({ many: z.array(z.string()) }), { title: ['a'], many: 'one' })
    assert.ok(!reading.ok)
    assert.deepEqual(reading.draft.errors, {
      title: 'form.field-wrong',
      text: 'form.field-missing',
      many: 'form.field-wrong',
    })
  })

  test('is read without line ends of Windows, and from whatever was posted', () => {
    const reading = readForm(Shape, { title: 'ab', text: 'one\r\ntwo' })
    assert.ok(reading.ok && reading.value.text === 'one\ntwo')
    const withNul = readForm(Shape, { title: 'a\0b', text: 'x', tags: ['\0y'] })
    assert.ok(withNul.ok && withNul.value.title === 'ab' && withNul.value.tags[0] === 'y')
    for (const body of [null, undefined, 'text', 7, []]) assert.equal(readForm(Shape, body).ok, false)
    assert.equal(readForm(Shape, JSON.parse('{"__proto__": {"title": "ab"}}')).ok, false)
  })
})

describe('words', () => {
  const messages = defineMessages({ 'a.count': '共{count}条' }, { 'a.count': '{count} in all' })

  test('are filled in and chosen by language', () => {
    assert.equal(translator('zh-CN', [messages])('a.count', { count: 3 }), '共3条')
    assert.equal(translator('en', [messages])('a.count', { count: 3 }), '3 in all')
    assert.equal(translator('en', [messages])('a.count'), '{count} in all')
    assert.equal(translator('en', [messages])('constructor'), 'constructor')
  })
})

describe('how a reader wants pages shown', () => {
  test('is one text for one set of modes, whatever order it was chosen in', () => {
    const modes = { ...DEFAULT_MODES, size: 'larger', simple: true } as const
    assert.equal(writeModes(modes), 'zh-CN.larger.normal.auto.1')
    assert.deepEqual(readModes(writeModes(modes)), modes)
  })

  test('falls back where a cookie is old or forged', () => {
    assert.deepEqual(readModes('fr.huge.<script>.x.9'), DEFAULT_MODES)
    assert.deepEqual(readModes(undefined), DEFAULT_MODES)
    assert.equal(writeModes(readModes('en')), 'en.normal.normal.auto.0')
  })
})
