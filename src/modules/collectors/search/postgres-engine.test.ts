import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Id, newId } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import { type Connection, connect } from '#platform/database'
import type { SearchRow } from '#platform/module'
import { type TestDatabase, testDatabase } from '#test/database'
import type { Asked, SearchFilters } from './engine.ts'
import { postgresEngine, postgresEngineWith } from './postgres-engine.ts'
import { idOf, placeSite, SITE, shelf } from './shelf.ts'

const TRANSPORT = idOf(901)

const PAPERS: readonly (readonly Partial<SearchRow>[])[] = [
  [
    {
      title: '云溪市人民政府办公室关于印发《云溪市公共汽车线网优化方案（2026—2028年）》的通知',
      document_number: '溪政办发〔2026〕31号',
      columns: ['policies', 'policies/documents'],
      published_at: new Date('2026-08-14T09:00:00+08:00'),
      text: '微循环线路全部使用低地板车辆。65周岁以上老年人、残疾人免费乘车。',
    },
    {
      title: '云溪市公共汽车线网优化方案（2023—2025年）',
      document_number: '溪政办发〔2023〕12号',
      columns: ['policies', 'policies/documents'],
      published_at: new Date('2023-05-10T09:00:00+08:00'),
      validity: 'repealed',
      current: false,
      text: '旧方案。微循环线路。',
    },
  ],
  [
    {
      title: '云溪市交通运输局关于老年人乘车卡年审方式调整的通知',
      document_number: '溪交〔2026〕18号',
      publisher: '云溪市交通运输局',
      organisation: TRANSPORT,
      columns: ['policies'],
      published_at: new Date('2026-06-12T09:00:00+08:00'),
      text: '自2026年7月1日起，老年人免费乘车卡不再要求到窗口年审，持卡人在任意公交车上刷卡一次即视为完成当年年审。',
    },
  ],
  [
    {
      title: '公交线网优化情况',
      kind: 'article',
      publisher: '云溪市交通运输局',
      organisation: TRANSPORT,
      columns: ['news'],
      validity: null,
      published_at: new Date('2026-09-01T09:00:00+08:00'),
      text: '听证会上，有人说低地板的车辆太少。线网优化方案征求了意见。',
    },
  ],
  [
    {
      title: '云溪市机动车停车管理办法',
      document_number: '溪政发〔2019〕4号',
      validity: 'expired',
      columns: ['policies'],
      published_at: new Date('2019-03-01T09:00:00+08:00'),
      text: '为加强停车管理，制定本办法。',
    },
  ],
]

