import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { prefixOf, rateLimiter } from './rate-limits.ts'

describe('how often one address may call', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 1, 0, seconds))

  test('is so many times at once, and then as they come back over the minute', () => {
    const spend = rateLimiter({ perMinute: 6, code: 'x' })
    for (let call = 0; call < 6; call++) assert.equal(spend('203.0.113.5', at(0)), 0)
    assert.equal(spend('203.0.113.5', at(0)), 10)
    assert.equal(spend('203.0.113.5', at(7)), 3)
    assert.equal(spend('203.0.113.5', at(10)), 0)
    assert.equal(spend('203.0.113.6', at(10)), 0)
  })

  test('does not grow when the clock goes back', () => {
    const spend = rateLimiter({ perMinute: 1, code: 'x' })
    assert.equal(spend('203.0.113.5', at(30)), 0)
    assert.ok(spend('203.0.113.5', at(0)) > 0)
  })

  test('is counted for a household: one IPv4 address, a /64 of IPv6', () => {
    assert.equal(prefixOf('::ffff:203.0.113.5'), '203.0.113.5')
    assert.equal(prefixOf('2001:db8:0:2::1'), prefixOf('2001:DB8::2:ffff:1:2:3'))
    assert.notEqual(prefixOf('2001:db8:0:2::1'), prefixOf('2001:db8:0:3::1'))
    assert.equal(prefixOf('fe80::1%eth0'), 'fe80:0:0:0')
    assert.equal(prefixOf('::1'), '0:0:0:0')
  })
})
