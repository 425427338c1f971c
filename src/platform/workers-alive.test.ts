import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { type TestDatabase, testDatabase } from '#test/database'
import { type Connection, connect } from './database.ts'
import { startWorker } from './jobs.ts'

describe('a worker that was killed', () => {
  let database: TestDatabase
  let queue: Connection
  before(async () => {
    database = await testDatabase()
    queue = connect(database.ownerUrl, { max: 5 })
  })
  after(async () => {
    await queue.close()
    await database.drop()
  })

  test('leaves its job to the next one, which does not wait four hours for it', async () => {
    await sql`select graphile_worker.add_job('index')`.execute(queue.db)
    await sql`update graphile_worker._private_jobs
      set locked_by = 'worker-that-is-gone', locked_at = now()`.execute(queue.db)
    const done = Promise.withResolvers<void>()
    const workers = await startWorker(
      queue.pool,
      { index: async () => done.resolve() },
      [],
      pino({ level: 'silent' }),
    )
    await done.promise
    await workers.stop()
    assert.equal(await leftAfter(5_000), 0)
  })

  /** A worker notes what it has done after it has done it, and the note may come after the worker's own end. */
  async function leftAfter(patienceMs: number): Promise<number> {
    for (const until = performance.now() + patienceMs; ; ) {
      const { rows } = await sql<{
        left: number
      }>`select count(*) as left from graphile_worker._private_jobs`.execute(queue.db)
      if (rows[0]!.left === 0 || performance.now() > until) return rows[0]!.left
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
})
