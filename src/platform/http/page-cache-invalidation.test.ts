import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Client } from 'pg'
import { startEmbedded } from '../postgres/embedded.ts'
import {
  type DropListener,
  dropNotice,
  dropNotices,
  listenForDrops,
  readDropNotice,
} from './page-cache-invalidation.ts'
import { openTrialSite, until } from './page-cache-trial.ts'

describe('the notice of a change', () => {
  test('names what was changed', () => {
    const notice = readDropNotice(dropNotice(new Set(['doc:1', 'column:公告'])))
    assert.deepEqual(notice, { tags: ['doc:1', 'column:公告'] })
  })

  test('too many changes for one notice go in several; far too many become everything', () => {
    const tags = Array.from({ length: 1_000 }, (_, at) => `doc:${at}`)
    const notices = dropNotices(tags)
    assert.ok(notices.length > 1)
    assert.deepEqual(
      notices.flatMap((notice) => readDropNotice(notice).tags),
      tags,
    )
    const all = dropNotices(Array.from({ length: 50_000 }, (_, at) => `doc:${at}`))
    assert.deepEqual(all.map(readDropNotice), [{ tags: 'all' }])
    assert.equal(readDropNotice(dropNotice(tags)).tags, 'all')
    assert.deepEqual(readDropNotice(dropNotice(tags.slice(0, 500))).tags, tags.slice(0, 500))
  })

  test('what cannot be read may be about any page', () => {
    for (const payload of ['', '{', 'null', '{}', '{"tags":"doc:1"}', '{"tags":[1]}'])
      assert.equal(readDropNotice(payload).tags, 'all', payload)
  })
})

describe('changes made by another process', () => {
  let database: { url: string; stop(): Promise<void> }
  let writer: Client

  before(async () => {
    database = await openDatabase()
    writer = new Client({ connectionString: database.url })
    await writer.connect()
  })
  after(async () => {
    await writer.end()
    await database.stop()
  })

  /** A site that listens as the app does, on a channel of its own. */
  async function openListeningSite(channel: string, more: Partial<DropListener> = {}) {
    const site = await openTrialSite(async (slug) => ({ text: slug, tags: [`column:${slug}`] }))
    const told: string[] = []
    const listener = await listenForDrops({
      connectionString: database.url,
      channel,
      firstRetryMs: 1,
      onDrop: site.cache.drop,
      onDropAll: site.cache.clear,
      onLost: () => {
        told.push('lost')
        site.cache.suspend()
      },
      onHeard: () => {
        told.push('heard')
        site.cache.resume()
      },
      ...more,
    })
    const close = async () => {
      await listener.close()
      await site.close()
    }
    return { ...site, told, close }
  }

  const notify = (channel: string, payload: string) =>
    writer.query('select pg_notify($1, $2)', [channel, payload])

  test('are heard at the commit, not before, and never after a rollback', async () => {
    const { ask, cache, close } = await openListeningSite('one')
    await ask('/columns/notices')
    await ask('/columns/lists')
    await writer.query('begin')
    await notify('one', dropNotice(['column:lists']))
    await writer.query('rollback')
    await writer.query('begin')
    await notify('one', dropNotice(['column:notices']))
    assert.equal(cache.metrics().entries, 2)
    await writer.query('commit')
    await until(() => cache.metrics().entries === 1)
    assert.equal(cache.metrics().dropped, 1)
    await notify('one', '')
    await until(() => cache.metrics().entries === 0)
    await close()
  })

  test('may be missed while the connection is lost: all pages go, and those rendered meanwhile are not kept', async () => {
    const { ask, cache, told, close, rendered } = await openListeningSite('three')
    await ask('/columns/notices')
    await terminateListeners('three')
    await until(() => told.length >= 3)
    assert.deepEqual(told, ['heard', 'lost', 'heard'])
    assert.equal(cache.metrics().entries, 0)
    await ask('/columns/notices')
    await ask('/columns/notices')
    assert.equal(rendered(), 2)
    await notify('three', dropNotice(['column:notices']))
    await until(() => cache.metrics().entries === 0)
    await close()
  })

  test('are not taken for granted when the connection dies without a word', async () => {
    const road = await openRoad(database.url)
    const { ask, cache, told, close } = await openListeningSite('four', {
      connectionString: road.url,
      heartbeatMs: 40,
    })
    assert.deepEqual(told, ['heard'])
    road.block()
    await until(() => told.includes('lost'))
    await ask('/columns/notices')
    assert.equal(cache.metrics().entries, 0)
    road.open()
    await until(() => told.at(-1) === 'heard')
    await ask('/columns/notices')
    assert.equal(cache.metrics().entries, 1)
    await close()
    await road.close()
  })

  test('a database that is not there yet is waited for', async () => {
    const road = await openRoad(database.url)
    road.refuse()
    const { told, close } = await openListeningSite('five', { connectionString: road.url })
    assert.deepEqual(told, ['lost'])
    road.open()
    await until(() => told.at(-1) === 'heard')
    await close()
    await road.close()
  })

  async function terminateListeners(channel: string): Promise<void> {
    const sql =
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 and query = $2'
    const { rowCount } = await writer.query(sql, ['mingtang cache', `listen "${channel}"`])
    assert.equal(rowCount, 1)
  }
})

async function openDatabase(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.MINGTANG_TEST_DATABASE
  if (given) return { url: given, stop: async () => {} }
  const dataDir = mkdtempSync(join(tmpdir(), 'mingtang-page-cache-'))
  const { ownerUrl, stop } = await startEmbedded({ dataDir, unsafeFast: true })
  const stopAndRemove = async () => {
    await stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { url: ownerUrl, stop: stopAndRemove }
}

/** A way to the database that can be blocked: packets vanish, and nobody is told. */
async function openRoad(url: string) {
  const target = new Client({ connectionString: url })
  const socketPath = join(target.host, `.s.PGSQL.${target.port}`)
  const sockets = new Set<Socket>()
  let isRefusing = false

  const server: Server = createServer((near) => {
    if (isRefusing) {
      near.destroy()
      return
    }
    const far = target.host.startsWith('/') ? connect(socketPath) : connect(target.port, target.host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {}).on('close', () => sockets.delete(socket))
    }
    near.pipe(far)
    far.pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const account =
    encodeURIComponent(target.user ?? '') + (target.password ? `:${encodeURIComponent(target.password)}` : '')

  return {
    url: `postgres://${account}@127.0.0.1:${port}/${target.database}`,
    block() {
      for (const socket of sockets) socket.unpipe()
    },
    refuse() {
      isRefusing = true
    },
    open() {
      isRefusing = false
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
