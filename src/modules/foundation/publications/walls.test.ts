import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import type { Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, seedToolsOf, stagehandsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument } from '#test/releases'
import { releaseRevision } from './commands/releasing.ts'

const A03 = ORGANISATIONS.A03.id

/** The second wall: what the database itself refuses, whatever the code above it forgets. */
describe('in the database', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const reader = (unit: string): Actor => ({ kind: 'person', id: 'x', unit, may: () => true })
  const inScope = (unit: string) => circumstancesOf(FIRST_SITE, reader(unit), house.now())
  const seen = (unit: string, query: RawBuilder<{ n: number }>) =>
    stagehandsOf(house.world).look(inScope(unit), async ({ db }) => (await query.execute(db)).rows[0]!.n)
  const written = (unit: string, statement: RawBuilder<unknown>) =>
    stagehandsOf(house.world).perform(inScope(unit), ({ tx }) => statement.execute(tx))

  const PENDING = sql<{
    n: number
  }>`select count(*) as n from publications.revision where state not in ('published', 'superseded')`
  const PENDING_PARTS = sql<{ n: number }>`select count(*) as n from publications.part p
    where not exists (select from publications.shown s where s.revision_id = p.revision_id)
    and p.revision_id not in (select id from publications.revision where state in ('published', 'superseded'))`

  test('nobody outside the organisation reads a text that is not public, nor a byte of it', async () => {
    assert.equal(await seen('', PENDING), 0)
    assert.equal(await seen(ORGANISATIONS.A19.id, PENDING), 0)
    assert.equal(await seen(ORGANISATIONS.A19.id, PENDING_PARTS), 0)
    assert.ok((await seen(A03, PENDING)) >= 5)
    assert.ok((await seen('*', PENDING)) > (await seen(A03, PENDING)))
  })

  test('everybody reads what is public, and nobody the reviews behind it', async () => {
    const published = sql<{ n: number }>`select count(*) as n from publications.part p
      join publications.shown s on s.revision_id = p.revision_id where p.name = 'body'`
    assert.ok((await seen('', published)) >= 15)
    assert.equal(await seen('', sql`select count(*) as n from publications.review`), 0)
  })

  test('a text that was published once cannot be changed or removed by the application', async () => {
    const { revision } = await releaseDocument(seedToolsOf(house.world), { title: '关于站台编号的通告' })
    await assert.rejects(
      written('*', sql`update publications.part set bytes = 'x' where revision_id = ${revision}`),
      { code: '42501' },
    )
    await written('*', sql`delete from publications.part where revision_id = ${revision}`)
    assert.equal(
      await seen('', sql`select count(*) as n from publications.part where revision_id = ${revision}`),
      3,
    )
  })

  test('no text is written for an organisation out of scope', async () => {
    const move = sql`update publications.revision set organisation_id = ${ORGANISATIONS.A19.id} where organisation_id = ${A03}`
    await assert.rejects(written(A03, move), { code: '42501' })
  })

  test('nobody approves or releases a text of their own hand, but in an emergency', async () => {
    for (const column of ['approver_id', 'released_by']) {
      const own = sql`update publications.revision set ${sql.ref(column)} = author_id where not emergency`
      await assert.rejects(written('*', own), { code: '23514' })
    }
  })

  test('nothing is public without a secrecy conclusion and the approval of the very text', async () => {
    const approved = sql`select id from publications.revision where state = 'published' limit 1`
    for (const change of [
      sql`secrecy = null`,
      sql`approved_hash = repeat('0', 64)`,
      sql`content_hash = repeat('0', 64)`,
    ]) {
      await assert.rejects(
        written('*', sql`update publications.revision set ${change} where id = (${approved})`),
        { code: '23514' },
      )
    }
  })

  test('an index number is given once on its site', async () => {
    const same = sql`update publications.publication set index_number = 'MB9900013/2026-00019' where index_number <> 'MB9900013/2026-00019'`
    await assert.rejects(written('*', same), { code: '23505' })
  })
})

describe('two publishers at once', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  test('release a text once: one is told that it is no longer waiting', async () => {
    const { perform } = stagehandsOf(house.world)
    const publisher = (id: string) =>
      circumstancesOf(FIRST_SITE, { kind: 'person', id, unit: '*', may: () => true }, house.now())
    const waiting = await house.world.db.transaction().execute(async (tx) => {
      await sql`select set_config('app.unit', '*', true)`.execute(tx)
      return tx
        .selectFrom('publications.revision')
        .select(['id', 'content_hash', 'publication_id'])
        .where('state', '=', 'approved')
        .executeTakeFirstOrThrow()
    })
    const release = (person: string) =>
      perform(publisher(person), (act) => releaseRevision(act, house.world.house, waiting.id, waiting))
    const results = await Promise.allSettled([release(PEOPLE.P08.id), release(PEOPLE.P03.id)])
    const refused = results.filter((result) => result.status === 'rejected')
    assert.equal(refused.length, 1)
    assert.equal((refused[0] as PromiseRejectedResult).reason.code, 'revision.wrong-state')
    const { rows } = await sql`select id from record.event where event = 'publication.published'
      and subject = ${waiting.publication_id}`.execute(house.world.db)
    assert.equal(rows.length, 1)
  })
})
