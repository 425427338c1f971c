import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { CALENDAR } from '#kernel/calendar-data'
import { newId } from '#kernel/ids'
import { type TestDatabase, testDatabase } from '#test/database'
import { type Actor, demand, lookerOf, outdate, type Perform, performerOf, record } from './act.ts'
import { type Connection, connect } from './database.ts'
import { FIRST_SITE } from './sites.ts'
import { circumstancesOf } from './world.ts'

const NOW = new Date('2026-11-23T23:30:00+08:00')
const officer: Actor = { kind: 'person', id: 'p', unit: '', may: (permission) => permission === 'thing.do' }

describe('an act', () => {
  let database: TestDatabase
  let connection: Connection
  let dropped: string[][]
  let perform: Perform

  before(async () => {
    database = await testDatabase()
    connection = connect(database.appUrl)
    dropped = []
    perform = performerOf({
      db: connection.db,
      calendar: async () => CALENDAR,
      drop: (tags) => dropped.push([...tags]),
      echoes: { jobs: () => ['on:test:thing.done'], tags: async (_, { subject }) => [`thing:${subject}`] },
    })
    const owner = connect(database.ownerUrl)
    await sql`insert into platform.site select 1, 'one', 'one.example', '', '', '', '', '', '', '', '', '', '', ''`.execute(
      owner.db,
    )
    await owner.close()
  })
  after(async () => {
    await connection.close()
    await database.drop()
  })

  const call = () => circumstancesOf(FIRST_SITE, officer, NOW)
  const events = () => connection.db.selectFrom('record.event').selectAll().execute()
  const queued = async () => {
    const owner = connect(database.ownerUrl)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from graphile_worker._private_jobs`.execute(owner.db)
    await owner.close()
    return rows[0]!.n
  }

  test('writes state, record and jobs together, drops its pages, and knows what day it is in the capital', async () => {
    const subject = newId(NOW)
    const today = await perform(call(), async (act) => {
      await act.tx.insertInto('platform.setting').values({ name: 'a', value: '1' }).execute()
      await record(act, { event: 'thing.done', subject, organisation: undefined })
      return act.today
    })
    assert.equal(today, '2026-11-23')
    assert.deepEqual(
      (await events()).map(({ event, actor_id }) => [event, actor_id]),
      [['thing.done', 'p']],
    )
    assert.equal(await queued(), 1)
    assert.deepEqual(dropped, [[`thing:${subject}`]])
  })

  test('drops pages for what follows a happening, without a record of its own', async () => {
    const [before, drops] = [(await events()).length, dropped.length]
    await perform(call(), async (act) => outdate(act, ['search:1']))
    assert.equal((await events()).length, before)
    assert.deepEqual(dropped.slice(drops), [['search:1']])
  })

  test('that is refused leaves nothing behind: no state, no record, no job, no dropped page', async () => {
    const before = [(await events()).length, await queued(), dropped.length]
    const refused = perform(call(), async (act) => {
      await act.tx.insertInto('platform.setting').values({ name: 'b', value: '1' }).execute()
      await record(act, { event: 'thing.done', subject: newId(NOW), organisation: undefined })
      demand(act, 'thing.forbid', newId(NOW))
    })
    await assert.rejects(refused, { name: 'Forbidden', code: 'permission.missing' })
    assert.deepEqual([(await events()).length, await queued(), dropped.length], before)
    assert.equal(
      await connection.db
        .selectFrom('platform.setting')
        .where('name', '=', 'b')
        .selectAll()
        .executeTakeFirst(),
      undefined,
    )
  })

  test('can add to the record, and never change or remove a line of it', async () => {
    for (const statement of [
      sql`update record.event set event = 'x.y'`,
      sql`delete from record.event`,
      sql`truncate record.event`,
    ]) {
      await assert.rejects(statement.execute(connection.db), { code: '42501' })
    }
  })

  test('reaches the queue only through the one function made for it', async () => {
    await assert.rejects(sql`select graphile_worker.add_job('x')`.execute(connection.db))
    await assert.rejects(sql`select * from graphile_worker._private_jobs`.execute(connection.db))
  })

  test('sets its scope for its own transaction only', async () => {
    const unit = async (db = connection.db) =>
      (
        await sql<{
          unit: string | null
        }>`select nullif(current_setting('app.unit', true), '') as unit`.execute(db)
      ).rows[0]!.unit
    const wide = circumstancesOf(FIRST_SITE, { ...officer, unit: '*' }, NOW)
    assert.equal(await lookerOf(connection.db)(wide, (view) => unit(view.db)), '*')
    for (let i = 0; i < 5; i++) assert.equal(await unit(), null)
  })

  test('a look writes nothing', async () => {
    const look = lookerOf(connection.db)(call(), (view) =>
      view.db.insertInto('platform.setting').values({ name: 'c', value: '1' }).execute(),
    )
    await assert.rejects(look, { code: '25006' })
  })
})

describe('what the database hands over', () => {
  let database: TestDatabase
  let connection: Connection
  before(async () => {
    database = await testDatabase()
    connection = connect(database.appUrl)
  })
  after(async () => {
    await connection.close()
    await database.drop()
  })

  test('dates stay dates, instants are instants, money keeps its digits, counts are safe', async () => {
    const { rows } = await sql`select '2026-11-23'::date as d, '2026-11-23T23:30:00+08'::timestamptz as t,
      12345678901234.50::numeric(18,2) as m, 42::int8 as n`.execute(connection.db)
    assert.deepEqual(rows[0], {
      d: '2026-11-23',
      t: new Date('2026-11-23T15:30:00Z'),
      m: '12345678901234.50',
      n: 42,
    })
    await assert.rejects(sql`select 9223372036854775807::int8`.execute(connection.db), RangeError)
  })
})
