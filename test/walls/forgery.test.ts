import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { openHouse, type TestHouse } from '#test/house'
import { bodyFor } from './bodies.ts'
import { type Caller, callersOf, VISITOR } from './callers.ts'
import { type Need, needs, rightlyCalls } from './needs.ts'
import { type Subjects, subjectsOf } from './subjects.ts'

const FOREIGN: readonly Record<string, string | undefined>[] = [
  { 'sec-fetch-site': 'cross-site' },
  // Another host of the same domain is another house.
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': undefined, origin: 'https://evil.example' },
  { 'sec-fetch-site': undefined, origin: 'null' },
  { 'sec-fetch-site': undefined, origin: 'http://www.yunxi.example.evil.example' },
  { 'sec-fetch-site': 'none', origin: 'https://evil.example' },
]

describe('a form that another site sends in somebody’s name', () => {
  let house: TestHouse
  let callers: Caller[]
  let subjects: Subjects
  before(async () => {
    house = await openHouse()
    callers = await callersOf(house)
    subjects = await subjectsOf(house)
  })
  after(() => house.leave())

  for (const need of needs.filter(({ method }) => method !== 'GET')) {
    test(`${need.route}: refused, and nothing is done`, async () => {
      const caller = callers.find((one) => rightlyCalls(one, need) && one.kind !== 'visitor') ?? VISITOR
      const before = await recorded()
      for (const headers of FOREIGN) {
        const answer = await send(need, caller, headers)
        assert.equal(answer.statusCode, 403, `${JSON.stringify(headers)}: ${answer.body.slice(0, 200)}`)
        assert.match(answer.body, /forgery\.foreign-origin/)
      }
      if (caller.kind === 'person' && isBehindSession(need)) {
        for (const forgery of ['', 'x'.repeat(43), otherThan(caller).forgery]) {
          const answer = await send(need, { ...caller, forgery }, {})
          assert.equal(answer.statusCode, 403, answer.body.slice(0, 200))
          assert.match(answer.body, /forgery\.bad-token/)
        }
      }
      assert.equal(await recorded(), before)
    })
  }

  function send(
    need: Need,
    caller: Caller,
    headers: Record<string, string | undefined>,
  ): Promise<LightMyRequestResponse> {
    const { headers: own, payload } = bodyFor(need, caller, subjects)
    const all = Object.entries({ ...own, ...headers }).filter(([, value]) => value !== undefined)
    return house.server.inject({
      method: need.method as 'POST',
      url: subjects.at(need.pattern),
      headers: Object.fromEntries(all) as Record<string, string>,
      ...(payload === undefined ? {} : { payload }),
    })
  }

  const otherThan = ({ name }: Caller) =>
    callers.find((one) => one.kind === 'person' && one.name !== name) as Caller

  async function recorded(): Promise<number> {
    const { rows } = await house.connection.pool.query<{ n: number }>(
      'select count(*) as n from record.event',
    )
    return rows[0]!.n
  }
})

/** The door has no session yet, and the pages of the portal are the same for all: there the headers decide. */
function isBehindSession({ pattern, kind }: Need): boolean {
  return pattern.startsWith('/desk/') && kind !== 'door'
}
