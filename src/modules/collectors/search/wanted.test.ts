import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fitting } from './postgres-rows.ts'
import { LONGEST_QUERY, numberKey, wantedIn } from './wanted.ts'

describe('what somebody looks for', () => {
  test('is all the words that were typed', () => {
    const { all, any, words } = wantedIn('老年乘车卡 年审')
    assert.ok(words.includes('老年乘车卡') && words.includes('年审') && !words.includes('年'))
    assert.equal(all, "'老年乘车卡' & '年' & '审'")
    assert.equal(any, "'老年乘车卡'")
  })

  test('is a document number, whatever brackets and zeros it was typed with', () => {
    for (const typed of [
      '溪政办发〔2026〕31号',
      '溪政办发[2026]31号',
      '溪政办发(2026)031号',
      '溪政办发【２０２６】第31号',
    ]) {
      const { number, all } = wantedIn(typed)
      assert.equal(number, '溪政办发〔2026〕31号', typed)
      assert.equal(all, "'溪政办发〔2026〕31号'", typed)
    }
    assert.equal(wantedIn('国务院令第711号').number, '国务院令第711号')
    assert.equal(wantedIn('公交线网').number, undefined)
  })

  test('may have a number among other words, and then both must be there', () => {
    assert.equal(wantedIn('通知 溪交〔2026〕18号').all, "'通知' & '溪交〔2026〕18号'")
  })

  test('is a phrase where it stands in quotation marks', () => {
    assert.deepEqual(wantedIn('“低地板车辆” 采购').phrases, ['低地板车辆'])
    assert.deepEqual(wantedIn('"Low Floor"').phrases, ['low floor'])
    assert.deepEqual(wantedIn('“没有收尾').phrases, [])
  })

  test('is nothing where no word was typed', () => {
    for (const typed of ['', '   ', '的', '。，！', '\0\0', '《》'])
      assert.equal(wantedIn(typed).all, '', JSON.stringify(typed))
  })

  test('is cut, never refused, however long', () => {
    const { text, words } = wantedIn('公开条例𠮷'.repeat(5000))
    assert.ok(text.length <= LONGEST_QUERY && text.isWellFormed())
    assert.ok(words.length < 100)
  })

  test('becomes a query that PostgreSQL can read, whatever was typed', () => {
    const awkward = fc.string({
      unit: fc.constantFrom(...`'"\\:&|!()<>*\0 \n政务A１〔〕[]2026号“”`, '\ud800', '\udc00'),
      maxLength: 60,
    })
    const lexeme = `'(?:[^'\\\\\\0]|''|\\\\\\\\)+'`
    const query = (sign: string) => new RegExp(`^(?:${lexeme}(?: ${sign} ${lexeme})*)?$`)
    fc.assert(
      fc.property(awkward, (typed) => {
        const { all, any, text } = wantedIn(typed)
        return query('&').test(all) && query('\\|').test(any) && text.isWellFormed() && !text.includes('\0')
      }),
      { seed: 20, numRuns: 1000 },
    )
  })
})

describe('the number of a document as it is compared', () => {
  test('is the same for all its spellings', () => {
    assert.equal(numberKey('溪交（2026）18号'), '溪交〔2026〕18号')
    assert.equal(numberKey('溪交〔2026〕018号'), '溪交〔2026〕18号')
    assert.equal(numberKey('无字号'), undefined)
  })
})

describe('the words of a long text', () => {
  test('end before the index row is full', () => {
    const tokens = Array.from({ length: 200_000 }, (_, at) => `词语${at}`)
    const kept = fitting(tokens)
    assert.ok(kept.length > 20_000 && kept.length < tokens.length)
    assert.deepEqual(fitting(['公开', '条例']), ['公开', '条例'])
  })

  test('may repeat as often as they like', () => {
    assert.equal(fitting(Array<string>(500_000).fill('公开')).length, 500_000)
  })
})
