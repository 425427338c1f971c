import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { openLogFiles, openSigningDesk } from '#modules/collectors/transparency-log'
import { staffWithRoles } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { columnId } from '#modules/foundation/publications'
import { type Connection, connect } from '#platform/database'
import { backfillLog } from '#platform/log/backfilling'
import { INTERNAL, LOGGED } from '#platform/log/events'
import { fromBase64url, sameBytes } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { commitmentOf } from '#transparency-log/commitment'
import { readLeaf } from '#transparency-log/leaf'
import { openNote, readVkey } from '#transparency-log/note'
import { readBundle, tilePath, widthAt } from '#transparency-log/tiles'
import { leafHash, rootOf } from '#transparency-log/tree'
import { createSequencer } from '../src/modules/collectors/transparency-log/sequencer.ts'
import { demandSoundLog } from '../src/modules/collectors/transparency-log/starting.ts'
import { trialOf } from '../src/modules/foundation/publications/portal-trial.ts'
import { LOG_ORIGIN, openHouse, type TestHouse } from './house.ts'

const TEXT = '第一条 7路自2026年12月1日起延长末班时间。'

describe('the public log', () => {
  let house: TestHouse
  let owner: Connection
  before(async () => {
    house = await openHouse()
    owner = connect(house.ownerUrl, { max: 4 })
  })
  after(async () => {
    await owner.close()
    await house.leave()
  })

  const trial = () => trialOf(house.world, house.now)
  const paper = (title: string) => ({
    organisation: ORGANISATIONS.A03.id,
    columns: [columnId('news/notices')],
    ...{ title, text: TEXT },
  })
  const entriesOf = async (publication: Id) => {
    const { log_item } = await house.world.db
      .selectFrom('publications.publication')
      .select('log_item')
      .where('id', '=', publication)
      .executeTakeFirstOrThrow()
    return house.world.db
      .selectFrom('transparency_log.entry')
      .selectAll()
      .where('item', '=', log_item)
      .orderBy('rev')
      .execute()
  }
  const leaves = async () =>
    (await house.world.db.selectFrom('transparency_log.entry').select('leaf').orderBy('idx').execute()).map(
      ({ leaf }) => leaf,
    )
  const statusOf = async (publication: Id) =>
    (await house.visitor().visit(`/publications/${publication}`)).status
  const edges = async () => ({
    db: owner.db,
    clock: house.now,
    signer: await openSigningDesk(join(house.log.folder, 'signer'), { origin: LOG_ORIGIN, lasting: false }),
    files: openLogFiles(join(house.log.folder, 'public'), { lasting: false }),
  })

  test('begins with whose it is and under which key', async () => {
    const [genesis, key] = (await leaves()).map((leaf) => readLeaf(leaf))
    assert.equal(genesis!.type, 'genesis')
    assert.equal(genesis!.data!.origin, LOG_ORIGIN)
    assert.equal(key!.type, 'key')
    assert.equal(readVkey(String(key!.data!.vkey)).name, LOG_ORIGIN)
  })

  test('has one entry for each step of a publication, each chained to the one before', async () => {
    const id = await trial().publish(paper('关于7路末班的通告'))
    await trial().revise(id, paper('关于7路末班的通告'), { kind: 'minor', reason: '订正错字' })
    await trial().withdraw(id, '内容有误')
    await trial().restore(id, '核实无误')
    const entries = await entriesOf(id)
    assert.deepEqual(
      entries.map(({ type }) => type),
      ['publish', 'revise', 'withdraw', 'restore'],
    )
    const read = entries.map(({ leaf }) => readLeaf(leaf))
    for (const [at, { prev }] of read.entries())
      if (at > 0) assert.ok(sameBytes(fromBase64url(prev!), leafHash(entries[at - 1]!.leaf)))
    assert.equal(read[1]!.kind, 'minor')
    assert.deepEqual(read[2]!.law, ['agency-decision'])
    assert.equal(read[0]!.unit, '11990100MB990003XK')
    assert.equal(await statusOf(id), 200)
  })

  test('what an entry commits to is opened by its salt, and by no other', async () => {
    const id = await trial().publish(paper('关于8路站点的通告'))
    const [entry] = await entriesOf(id)
    const { salt, manifest } = await house.world.db
      .selectFrom('record.log_manifest')
      .selectAll()
      .where('item', '=', entry!.item)
      .executeTakeFirstOrThrow()
    const { c } = readLeaf(entry!.leaf)
    assert.equal(commitmentOf(salt!, manifest!), c!.sha256)
    assert.notEqual(commitmentOf(Buffer.alloc(32), manifest!), c!.sha256)
    const { parts } = JSON.parse(manifest!.toString('utf8'))
    assert.deepEqual(
      parts.map(({ n }: { n: string }) => n),
      ['title', 'body', 'meta'],
    )
  })

  test('a unit and a basis in law are announced before the first entry that names them, and once', async () => {
    const announced = new Set<string>()
    for (const leaf of (await leaves()).map((bytes) => readLeaf(bytes))) {
      const code = leaf.type === 'unit' ? leaf.unit : leaf.type === 'policy' ? leaf.data!.law : undefined
      if (code !== undefined) {
        assert.ok(!announced.has(String(code)), `${code} twice`)
        announced.add(String(code))
      } else
        for (const named of [leaf.unit ?? [], leaf.law ?? []].flat()) assert.ok(announced.has(named), named)
    }
    assert.ok(announced.size > 2)
  })

  test('holds no title, no name, no text and no number of the city, nor their hash', async () => {
    const { rows } = await sql<{ word: string }>`
      select title as word from publications.revision where state in ('published', 'superseded')
      union select index_number from publications.publication where index_number is not null
      union select document_number from publications.revision where document_number is not null
      union select name from organisations.organisation`.execute(owner.db)
    const people = staffWithRoles().flatMap(({ name, login }) => [name, login])
    const log = Buffer.concat(await leaves()).toString('utf8')
    const hashes = (word: string) => {
      const hash = createHash('sha256').update(word).digest()
      return [hash.toString('hex'), hash.toString('base64url'), hash.toString('base64')]
    }
    assert.ok(rows.length > 30)
    for (const word of [...rows.map(({ word }) => word), ...people])
      for (const spelling of [word, ...hashes(word)]) assert.ok(!log.includes(spelling), word)
  })

  test('stands as files that hash to the signed checkpoint', async () => {
    const folder = join(house.log.folder, 'public')
    const note = readFileSync(join(folder, 'checkpoint'), 'utf8')
    const vkey = String(readLeaf((await leaves())[1]!).data!.vkey)
    const { size, root, origin } = readCheckpoint((await openNote(note, [readVkey(vkey)])).text)
    assert.equal(origin, LOG_ORIGIN)
    const name = { level: 'entries' as const, n: 0, width: widthAt(size, 'entries', 0) }
    const bundle = readBundle(readFileSync(join(folder, tilePath(name))))
    assert.equal(bundle.length, size)
    assert.ok(sameBytes(rootOf(bundle.map(leafHash)), root))
  })

  test('a text is not shown before its entry is in the log, and shown as soon as it is', async () => {
    house.log.pause()
    const id = await trial().publish(paper('关于9路改线的通告'))
    assert.equal(await statusOf(id), 404)
    assert.ok(!(await house.visitor().visit('/columns/news/notices')).shows('关于9路改线的通告'))
    await house.log.resume()
    assert.equal(await statusOf(id), 200)
    assert.ok((await house.visitor().visit('/columns/news/notices')).shows('关于9路改线的通告'))
  })

  test('the older text stays until the entry of the newer one is in the log', async () => {
    const id = await trial().publish(paper('关于10路的通告'))
    house.log.pause()
    const changed = { ...paper('关于10路的通告（改）'), text: '第一条 改后。' }
    await trial().revise(id, changed, { kind: 'major', reason: '调整' })
    const meanwhile = await house.visitor().visit(`/publications/${id}`)
    assert.ok(meanwhile.shows('7路自2026年12月1日起') && !meanwhile.shows('改后'))
    assert.ok(!(await house.visitor().visit(`/publications/${id}/history`)).shows('调整'))
    await house.log.resume()
    assert.ok((await house.visitor().visit(`/publications/${id}`)).shows('改后'))
  })

  test('what is withdrawn on its way into the log is never shown, and the log keeps both entries', async () => {
    house.log.pause()
    const id = await trial().publish(paper('关于11路的通告'))
    await trial().withdraw(id, '发错了')
    assert.equal(await statusOf(id), 404)
    await house.log.resume()
    const notice = await house.visitor().visit(`/publications/${id}`)
    assert.ok(notice.shows('发错了') && !notice.shows(TEXT))
    assert.deepEqual(
      (await entriesOf(id)).map(({ type }) => type),
      ['publish', 'withdraw'],
    )
    await trial().restore(id, '内容无误')
    assert.ok((await house.visitor().visit(`/publications/${id}`)).shows(TEXT))
  })

  test('a restoration keeps the notice until its entry is in the log', async () => {
    const id = await trial().publish(paper('关于12路的通告'))
    await trial().withdraw(id, '核实中')
    house.log.pause()
    await trial().restore(id, '核实无误')
    const meanwhile = await house.visitor().visit(`/publications/${id}`)
    assert.ok(!meanwhile.shows(TEXT))
    assert.ok(meanwhile.shows('核实中') && !meanwhile.shows('核实无误'))
    await assert.rejects(trial().restore(id, '再来一次'), { code: 'publication.wrong-standing' })
    await house.log.resume()
    assert.ok((await house.visitor().visit(`/publications/${id}`)).shows(TEXT))
  })

  test('what was included and not told is told after a crash, once', async () => {
    const id = await trial().publish(paper('关于13路的通告'))
    await owner.db.updateTable('transparency_log.included').set({ size: 0 }).execute()
    const count = () =>
      house.world.db
        .selectFrom('record.event')
        .select((row) => row.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    const events = await count()
    await house.log.step()
    assert.deepEqual(await count(), events)
    assert.equal(await statusOf(id), 200)
  })

  test('a row that is committed late is sequenced late, and never lost', async () => {
    const leafOf = (item: string) => ({
      item,
      rev: 1,
      leaf: Buffer.from(
        `{"at":"2026-11-23T01:30:00Z","c":{"sha256":"${'A'.repeat(43)}"},"item":"${item}","rev":1,"type":"publish","unit":"11990100MB990003XK","v":1}`,
      ),
    })
    const [early, late] = ['ab', 'cd'].map((byte) => leafOf(byte.repeat(16)))
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    let begun = () => {}
    const inserted = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = owner.db.transaction().execute(async (tx) => {
      await tx.insertInto('record.log_outbox').values(early!).execute()
      begun()
      await held
    })
    await inserted
    await owner.db.insertInto('record.log_outbox').values(late!).execute()
    await house.log.step()
    release()
    await slow
    await house.log.step()
    const rows = await house.world.db
      .selectFrom('transparency_log.entry')
      .select(['item', 'idx'])
      .where('item', 'in', [early!.item, late!.item])
      .orderBy('idx')
      .execute()
    assert.deepEqual(
      rows.map(({ item }) => item),
      [late!.item, early!.item],
    )
    assert.equal(rows[1]!.idx, rows[0]!.idx + 1)
  })

  test('two sequencers at once: every entry has one number', async () => {
    const both = [createSequencer(await edges()), createSequencer(await edges())]
    house.log.pause()
    const ids: Id[] = []
    for (let each = 0; each < 4; each++) {
      ids.push(await trial().publish(paper(`关于${20 + each}路的通告`)))
      await Promise.allSettled(both.map((one) => one.step()))
    }
    await house.log.resume()
    const { size } = await house.world.db
      .selectFrom('transparency_log.head')
      .select('size')
      .executeTakeFirstOrThrow()
    const { rows } = await sql<{ n: number; last: number }>`
      select count(*)::integer as n, max(idx)::integer as last from transparency_log.entry`.execute(owner.db)
    assert.deepEqual(rows[0], { n: size, last: size - 1 })
    for (const id of ids) assert.equal(await statusOf(id), 200)
  })

  test('nothing of it can be changed or removed, not even by the owner of the tables', async () => {
    for (const statement of [
      'update transparency_log.entry set unit = null',
      'delete from transparency_log.entry where idx = 3',
      'truncate transparency_log.entry',
      'update transparency_log.checkpoint set root = root',
      'delete from transparency_log.tile',
      `update transparency_log.tile set hashes = substring(hashes for 32)`,
      'update transparency_log.head set size = size - 1',
      'update transparency_log.head set size = size + 1',
      'update transparency_log.published set size = size - 1',
    ])
      await assert.rejects(owner.pool.query(statement), { code: '23000' }, statement)
  })

  test('an old backup is not gone on with: the signer and the files know more', async () => {
    const old = { size: 3, root: Buffer.from(rootOf((await leaves()).slice(0, 3).map(leafHash))) }
    await owner.pool.query('alter table transparency_log.head disable trigger user')
    const { size, root } = (await owner.pool.query('select size, root from transparency_log.head')).rows[0]
    await owner.pool.query('update transparency_log.head set size = $1, root = $2', [old.size, old.root])
    try {
      await assert.rejects(demandSoundLog(await edges()), { code: 'files-ahead' })
    } finally {
      await owner.pool.query('update transparency_log.head set size = $1, root = $2', [size, root])
      await owner.pool.query('alter table transparency_log.head enable trigger user')
    }
    await demandSoundLog(await edges())
  })

  test('an installation that published before it had a log enters what was published', async () => {
    const { n } = await house.world.db
      .selectFrom('record.event')
      .select((row) => row.fn.countAll<number>().as('n'))
      .where('log', 'is not', null)
      .executeTakeFirstOrThrow()
    await owner.pool.query(
      'truncate record.log_outbox, record.log_item, record.log_manifest, record.log_announced',
    )
    assert.equal(await backfillLog(owner.db, house.world.house.bodies), n)
    assert.equal(await backfillLog(owner.db, house.world.house.bodies), 0)
    const { rows } = await owner.pool.query(
      'select o.leaf, e.log from record.log_outbox o join record.event e on e.log ->> $1 = o.item and (e.log ->> $2)::integer = o.rev',
      ['item', 'rev'],
    )
    assert.equal(rows.length, n)
    for (const { leaf, log } of rows) assert.equal(readLeaf(leaf).type, log.type)
    await owner.pool.query('truncate record.log_outbox')
  })

  test('every event of the record is either told to the log or known to stay inside', async () => {
    const { rows } = await sql<{ event: string }>`select distinct event from record.event`.execute(owner.db)
    for (const { event } of rows) assert.ok(event in LOGGED || INTERNAL.has(event), event)
  })
})
