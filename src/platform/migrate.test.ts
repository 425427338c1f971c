import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { type TestDatabase, testDatabase } from '#test/database'
import { connect } from './database.ts'
import { migrate, readMigration } from './migrate.ts'

describe('migrations', () => {
  let database: TestDatabase
  before(async () => {
    database = await testDatabase()
  })
  after(() => database.drop())
  const run = (...files: [string, string][]) =>
    migrate(
      database.ownerUrl,
      files.map(([name, text]) => readMigration(name, text)),
      'mingtang_app',
    )

  const LATE: [string, string] = [
    '29991231-0001_late_first.sql',
    'create schema late; create table late.a (x int); grant usage on schema late to :app; grant select on late.a to :app',
  ]

  test('run once, in the order of their names, however many processes start at once', async () => {
    const [one, two] = await Promise.all([run(LATE), run(LATE)])
    assert.deepEqual([...one, ...two], [LATE[0]])
    assert.deepEqual(await run(LATE), [])
    const app = connect(database.appUrl)
    assert.deepEqual((await sql`select * from late.a`.execute(app.db)).rows, [])
    await app.close()
  })

  test('refuse a file that was changed after it ran', async () => {
    await assert.rejects(run([LATE[0], `${LATE[1]}; select 1`]), /was changed after it had been applied/)
  })

  test('accept an older file that touches its own schema only, and refuse one that touches another', async () => {
    assert.deepEqual(
      await run(['29991230-0001_early_first.sql', 'create schema early; create table early.a (x int)']),
      ['29991230-0001_early_first.sql'],
    )
    await assert.rejects(
      run(['29991230-0002_early_more.sql', 'alter table late.a add y int']),
      /touches more than its own schema/,
    )
  })

  test('leave nothing of a file that fails, and name it', async () => {
    await assert.rejects(
      run(['29991231-0002_late_broken.sql', 'create table late.b (x int); select no_such_thing()']),
      /29991231-0002_late_broken.sql failed/,
    )
    const owner = connect(database.ownerUrl)
    await assert.rejects(sql`select * from late.b`.execute(owner.db), { code: '42P01' })
    await owner.close()
  })

  test('have a name that says when, whose and what', () => {
    assert.throws(() => readMigration('first.sql', ''), /the name must be/)
    assert.equal(
      readMigration('20261124-0930_information-requests_first.sql', '').owner,
      'information_requests',
    )
  })
})
