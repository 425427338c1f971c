import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { projectRoot } from '#app/root'
import { type Migration, migrate, readMigrations } from '#platform/migrate'

export type TestDatabase = { appUrl: string; ownerUrl: string; drop(): Promise<void> }

/** A database of its own, cloned from one that is migrated once for all test files. */
export async function testDatabase(prepare?: Template, server = serverUrl()): Promise<TestDatabase> {
  const template = await ensureTemplate(server, prepare ?? migrated)
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(server, (client) => client.query(`create database ${name} template ${template}`))
  return addressesOf(server, name)
}

function addressesOf(server: string, name: string): TestDatabase {
  return {
    ownerUrl: withDatabase(server, name),
    appUrl: withRole(withDatabase(server, name), 'mingtang_app'),
    drop: () => onServer(server, (client) => whenFree(client, `drop database if exists ${name}`)),
  }
}

/** Connections that were just closed may still be on their way out; the owner cannot end those of another role. */
async function whenFree(client: pg.Client, statement: string): Promise<void> {
  for (let tries = 100; ; tries--) {
    try {
      await client.query(statement)
      return
    } catch (error) {
      if ((error as pg.DatabaseError).code !== '55006' || tries === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** A database with nothing in it, as an operator prepares one. */
export async function emptyDatabase(): Promise<TestDatabase> {
  const server = serverUrl()
  const name = `test_${randomBytes(8).toString('hex')}`
  await onServer(server, (client) => client.query(`create database ${name}`))
  return addressesOf(server, name)
}

export type Template = { name: string; fill: (urls: { ownerUrl: string; appUrl: string }) => Promise<void> }

const migrated: Template = { name: 'migrated', fill: async () => {} }

/** Two processes run tests side by side: the lock lets the first make the template, and the second find it. */
async function ensureTemplate(server: string, { name, fill }: Template): Promise<string> {
  const migrations = await readMigrations(join(projectRoot, 'migrations'))
  const template = `template_${name}_${fingerprint(migrations)}`
  await onServer(server, async (client) => {
    await client.query('select pg_advisory_lock(815)')
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datallowconn', [
      template,
    ])
    if (rowCount) return
    const making = `${template}_making`
    await whenFree(client, `drop database if exists ${making}`)
    await client.query(`create database ${making}`)
    const ownerUrl = withDatabase(server, making)
    const appUrl = withRole(ownerUrl, 'mingtang_app')
    await migrate(ownerUrl, migrations, 'mingtang_app')
    await fill({ ownerUrl, appUrl })
    await whenFree(client, `alter database ${making} rename to ${template}`)
  })
  return template
}

function serverUrl(): string {
  const url = process.env.MINGTANG_TEST_DATABASE
  if (!url)
    throw new Error('MINGTANG_TEST_DATABASE is not set: run the tests with `npm test [part of a path]`')
  return url
}

async function onServer<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

function fingerprint(migrations: readonly Migration[]): string {
  const hash = createHash('sha256')
  for (const { name, sql } of migrations) hash.update(name).update(sql)
  return hash.digest('hex').slice(0, 12)
}

function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, (_, end) => `/${name}${end}`)
}

/** The same server as the application: not the owner, bound by every policy and grant. */
function withRole(url: string, role: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/)[^@/]*@/, `$1${role}@`)
}
