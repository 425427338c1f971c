import type pg from 'pg'
import type { Migration } from '#platform/migrate'
import { type Finding, fail, ok, warn } from './finding.ts'

/** What every query here needs: the owner's connection, and the name of the application's role. */
export type Asked = { client: pg.ClientBase; appRole: string; now: () => Date }

const SAFE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', data_checksums: 'on' }
const SAFER_COMMITS = ['on', 'remote_apply', 'remote_write']
const OLDEST_TESTED = 15

export async function checkServer({ client, now }: Asked): Promise<Finding[]> {
  const names = [
    ...Object.keys(SAFE),
    'server_version',
    'server_version_num',
    'server_encoding',
    'max_connections',
  ]
  const { rows } = await client.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [names],
  )
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  const major = Math.floor(Number(settings.server_version_num) / 10_000)
  const wrong = Object.entries(SAFE).filter(([name, wanted]) =>
    name === 'synchronous_commit' ? !SAFER_COMMITS.includes(settings[name]!) : settings[name] !== wanted,
  )
  return [
    major >= OLDEST_TESTED
      ? ok('database', `PostgreSQL ${settings.server_version}`)
      : warn(
          'database',
          `PostgreSQL ${settings.server_version} is older than what is tested (${OLDEST_TESTED} and newer)`,
          'Move to a newer one: backup here, restore there.',
        ),
    ...wrong.map(([name, wanted]) =>
      fail(
        'database',
        `${name} is ${settings[name]}`,
        name === 'data_checksums'
          ? 'Stop the server and run pg_checksums --enable.'
          : `Set it to ${wanted}: an acknowledged act must survive a power cut.`,
      ),
    ),
    ...(wrong.length === 0 ? [ok('database', 'commits are durable, pages have checksums')] : []),
    settings.server_encoding === 'UTF8'
      ? ok('database', 'encoding UTF8')
      : fail(
          'database',
          `encoding ${settings.server_encoding}`,
          'Make a database with encoding UTF8 and restore a backup into it.',
        ),
    ...(await checkClock(client, now)),
    ...(await checkRoom(client, Number(settings.max_connections))),
  ]
}

async function checkClock(client: pg.ClientBase, now: () => Date): Promise<Finding[]> {
  const before = now().getTime()
  const { rows } = await client.query<{ at: Date }>('select clock_timestamp() as at')
  const skew = Math.abs(rows[0]!.at.getTime() - (before + now().getTime()) / 2) / 1000
  const what = `the clocks of this machine and the database differ by ${skew.toFixed(1)} s`
  if (skew > 60)
    return [fail('clock', what, 'Let both follow a time server: time limits of the law are computed here.')]
  if (skew > 2) return [warn('clock', what, 'Let both follow a time server.')]
  return [ok('clock', what)]
}

async function checkRoom(client: pg.ClientBase, most: number): Promise<Finding[]> {
  const { rows } = await client.query<{ used: number; oldest: number; age: number }>(
    `select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      (select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()) as oldest,
      (select age(datfrozenxid)::float8 from pg_database where datname = current_database()) as age`,
  )
  const { used, oldest, age } = rows[0]!
  return [
    used > most * 0.8
      ? warn(
          'connections',
          `${used} of ${most} in use`,
          'Raise max_connections, or run fewer processes: each takes up to 25.',
        )
      : ok('connections', `${used} of ${most} in use`),
    ...(oldest > 3600
      ? [
          warn(
            'connections',
            `a transaction has been open for ${Math.round(oldest / 60)} minutes`,
            'Find it in pg_stat_activity: it keeps old rows from being cleared away.',
          ),
        ]
      : []),
    ...(age > 1_000_000_000
      ? [
          fail(
            'database',
            `${age} transactions since the oldest row was frozen`,
            'Let autovacuum work, or run vacuum freeze.',
          ),
        ]
      : []),
  ]
}

