import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { foldWidth, readChineseNumber } from './chinese-text.ts'

describe('Chinese numerals', () => {
  const cases: [string, number | undefined][] = [
    ['一', 1],
    ['十', 10],
    ['十一', 11],
    ['二十', 20],
    ['一百零三', 103],
    ['一百二十三', 123],
    ['一千二百六十', 1260],
    ['三万零五', 30_005],
    ['二〇二六', 2026],
    ['一九九四', 1994],
    ['１２５', 125],
    ['711', 711],
    ['', undefined],
    ['甲', undefined],
    ['万万', undefined],
  ]
  for (const [written, value] of cases) {
    it(`reads ${written || 'an empty text'} as ${value}`, () =>
      assert.equal(readChineseNumber(written), value))
  }

  it('keeps every position when full-width forms are folded', () => {
    assert.equal(foldWidth('第１２５号　Ａ（甲）'), '第125号 A(甲)')
  })
})
