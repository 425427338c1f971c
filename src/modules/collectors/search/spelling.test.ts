import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { soundOf, spellingsOf } from './spelling.ts'

function keysOf(name: string, others: readonly string[] = [], english = '') {
  return new Set(spellingsOf(name, others, english).map(({ key }) => key))
}

describe('the ways to type the name of an agency', () => {
  test('are its full, its short and its customary name, with and without the place', () => {
    const keys = keysOf('云溪市交通运输局', ['市交通运输局'])
    for (const typed of [
      '云溪市交通运输局',
      '市交通运输局',
      '交通运输局',
      '云溪市交通局',
      '市交通局',
      '交通局',
    ])
      assert.ok(keys.has(typed), typed)
  })

  test('are pinyin and initials of each of them', () => {
    const keys = keysOf('云溪市交通运输局', ['市交通运输局'])
    for (const typed of ['sjtj', 'jtysj', 'jtj', 'yxsjtysj', 'shijiaotongju', 'jiaotongyunshuju'])
      assert.ok(keys.has(typed), typed)
  })

  test('read characters of two sounds as the place or the office has them', () => {
    assert.equal(soundOf('重庆'), 'chongqing')
    assert.equal(soundOf('长沙'), 'changsha')
    assert.equal(soundOf('厦门'), 'xiamen')
    assert.equal(soundOf('会计局'), 'kuaijiju')
    assert.ok(keysOf('重庆市财政局').has('cqsczj'))
    assert.ok(keysOf('厦门市交通运输局').has('xmsjtj'))
    assert.ok(keysOf('云溪市行政审批局').has('yxsxzspj'))
  })

  test('are in English every word that it goes on from', () => {
    const keys = keysOf('云溪市交通运输局', [], 'Yunxi Municipal Transport Bureau')
    assert.ok(keys.has('transportbureau') && keys.has('yunximunicipaltransportbureau'))
  })

  test('keep a government apart from its office', () => {
    assert.ok(keysOf('临溪区人民政府').has('区政府'))
    assert.ok(!keysOf('临溪区人民政府').has('政府办'))
    assert.ok(keysOf('云溪市人民政府办公室').has('市政府办'))
  })

  test('are few and short, whatever the name is', () => {
    const spellings = spellingsOf('局'.repeat(300), ['，', '  ', 'a'.repeat(500)])
    assert.ok(spellings.length < 40)
    assert.ok(spellings.every(({ key }) => key.length >= 2 && key.length <= 80))
  })
})
