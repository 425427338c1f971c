import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { openHouse, type TestHouse } from '#test/house'
import { bodyFor } from './bodies.ts'
import { type Caller, callersOf } from './callers.ts'
import { type Need, needs, rightlyCalls } from './needs.ts'
import { routesOf } from './routes.ts'
import { type Subjects, subjectsOf } from './subjects.ts'

describe('every route, for everyone who may call it and everyone who may not', () => {
  let house: TestHouse
  let callers: Caller[]
  let subjects: Subjects
  before(async () => {
    house = await openHouse()
    callers = await callersOf(house)
    subjects = await subjectsOf(house)
  })
  after(() => house.leave())

  test('no route stands outside of the table, and the table names no other', () => {
    const judged = needs.map(({ route }) => route)
    assert.deepEqual([...judged].sort(), [...new Set(routesOf(house))].sort())
  })

  for (const need of needs) {
    test(`${need.route}: ${[need.kind, ...need.anyOf, need.over].join(' ')}`, async () => {
      const [admitted, refused] = [
        sampleOf(
          callers.filter((caller) => rightlyCalls(caller, need)),
          need,
        ),
        callers.filter((caller) => !rightlyCalls(caller, need)),
      ]
      const before = await recorded(house)
      await Promise.all(refused.map(async (caller) => assertRefused(await send(caller, need), caller, need)))
      assert.equal(await recorded(house), before, 'who was refused left something behind')
      for (const [at, caller] of admitted.entries())
        assertAdmitted(await send(caller, need), caller, { need, isFirst: at === 0 })
      if (need.method === 'GET') assert.equal(await recorded(house), before, 'reading left something behind')
    })
  }

  let sent = 0
  /** Each call from an address of its own: limits of calls are proven elsewhere. */
  function send(caller: Caller, need: Need): Promise<LightMyRequestResponse> {
    const headers = { host: 'www.yunxi.example', accept: 'application/json', ...caller.headers }
    sent++
    return house.server.inject({
      method: need.method as 'GET',
      url: subjects.at(need.pattern),
      remoteAddress: `10.${sent >> 16}.${(sent >> 8) & 255}.${sent & 255}`,
      ...(need.method === 'GET' ? { headers } : bodyFor(need, caller, subjects)),
    })
  }
})

/** What is for everyone is asked by a few; who holds the right is asked of each role and place that does. */
function sampleOf(admitted: readonly Caller[], { kind }: Need): readonly Caller[] {
  return kind === 'everyone' || kind === 'desk' || kind === 'door'
    ? admitted.filter(({ name }) =>
        ['visitor', 'nobody', 'auditor of the city', 'token draft of the bureau'].includes(name),
      )
    : admitted
}

function assertRefused(answer: LightMyRequestResponse, { name, kind }: Caller, need: Need): void {
  const { statusCode: status, headers } = answer
  const where = `${need.route} for ${name}: ${status} ${answer.body.slice(0, 200)}`
  if (need.pattern.startsWith('/desk') && kind !== 'person') {
    assert.equal(status, 303, where)
    assert.match(String(headers.location), /^\/desk\/sign-in\?back=/, where)
    return
  }
  const isNameless = need.kind === 'token' && kind !== 'token'
  const isRefusal = isNameless ? status === 401 : status === 403 || status === 404
  // The form offers only organisations that one may write for, and says so beside the field.
  if (need.route === 'POST /desk/publications/new' && status === 422) return
  assert.ok(!answer.body.includes('forgery.'), where)
  assert.ok(isRefusal || (need.kind === 'oneself' && status === 409), where)
}

type Asked = { need: Need; isFirst: boolean }

function assertAdmitted(answer: LightMyRequestResponse, { name }: Caller, { need, isFirst }: Asked): void {
  const { statusCode: status, headers } = answer
  const where = `${need.route} for ${name}: ${status} ${answer.body.slice(0, 200)}`
  // What can be done once was done by the first of them.
  const isSpent = !isFirst && need.method !== 'GET'
  assert.ok(status < 500 && status !== 401, where)
  assert.ok(status !== 403 || !/permission\.missing|forgery\./.test(answer.body), where)
  assert.ok(status !== 404 || MAY_MISS.has(need.route) || isSpent, where)
  assert.doesNotMatch(String(headers.location ?? ''), /sign-in\?back|elevate\?back/, where)
}

/** Routes whose subject the city of the tests does not have. */
const MAY_MISS = new Set([
  // Drawn without what stands before the star.
  'GET /log*',
  'GET /log/item/:item.json',
  'GET /files/:id',
  'GET /sitemaps/:first.xml',
  'POST /desk/portal/reports/:id/contact',
  'POST /desk/publications/shared/:id/end',
  'GET /api/v1/datasets/:slug',
  'GET /api/v1/datasets/:slug.csv',
])

async function recorded(house: TestHouse): Promise<number> {
  const { rows } = await house.connection.pool.query<{ n: number }>('select count(*) as n from record.event')
  return rows[0]!.n
}