describe('the search of PostgreSQL', () => {
  let database: TestDatabase
  let connection: Connection

  before(async () => {
    database = await testDatabase()
    await placeSite(database.ownerUrl)
    connection = connect(database.appUrl)
    const papers = shelf()
    for (const [at, rows] of PAPERS.entries()) papers.put(idOf(at + 1), rows)
    for (const at of PAPERS.keys())
      await place(idOf(at + 1), await papers.searchable.rows(undefined as never, idOf(at + 1)))
  })

  after(async () => {
    await connection.close()
    await database.drop()
  })

  function place(subject: Id, rows: readonly SearchRow[]) {
    return connection.db
      .transaction()
      .execute((tx) => postgresEngine.replace({ tx, site: SITE }, 'paper', subject, rows))
  }

  async function shelfRow(id: Id, row: Partial<SearchRow>) {
    const papers = shelf()
    papers.put(id, [row])
    return papers.searchable.rows(undefined as never, id)
  }

  function ask(
    text: string,
    { filters = {}, ...rest }: Partial<Omit<Asked, 'filters'>> & { filters?: SearchFilters } = {},
  ) {
    const asked: Asked = { text, filters, order: 'relevance', olderVersions: false, limit: 20, ...rest }
    return postgresEngine.search({ db: connection.db, site: SITE }, asked)
  }

  async function titles(text: string, options: Parameters<typeof ask>[1] = {}) {
    return (await ask(text, options)).hits.map(({ title }) => title)
  }

  test('finds by the words of the title', async () => {
    const { hits, count, matched } = await ask('停车管理')
    assert.deepEqual(
      hits.map(({ title }) => title),
      ['云溪市机动车停车管理办法'],
    )
    assert.deepEqual({ ...count, matched }, { count: 1, isAtLeast: false, matched: 'all' })
  })

  test('puts a word in the title before the same word in a text', async () => {
    assert.deepEqual(await titles('老年人'), [
      '云溪市交通运输局关于老年人乘车卡年审方式调整的通知',
      '云溪市人民政府办公室关于印发《云溪市公共汽车线网优化方案（2026—2028年）》的通知',
    ])
  })

  test('finds by a document number typed with other brackets, and only its bearer', async () => {
    for (const typed of [
      '溪政办发[2026]31号',
      '溪政办发(2026)31号',
      '溪政办发〔2026〕031号',
      ' 溪政办发【2026】第31号 ',
    ]) {
      assert.deepEqual(
        (await ask(typed)).hits.map(({ document_number }) => document_number),
        ['溪政办发〔2026〕31号'],
        typed,
      )
    }
  })

  test('finds by a number without brackets, by its beginning and by its end, the bearer first', async () => {
    for (const typed of [
      '溪政办发 2026 31',
      '溪政办发2026 31号',
      '溪政办发２０２６　３１',
      '溪政办发〔2026〕',
      '溪政办发 2026',
      '溪政办发〔2026〕3',
      '政办发〔2026〕31号',
    ]) {
      const [first] = (await ask(typed)).hits
      assert.equal(first?.document_number, '溪政办发〔2026〕31号', typed)
    }
    assert.equal((await ask('停车管理 2019')).hits.length > 0, true)
  })

  test('says in which file the words stand, and ranks files last', async () => {
    const files = idOf(500)
    const [row] = await shelfRow(files, {
      title: '听证会材料',
      text: '材料见附件。',
      attachments: [
        { name: '名单.xlsx', text: '座位表' },
        { name: '听证笔录.pdf', text: '代表发言：轮椅坡道太陡。' },
      ],
    })
    await place(files, [row!])
    const spoken = idOf(501)
    await place(spoken, await shelfRow(spoken, { title: '答复', text: '轮椅坡道已经改建。' }))
    const { hits } = await ask('轮椅坡道')
    assert.deepEqual(
      hits.map(({ title, attachment }) => [title, attachment]),
      [
        ['答复', null],
        ['听证会材料', '听证笔录.pdf'],
      ],
    )
    assert.ok(hits[1]?.excerpt.some(({ text, hit }) => hit && text.includes('坡道')))
    assert.equal((await ask('“坡道太陡”')).count.count, 1)
    assert.equal((await ask('名单')).hits[0]?.attachment, '名单.xlsx')
    for (const id of [files, spoken]) await place(id, [])
    assert.equal((await ask('轮椅坡道')).count.count, 0)
  })

  test('finds words of the same meaning, but not for words in quotation marks', async () => {
    const synonyms = [['巴士', '公共汽车']]
    const { hits, also } = await ask('巴士 线网优化', { synonyms })
    assert.match(hits[0]?.title ?? '', /公共汽车线网优化/)
    assert.deepEqual(also, ['公共汽车'])
    const exact = await ask('“巴士”', { synonyms })
    assert.deepEqual([exact.also, exact.matched === 'all' ? exact.count.count : 0], [[], 0])
  })

  test('finds by publisher', async () => {
    assert.equal((await ask('交通运输局')).count.count, 2)
    assert.equal((await ask('', { filters: { publisher: TRANSPORT } })).count.count, 2)
  })

  test('wants both of two words', async () => {
    assert.deepEqual(await titles('老年人 年审'), ['云溪市交通运输局关于老年人乘车卡年审方式调整的通知'])
  })

  test('offers what has some of the words where nothing has all of them', async () => {
    const { hits, matched } = await ask('停车管理 听证会')
    assert.equal(matched, 'some')
    assert.equal(hits.length, 2)
  })

  test('takes words in quotation marks as they stand', async () => {
    assert.equal((await ask('“低地板车辆”')).count.count, 1)
    assert.equal((await ask('低地板 车辆')).count.count, 2)
  })

  test('narrows by validity, column, kind and year', async () => {
    assert.deepEqual(await titles('云溪市', { filters: { validity: 'expired' } }), [
      '云溪市机动车停车管理办法',
    ])
    assert.deepEqual(await titles('优化', { filters: { column: 'news' } }), ['公交线网优化情况'])
    assert.equal((await ask('优化', { filters: { column: 'policies' } })).count.count, 1)
    assert.equal((await ask('优化', { filters: { kind: 'article' } })).count.count, 1)
    assert.equal((await ask('云溪市', { filters: { year: 2019 } })).count.count, 1)
    assert.equal((await ask('云溪市', { filters: { year: 2019, validity: 'valid' } })).count.count, 0)
  })

  test('counts for each facet what the other filters leave', async () => {
    const { facets } = await ask('优化', { filters: { kind: 'article' } })
    assert.deepEqual(
      facets.kind.map(({ value, count }) => [value, count]),
      [
        ['article', 1],
        ['document', 1],
      ],
    )
    assert.deepEqual(
      facets.column.map(({ value }) => value),
      ['news'],
    )
    assert.deepEqual(
      facets.publisher.map(({ label, count }) => [label, count]),
      [['云溪市交通运输局', 1]],
    )
    assert.deepEqual(
      (await ask('云溪市')).facets.year.map(({ value, count }) => [value, count]),
      [
        [2026, 3],
        [2019, 1],
      ],
    )
  })

  test('hides replaced versions until they are asked for', async () => {
    assert.equal((await ask('微循环')).count.count, 1)
    const { hits } = await ask('微循环', { olderVersions: true })
    assert.deepEqual(
      hits.map(({ current }) => current),
      [true, false],
    )
    assert.equal((await ask('溪政办发〔2023〕12号', { olderVersions: true })).hits[0]?.validity, 'repealed')
  })

  test('marks what was found in title and text', async () => {
    const [hit] = (await ask('年审')).hits
    assert.deepEqual(
      hit?.title_spans.filter(({ hit }) => hit).map(({ text }) => text),
      ['年审'],
    )
    assert.equal(hit?.title_spans.map(({ text }) => text).join(''), hit?.title)
    assert.ok(hit?.excerpt.some(({ text, hit }) => hit && text === '年审'))
  })

  test('offers titles that are nearly what was typed', async () => {
    for (const slip of ['机动车亭车管理办法', '机动车停车管里']) {
      const { matched, near, count } = await ask(slip)
      assert.ok(matched === 'some' || count.count === 0, slip)
      assert.match(near[0]?.title ?? '', /停车管理/, slip)
    }
    assert.deepEqual((await ask('停车管理')).near, [])
  })

  test('lists everything, newest first, where nothing was typed', async () => {
    const { hits, count } = await ask('')
    assert.equal(count.count, 4)
    assert.deepEqual(
      hits.map(({ published_at }) => published_at.getFullYear()),
      [2026, 2026, 2026, 2019],
    )
    assert.equal(hits[0]?.title, '公交线网优化情况')
  })

  test('answers a question without words with nothing, not with everything', async () => {
    for (const typed of ['的', '？！', '\0'])
      assert.equal((await ask(typed)).hits.length, typed === '\0' ? 4 : 0, typed)
  })

  test('takes any text for a question', async () => {
    const hostile = [
      `'`,
      `"`,
      '\\',
      `'; drop table search.document; --`,
      '云溪:*',
      '!(a|b)&c',
      '<->',
      '%_%',
      '\ud800',
      '𠮷',
      '税',
      '公开'.repeat(5000),
    ]
    for (const text of [...hostile, ...hostile.map((one) => `停车${one}`)]) {
      for (const order of ['relevance', 'date'] as const)
        assert.ok((await ask(text, { order })).count.count >= 0, text.slice(0, 20))
    }
  })

  test('keeps the sites apart', async () => {
    const found = await postgresEngine.search(
      { db: connection.db, site: 2 as typeof SITE },
      { text: '云溪市', filters: {}, order: 'relevance', olderVersions: true, limit: 20 },
    )
    assert.equal(found.count.count, 0)
  })

  test('refuses a cursor of another order, and one that nobody issued', async () => {
    const { next } = await ask('云溪市', { limit: 1 })
    await assert.rejects(ask('云溪市', { order: 'date', cursor: next }), Invalid)
    await assert.rejects(ask('云溪市', { cursor: 'bm90aGluZw' }), Invalid)
  })

  describe('over many pages', () => {
    const many = Array.from({ length: 57 }, (_, at) => idOf(1000 + at))

    before(async () => {
      const papers = shelf()
      // Six share each instant, so that only the id tells them apart.
      for (const [at, id] of many.entries()) {
        papers.put(id, [
          {
            title: `采购公告第${at}号`,
            text: '政府采购'.repeat(1 + (at % 5)),
            published_at: new Date(Date.UTC(2025, 0, 1 + Math.floor(at / 6))),
          },
        ])
        await place(id, await papers.searchable.rows(undefined as never, id))
      }
    })

    async function walk(order: Asked['order'], text: string) {
      const seen: { id: Id; at: number }[] = []
      for (let cursor: string | undefined, pages = 0; pages < 20; pages++) {
        const { hits, next, count } = await ask(text, { order, cursor, limit: 7, filters: { year: 2025 } })
        assert.equal(count.count, 57)
        seen.push(...hits.map(({ id, published_at }) => ({ id, at: published_at.getTime() })))
        if (!next) break
        cursor = next
      }
      return seen
    }

    test('shows each document once by date, newest first, and none is missing', async () => {
      const seen = await walk('date', '政府采购')
      assert.equal(new Set(seen.map(({ id }) => id)).size, 57)
      assert.equal(seen.length, 57)
      assert.deepEqual(
        seen,
        seen.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1)),
      )
      assert.deepEqual(await walk('date', ''), seen)
    })

    test('of words that too many have, reads the newest only, says so, and is still exact by date', async () => {
      const bounded = postgresEngineWith({ counted: 10, newestRead: 20, newestRanked: 10 })
      const at = { db: connection.db, site: SITE }
      const asked: Asked = {
        text: '政府采购',
        filters: {},
        order: 'relevance',
        olderVersions: false,
        limit: 7,
      }
      const found = await bounded.search(at, asked)
      assert.deepEqual(found.count, { count: 10, isAtLeast: true })
      assert.ok(found.isSampled && found.isRankedInPart && found.hits.length === 7)
      const seen = new Set<Id>()
      for (let cursor: string | undefined, pages = 0; pages < 20; pages++) {
        const { hits, next } = await bounded.search(at, { ...asked, order: 'date', cursor })
        for (const { id } of hits) seen.add(id)
        if (!next) break
        cursor = next
      }
      assert.deepEqual([...seen], many.toReversed())
      const narrowed = await bounded.search(at, { ...asked, filters: { validity: 'expired' } })
      assert.deepEqual(narrowed.count, { count: 0, isAtLeast: false })
    })

    test('shows each document once by relevance', async () => {
      const seen = await walk('relevance', '政府采购')
      assert.equal(seen.length, 57)
      assert.equal(new Set(seen.map(({ id }) => id)).size, 57)
    })
  })

  test('holds the longest text that can be put into it', async () => {
    const words = Array.from({ length: 120_000 }, (_, at) => `${(at * 7919).toString(36)}`).join(' ')
    const id = newId(new Date('2026-11-23T00:00:00Z'))
    const papers = shelf()
    papers.put(id, [{ title: '长'.repeat(2000), text: `開頭\0${words}` }])
    await place(id, await papers.searchable.rows(undefined as never, id))
    assert.equal((await ask('開頭')).count.count, 1)
    await place(id, [])
    assert.equal((await ask('開頭')).count.count, 0)
  })
})