export async function checkRoles({ client, appRole }: Asked): Promise<Finding[]> {
  const { rows } = await client.query<{ owner: boolean; super: boolean; bypass: boolean }>(
    `select pg_has_role(r.oid, c.relowner, 'usage') as owner, r.rolsuper as super, r.rolbypassrls as bypass
     from pg_roles r, pg_class c where r.rolname = $1 and c.oid = 'record.event'::regclass`,
    [appRole],
  )
  const role = rows[0]
  if (!role)
    return [fail('roles', `there is no role ${appRole}`, 'Create it, and run bin/mingtang.js migrate.')]
  const too = [
    role.super && 'is superuser',
    role.bypass && 'passes every policy',
    role.owner && 'owns the tables',
  ].filter(Boolean)
  const todo = 'Use two roles, see docs/operators/install.md: one that owns, one that the application uses.'
  const may = await client.query<{ privilege: string }>(
    `select privilege from unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) as privilege
     where has_table_privilege($1, 'record.event', privilege)`,
    [appRole],
  )
  const unforced = await client.query<{ table: string }>(
    `select c.oid::regclass::text as table from pg_class c where c.relrowsecurity and not c.relforcerowsecurity
     and c.relnamespace::regnamespace::text not in ('graphile_worker', 'pg_catalog')`,
  )
  return [
    too.length > 0
      ? fail('roles', `${appRole} ${too.join(', ')}`, todo)
      : ok('roles', `${appRole} is bound by grants and policies`),
    may.rowCount
      ? fail(
          'roles',
          `${appRole} can ${may.rows.map(({ privilege }) => privilege).join(', ')} the record`,
          todo,
        )
      : ok('roles', 'the record can only be added to'),
    unforced.rowCount
      ? fail(
          'roles',
          `policies do not bind the owner on ${unforced.rows.map(({ table }) => table).join(', ')}`,
          'alter table … force row level security',
        )
      : ok('roles', 'policies bind the owner too'),
  ]
}

export async function checkMigrations(
  { client }: Asked,
  migrations: readonly Migration[],
): Promise<Finding[]> {
  const { rows } = await client.query<{ name: string }>('select name from platform.migration')
  const applied = new Set(rows.map(({ name }) => name))
  const due = migrations.filter(({ name }) => !applied.has(name))
  const unknown = rows.filter(({ name }) => !migrations.some((migration) => migration.name === name))
  if (unknown.length > 0)
    return [
      fail(
        'migrations',
        `the database is newer than this program (${unknown[0]!.name})`,
        'Start the version that the database belongs to, or a newer one.',
      ),
    ]
  return due.length > 0
    ? [
        warn(
          'migrations',
          `${due.length} are due, first ${due[0]!.name}`,
          'bin/mingtang.js migrate, or start: both apply them.',
        ),
      ]
    : [ok('migrations', `${applied.size} applied, none due`)]
}

/** Reads every row, so that every page passes its checksum; and every index, where `amcheck` may be used. */
export async function checkDeeply(
  { client }: Asked,
  tables: readonly { name: string; select: string }[],
): Promise<Finding[]> {
  const findings: Finding[] = []
  await client.query(`set app.task = 'copy'`)
  for (const { name, select } of tables) {
    try {
      await client.query(`select count(md5(whole::text)) from (${select}) as whole`)
    } catch (error) {
      findings.push(
        fail(
          'deep',
          `${name} cannot be read: ${(error as Error).message}`,
          'Stop, keep a copy of the data directory, and restore the last backup.',
        ),
      )
    }
  }
  if (findings.length === 0) findings.push(ok('deep', `every row of ${tables.length} tables was read`))
  return [...findings, ...(await checkIndexes(client))]
}

async function checkIndexes(client: pg.ClientBase): Promise<Finding[]> {
  const { rows: able } = await client.query(
    `select from pg_proc where proname = 'bt_index_check' and pronargs = 2 and has_function_privilege(oid, 'execute')`,
  )
  if (able.length === 0)
    return [
      warn(
        'deep',
        'indexes were not compared with their tables',
        'As superuser: create extension amcheck; grant execute on function bt_index_check(regclass, boolean) to the owner.',
      ),
    ]
  const { rows } = await client.query<{ index: string }>(
    `select i.indexrelid::regclass::text as index from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_am a on a.oid = c.relam where a.amname = 'btree' and i.indisvalid and c.relpersistence = 'p'
     and c.relkind = 'i' and pg_has_role(c.relowner, 'usage') and c.relnamespace::regnamespace::text !~ '^pg_'`,
  )
  const findings: Finding[] = []
  for (const { index } of rows) {
    try {
      await client.query('select bt_index_check($1::regclass, true)', [index])
    } catch (error) {
      findings.push(
        fail(
          'deep',
          `${index}: ${(error as Error).message}`,
          `reindex index ${index}, then find out why: memory or disk may be failing.`,
        ),
      )
    }
  }
  return findings.length > 0 ? findings : [ok('deep', `${rows.length} indexes agree with their tables`)]
}
