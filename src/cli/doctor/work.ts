import { siteId } from '#kernel/ids'
import { calendarOf } from '#modules/foundation/calendar'
import type { Reader } from '#platform/database'
import { LAST_BACKUP, type LastBackup } from '../backup.ts'
import type { Asked } from './database.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export async function checkJobs({ client }: Asked): Promise<Finding[]> {
  const { rows } = await client.query<{ waiting: number; failed: number; oldest: number; workers: number }>(
    `select count(*) filter (where run_at <= now() and attempts < max_attempts)::int as waiting,
      count(*) filter (where attempts >= max_attempts)::int as failed,
      coalesce(max(extract(epoch from now() - run_at)) filter (where run_at <= now() and attempts < max_attempts), 0)::float8 as oldest,
      (select count(*)::int from pg_stat_activity where application_name = 'mingtang worker') as workers
     from graphile_worker._private_jobs`,
  )
  const { waiting, failed, oldest, workers } = rows[0]!
  const behind = `${waiting} jobs wait, the oldest for ${Math.round(oldest)} s`
  return [
    ...(workers === 0
      ? [
          warn(
            'jobs',
            'no worker runs',
            'Start bin/mingtang.js start, or a worker: search and scheduled releases stand still.',
          ),
        ]
      : []),
    oldest > 900
      ? fail('jobs', behind, 'Look at the log of the worker.')
      : oldest > 60
        ? warn('jobs', behind, 'Ask again in a minute.')
        : ok('jobs', behind),
    failed > 0
      ? warn(
          'jobs',
          `${failed} have failed for good`,
          'select task_identifier, last_error from graphile_worker.jobs where attempts >= max_attempts',
        )
      : ok('jobs', 'none has failed for good'),
  ]
}

export async function checkSearch({ client }: Asked): Promise<Finding[]> {
  const { rows } = await client.query<{ shown: number; indexed: number; waiting: number }>(
    `select (select count(*)::int from publications.shown) as shown, (select count(*)::int from search.document) as indexed,
      (select count(*)::int from graphile_worker.jobs where task_identifier like 'search%') as waiting`,
  )
  const { shown, indexed, waiting } = rows[0]!
  const what = `${indexed} entries for ${shown} publications, ${waiting} jobs behind`
  return [
    shown > 0 && indexed === 0 && waiting === 0
      ? fail('search', what, 'bin/mingtang.js reindex')
      : ok('search', what),
  ]
}

const FORESEE_DAYS = 30

/** Without the holiday notice of a year no time limit that reaches into it can be computed. */
export async function checkCalendars(db: Reader, now: Date): Promise<Finding[]> {
  const sites = await db.selectFrom('platform.site').select(['id', 'key']).orderBy('id').execute()
  return Promise.all(
    sites.map(async ({ id, key }) => {
      const { known_through: until } = await calendarOf(db, siteId(id))
      const days = (Date.parse(until) - now.getTime()) / DAY_MS
      const what = `working days of ${key} are known through ${until}`
      const todo = 'Enter the holiday notice of the State Council for the next year at /desk/calendar.'
      if (days < 0) return fail('calendar', what, todo)
      return days < FORESEE_DAYS ? warn('calendar', what, todo) : ok('calendar', what)
    }),
  )
}

export async function checkBackups({ client }: Asked, now: Date, isDemo: boolean): Promise<Finding[]> {
  const { rows } = await client.query<{ value: string }>(
    'select value from platform.setting where name = $1',
    [LAST_BACKUP],
  )
  const todo =
    'bin/mingtang.js backup <folder>, every night by a timer: see docs/operators/backup-and-keys.md.'
  if (!rows[0]) return [(isDemo ? warn : fail)('backup', 'none was ever made', todo)]
  const { at, place } = JSON.parse(rows[0].value) as LastBackup
  const hours = (now.getTime() - Date.parse(at)) / HOUR_MS
  const what = `the last one is ${hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`} old: ${place}`
  if (hours > 24 * 7) return [fail('backup', what, todo)]
  return [hours > 26 ? warn('backup', what, todo) : ok('backup', what)]
}
