import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { highlight } from './excerpt.ts'

describe('the excerpt under a search hit', () => {
  const filler = '本办法所称线路是指固定走向。'.repeat(30)

  it('shows the place where most of the words stand together', () => {
    const passages = highlight(`${filler}公开。${filler}依申请公开的政府信息${filler}`, [
      '依申请公开',
      '政府信息',
      '公开',
    ])
    assert.deepEqual(
      passages.filter((one) => one.hit).map((one) => one.text),
      ['依申请公开', '政府信息'],
    )
    assert.equal(passages.at(0)?.text, '…')
    assert.equal(passages.at(-1)?.text, '…')
    assert.ok(passages.map((one) => one.text).join('').length <= 122)
  })

  it('begins with the text when nothing in it was hit', () => {
    assert.deepEqual(highlight('第一条 为了公开。', ['补贴']), [{ text: '第一条 为了公开。', hit: false }])
    assert.ok(
      highlight(filler, [])
        .map((one) => one.text)
        .join('')
        .startsWith('本办法'),
    )
  })

  it('sees no difference of width or case', () => {
    assert.deepEqual(highlight('ＷｅＣhat 订阅号', ['wechat']), [
      { text: 'ＷｅＣhat', hit: true },
      { text: ' 订阅号', hit: false },
    ])
  })

  it('is a part of the text, for any text and words', () => {
    const text = fc.string({ unit: fc.constantFrom(...'公开政府信息。 \nA\u{20bb7}'), maxLength: 300 })
    fc.assert(
      fc.property(
        text,
        fc.array(fc.string({ unit: fc.constantFrom(...'公开政府\u{20bb7}'), maxLength: 3 }), {
          maxLength: 3,
        }),
        (body, words) => {
          const shown = highlight(body, words, 40)
            .map((one) => one.text)
            .join('')
            .replace(/^…|…$/g, '')
          return body.replace(/\s+/g, ' ').trim().includes(shown) && shown.isWellFormed()
        },
      ),
      { seed: 120, numRuns: 500 },
    )
  })
})
