import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Permission } from '#platform/act'
import { openHouse, type TestHouse } from '#test/house'
import { bodyFor } from './bodies.ts'
import { type Caller, callersOf } from './callers.ts'
import { needs } from './needs.ts'
import { type Subjects, subjectsOf } from './subjects.ts'

describe('two people who press the same button at the same moment', () => {
  let house: TestHouse
  let callers: Caller[]
  let subjects: Subjects
  before(async () => {
    house = await openHouse()
    callers = await callersOf(house)
    subjects = await subjectsOf(house)
  })
  after(() => house.leave())

  const ONCE: readonly [string, Permission][] = [
    ['POST /desk/accounts/tokens/:id/end', 'account.grant'],
    ['POST /desk/publications/:id/proposal', 'publication.not-public'],
    ['POST /desk/publications/columns', 'column.arrange'],
    ['POST /desk/portal/home/blocks', 'site.arrange'],
    ['POST /desk/accounts', 'account.manage'],
    ['POST /desk/publications/import/:id/discarding', 'publication.import'],
  ]
  for (const [route, permission] of ONCE) {
    test(`${route}: it is done once, and both are answered`, async () => {
      const need = needs.find((one) => one.route === route)!
      const able = callers.filter(
        ({ kind, place, permissions }) =>
          kind === 'person' && place === 'city' && permissions.includes(permission),
      )
      const [one, other = one] = able
      const before = await events()
      const answers = await Promise.all(
        [one!, other!].map((caller) =>
          house.server.inject({
            ...bodyFor(need, caller, subjects),
            method: 'POST',
            url: subjects.at(need.pattern),
          }),
        ),
      )
      const statuses = answers.map(({ statusCode }) => statusCode).sort()
      assert.ok(
        statuses.every((status) => status < 500),
        `${statuses}`,
      )
      assert.ok(statuses[0]! < 400 && statuses[1]! >= 400, `${statuses}: ${answers[1]!.body.slice(0, 300)}`)
      const after = await events()
      const done = [...after].filter(([event, count]) => count > (before.get(event) ?? 0))
      assert.ok(done.length >= 1, 'nothing is on record')
      for (const [event, count] of done) assert.equal(count, (before.get(event) ?? 0) + 1, event)
    })
  }

  async function events(): Promise<Map<string, number>> {
    const { rows } = await house.connection.pool.query<{ event: string; n: number }>(
      'select event, count(*) as n from record.event group by event',
    )
    return new Map(rows.map(({ event, n }) => [event, n]))
  }
})
