import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { pageOf, readCursor, readLimit, writeCursor } from './cursors.ts'
import { newId } from './ids.ts'

describe('lists are paged by key', () => {
  const id = newId(new Date('2026-11-23T09:30:00Z'))

  test('a cursor comes back as it was given out', () => {
    assert.deepEqual(readCursor(writeCursor({ key: '云溪', id })), { key: '云溪', id })
  })

  test('a cursor that nobody gave out is refused, with its code', () => {
    for (const text of [
      '',
      'x',
      'bnVsbA',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a","b"]').toString('base64url'),
    ]) {
      assert.throws(() => readCursor(text), { code: 'list.bad-cursor' })
    }
  })

  test('a list shows 20 rows unless asked, and never more than 100', () => {
    assert.equal(readLimit(undefined), 20)
    assert.equal(readLimit('100'), 100)
    for (const text of ['0', '101', '1.5', '-1', 'all'])
      assert.throws(() => readLimit(text), { code: 'list.bad-limit' })
  })

  test('the surplus row says that there is a next page, and is not shown', () => {
    const rows = [1, 2, 3]
    const page = pageOf(rows, 2, (row) => ({ key: String(row), id }))
    assert.deepEqual(page.rows, [1, 2])
    assert.deepEqual(readCursor(page.next!), { key: '2', id })
    assert.equal(pageOf(rows, 3, (row) => ({ key: String(row), id })).next, undefined)
  })
})
