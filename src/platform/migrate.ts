import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { openPoliciesToCopies } from './backup/survey.ts'

/** Forward only: there is no way down. A mistake is mended by the next file. */
export type Migration = { name: string; owner: string; sql: string }

const NAME = /^\d{8}-\d{4}_([a-z-]+)_[a-z0-9-]+\.sql$/

export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => readMigration(name, await readFile(join(folder, name), 'utf8'))),
  )
}

export function readMigration(name: string, sql: string): Migration {
  const owner = NAME.exec(name)?.[1]
  if (!owner) throw new Error(`migrations/${name}: the name must be <yyyymmdd-hhmm>_<module>_<what>.sql`)
  return { name, owner: owner.replaceAll('-', '_'), sql }
}

/** Any number of processes may call this at once: one migrates, the others wait and find nothing to do. */
export async function migrate(
  ownerUrl: string,
  migrations: readonly Migration[],
  appRole: string,
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(20261124)')
    await client.query('create schema if not exists platform')
    await client.query(`create table if not exists platform.migration
      (name text primary key, hash text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; hash: string }>(
      'select name, hash from platform.migration',
    )
    const applied = new Map(rows.map(({ name, hash }) => [name, hash]))
    const due = migrations.filter((migration) => isDue(migration, applied))
    if (due.length > 0) await runMigrations({ connectionString: ownerUrl, noPreparedStatements: true })
    for (const migration of due) await apply(client, migration, appRole)
    await openPoliciesToCopies(client)
    return due.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

function isDue(migration: Migration, applied: ReadonlyMap<string, string>): boolean {
  const known = applied.get(migration.name)
  if (known === hashOf(migration)) return false
  if (known)
    throw new Error(
      `migrations/${migration.name} was changed after it had been applied: add a new file instead`,
    )
  const newest = [...applied.keys()].sort().at(-1) ?? ''
  if (migration.name < newest && namesOtherSchemas(migration)) {
    throw new Error(
      `migrations/${migration.name} is older than ${newest} and touches more than its own schema`,
    )
  }
  return true
}

/** An older file may arrive late (two branches merged) if nothing that came between could depend on it. */
function namesOtherSchemas({ owner, sql }: Migration): boolean {
  const named = sql.matchAll(
    /\b(?:table|on|into|update|references|function|view)\s+(?:if not exists\s+)?([a-z_]+)\./gi,
  )
  return [...named].some(([, schema]) => schema !== owner)
}

async function apply(client: pg.Client, migration: Migration, appRole: string): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql.replaceAll(':app', pg.escapeIdentifier(appRole)))
    await client.query('insert into platform.migration (name, hash) values ($1, $2)', [
      migration.name,
      hashOf(migration),
    ])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`migrations/${migration.name} failed: ${(cause as Error).message}`, { cause })
  }
}

function hashOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}
