import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addressOf, idOfAddress, newId, readId, siteId } from './ids.ts'

describe('ids', () => {
  const at = new Date('2026-11-23T09:30:00.123+08:00')

  test('are UUIDs of version 7 that carry their instant and sort by it', () => {
    const id = newId(at)
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), at.getTime())
    assert.ok(newId(at) < newId(new Date(at.getTime() + 1)))
    const many = Array.from({ length: 5000 }, () => newId(at))
    assert.deepEqual([...many].sort(), many)
    assert.equal(new Set(many).size, 5000)
  })

  test('stand in addresses as 26 letters and digits that cannot be misread', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }),
        (instant) => {
          const id = newId(instant)
          const address = addressOf(id)
          assert.match(address, /^[0-9a-hjkmnp-tv-z]{26}$/)
          assert.equal(idOfAddress(address), id)
        },
      ),
      { seed: 2016, numRuns: 500 },
    )
  })

  test('are not read from anything else', () => {
    for (const text of [
      '',
      'x',
      '8'.repeat(26),
      'i'.repeat(26),
      `${addressOf(newId(at))}0`,
      addressOf(newId(at)).toUpperCase(),
    ]) {
      assert.equal(readId(text), undefined, text)
    }
    assert.throws(() => siteId(0))
  })
})
