import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readDocumentNumber } from './document-number.ts'

describe('a document number', () => {
  it('names the agency, the year and the serial', () => {
    assert.deepEqual(readDocumentNumber('国办发〔2016〕80号'), {
      ok: true,
      value: { kind: 'document', agency_mark: '国办发', year: 2016, number: 80, text: '国办发〔2016〕80号' },
    })
    assert.ok(readDocumentNumber('国办公开办函〔2021〕30号').ok)
  })

  it('is written with six-corner brackets whatever was typed', () => {
    const typed = [
      '国办发[2016]80号',
      '国办发(2016)80号',
      '国办发【2016】80号',
      '国办发（２０１６）８０号',
      ' 国办发 ［2016］ 80 号 ',
    ]
    for (const one of typed) {
      const reading = readDocumentNumber(one)
      assert.equal(reading.ok && reading.value.text, '国办发〔2016〕80号', one)
    }
  })

  it('has neither a leading zero nor 第', () => {
    assert.deepEqual(readDocumentNumber('云溪政发〔2026〕06号'), {
      ok: false,
      why: 'document-number.leading-zero',
    })
    assert.deepEqual(readDocumentNumber('国办发〔2016〕080号'), {
      ok: false,
      why: 'document-number.leading-zero',
    })
    assert.deepEqual(readDocumentNumber('云溪政发〔2026〕第6号'), {
      ok: false,
      why: 'document-number.ordinal',
    })
    assert.deepEqual(readDocumentNumber('云溪政发〔2026〕0号'), {
      ok: false,
      why: 'document-number.leading-zero',
    })
  })

  it('has a year that can be one', () => {
    assert.deepEqual(readDocumentNumber('云溪政发〔0026〕6号'), { ok: false, why: 'document-number.year' })
  })

  it('is not a title, a date or a sentence', () => {
    for (const text of [
      '《条例》〔2026〕6号',
      '2026年6月',
      '80号',
      '国办发〔2016〕',
      '关于国办发〔2016〕80号的通知',
      '云溪政发〔2026〕60000号',
    ]) {
      assert.deepEqual(readDocumentNumber(text), { ok: false, why: 'document-number.unreadable' }, text)
    }
    assert.deepEqual(readDocumentNumber('  '), { ok: false, why: 'document-number.empty' })
  })

  it('of an order counts without a year', () => {
    const cases: [string, string, number][] = [
      ['云溪市人民政府令第3号', '云溪市人民政府令', 3],
      ['中华人民共和国国务院令第711号', '中华人民共和国国务院令', 711],
      ['中华人民共和国主席令第七十三号', '中华人民共和国主席令', 73],
      ['海关总署第61号令', '海关总署令', 61],
      ['公安部令第１２５号', '公安部令', 125],
    ]
    for (const [text, mark, number] of cases) {
      const reading = readDocumentNumber(text)
      assert.ok(reading.ok, text)
      assert.deepEqual(
        [reading.value.kind, reading.value.agency_mark, reading.value.number],
        ['order', mark, number],
      )
    }
    assert.deepEqual(readDocumentNumber('云溪市人民政府令第03号'), {
      ok: false,
      why: 'document-number.leading-zero',
    })
  })

  it('reads the same after it was normalised once', () => {
    const mark = fc.string({ unit: fc.constantFrom(...'国办发云溪政交函'), minLength: 1, maxLength: 8 })
    const brackets = fc.constantFrom('[]', '()', '（）', '【】', '〔〕')
    fc.assert(
      fc.property(
        mark,
        brackets,
        fc.integer({ min: 1900, max: 2100 }),
        fc.integer({ min: 1, max: 9999 }),
        (m, b, y, n) => {
          const first = readDocumentNumber(`${m}${b[0]}${y}${b[1]}${n}号`)
          assert.ok(first.ok)
          assert.deepEqual(readDocumentNumber(first.value.text), first)
        },
      ),
      { seed: 20161, numRuns: 200 },
    )
  })

  it('never breaks on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => typeof readDocumentNumber(text).ok === 'boolean',
      ),
      { seed: 5 },
    )
  })
})
