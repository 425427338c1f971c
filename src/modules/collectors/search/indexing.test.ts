import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CALENDAR } from '#kernel/calendar-data'
import { performerOf } from '#platform/act'
import { type Connection, connect } from '#platform/database'
import { echoesOf, houseOf } from '#platform/house'
import { defineModule, type JobTools } from '#platform/module'
import { circumstancesOf, systemActor } from '#platform/world'
import { type TestDatabase, testDatabase } from '#test/database'
import { indexSubject, reindex } from './indexing.ts'
import { postgresEngine } from './postgres-engine.ts'
import { idOf, placeSite, SITE, shelf } from './shelf.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')

describe('the search index', () => {
  let database: TestDatabase
  let connection: Connection
  let tools: JobTools
  const papers = shelf('paper')
  const letters = shelf('letter')

  before(async () => {
    database = await testDatabase()
    await placeSite(database.ownerUrl)
    connection = connect(database.appUrl)
    tools = toolsOf(connection)
  })

  after(async () => {
    await connection.close()
    await database.drop()
  })

  function toolsOf({ db }: Connection): JobTools {
    const modules = [
      defineModule({ name: 'test/shelves', uses: [], searchable: [papers.searchable, letters.searchable] }),
    ]
    const house = houseOf(modules, [], (text) => text)
    const perform = performerOf({
      db,
      calendar: async () => CALENDAR,
      echoes: echoesOf(modules),
      drop: () => {},
    })
    const at = (site: typeof SITE) => circumstancesOf(site, systemActor('search', []), NOW)
    return {
      ...{ db, house },
      now: () => NOW,
      perform: (site, command) => perform(at(site), command),
      look: (site, query) => query({ db, site, language: 'zh-CN', reads: new Set() }),
    } as JobTools
  }

  async function found(text: string) {
    const asked = { text, filters: {}, order: 'relevance', olderVersions: true, limit: 20 } as const
    return (await postgresEngine.search({ db: connection.db, site: SITE }, asked)).hits.map(
      ({ title }) => title,
    )
  }

  function index(subject: ReturnType<typeof idOf>) {
    return tools.perform(SITE, (act) => indexSubject(act, papers.searchable, subject))
  }

  test('has what a subject says now, and nothing that it said before', async () => {
    papers.put(idOf(1), [{ title: '荷塘村道路维修' }, { title: '荷塘村道路维修（旧）', current: false }])
    await index(idOf(1))
    assert.equal((await found('荷塘村')).length, 2)
    papers.put(idOf(1), [{ title: '七孔桥维修' }])
    await index(idOf(1))
    await index(idOf(1))
    assert.deepEqual(await found('荷塘村'), [])
    assert.deepEqual(await found('七孔桥'), ['七孔桥维修'])
  })

  test('forgets a subject that is shown no more', async () => {
    papers.put(idOf(2), [{ title: '撤下的通告' }])
    await index(idOf(2))
    papers.clear(idOf(2))
    await index(idOf(2))
    assert.deepEqual(await found('通告'), [])
  })

  test('ends with the newest state when two jobs for one subject run at once', async () => {
    papers.put(idOf(3), [{ title: '临溪区公告甲' }])
    const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
    const { promise: release, resolve: letGo } = Promise.withResolvers<void>()
    const slow = {
      ...papers.searchable,
      rows: async (view: never, subject: ReturnType<typeof idOf>) => {
        const rows = await papers.searchable.rows(view, subject)
        held()
        await release
        return rows
      },
    }
    const first = tools.perform(SITE, (act) => indexSubject(act, slow as typeof papers.searchable, idOf(3)))
    await isHeld
    papers.put(idOf(3), [{ title: '临溪区公告乙' }])
    const second = index(idOf(3))
    letGo()
    await Promise.all([first, second])
    assert.deepEqual(await found('临溪区公告'), ['临溪区公告乙'])
  })

  test('is built anew with everything that is shown, and without what is not', async () => {
    papers.put(idOf(4), [{ title: '望云区年报' }])
    letters.put(idOf(5), [{ title: '望云区来信' }])
    await index(idOf(4))
    papers.clear(idOf(4))
    for (let at = 100; at < 230; at++) papers.put(idOf(at), [{ title: `荻湾镇第${at}号` }])
    const seen: string[] = []
    const total = await reindex(tools, SITE, ({ kind, subjects }) => seen.push(`${kind} ${subjects}`))
    assert.equal(total, 133)
    assert.deepEqual(seen, ['paper 50', 'paper 100', 'paper 132', 'letter 1'])
    assert.deepEqual(await found('望云区'), ['望云区来信'])
    assert.equal((await found('荻湾镇')).length, 20)
  })

  test('built anew while others publish has what they published last, and keeps what they took down away', async () => {
    const early = idOf(300)
    for (let at = 300; at < 420; at++) papers.put(idOf(at), [{ title: `新荷街道第${at}号` }])
    let steps = 0
    const meddling: Promise<void>[] = []
    await reindex(tools, SITE, ({ kind }) => {
      if (kind !== 'paper' || steps === 3) return
      steps += 1
      papers.put(early, [{ title: `新荷街道再版${steps}` }])
      papers.clear(idOf(400 + steps))
      papers.put(idOf(500 + steps), [{ title: `新荷街道新增${steps}` }])
      for (const id of [early, idOf(400 + steps), idOf(500 + steps)]) meddling.push(index(id))
    })
    await Promise.all(meddling)
    assert.ok(steps > 1)
    assert.deepEqual(await found('再版'), [`新荷街道再版${steps}`])
    for (let step = 1; step <= steps; step++) {
      assert.deepEqual(await found(`新增${step}`), [`新荷街道新增${step}`])
      assert.ok(!(await found(`“第${400 + step}号”`)).includes(`新荷街道第${400 + step}号`))
    }
  })

  test('of one module leaves the rows of another alone', async () => {
    await tools.perform(SITE, (act) => indexSubject(act, papers.searchable, idOf(5)))
    assert.deepEqual(await found('来信'), ['望云区来信'])
  })
})
