import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { phrasesOf, runtimeCutter, searchTokens, tsqueryOf, tsvectorOf } from './segmentation.ts'
import { OWN_WORDS } from './segmentation-dictionary.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 40 })
const awkward = fc.string({
  unit: fc.constantFrom(...`'"\\:&|!()<>*\0 \n政务A１`, '\ud800', '\udc00', '\u{20bb7}'),
  maxLength: 12,
})

describe('the words that search knows', () => {
  it('include those of open government', () => {
    for (const word of ['政务公开', '依申请公开', '主动公开', '行政处罚', '老年乘车卡', '公交线网']) {
      assert.ok(searchTokens(`关于${word}的通知`).includes(word), word)
    }
  })

  it('are found across the seams of another reading', () => {
    const title = searchTokens('中华人民共和国政府信息公开条例')
    for (const word of ['政府', '信息', '公开', '条例', '政府信息', '信息公开', '公开条例', '政府信息公开']) {
      assert.ok(title.includes(word), word)
    }
  })

  it('are the same in full width, in capitals and between punctuation', () => {
    assert.deepEqual(searchTokens('ＷｅＣｈａｔ，７路！'), searchTokens('wechat 7路'))
    assert.deepEqual(searchTokens('，。《》（）…… \n'), [])
  })

  it('leave out what stands in every sentence and keep single characters that mean something', () => {
    const tokens = searchTokens('税的征收和免税')
    assert.ok(tokens.includes('税') && !tokens.includes('的') && !tokens.includes('和'))
  })

  it('hold a document number whole, whatever stands before it and however it was typed', () => {
    const wanted = searchTokens('国办发〔2016〕80号').filter((token) => token.includes('〔'))
    assert.ok(wanted.includes('国办发〔2016〕80号'))
    for (const text of [
      '根据国办发[2016]80号要求',
      '（国办发（２０１６）８０号）',
      '《通知》国办发【2016】80号',
    ]) {
      const tokens = searchTokens(text)
      assert.ok(
        wanted.every((token) => tokens.includes(token)),
        text,
      )
    }
  })

  it('hold a bus line whole', () => {
    assert.ok(searchTokens('7路和27路').includes('7路'))
  })

  it('find every title by any of the own words in it', () => {
    for (const word of OWN_WORDS) {
      const tokens = new Set(searchTokens(`云溪市${word}工作`))
      assert.ok(
        searchTokens(word).every((token) => tokens.has(token) || word.length > 4),
        word,
      )
    }
  })

  it('are still those of open government without the native part', () => {
    assert.deepEqual(runtimeCutter().searchWords('政务公开条例'), ['政务', '公开', '政务公开', '条例'])
    fc.assert(
      fc.property(anyText, (text) => runtimeCutter().words(text).join('') === text),
      { seed: 3 },
    )
  })
})

describe('what goes to PostgreSQL', () => {
  const LEXEME = `'(?:[^'\\\\\\0]|''|\\\\\\\\)+'`
  const VECTOR = new RegExp(`^(?:${LEXEME}:\\d+(?:,\\d+)*(?: ${LEXEME}:\\d+(?:,\\d+)*)*)?$`)
  const QUERY = new RegExp(`^(?:${LEXEME}(?: & ${LEXEME})*)?$`)

  it('counts each word once, with its positions', () => {
    assert.equal(tsvectorOf(['公开', '条例', '公开']), "'公开':1,3 '条例':2")
    assert.equal(tsqueryOf(['公开', '条例', '公开']), "'公开' & '条例'")
  })

  it('quotes what would be syntax', () => {
    assert.equal(tsvectorOf(["o'brien", 'a\\b', 'x:*', '', '\0']), "'o''brien':1 'a\\\\b':2 'x:*':3")
    assert.equal(tsqueryOf(["'; drop", '!(a|b)', '']), "'''; drop' & '!(a|b)'")
  })

  it('is valid for any words and any text', () => {
    const words = fc.array(fc.oneof(awkward, anyText), { maxLength: 8 })
    fc.assert(
      fc.property(words, (tokens) => VECTOR.test(tsvectorOf(tokens)) && QUERY.test(tsqueryOf(tokens))),
      { seed: 18, numRuns: 1000 },
    )
    fc.assert(
      fc.property(fc.oneof(awkward, anyText), (text) => {
        const tokens = searchTokens(text)
        return (
          tokens.every((token) => token.isWellFormed()) &&
          VECTOR.test(tsvectorOf(tokens)) &&
          QUERY.test(tsqueryOf(tokens))
        )
      }),
      { seed: 19, numRuns: 300 },
    )
  })

  it('stays within the limits of a tsvector for a whole code', () => {
    const vector = tsvectorOf(Array.from({ length: 60_000 }, (_, at) => `词${at % 3}`))
    const positions = vector.match(/\d+/g)!.map(Number)
    assert.ok(Math.max(...positions) <= 16_383 && positions.length <= 3 * 256)
  })
})

describe('the phrases of a title', () => {
  it('end between words, and marks stay with the words they belong to', () => {
    assert.deepEqual(phrasesOf('云溪市人民政府关于修改《云溪市公共汽电车线网优化方案》的决定'), [
      '云溪市',
      '人民政府',
      '关于',
      '修改',
      '《云溪市',
      '公共汽电车',
      '线网优化',
      '方案》的',
      '决定',
    ])
  })

  it('keep a range of years, a document number and an amount whole', () => {
    assert.ok(phrasesOf('公交发展规划（2026—2028年）').includes('（2026—2028年）'))
    assert.ok(phrasesOf('关于印发工作要点的通知（国办发〔2026〕5号）').includes('（国办发〔2026〕5号）'))
    assert.ok(phrasesOf('补贴76.80万元的公告').includes('76.80万元的'))
  })

  it('joined are the title again', () => {
    const title = fc.string({
      unit: fc.constantFrom(...'云溪市关于2026—年《》〈〉（）、的公开a 7路'),
      maxLength: 30,
    })
    fc.assert(
      fc.property(fc.oneof(title, anyText), (text) => phrasesOf(text).join('') === text),
      { seed: 7, numRuns: 500 },
    )
    fc.assert(
      fc.property(title, (text) => phrasesOf(text).every((phrase) => phrase !== '')),
      { seed: 9, numRuns: 300 },
    )
  })
})
