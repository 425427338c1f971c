import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import { type App, createApp } from '#app/app'
import { MODULES } from '#app/modules'
import { projectRoot } from '#app/root'
import { DamagedArchive } from '#platform/backup/archive'
import { bringKeys, saveKeys } from '#platform/backup/keys'
import { type RestoreOptions, RestoreRefused, restoreBackup, verifyArchive } from '#platform/backup/restore'
import { BackupRefused, takeBackup } from '#platform/backup/take'
import { readMigrations } from '#platform/migrate'
import { emptyDatabase, type TestDatabase } from '#test/database'
import { openHouse, type TestHouse } from '#test/house'

describe('a backup', () => {
  let house: TestHouse
  let folder: string
  let target: TestDatabase
  const place = (name: string) => join(folder, name)

  before(async () => {
    house = await openHouse()
    folder = mkdtempSync(join(tmpdir(), 'mingtang-backup-'))
    mkdirSync(place('files/1/2026'), { recursive: true })
    writeFileSync(place('files/1/2026/plan'), '线网方案'.repeat(100_000))
    mkdirSync(place('keys'))
    writeFileSync(place('keys/master-0001.key'), Buffer.alloc(32, 7).toString('base64url'))
    writeFileSync(place('keys/secret.key'), 'a secret of this installation\n')
  })
  after(async () => {
    await target?.drop()
    await house.leave()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await target?.drop()
    target = await emptyDatabase()
    rmSync(place('restored'), { recursive: true, force: true })
  })

  const take = (path: string, ownerUrl = house.ownerUrl) =>
    takeBackup({
      ...{ ownerUrl, path, keysDir: place('keys'), filesDir: place('files') },
      ...{ version: '9.9.9', now: house.now() },
    })

  const restore = async (path: string, options: Partial<RestoreOptions> = {}) =>
    restoreBackup(path, {
      ownerUrl: target.ownerUrl,
      appRole: 'mingtang_app',
      migrations: await readMigrations(join(projectRoot, 'migrations')),
      keysDir: place('keys'),
      filesDir: place('restored'),
      now: house.now(),
      isReplacing: false,
      withJobs: true,
      ...options,
    })

  async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
    const client = new pg.Client(url)
    await client.connect()
    try {
      return (await client.query<T>(sql)).rows
    } finally {
      await client.end()
    }
  }

  test('gives back every row, file and waiting job, drafts behind the walls included', async () => {
    const { manifest } = await take(place('whole.tar'))
    const drafts = manifest.tables.find(({ name }) => name === 'publications.revision')!
    assert.ok(drafts.rows > 0)
    await restore(place('whole.tar'))
    const again = await take(place('again.tar'), target.ownerUrl)
    assert.deepEqual(again.manifest.tables, manifest.tables)
    assert.deepEqual(again.manifest.sequences, manifest.sequences)
    assert.equal(again.manifest.jobs.rows, manifest.jobs.rows)
    assert.equal(readFileSync(place('restored/1/2026/plan'), 'utf8'), '线网方案'.repeat(100_000))
    const unlike = `select c.oid::regclass::text as name, relforcerowsecurity, (select count(*)::int from pg_constraint
      k where k.conrelid = c.oid) as constraints, (select count(*)::int from pg_trigger t where t.tgrelid = c.oid
      and t.tgenabled <> 'O') as sleeping from pg_class c where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information)' order by 1`
    assert.deepEqual(await ask(target.ownerUrl, unlike), await ask(house.ownerUrl, unlike))
  })

  test('sees the moment of its beginning, whatever is written meanwhile', async () => {
    const writer = new pg.Client(house.ownerUrl)
    await writer.connect()
    await writer.query(`insert into platform.setting (name, value) values ('during', '0')`)
    let isWriting = true
    const writing = (async () => {
      for (let n = 1; isWriting; n++)
        await writer.query(`update platform.setting set value = ${n} where name = 'during'`)
    })()
    await take(place('meanwhile.tar'))
    isWriting = false
    await writing
    await writer.query(`delete from platform.setting where name = 'during'`)
    await writer.end()
    await restore(place('meanwhile.tar'))
    const [row] = await ask<{ count: number }>(
      target.ownerUrl,
      `select count(*)::int from platform.setting where name = 'during'`,
    )
    assert.equal(row!.count, 1)
  })

  test('is refused whole when a table hides rows from the role that copies', async () => {
    const appUrl = house.ownerUrl.replace('mingtang_owner', 'mingtang_app')
    await assert.rejects(take(place('half.tar'), appUrl), BackupRefused)
    assert.equal(statSync(place('half.tar'), { throwIfNoEntry: false }), undefined)
  })

  test('a restored copy serves the same pages, byte for byte', async () => {
    await take(place('pages.tar'))
    await restore(place('pages.tar'))
    const copy = await openCopy(target.appUrl, place('keys'), house.now)
    try {
      const addresses = await listAddresses(house.server)
      assert.ok(addresses.length > 20)
      for (const address of addresses)
        assert.equal(await pageAt(copy.server, address), await pageAt(house.server, address), address)
    } finally {
      await copy.close()
    }
  })

  test('cut short or changed in one byte, it is not restored, and the database stays empty', async () => {
    await take(place('damaged.tar'))
    const bytes = readFileSync(place('damaged.tar'))
    const at = bytes.indexOf('.gz') + 512 + 40
    bytes[at] = bytes[at]! ^ 1
    writeFileSync(place('damaged.tar'), bytes)
    await assert.rejects(restore(place('damaged.tar')), DamagedArchive)
    truncateSync(place('damaged.tar'), bytes.length - 4096)
    await assert.rejects(verifyArchive(place('damaged.tar')), DamagedArchive)
    assert.deepEqual(await ask(target.ownerUrl, `select 1 from pg_namespace where nspname = 'platform'`), [])
  })

  test('without its keys, or with others, it is not restored', async () => {
    await take(place('sealed.tar'))
    await assert.rejects(restore(place('sealed.tar'), { keysDir: place('no-keys') }), RestoreRefused)
    mkdirSync(place('other-keys'))
    writeFileSync(place('other-keys/master-0001.key'), Buffer.alloc(32, 8).toString('base64url'))
    await assert.rejects(restore(place('sealed.tar'), { keysDir: place('other-keys') }), /another key/)
    const whole = readFileSync(place('sealed.tar')).toString('latin1')
    assert.equal(whole.includes(Buffer.alloc(32, 7).toString('base64url')), false)
  })

  test('keys go into a file of their own that only its owner reads, and come back the same', async () => {
    assert.equal(await saveKeys(place('keys'), place('keys.tar'), house.now()), 2)
    assert.equal(statSync(place('keys.tar')).mode & 0o777, 0o600)
    await bringKeys(place('keys.tar'), place('brought'))
    assert.equal(readFileSync(place('brought/secret.key'), 'utf8'), 'a secret of this installation\n')
    writeFileSync(place('brought/secret.key'), 'another')
    await assert.rejects(bringKeys(place('keys.tar'), place('brought')), DamagedArchive)
  })

  test('a filled database is replaced only when told', async () => {
    await take(place('first.tar'))
    await restore(place('first.tar'))
    await ask(target.ownerUrl, `insert into platform.setting (name, value) values ('later', 'x')`)
    await assert.rejects(restore(place('first.tar')), /not empty/)
    await restore(place('first.tar'), { isReplacing: true })
    assert.deepEqual(await ask(target.ownerUrl, `select 1 from platform.setting where name = 'later'`), [])
  })

  test('one of a newer version is refused, one of an older is brought up to date', async () => {
    await take(place('old.tar'))
    const migrations = await readMigrations(join(projectRoot, 'migrations'))
    await assert.rejects(restore(place('old.tar'), { migrations: migrations.slice(0, -1) }), /does not know/)
    const added = {
      name: '20991231-0001_later_first.sql',
      owner: 'later',
      sql: 'create schema later; create table later.thing (id int primary key)',
    }
    await restore(place('old.tar'), { migrations: [...migrations, added] })
    assert.deepEqual(await ask(target.ownerUrl, 'select 1 from later.thing'), [])
  })
})

