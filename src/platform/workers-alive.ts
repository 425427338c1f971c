import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'

/**
 * A worker that was killed leaves its job locked, and graphile-worker tries such a job again only after four hours:
 * so long would a published text be missing from the search. Every worker therefore holds an advisory lock under its
 * name on one session of its process. When the process is gone so is the session, and whoever gets a dead worker's
 * lock gives its jobs back. A job may so run twice, which every job must bear anyway.
 */
export type WorkersAlive = { events: WorkerEvents; watch(): Promise<void>; leave(): Promise<void> }

const LOOK_EVERY_MS = 30_000

const LOCK = `pg_advisory_lock(hashtextextended('mingtang worker ' || $1, 0))`

const GIVE_BACK = `
  with held as (
    select locked_by from graphile_worker._private_jobs where locked_by is not null
    union
    select locked_by from graphile_worker._private_job_queues where locked_by is not null
  )
  select graphile_worker.force_unlock_workers(array_agg(locked_by))
  from held
  where pg_try_advisory_xact_lock(hashtextextended('mingtang worker ' || locked_by, 0))`

export function workersAlive(pool: pg.Pool, logger: Logger): WorkersAlive {
  const events: WorkerEvents = new EventEmitter()
  const names = new Set<string>()
  let session: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined
  let chain = Promise.resolve()

  // One after the other: names are locked before anybody looks for those without a lock.
  const inTurn = (step: () => Promise<void>): Promise<void> => {
    chain = chain
      .then(step)
      .catch((error) => logger.warn({ err: error }, 'locks of dead workers were not looked at'))
    return chain
  }
  events.on('worker:create', ({ worker }) => {
    names.add(worker.workerId)
    void inTurn(() => hold([worker.workerId]))
  })

  /** A lost session has lost every lock with it. */
  async function hold(wanted: Iterable<string>): Promise<void> {
    const isNew = session === undefined
    session ??= await openSession()
    for (const name of isNew ? names : wanted) await session.query(`select ${LOCK}`, [name])
  }

  async function openSession(): Promise<pg.PoolClient> {
    const client = await pool.connect()
    client.on('error', (error) => {
      if (session === client) session = undefined
      client.release(error)
    })
    return client
  }

  async function look(): Promise<void> {
    await hold([])
    await pool.query(GIVE_BACK)
  }

  return {
    events,
    watch: () => {
      timer = setInterval(() => void inTurn(look), LOOK_EVERY_MS).unref()
      return inTurn(look)
    },
    leave: async () => {
      clearInterval(timer)
      await inTurn(async () => {
        session?.release(true)
        session = undefined
      })
    },
  }
}
