import assert from 'node:assert/strict'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { checkReplicas } from '#app/cli/doctor/replicas'
import { publicationAddress } from '#modules/foundation/publications'
import { until } from '#platform/http/page-cache-trial'
import { openReplicas } from '#platform/replicas'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from './house.ts'
import { releaseDocument, withdraw } from './releases.ts'
import { openPair, type Pair } from './replica.ts'

const SEARCH = `/search?q=${encodeURIComponent('公交')}`

/** Two real servers, one streaming from the other, and real sockets: what is injected never meets the cache. */
describe('public pages are read from a replica, and never older than the last change', () => {
  let pair: Pair
  let house: TestHouse
  let port: number
  const tools = () => seedToolsOf(house.world)

  before(async () => {
    pair = await openPair()
    house = await openHouse({ pair })
    await house.server.listen({ port: 0, host: '127.0.0.1' })
    port = (house.server.server.address() as AddressInfo).port
    await caughtUp()
  })
  after(async () => {
    await house.leave()
    await pair.stop()
  })

  const visit = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const call = request(
        { port, host: '127.0.0.1', path, headers: { host: 'www.yunxi.example' } },
        (answer) => {
          const parts: Buffer[] = []
          answer.on('data', (part: Buffer) => parts.push(part))
          answer.on('end', () => resolve(`${answer.statusCode}\n${Buffer.concat(parts)}`))
        },
      )
      call.on('error', reject)
      call.end()
    })
  const figures = () => house.world.replicas!.metrics()
  const isUsed = () => figures().replicas[0]!.isUsed
  const caughtUp = () => until(isUsed)
  /** How many calls of what is done read from where. */
  async function readsOf(what: () => Promise<unknown>) {
    const earlier = figures().reads
    await what()
    const { primary, replica } = figures().reads
    return { primary: primary - earlier.primary, replica: replica - earlier.replica }
  }

  test('a page that is not kept is read from the replica, from its beginning to its end', async () => {
    const reads = await readsOf(async () => {
      assert.match(await visit('/publications'), /^200\n/)
      assert.match(await visit(SEARCH), /^200\n/)
      assert.match(await visit('/api/v1/publications'), /^200\n/)
    })
    assert.deepEqual(reads, { primary: 0, replica: 3 })
  })

  test('the desk and whoever is signed in read from the primary', async () => {
    const editor = await house.as('lin.xiaoting')
    await caughtUp()
    const reads = await readsOf(async () => {
      assert.equal((await editor.visit('/desk/publications')).status, 200)
      assert.equal((await editor.visit('/publications')).status, 200)
    })
    assert.equal(reads.replica, 0)
  })

  test('while the replica is behind, a release shows at once, and only the new page is kept', async () => {
    await visit('/publications')
    await pair.replay(false)
    try {
      const { publication } = await releaseDocument(tools(), { title: '关于冬季首末班时间的通告' })
      const reads = await readsOf(async () => {
        assert.match(await visit('/publications'), /关于冬季首末班时间的通告/)
        assert.match(await visit(publicationAddress(publication)), /^200\n/)
      })
      assert.deepEqual(reads, { primary: 2, replica: 0 })
      await until(() => (figures().replicas[0]!.behind ?? 0) > 0)
      assert.equal(isUsed(), false)
    } finally {
      await pair.replay(true)
    }
    await caughtUp()
    const { hits } = house.cache.metrics()
    assert.match(await visit('/publications'), /关于冬季首末班时间的通告/)
    assert.equal(house.cache.metrics().hits, hits + 1)
    house.cache.clear()
    const reads = await readsOf(async () =>
      assert.match(await visit('/publications'), /关于冬季首末班时间的通告/),
    )
    assert.deepEqual(reads, { primary: 0, replica: 1 })
  })

  test('a withdrawal in another process counts as soon as it is heard of', async () => {
    const { publication } = await releaseDocument(tools(), { title: '关于临时停靠站的通告' })
    await caughtUp()
    const other = await openHouseBeside()
    await pair.replay(false)
    try {
      await withdraw(seedToolsOf(other), publication, '内容有误')
      await until(() => !isUsed())
      assert.doesNotMatch(await visit('/publications'), /关于临时停靠站的通告/)
      assert.match(await visit(publicationAddress(publication)), /内容有误/)
    } finally {
      await pair.replay(true)
    }
    await caughtUp()
  })

  /** A process that writes and shows nothing: what it drops is not the cache of this house. */
  async function openHouseBeside() {
    return { ...house.world, drop: () => {}, replicas: undefined }
  }

  test('the operator sees where pages are read, and doctor how the replica stands', async () => {
    const { body } = await house.server.inject({ url: '/metrics' })
    assert.match(body, /^mingtang_reads_total\{source="replica"\} [1-9]/m)
    assert.match(body, /^mingtang_replica_used\{server="[^"]+"\} 1$/m)
    assert.match(body, /^mingtang_replica_behind_bytes\{server="[^"]+"\} 0$/m)
    const appUrl = house.ownerUrl.replace('mingtang_owner@', 'mingtang_app@')
    const findings = await examine([
      pair.onReplica(appUrl),
      appUrl,
      appUrl.replace(/host=[^&]*/, 'host=/nowhere'),
      pair.onReplica(house.ownerUrl),
    ])
    assert.deepEqual(
      findings.map(({ level }) => level),
      ['ok', 'fail', 'warn', 'fail'],
    )
    assert.match(findings[1]!.what, /follows no primary/)
    assert.match(findings[3]!.what, /is read as mingtang_owner/)
  })

  async function examine(replicaUrls: string[]) {
    const client = new pg.Client(house.ownerUrl)
    await client.connect()
    const asked = { client, appRole: 'mingtang_app', now: house.now }
    const database = { kind: 'server' as const, appUrl: '', ownerUrl: '', replicaUrls }
    try {
      return await checkReplicas(asked, { database })
    } finally {
      await client.end()
    }
  }

  test('a search whose connection to the replica breaks is finished by the primary', async () => {
    const { replicas } = await openOwn()
    const { pid, again, isCopy } = await replicas
      .pick()
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        await sql`select set_config('work_mem', '33MB', true)`.execute(tx)
        const first = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
        await pair.endConnection(first.rows[0]!.pid)
        const second = await sql<{ again: string; isCopy: boolean }>`
          select current_setting('work_mem') as again, pg_is_in_recovery() as "isCopy"`.execute(tx)
        return { ...first.rows[0]!, ...second.rows[0]! }
      })
    assert.ok(pid > 0)
    assert.equal(isCopy, false)
    assert.equal(again, '33MB', 'what the transaction had set is set again')
    await replicas.close()
  })

  test('when changes elsewhere cannot be heard, everything is read from the primary', async () => {
    const { replicas } = await openOwn()
    replicas.suspend()
    assert.equal(replicas.pick(), house.world.db)
    replicas.resume()
    assert.equal(replicas.pick(), house.world.db, 'what was missed is unknown')
    await until(() => replicas.metrics().replicas[0]!.isUsed)
    assert.notEqual(replicas.pick(), house.world.db)
    await replicas.close()
  })

  /** A source of reads beside that of the house, which gives a failed replica another try sooner. */
  async function openOwn() {
    const said: string[] = []
    const replicas = openReplicas({
      urls: [pair.onReplica(house.ownerUrl.replace('mingtang_owner@', 'mingtang_app:hunter2@'))],
      primary: house.connection,
      logger: pino({ level: 'info' }, { write: (line) => said.push(line) }),
      restMs: 20,
    })
    replicas.resume()
    await until(() => replicas.metrics().replicas[0]!.isUsed)
    return { replicas, said }
  }

  test('when the replica goes away, pages go on, and when it is back it serves again', async () => {
    await caughtUp()
    const { replicas, said } = await openOwn()
    house.cache.clear()
    await pair.stopReplica()
    assert.equal(isUsed(), true, 'nobody has noticed yet')
    for (const path of ['/publications', '/organisations', SEARCH])
      assert.match(await visit(path), /^200\n/, path)
    assert.equal(isUsed(), false)
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(replicas.pick())
    assert.deepEqual(rows, [{ one: 1 }])
    assert.equal(replicas.metrics().replicas[0]!.isUsed, false)
    await pair.startReplica()
    await until(() => replicas.metrics().replicas[0]!.isUsed)
    await replicas.close()
    assert.equal(said.length, 2, 'once for the failure, once for the return')
    assert.doesNotMatch(said.join(), /hunter2/)
  })
})
