import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { attachOrStart, DataDirectoryInUse, type Embedded, findRunning, startEmbedded } from './embedded.ts'
import { identifyProcess, isServerOf, waitUntil } from './processes.ts'

const isRoot = process.getuid?.() === 0

async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Runs acknowledging-instance, built or from source as we are, until it has acknowledged so many rows. */
async function startInstance(dataDir: string, rows: number) {
  const own = fileURLToPath(import.meta.url)
  const program = join(dirname(own), `acknowledging-instance${extname(own)}`)
  const fromSource = own.endsWith('.ts') ? ['--conditions=source', '--import', 'tsx'] : []
  const child = spawn(process.execPath, [...fromSource, program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = { server: 0, kept: 0 }
  const lines = createInterface({ input: child.stdout })
  await new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const [word, number] = line.split(' ')
      if (word === 'server') said.server = Number(number)
      if (word === 'kept') said.kept = Number(number)
      if (said.kept >= rows) resolve()
    })
    lines.on('close', resolve)
  })
  return { child, said, drained: once(lines, 'close') }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** The shell that watches over the server, to take it away. Linux. */
function findWatcher(parent: number): number {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false
    const stat = existsSync(`/proc/${name}/stat`) ? readFileSync(`/proc/${name}/stat`, 'utf8') : ''
    return stat.includes('(sh) ') && stat.split(') ')[1]?.split(' ')[1] === String(parent)
  })
  return Number(found)
}

describe('the database of its own', () => {
  let place: string
  let dataDir: string
  let cluster: string
  let server: Embedded

  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'mingtang-own-'))
    chmodSync(place, 0o755)
    dataDir = join(place, 'data')
    cluster = join(dataDir, 'postgres', 'cluster')
    server = await startEmbedded({ dataDir })
  })

  after(async () => {
    await server.stop()
    rmSync(place, { recursive: true, force: true })
  })

  test('keeps what it acknowledges, and listens on no network', async () => {
    const rows = await ask<{ name: string; setting: string }>(
      server.ownerUrl,
      `select name, setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'listen_addresses') order by name`,
    )
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
    assert.deepEqual(settings, {
      data_checksums: 'on',
      fsync: 'on',
      full_page_writes: 'on',
      listen_addresses: '',
      synchronous_commit: 'on',
    })
  })

  test('lets nobody near its socket but its own account', () => {
    assert.equal(statSync(server.socketDir).mode & 0o777, 0o700)
    assert.equal(statSync(server.socketDir).uid, statSync(cluster).uid)
    if (isRoot) assert.notEqual(statSync(cluster).uid, 0)
  })

  test('has an owner who may add trusted extensions, and an application that may neither own nor evade', async () => {
    await ask(server.ownerUrl, 'create extension if not exists pg_trgm')
    const roles = await ask(
      server.ownerUrl,
      `select rolname as name, rolsuper or rolcreaterole or rolcreatedb or rolbypassrls as mighty
       from pg_roles where rolname like 'mingtang%' order by 1`,
    )
    assert.deepEqual(roles, [
      { name: 'mingtang_app', mighty: false },
      { name: 'mingtang_owner', mighty: false },
    ])
    await assert.rejects(ask(server.appUrl, 'create schema elsewhere'), { code: '42501' })
  })

  test('knows Chinese characters as letters, so that fragments of a title are found', async () => {
    const [row] = await ask<{ alike: number }>(
      server.ownerUrl,
      `select similarity('政务公开条例', '政务公开') as alike`,
    )
    assert.ok(row && row.alike > 0.3)
  })

  test('lets nobody in as superuser once it is set up', async () => {
    const asSuperuser = server.ownerUrl.replace('mingtang_owner@', 'postgres@')
    await assert.rejects(ask(asSuperuser, 'select 1'), { code: '28000' })
  })

  test('refuses a second Mingtang on the same data, and names the first', async () => {
    await assert.rejects(startEmbedded({ dataDir }), (error) => {
      assert.ok(error instanceof DataDirectoryInUse)
      assert.match(error.message, new RegExp(`process ${process.pid}\\b.*another DATA_DIR`))
      return true
    })
    assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
  })

  test('a command beside a running Mingtang uses its database', async () => {
    assert.equal(findRunning(dataDir)?.ownerUrl, server.ownerUrl)
    const access = await attachOrStart({ dataDir })
    assert.equal(access.appUrl, server.appUrl)
    await access.stop()
    assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
  })

  test('after a stop nothing runs, and the next start has the same data', async () => {
    await ask(server.ownerUrl, `create table notice as select '云溪市公交线网优化' as title`)
    await server.stop()
    assert.equal(identifyProcess(server.pid), undefined)
    assert.equal(findRunning(dataDir), undefined)
    server = await startEmbedded({ dataDir })
    assert.deepEqual(await ask(server.ownerUrl, 'select title from notice'), [
      { title: '云溪市公交线网优化' },
    ])
  })

  test('when Mingtang is killed the server ends by itself, and every acknowledged row is there', async () => {
    await server.stop()
    const { child, said, drained } = await startInstance(dataDir, 50)
    await kill(child)
    await drained
    assert.ok(await waitUntil(() => !isServerOf(said.server, cluster), 2000), 'the server outlived Mingtang')
    server = await startEmbedded({ dataDir })
    const [row] = await ask<{ rows: number; last: number }>(
      server.ownerUrl,
      'select count(*)::int as rows, max(number) as last from promise',
    )
    assert.ok(
      row && row.last >= said.kept && row.rows === row.last,
      `${said.kept} acknowledged, ${row?.rows} there`,
    )
  })

  test('a server left running by a Mingtang that was killed with its watcher is stopped first', {
    skip: process.platform !== 'linux',
  }, async () => {
    await server.stop()
    const { child, said } = await startInstance(dataDir, 1)
    process.kill(findWatcher(child.pid!), 'SIGKILL')
    await kill(child)
    assert.ok(isServerOf(said.server, cluster))
    server = await startEmbedded({ dataDir })
    assert.notEqual(server.pid, said.server)
    assert.equal(isServerOf(said.server, cluster), false)
  })

  test('a number left in a file does not hinder a start, whether its process is gone or is another one now', async (t) => {
    const { uid, gid } = statSync(cluster)
    const stranger = spawn('/bin/sh', ['-c', 'read -r _'], {
      uid,
      gid,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    t.after(() => stranger.kill())
    const lock = readFileSync(join(dataDir, 'lock'), 'utf8')
    for (const pid of [stranger.pid!, 4_194_300]) {
      const left = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').replace(/^\d+/, String(pid))
      await server.stop()
      writeFileSync(join(cluster, 'postmaster.pid'), left)
      writeFileSync(join(dataDir, 'lock'), lock.replace(/"pid":\d+/, `"pid":${pid}`))
      server = await startEmbedded({ dataDir })
    }
    assert.notEqual(identifyProcess(stranger.pid!), undefined)
  })
})

