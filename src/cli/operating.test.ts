import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type Embedded, startEmbedded } from '#platform/postgres/embedded'
import { run } from '../cli.ts'
import { readConfig } from '../config.ts'
import type { Finding } from './doctor/finding.ts'
import { examine } from './doctor.ts'
import {
  bringUpToDate,
  type Database,
  type Installation,
  loggerFor,
  openInstallation,
} from './installation.ts'

/** An installation as it stands on a machine, on a database that the tests may stop. */
describe('an installation', () => {
  let folder: string
  let server: Embedded
  let installation: Installation
  let url: string
  const dataDir = () => join(folder, 'data')
  const config = (env: Record<string, string> = {}) =>
    readConfig({
      DATA_DIR: dataDir(),
      LOG_LEVEL: 'silent',
      DATABASE_URL: server.appUrl,
      DATABASE_OWNER_URL: server.ownerUrl,
      ...env,
    })
  const database = (): Database => ({ ...server, isOurs: false, exited: undefined, stop: async () => {} })
  const startDatabase = () => startEmbedded({ dataDir: join(folder, 'database'), unsafeFast: true })

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mt-op-'))
    chmodSync(folder, 0o711)
    mkdirSync(dataDir(), { mode: 0o700 })
    server = await startDatabase()
    await bringUpToDate(database())
    installation = await openInstallation(config({ DEMO: 'on' }), database(), loggerFor(config()))
    await installation.app.server.listen({ port: 0, host: '127.0.0.1' })
    url = `http://127.0.0.1:${(installation.app.server.server.address() as AddressInfo).port}`
  })
  after(async () => {
    await installation.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  describe('what an operator says wrongly is answered in words, every fault at once', () => {
    const refusals: [string[], RegExp][] = [
      [
        ['site', 'add', '--key', 'yunxi', '--host', 'other.example', '--name', '云溪'],
        /^Another site has this key\.$/,
      ],
      [['site', 'amend', '--key', 'yunxi', '--name', ''], /^--name: Give the name of the site\.$/],
      [
        [
          'user',
          '--login',
          'a@b.example',
          '--name',
          '张三',
          '--credit-code',
          '1',
          '--organisation-name',
          '清泉镇',
        ],
        /^--credit-code: .+\n--division-code: .+$/,
      ],
      [['user', '--nope'], /--nope.*\nmingtang user /s],
    ]
    for (const [words, answer] of refusals)
      test(words.slice(0, 2).join(' '), async (t) => {
        const said = t.mock.method(console, 'error', () => {})
        const code = await run(words, {
          DATA_DIR: dataDir(),
          DATABASE_URL: server.appUrl,
          DATABASE_OWNER_URL: server.ownerUrl,
        })
        assert.equal(code, 2)
        assert.match(String(said.mock.calls[0]?.arguments[0]), answer)
      })
  })

  const findings = async (env: Record<string, string> = {}) => examine(config(env), false)
  const of = (all: readonly Finding[], check: string) =>
    all.filter((finding) => finding.check === check).map(({ level, what }) => `${level} ${what}`)

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + 15_000
    while (!(await holds())) {
      if (performance.now() > end) assert.fail('it did not come to that')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  test('doctor names what threatens the data and says what to do, and is content with the rest', async () => {
    const all = await findings({ PUBLIC_URL: 'https://www.yunxi.example', TRUSTED_PROXIES: '127.0.0.1' })
    for (const { level, todo } of all) assert.equal(level === 'ok', todo === undefined)
    // The cluster of tests gives up what a real one may not.
    assert.deepEqual(
      of(all, 'database').filter((line) => line.startsWith('fail')),
      ['fail fsync is off', 'fail full_page_writes is off', 'fail synchronous_commit is off'],
    )
    assert.deepEqual(
      of(all, 'roles').map((line) => line.split(' ')[0]),
      ['ok', 'ok', 'ok'],
    )
    assert.deepEqual(
      of(all, 'migrations').map((line) => line.split(' ')[0]),
      ['ok'],
    )
    assert.match(of(all, 'backup')[0]!, /^warn none was ever made/)
    assert.deepEqual(
      of(all, 'addresses').filter((line) => line.startsWith('fail')),
      ['fail this is the demo under a public address'],
    )
  })

  test('doctor compares the public log with its files, and says what stopped it', async () => {
    assert.match(
      of(await findings(), 'public log').join(),
      /^ok \d+ entries, the same in the database and as files$/,
    )
    const client = new pg.Client({ connectionString: server.ownerUrl })
    await client.connect()
    await client.query(
      `insert into transparency_log.alarm (at, code, detail) values (now(), 'signer-ahead', 'an old backup')`,
    )
    assert.match(of(await findings(), 'public log').join(), /^fail has stopped since .*signer-ahead/)
    await client.query(`update transparency_log.alarm set answered_at = now(), answer = 'recovered'`)
    await client.end()
    const seed = join(dataDir(), 'log', 'signer', 'seed')
    chmodSync(seed, 0o644)
    assert.match(of(await findings(), 'public log').join(), /^fail others can read its key/)
    chmodSync(seed, 0o600)
  })

  test('doctor sees a key that others can read, a role that owns, and a policy that binds too few', async () => {
    const key = join(dataDir(), 'keys/master-0001.key')
    chmodSync(key, 0o644)
    assert.match(of(await findings(), 'keys').at(-1)!, /^fail others can read/)
    chmodSync(key, 0o600)
    assert.match(
      of(await findings({ DATABASE_URL: server.ownerUrl }), 'roles')[0]!,
      /^fail mingtang_owner .*owns the tables/,
    )
    const client = new pg.Client(server.ownerUrl)
    await client.connect()
    await client.query(
      'alter table publications.part no force row level security; grant update on record.event to mingtang_app',
    )
    const roles = of(await findings(), 'roles')
    await client.query(
      'alter table publications.part force row level security; revoke update on record.event from mingtang_app',
    )
    await client.end()
    assert.deepEqual(roles.slice(1), [
      'fail mingtang_app can UPDATE the record',
      'fail policies do not bind the owner on publications.part',
    ])
  })

  test('a machine with other keys does not begin, so nothing is sealed that nobody can open', async () => {
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(join(elsewhere, 'keys'), { recursive: true, mode: 0o700 })
    const open = () => openInstallation(config({ DATA_DIR: elsewhere }), database(), loggerFor(config()))
    await assert.rejects(open(), /master-0001\.key is not in/)
    writeFileSync(join(elsewhere, 'keys/master-0001.key'), Buffer.alloc(32, 9).toString('base64url'))
    await assert.rejects(open(), /another key/)
    assert.equal(statSync(join(elsewhere, 'keys/secret.key')).mode & 0o777, 0o600)
  })

  test('a call that is being answered is answered to its end when the server is told to stop', async () => {
    const other = await openInstallation(config(), database(), loggerFor(config()))
    await other.app.server.listen({ port: 0, host: '127.0.0.1' })
    const { port } = other.app.server.server.address() as AddressInfo
    const client = new pg.Client(server.ownerUrl)
    await client.connect()
    await client.query('begin; lock table organisations.organisation in access exclusive mode')
    const answer = new Promise<number | undefined>((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/organisations', agent: false }, (reply) =>
        resolve(reply.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
    await until(async () => (await client.query('select from pg_locks where not granted')).rowCount !== 0)
    const closed = other.close()
    await client.query('rollback')
    assert.equal(await answer, 200)
    await closed
    await client.end()
  })

  test('while the database is away, kept pages are shown and readiness says so; afterwards everything is new', async () => {
    const status = async (path: string) => {
      const answer = await fetch(url + path)
      return { code: answer.status, text: await answer.text() }
    }
    const home = await status('/')
    assert.equal(home.code, 200)
    assert.deepEqual(JSON.parse((await status('/readyz')).text), { ready: true })
    await server.stop()
    await until(async () => (await status('/readyz')).code === 503)
    await until(async () => (await status('/')).code === 200)
    assert.equal((await status('/')).text, home.text)
    assert.equal((await status('/organisations')).code, 503)
    assert.match((await status('/metrics')).text, /^mingtang_database_up 0$/m)
    server = await startDatabase()
    await until(async () => (await status('/readyz')).code === 200)
    await until(async () => (await status('/organisations')).code === 200)
    assert.deepEqual((await status('/')).text, home.text)
  })
})
