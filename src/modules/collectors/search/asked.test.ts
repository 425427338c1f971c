import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CivilDate } from '#kernel/calendar'
import { firstOfDay, mayBeKept, normalised } from './asked.ts'

describe('a question that is kept to be answered', () => {
  test('is one that says nothing about a person', () => {
    for (const query of [
      '公积金提取',
      '7路公交 首末班',
      '高新区 学区划分',
      '溪政办发〔2026〕31号',
      'bus 27',
      '低保',
    ])
      assert.ok(mayBeKept(query), query)
  })

  test('is never a number of a person, an address of mail, or a long row of digits', () => {
    for (const query of [
      '11010519491231002X',
      '身份证 110105194912310021',
      '13800000000',
      '138 0000 0000',
      'someone@mail.example',
      '工号 004512345',
    ])
      assert.ok(!mayBeKept(query), query)
  })

  test('is never the name of a person, alone or beside a matter', () => {
    for (const query of ['张三', '林晓婷', '王建国 低保', '梁玉芬拆迁补偿'])
      assert.ok(!mayBeKept(query), query)
  })

  test('is no story: what is long is somebody’s', () => {
    assert.ok(!mayBeKept('我家住在荷塘村口第三家去年开始漏水一直没有人来修请问应该找谁才行'))
    assert.ok(!mayBeKept('税'))
  })

  test('is the same question however it is typed', () => {
    assert.equal(normalised('  ＢＵＳ\n27　路 '), 'bus 27 路')
  })
})

describe('counting who asks', () => {
  const monday = '2026-11-23' as CivilDate

  test('counts one caller once a day for one question', () => {
    const isFirst = firstOfDay()
    assert.ok(isFirst('192.0.2.1', '年审', monday))
    assert.ok(!isFirst('192.0.2.1', '年审', monday))
    assert.ok(isFirst('192.0.2.2', '年审', monday))
    assert.ok(isFirst('192.0.2.1', '低保', monday))
    assert.ok(isFirst('192.0.2.1', '年审', '2026-11-24' as CivilDate))
  })
})