describe('the place of the database', () => {
  test('a long path in Chinese is no hindrance, though the path of a socket is short', async () => {
    const place = mkdtempSync(join(tmpdir(), 'mingtang-long-'))
    chmodSync(place, 0o755)
    const dataDir = join(place, '云溪市人民政府门户网站'.repeat(2), '数据 与, 备份'.repeat(3))
    assert.ok(Buffer.byteLength(dataDir) > 107)
    const server = await startEmbedded({ dataDir })
    assert.deepEqual(await ask(server.appUrl, 'select 1 as one'), [{ one: 1 }])
    await server.stop()
    assert.equal(existsSync(server.socketDir), false)
    rmSync(place, { recursive: true, force: true })
  })

  test('as root, under a directory closed to others, the data live where their account can reach them, and end with it', {
    skip: !isRoot,
  }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mingtang-closed-'))
    const server = await startEmbedded({ dataDir })
    const home = readFileSync(join(dataDir, 'postgres.path'), 'utf8').trim()
    assert.match(home, /^\/var\/lib\/mingtang\//)
    await ask(server.ownerUrl, 'create table notice as select 1 as number')
    await server.stop()
    const again = await startEmbedded({ dataDir })
    assert.deepEqual(await ask(again.ownerUrl, 'select number from notice'), [{ number: 1 }])
    await again.stop()

    rmSync(join(dataDir, 'postgres.path'))
    const anew = await startEmbedded({ dataDir })
    await assert.rejects(ask(anew.ownerUrl, 'select number from notice'), { code: '42P01' })
    await anew.stop()
    for (const path of [dataDir, home, `${home}.left`]) rmSync(path, { recursive: true, force: true })
  })
})
