import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { addressOf, type Id } from '#kernel/ids'
import { openSigningDesk, recover } from '#modules/collectors/transparency-log'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { columnId } from '#modules/foundation/publications'
import { type Connection, connect } from '#platform/database'
import { auditLog, type LogSource } from '#transparency-log/audit'
import { type Policy, readPolicy } from '#transparency-log/policy'
import { judgeFile, openReceipt } from '#transparency-log/receipt'
import { openSource } from '#transparency-log/source/places'
import { verifyProof } from '#transparency-log/tlog-proof'
import { rootOf } from '#transparency-log/tree'
import { trialOf } from '../src/modules/foundation/publications/portal-trial.ts'
import { LOG_ORIGIN, openHouse, type TestHouse } from './house.ts'

describe('the public log as everybody reads it', () => {
  let house: TestHouse
  let owner: Connection
  let address: string
  let folder: string
  let published: Id
  before(async () => {
    house = await openHouse()
    owner = connect(house.ownerUrl, { max: 3 })
    await house.server.listen({ port: 0, host: '127.0.0.1' })
    address = `http://127.0.0.1:${(house.server.server.address() as AddressInfo).port}/log`
    folder = mkdtempSync(join(tmpdir(), 'mingtang-log-'))
    published = await publish('关于7路末班时间的通告')
  })
  after(async () => {
    rmSync(folder, { recursive: true, force: true })
    await owner.close()
    await house.leave()
  })

  const publish = (title: string) =>
    trialOf(house.world, house.now).publish({
      organisation: ORGANISATIONS.A03.id,
      columns: [columnId('news/notices')],
      ...{ title, text: '第一条 末班由21:00调整为22:00。' },
    })
  const get = (path: string, headers: Record<string, string> = {}) => fetch(`${address}${path}`, { headers })
  const policy = async (): Promise<Policy> => readPolicy(await (await get('/policy')).text())
  const sizeNow = async () => Number((await (await get('/checkpoint')).text()).split('\n')[1])
  const copy = (name: string) => {
    const to = join(folder, name)
    cpSync(join(house.log.folder, 'public'), to, { recursive: true })
    return to
  }
  const indexOf = async (publication: Id) => {
    const page = await house.visitor().visit(`/publications/${addressOf(publication)}`)
    return Number(/\/log\/entries\/(\d+)/.exec(page.body)![1])
  }

  test('checkpoint, tiles and entries have the addresses, the bytes and the headers of the specification', async () => {
    const size = await sizeNow()
    const checkpoint = await get('/checkpoint')
    assert.equal(checkpoint.headers.get('content-type'), 'text/plain; charset=utf-8')
    assert.equal(checkpoint.headers.get('cache-control'), 'max-age=2')
    for (const [path, type] of [
      [`/tile/0/000.p/${size}`, 'application/octet-stream'],
      [`/tile/entries/000.p/${size}`, 'application/octet-stream'],
    ] as const) {
      const answer = await get(path)
      assert.equal(answer.status, 200, path)
      assert.equal(answer.headers.get('content-type'), type)
      assert.equal(answer.headers.get('cache-control'), 'public,max-age=31536000,immutable')
      assert.equal(answer.headers.get('access-control-allow-origin'), '*')
      assert.equal(answer.headers.get('set-cookie'), null)
    }
    const hashes = Buffer.from(await (await get(`/tile/0/000.p/${size}`)).arrayBuffer())
    assert.equal(hashes.length, size * 32)
    // A narrower state of a tile is its prefix, and stays available.
    const narrower = Buffer.from(await (await get('/tile/0/000.p/3')).arrayBuffer())
    assert.deepEqual(narrower, hashes.subarray(0, 96))
    const plain = await get('/tile/entries/000.p/2', { 'accept-encoding': 'identity' })
    assert.equal(plain.headers.get('content-encoding'), null)
    assert.equal((await get('/tile/entries/000.p/2')).headers.get('content-encoding'), 'gzip')
  })

  test('a path that the specification does not have is not there', async () => {
    for (const path of [
      ...['/tile/0/000.p/0', '/tile/0/000.p/256', '/tile/0/x000/001', '/tile/00/000', '/tile/64/000'],
      ...[
        '/tile/0/123/456/078',
        '/tile/0/000',
        '/tile/*',
        '/tile/',
        '/tile/0/001.p/1',
        '/tile/entries/000.p/255',
      ],
      ...['/proof/01.tlog-proof', '/proof/99999.tlog-proof', '/entries/-1', '/entries/1e1', '/item/zz.json'],
    ])
      assert.equal((await get(path)).status, 404, path)
  })

  test('a saved page is proven by its receipt and its proof, offline, and one changed character is seen', async () => {
    const page = await house.visitor().visit(`/publications/${addressOf(published)}`)
    const index = await indexOf(published)
    const opened = openReceipt(await (await get(`/receipts/${index}.json`)).text())
    const proof = await (await get(`/proof/${index}.tlog-proof`)).text()
    assert.equal((await verifyProof(proof, opened.leafBytes, await policy())).index, index)
    const verdictOf = (html: string) =>
      judgeFile(opened, Buffer.from(html)).find(({ part }) => part === 'body')!.verdict
    assert.equal(verdictOf(page.body), 'same')
    assert.equal(verdictOf(page.body.replaceAll('22:00', '23:00')), 'changed')
    await assert.rejects(
      verifyProof(proof.replace(`index ${index}`, `index ${index - 1}`), opened.leafBytes, await policy()),
      { name: 'BadProof' },
    )
  })

  test('a receipt says which revision it is of, and opens nothing that is not public', async () => {
    const id = await publish('关于8路的通告')
    const index = await indexOf(id)
    const trial = trialOf(house.world, house.now)
    const paper = { organisation: ORGANISATIONS.A03.id, columns: [], title: '关于8路的通告', text: '改后。' }
    await trial.revise(id, paper, { kind: 'major', reason: '调整' })
    assert.equal(openReceipt(await (await get(`/receipts/${index}.json`)).text()).leaf.rev, 1)
    assert.notEqual(await indexOf(id), index)
    await trial.withdraw(id, '有误')
    const closed = openReceipt(await (await get(`/receipts/${index}.json`)).text())
    assert.equal(closed.manifest, undefined)
    assert.equal(closed.salts.size, 0)
  })

  test('anybody can follow the whole log, and come back to it', async () => {
    const first = await auditLog(openSource(address), { policy: await policy() })
    assert.deepEqual(first.findings, [])
    assert.equal(first.size, await sizeNow())
    await publish('关于9路的通告')
    const { remembered } = first
    const second = await auditLog(openSource(address), { policy: await policy(), remembered })
    assert.deepEqual(second.findings, [])
    assert.ok(second.size > first.size)
    const shorter = await auditLog(openSource(copy('same')), {
      policy: await policy(),
      remembered: { ...second.remembered!, size: second.size + 5 },
    })
    assert.deepEqual(
      shorter.findings.map(({ code }) => code),
      ['rollback'],
    )
    const other = await auditLog(openSource(address), {
      policy: await policy(),
      remembered: { ...remembered!, root: second.remembered!.root },
    })
    assert.deepEqual(
      other.findings.map(({ code }) => code),
      ['fork'],
    )
  })

  test('one bit changed in an entry or in the checkpoint is found', async () => {
    const tampered = copy('tampered')
    const bundles = join(tampered, 'tile', 'entries', '000.p')
    const bundle = join(bundles, readdirSync(bundles).sort((one, other) => +other - +one)[0]!)
    const bytes = readFileSync(bundle)
    for (const at of [40, 400, 4000]) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 1
      writeFileSync(bundle, changed)
      const { findings, remembered } = await auditLog(openSource(tampered), { policy: await policy() })
      assert.ok(
        findings.some(({ code }) => code === 'root'),
        `bit ${at}`,
      )
      assert.equal(remembered, undefined)
    }
    writeFileSync(bundle, bytes)
    const note = readFileSync(join(tampered, 'checkpoint'), 'utf8')
    const [origin, size, root, ...rest] = note.split('\n')
    writeFileSync(join(tampered, 'checkpoint'), [origin, String(Number(size) - 1), root, ...rest].join('\n'))
    const { findings } = await auditLog(openSource(tampered), { policy: await policy() })
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['signature'],
    )
  })

  test('a database that is behind the published log is brought up to it, and another one is left alone', async () => {
    const signer = await openSigningDesk(join(house.log.folder, 'signer'), {
      origin: LOG_ORIGIN,
      lasting: false,
    })
    const size = await sizeNow()
    const source = openSource(copy('published'))
    assert.deepEqual(await recover(owner.db, source, signer), { before: size, after: size })
    const tables = ['head', 'entry', 'checkpoint', 'tile', 'published']
    const triggers = (state: 'enable' | 'disable') =>
      Promise.all(
        tables.map((table) =>
          owner.pool.query(`alter table transparency_log.${table} ${state} trigger user`),
        ),
      )
    const kept = size - 3
    await triggers('disable')
    const { rows } = await owner.pool.query(
      'select leaf_hash from transparency_log.entry order by idx limit $1',
      [kept],
    )
    const hashes = Buffer.concat(rows.map(({ leaf_hash }) => leaf_hash))
    await owner.pool.query('delete from transparency_log.entry where idx >= $1', [kept])
    await owner.pool.query('update transparency_log.tile set hashes = $1 where level = 0', [hashes])
    await owner.pool.query('delete from transparency_log.published')
    await owner.pool.query('delete from transparency_log.checkpoint where size > $1', [kept])
    const root = Buffer.from(rootOf(rows.map(({ leaf_hash }) => leaf_hash)))
    await owner.pool.query('update transparency_log.head set size = $1, root = $2', [kept, root])
    await triggers('enable')
    const other: LogSource = { ...source, tile: async (name) => flipped(await source.tile(name)) }
    await assert.rejects(recover(owner.db, other, signer))
    assert.equal((await owner.pool.query('select size from transparency_log.head')).rows[0].size, kept)
    assert.deepEqual(await recover(owner.db, source, signer), { before: kept, after: size })
    const id = await publish('关于恢复之后的通告')
    assert.equal(await indexOf(id), size)
    const { findings } = await auditLog(openSource(address), { policy: await policy() })
    assert.deepEqual(findings, [])
  })

  test('the pages of the log say what was entered, in words, and nothing of what it was about', async () => {
    const page = await house.visitor().visit('/log')
    assert.ok(page.shows('公开日志') && page.shows('发布') && !page.shows('关于7路末班时间的通告'))
    const index = await indexOf(published)
    const entry = await house.visitor({ language: 'en' }).visit(`/log/entries/${index}`)
    assert.ok(entry.shows('published') && entry.shows('Download the proof'))
  })
})

function flipped(bytes: Uint8Array): Uint8Array {
  const changed = bytes.slice()
  changed[changed.length - 20]! ^= 1
  return changed
}