/** Another installation on the copied database, at the same instant. */
function openCopy(appUrl: string, keysDir: string, clock: () => Date): Promise<App> {
  return createApp({
    ...{ modules: MODULES, appUrl, clock, dataDir: dirname(keysDir) },
    publicUrl: 'http://www.yunxi.example',
    files: { place: { kind: 'folder', path: undefined }, origin: 'http://files.yunxi.example' },
    logger: pino({ level: 'silent' }),
    secretKey: 'another secret that only tests know, of more than 32 characters',
    settle: async () => ({ demo: true }),
  })
}

async function listAddresses(server: App['server']): Promise<string[]> {
  const { body } = await server.inject({ url: '/sitemap.xml', headers: { host: 'www.yunxi.example' } })
  const maps = [...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]!).pathname)
  const nested = await Promise.all(
    maps
      .filter((path) => path.endsWith('.xml'))
      .map(async (url) => (await server.inject({ url, headers: { host: 'www.yunxi.example' } })).body),
  )
  const inner = nested.flatMap((text) =>
    [...text.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => new URL(match[1]!).pathname),
  )
  return [...new Set([...maps, ...inner, '/search?q=公交', '/organisations.json'])]
}

async function pageAt(server: App['server'], url: string): Promise<string> {
  const { statusCode, body } = await server.inject({
    url: encodeURI(url),
    headers: { host: 'www.yunxi.example' },
  })
  return `${statusCode} ${body}`
}
