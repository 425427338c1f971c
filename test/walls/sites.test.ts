import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { connect } from '#platform/database'
import { openHouse, type TestHouse } from '#test/house'
import { bodyFor } from './bodies.ts'
import { type Caller, makePerson, ROLE_NAMES } from './callers.ts'
import { type Need, needs } from './needs.ts'
import { type Subjects, subjectsOf } from './subjects.ts'

/** A third, made for this: those of the city have agencies of their own. */
const OTHER_SITE = 3

/** Hardest for the walls: the other site has the same organisations, under the same ids. */
describe('people of another site of the same installation, with every role there', () => {
  let house: TestHouse
  let subjects: Subjects
  let strangers: Caller[]
  let own: Caller
  before(async () => {
    house = await openHouse()
    subjects = await subjectsOf(house)
    const owner = connect(house.ownerUrl, { max: 1 })
    await owner.pool.query(
      `insert into platform.site select (jsonb_populate_record(row,
         '{"site_id": ${OTHER_SITE}, "id": ${OTHER_SITE}, "key": "walls", "host": "walls.yunxi.example"}')).*
       from platform.site as row where id = 1`,
    )
    house.world.sites.forget()
    for (const table of ['organisations.organisation', 'accounts.role'])
      await owner.pool.query(
        `insert into ${table} select (jsonb_populate_record(row, '{"site_id": ${OTHER_SITE}}')).* from ${table} as row
         where site_id = 1 on conflict do nothing`,
      )
    strangers = []
    for (const role of ROLE_NAMES)
      strangers.push(
        await makePerson(house, owner, {
          name: `${role} elsewhere`,
          roles: [role],
          place: 'city',
          site: OTHER_SITE,
        }),
      )
    own = await makePerson(house, owner, { name: 'editor here', roles: ['editor'], place: 'city' })
    await owner.close()
  })
  after(() => house.leave())

  function send(need: Need, caller: Caller) {
    // As a browser: a program that asks for JSON is sent to the twin first, and the twins are asked here too.
    const headers = { host: 'www.yunxi.example', accept: 'text/html', ...caller.headers }
    return house.server.inject({
      method: need.method as 'GET',
      url: `/sites/walls${subjects.at(need.pattern)}`,
      ...(need.method === 'GET' ? { headers } : bodyFor(need, caller, subjects)),
    })
  }

  /** What the other site has of its own under the same id is its own to show and to change. */
  const ofBoth =
    /organisations\/:id|\/columns\/|home\/blocks|assets|calendar\/:year|feeds|datasets|:token|\/desk\/outbox/
  const named = needs.filter(({ pattern }) => /:(id|relation|grant)/.test(pattern) && !ofBoth.test(pattern))

  for (const need of named) {
    test(`${need.route}: finds nothing of this one`, async () => {
      const before = await fingerprint()
      for (const caller of strangers) {
        const { statusCode, body } = await send(need, caller)
        assert.ok(
          [403, 404].includes(statusCode) || (need.pattern.startsWith('/api') && statusCode === 401),
          `${caller.name}: ${statusCode} ${body.slice(0, 200)}`,
        )
        assert.doesNotMatch(body, /候车亭|站牌更换|夜班车|末班车|forgery\./)
      }
      assert.equal(await fingerprint(), before)
    })
  }

  test('and a session of this site opens nothing there', async () => {
    for (const need of needs.filter(({ method, kind }) => method === 'GET' && kind === 'desk')) {
      const { statusCode, headers } = await send(need, own)
      assert.equal(statusCode, 303, need.route)
      assert.match(String(headers.location), /^\/sites\/walls\/desk\/sign-in/, need.route)
    }
  })

  /** Of all that this site has on record. */
  async function fingerprint(): Promise<string> {
    const { rows } = await house.connection.pool.query(
      'select count(*) as n, max(id::text) as last from record.event where site_id = 1',
    )
    return JSON.stringify(rows)
  }
})
