import pg from 'pg'
import { serverOf } from '#platform/replicas'
import type { Config } from '../../config.ts'
import { roleOf } from '../installation.ts'
import type { Asked } from './database.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const LATE_SECONDS = 10

type Standing = { follows: boolean; behind: number; seconds: number }

/** Each server of DATABASE_REPLICA_URLS. Pages go on without it, so nothing here is more than a warning but a server that follows nobody. */
export async function checkReplicas(
  asked: Asked,
  { database }: Pick<Config, 'database'>,
): Promise<Finding[]> {
  if (database.kind === 'embedded') return []
  return Promise.all(database.replicaUrls.map((url) => checkReplica(asked, url)))
}

async function checkReplica(asked: Asked, url: string): Promise<Finding> {
  const server = serverOf(url)
  if (roleOf(url) !== asked.appRole)
    return fail('replica', `${server} is read as ${roleOf(url)}`, `Use ${asked.appRole}, as in DATABASE_URL.`)
  const replica = new pg.Client({
    connectionString: url,
    application_name: 'doctor',
    connectionTimeoutMillis: 3_000,
  })
  replica.on('error', () => {})
  try {
    await replica.connect()
    return judge(server, await standingOf(asked, replica))
  } catch (error) {
    return warn(
      'replica',
      `${server} cannot be asked: ${(error as Error).message}`,
      'Start it; until then pages are read without it.',
    )
  } finally {
    await replica.end().catch(() => {})
  }
}

function judge(server: string, { follows, behind, seconds }: Standing): Finding {
  if (!follows)
    return fail(
      'replica',
      `${server} follows no primary`,
      'It is a server of its own with old pages: take it out of DATABASE_REPLICA_URLS, or make a replica of it.',
    )
  const what = `${server} is ${behind} bytes behind`
  if (behind === 0 || seconds <= LATE_SECONDS) return ok('replica', what)
  return warn(
    'replica',
    `${what}, its last change is ${Math.round(seconds)} s old`,
    'Look at pg_stat_replication on the primary, and whether replay is paused.',
  )
}

async function standingOf({ client }: Asked, replica: pg.Client): Promise<Standing> {
  const primary = await client.query<{ at: string }>('select pg_current_wal_lsn()::text as at')
  const { rows } = await replica.query<Standing>(
    `select pg_is_in_recovery() as follows,
      greatest(0, coalesce(pg_wal_lsn_diff($1, pg_last_wal_replay_lsn()), 0))::float8 as behind,
      coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8 as seconds`,
    [primary.rows[0]!.at],
  )
  return rows[0]!
}
