import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ROLES } from './roles.ts'
import { FOUR_ROLES, isAlive, lockedFor, networkOf, roleInTheWay } from './rules.ts'
import { PEOPLE } from './seed-data.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe('four powers, four persons', () => {
  for (const held of FOUR_ROLES) {
    for (const wanted of FOUR_ROLES) {
      test(`${held} stands in the way of ${wanted}`, () => assert.equal(roleInTheWay([held], wanted), held))
    }
    test(`${held} does not stand in the way of editing`, () =>
      assert.equal(roleInTheWay([held], 'editor'), undefined))
  }

  test('an editor may become publisher', () => assert.equal(roleInTheWay(['editor'], 'publisher'), undefined))

  test('in Yunxi no person holds two of them', () => {
    const powers = Object.values(PEOPLE).map(({ roles }) =>
      roles.filter(({ role }) => (FOUR_ROLES as readonly string[]).includes(role)),
    )
    assert.equal(Math.max(...powers.map((held) => held.length)), 1)
    assert.equal(powers.flat().length, 4)
  })

  test('whoever drafts, reviews or releases also reads', () => {
    const writing = Object.entries(ROLES).filter(([, held]) =>
      held.some((each: string) => /^publication\.(draft|release|.*review)$/.test(each)),
    )
    assert.deepEqual(
      writing.filter(([, held]) => !(held as readonly string[]).includes('publication.read')),
      [],
    )
  })
})

describe('a session', () => {
  const cases: [string, number, number, boolean][] = [
    ['lives while it is used', 60, 29, true],
    ['ends after thirty minutes without use', 60, 30, false],
    ['lives to the end of twelve hours', 719, 0, true],
    ['ends after twelve hours, used or not', 720, 0, false],
  ]
  for (const [name, started, seen, alive] of cases) {
    test(name, () =>
      assert.equal(isAlive({ started_at: before(started), last_seen_at: before(seen) }, NOW), alive),
    )
  }
})

describe('tries are counted', () => {
  test('four wrong tries leave the fifth open', () => {
    assert.equal(lockedFor({ by_account: 4, by_prefix: 4, oldest_at: before(3) }, NOW), undefined)
  })

  test('after five the account waits until the oldest is a quarter of an hour ago', () => {
    assert.equal(lockedFor({ by_account: 5, by_prefix: 5, oldest_at: before(10) }, NOW), 300)
  })

  test('a network that tries many accounts waits too', () => {
    assert.equal(lockedFor({ by_account: 0, by_prefix: 60, oldest_at: null }, NOW), 900)
  })
})

describe('neighbours in one network count together', () => {
  const cases: [string, string][] = [
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:1:2:aaaa::7', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::7', '2001:db8:1:2::/64'],
    ['::1', '0:0:0:0::/64'],
    ['nonsense', 'unknown'],
  ]
  for (const [ip, network] of cases)
    test(`${ip} is of ${network}`, () => assert.equal(networkOf(ip), network))
})
