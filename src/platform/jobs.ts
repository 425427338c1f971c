import { parseCronItems, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Writer } from './database.ts'
import { workersAlive } from './workers-alive.ts'

export type NewJob = {
  name: string
  payload: Readonly<Record<string, unknown>>
  runAt?: Date
  /** A second job with the same key replaces the first while it waits. */
  key?: string
  /** Jobs of one queue run one after the other. */
  queue?: string
  maxAttempts?: number
}

/** In the caller's own transaction: the job exists if and only if the act commits. */
export async function addJobs(tx: Writer, jobs: readonly NewJob[]): Promise<void> {
  const specs = jobs.map(({ name, payload, runAt, key, queue, maxAttempts }) => ({
    identifier: name,
    payload,
    run_at: runAt?.toISOString(),
    job_key: key,
    queue_name: queue,
    max_attempts: maxAttempts ?? 12,
  }))
  await tx.executeQuery(CompiledQuery.raw('select platform.add_jobs($1::json)', [JSON.stringify(specs)]))
}

export type Tasks = Readonly<Record<string, (payload: Record<string, unknown>) => Promise<void>>>
/** `match` is a crontab pattern in UTC: 18:00 UTC is two in the morning in the capital. */
export type CronLine = { task: string; match: string }

export type Workers = { stop(): Promise<void> }

/** The worker owns its tables and so connects as the owner; web processes only add jobs. */
export async function startWorker(
  pool: pg.Pool,
  tasks: Tasks,
  cron: readonly CronLine[],
  logger: Logger,
): Promise<Workers> {
  const taskList: TaskList = Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload) => task(payload as Record<string, unknown>),
    ]),
  )
  const alive = workersAlive(pool, logger)
  const runner = await run({
    pgPool: pool,
    events: alive.events,
    taskList,
    parsedCronItems: parseCronItems(cron.map(({ task, match }) => ({ task, match, identifier: task }))),
    concurrency: 2,
    noHandleSignals: true,
    logger: loggerFor(logger),
  })
  await alive.watch()
  return {
    stop: async () => {
      await alive.leave()
      await runner.stop()
    },
  }
}

/** Failures reach our logger; the worker's own chatter does not. */
function loggerFor(logger: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') logger.error({ error: meta?.error }, message)
    else if (level === 'warning') logger.warn(message)
  })
}
