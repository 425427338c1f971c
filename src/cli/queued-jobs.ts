import { runOnce, type TaskList, Logger as WorkerLogger } from 'graphile-worker'
import type pg from 'pg'
import { connect, type Reader } from '#platform/database'
import type { World } from '#platform/world'
import { tasksOf } from '../background.ts'
import { progressOf } from './import-progress.ts'

/** Does what acts have queued, to the last job, where no worker runs that would. A job that failed waits for the next start. */
export async function runQueuedJobs(world: World, ownerUrl: string): Promise<void> {
  const { pool, db } = connect(ownerUrl, { max: 8, name: 'mingtang command' })
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    const due = await countDue(pool)
    if (due === 0) return
    const progress = progressOf('indexed', due)
    await runOnce({
      pgPool: pool,
      taskList: countingTasks(world, db, () => progress.add(1)),
      concurrency: 4,
      noHandleSignals: true,
      logger: new WorkerLogger(() => (level, message, meta) => {
        if (level === 'error') world.logger.error({ error: meta?.error }, message)
      }),
    })
    progress.end()
  } finally {
    await pool.end()
  }
}

function countingTasks(world: World, owner: Reader, onDone: () => void): TaskList {
  const tasks = Object.entries(tasksOf(world, world.house.modules, owner)).map(([name, task]) => [
    name,
    async (payload: unknown) => {
      await task(payload as Record<string, unknown>)
      onDone()
    },
  ])
  return Object.fromEntries(tasks)
}

async function countDue(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ due: number }>(
    'select count(*)::int as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts',
  )
  return rows[0]!.due
}
