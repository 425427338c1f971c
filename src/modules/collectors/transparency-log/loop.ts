import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from 'pino'
import type { AwaitInclusion } from '#platform/act'
import { connect, type Reader } from '#platform/database'
import { LOG_CHANNEL } from '#platform/log/leaves'
import type { World } from '#platform/world'
import { raiseAlarm } from './alarms.ts'
import { LogFault } from './faults.ts'
import type { LogFiles } from './files.ts'
import { inclusionIn } from './inclusion.ts'
import { openLog } from './log.ts'
import { type LogSigner, SignerRefused } from './signer-port.ts'

export type RunningLog = {
  /** Resolves when these entries are included; at once where this process writes the log itself. */
  included: AwaitInclusion
  stop(): Promise<void>
}

export type LogLoop = {
  world: World
  /** Direct, as the owner: never through a pooler, where a lock of the session means nothing. */
  ownerUrl: string
  signer: LogSigner
  files: LogFiles
  clock: () => Date
  logger: Logger
}

const BEAT_MS = 200
const RETRY_MS = 1000
/** One number of the installation: who holds the lock writes the log. Safe without it, too: the head is guarded. */
const LEADER = 7_064_110

/** The steady beat of the log on connections of its own. It stops for good at a fault, and says so to everybody. */
export async function runLog(loop: LogLoop): Promise<RunningLog> {
  const { world, ownerUrl, signer, logger } = loop
  const owner = connect(ownerUrl, { max: 2, name: 'mingtang log' })
  const log = openLog(world, { ...loop, db: owner.db, memory: true })
  const poll = inclusionIn(world.db)
  let state: 'standby' | 'leading' | 'faulted' = 'standby'
  let isStopping = false
  let wake = () => {}
  const notified = () => wake()

  const step = async () => {
    try {
      await log.step()
    } catch (error) {
      if (!isFault(error)) throw error
      state = 'faulted'
      await report(owner.db, loop, error)
    }
  }
  const beats = async () => {
    let client: pg.Client | undefined
    while (!isStopping && state !== 'faulted') {
      try {
        client ??= await listen(ownerUrl, notified)
        const isNew = state === 'standby' && (await isLeader(client))
        if (isNew) state = 'leading'
        // Whoever begins looks whether all is sound, also while nothing is due.
        if (state === 'leading' && (isNew || (await isDue(owner.db)))) await step()
        await beat(state === 'leading' ? BEAT_MS : RETRY_MS, (it) => {
          wake = it
        })
      } catch (error) {
        logger.warn({ err: error }, 'the public log waits; what is released meanwhile becomes visible later')
        await client?.end().catch(() => {})
        client = undefined
        state = 'standby'
        await beat(RETRY_MS, (it) => {
          wake = it
        })
      }
    }
    await client?.end().catch(() => {})
  }
  const ended = beats()
  return {
    included: async (entries) => {
      if (state === 'leading') await step().catch(() => {})
      await poll(entries)
    },
    stop: async () => {
      isStopping = true
      wake()
      await ended
      await signer.close()
      await owner.close()
    },
  }
}

function isFault(error: unknown): error is LogFault | SignerRefused {
  return error instanceof LogFault || error instanceof SignerRefused
}

async function report(
  db: Reader,
  { clock, logger }: LogLoop,
  fault: LogFault | SignerRefused,
): Promise<void> {
  const code = fault instanceof LogFault ? fault.code : 'signer-refused'
  logger.fatal(
    { err: fault, code },
    'the public log has stopped: nothing is signed until a person has looked',
  )
  await raiseAlarm(db, { code, detail: fault.message, at: clock() })
}

async function listen(connectionString: string, notified: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: 'mingtang log leader', keepAlive: true })
  client.on('error', () => {})
  client.on('notification', notified)
  await client.connect()
  await client.query(`listen ${LOG_CHANNEL}`)
  return client
}

async function isLeader(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select pg_try_advisory_lock($1) as leads', [LEADER])
  return rows[0].leads
}

async function isDue(db: Reader): Promise<boolean> {
  const row = await db
    .selectNoFrom(({ exists, selectFrom }) => [
      exists(selectFrom('record.log_outbox').select('item')).as('waits'),
      exists(
        selectFrom('transparency_log.head as h')
          .innerJoin('transparency_log.included as i', 'i.log_id', 'h.log_id')
          .select('h.size')
          .where((on) => on.or([on('h.size', '=', 0), on('i.size', '<', on.ref('h.size'))])),
      ).as('untold'),
    ])
    .executeTakeFirstOrThrow()
  return Boolean(row.waits) || Boolean(row.untold)
}

/** Ends early when something is due. */
async function beat(ms: number, hand: (wake: () => void) => void): Promise<void> {
  const early = new AbortController()
  hand(() => early.abort())
  await pause(ms, undefined, { signal: early.signal }).catch(() => {})
}
