import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { utils, write } from '@e965/xlsx'
import { civilDateOf } from '#kernel/calendar'
import { columnId, listShown } from '#modules/foundation/publications'
import { FIRST_SITE } from '#platform/sites'
import { openHouse, type TestHouse } from '#test/house'
import { docxOf, paragraph } from '#test/sample-files'
import { type Imported, importFiles, readWords } from './import.ts'
import { findFiles } from './import-files.ts'

function listOf(...rows: (string | Date)[][]): Buffer {
  const book = utils.book_new(utils.aoa_to_sheet(rows, { UTC: true }), '政策文件')
  return Buffer.from(write(book, { type: 'buffer', bookType: 'xlsx' }))
}

describe('material in the forms in which offices keep it', () => {
  let house: TestHouse
  let folder: string

  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())
  beforeEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true })
    folder = mkdtempSync(join(tmpdir(), 'mingtang-import-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  function bring(files: Record<string, string | Buffer>, ...words: string[]): Promise<Imported> {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    const progress = { add: () => {}, end: () => {} }
    return importFiles(house.world, findFiles(folder), { words: readWords([folder, ...words]), progress })
  }

  const view = () => ({
    db: house.world.db,
    site: FIRST_SITE,
    language: 'zh-CN' as const,
    reads: new Set<string>(),
  })

  async function shownAs(title: string, column = 'policies/documents') {
    const { rows } = await listShown(view(), { column: columnId(column) }, { limit: 100 })
    return rows.find((row) => row.title === title)
  }

  test('Markdown with a head: its facts become those of the publication', async () => {
    const imported = await bring({
      '通知/值班.md':
        '---\ntitle: 关于元旦假期值班工作的通知\n发文字号: 溪政办发[2025]008号\n成文日期: 2025年12月26日\n发布日期: 2025/12/28\n摘要: 值班安排。\nkeywords: [值班, 假期]\n---\n\n# 关于元旦假期值班工作的通知\n\n各单位安排值班。\n',
    })
    assert.deepEqual(
      imported.files.map(({ outcome }) => outcome),
      ['new'],
      JSON.stringify(imported.files),
    )
    const shown = (await shownAs('关于元旦假期值班工作的通知'))!
    assert.deepEqual(
      [shown.document_number, shown.signed_on, shown.source_published_on, shown.summary, shown.keywords],
      ['溪政办发〔2025〕8号', '2025-12-26', '2025-12-28', '值班安排。', '值班, 假期'],
    )
    assert.equal(civilDateOf(shown.listed_at), '2025-12-28')
    assert.equal(shown.validity, null)
  })

  test('Word and a page of an old site come as text', async () => {
    const imported = await bring({
      '旧站/供水.docx': docxOf({
        body: `${paragraph('关于调整供水水价的公告')}${paragraph('自明年一月一日起调整。')}`,
      }),
      '旧站/停电.html':
        '<html><head><meta name="ArticleTitle" content="关于停电检修的公告"><meta name="PubDate" content="2018-05-04 10:00"></head><body><div class="TRS_Editor"><p onclick="x()">周日停电。</p></div></body></html>',
    })
    assert.deepEqual(
      imported.files.map(({ outcome }) => outcome),
      ['new', 'new'],
    )
    assert.ok(await shownAs('关于调整供水水价的公告'))
    assert.equal((await shownAs('关于停电检修的公告'))!.source_published_on, '2018-05-04')
  })

  const HEAD = ['标题', '正文', '文件', '栏目', '单位', '文号', '成文日期', '发布日期', '类型', '经办人']

  test('a list: every row is a publication, with its text in the cell or in a file beside it', async () => {
    const files = {
      '名单.xlsx': listOf(
        HEAD,
        [
          '关于公布公园名录的通知',
          '第一段。\n\n第二段。',
          '',
          'policies/documents',
          '',
          '溪政发〔2023〕5号',
          new Date('2023-04-05T00:00:00Z'),
          '2023-04-08',
          '',
          '甲',
        ],
        ['', '', '附/道路.md', '', '云溪市交通运输局', '', '', '2022年3月1日', '信息', '乙'],
      ),
      '附/道路.md': '# 城区道路命名公告\n\n新建道路十条。\n',
    }
    const imported = await bring(files)
    assert.deepEqual(
      imported.files.map(({ outcome }) => outcome),
      ['new', 'new'],
    )
    const parks = (await shownAs('关于公布公园名录的通知'))!
    assert.deepEqual(
      [parks.document_number, parks.signed_on, parks.kind],
      ['溪政发〔2023〕5号', '2023-04-05', 'document'],
    )
    const roads = (await shownAs('城区道路命名公告'))!
    assert.deepEqual(
      [roads.publisher, roads.kind, roads.source_published_on],
      ['云溪市交通运输局', 'article', '2022-03-01'],
    )
    const [first] = imported.files
    assert.deepEqual(
      first!.problems.map(({ code, severity, sheet, column }) => ({ code, severity, sheet, column })),
      [{ code: 'heading-unknown', severity: 'warning', sheet: '政策文件', column: '经办人' }],
    )
    assert.deepEqual(
      (await bring(files)).files.map(({ outcome }) => outcome),
      ['unchanged', 'unchanged'],
    )
  })

  test('all that is wrong in a list is told at once, with sheet, row and column, and the other rows arrive', async () => {
    const imported = await bring({
      '名单.xlsx': listOf(
        HEAD,
        ['', '有正文没有标题。', '', '没有的栏目', '没有的单位', '', '2023-13-05', '', '', ''],
        ['只有标题', '', '', '', '', '', '', '', '', ''],
        ['文件不在', '', '不在.docx', '', '', '', '', '', '诗', ''],
        ['好的一行', '正文。', '', '', '', '', '', '2021-02-03', '', ''],
      ),
    })
    const errors = imported.files.map(({ outcome, problems }) => ({
      outcome,
      errors: problems
        .filter(({ severity }) => severity === 'error')
        .map(({ code, row, column, said }) => [code, row, column, said]),
    }))
    assert.deepEqual(errors, [
      {
        outcome: 'failed',
        errors: [
          ['title-missing', 2, '标题', undefined],
          ['date-unreadable', 2, '成文日期', '2023-13-05'],
          ['column-unknown', 2, '栏目', '没有的栏目'],
          ['organisation-unknown', 2, '单位', '没有的单位'],
        ],
      },
      { outcome: 'failed', errors: [['body-empty', 3, '正文', undefined]] },
      {
        outcome: 'failed',
        errors: [
          ['file-missing', 4, '文件', '不在.docx'],
          ['kind-unknown', 4, '类型', '诗'],
        ],
      },
      { outcome: 'new', errors: [] },
    ])
  })

  test('a list without headings, a file under a password and a web page of nothing stay out, each with its reason', async () => {
    const imported = await bring({
      '甲.csv': '一,二\n三,四\n',
      '乙.docx': Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
      '丙.html': '<html><body><nav>menu</nav></body></html>',
      '丁.md': '# 关于收费的说明\n\n免费。\n',
    })
    assert.deepEqual(
      imported.files.map(({ path, outcome, why }) => `${path} ${outcome} ${why ?? ''}`).sort(),
      [
        '丁.md new ',
        '丙.html failed document.empty',
        '乙.docx failed upload.broken',
        '甲.csv failed heading-title-missing',
      ],
    )
  })

  const law = (title: string, date: string, end: string) =>
    `# ${title}\n\n${date} 云溪市人民代表大会常务委员会通过\n\n<!-- INFO END -->\n\n第一条 为了规范管理，制定本条例。\n\n第二条 ${end}\n`

  test('a law that a later import repeals is marked so, and its page is made anew', async () => {
    const where = 'laws/地方性法规/云溪市'
    const old = await bring({
      [`${where}/云溪市摊贩管理条例(2005-03-01).md`]: law(
        '云溪市摊贩管理条例',
        '2005年3月1日',
        '本条例自公布之日起施行。',
      ),
    })
    const { publication } = old.files[0]!
    assert.equal((await shownAs('云溪市摊贩管理条例'))!.validity, 'valid')
    await bring({
      [`${where}/云溪市市容条例(2015-06-01).md`]: law(
        '云溪市市容条例',
        '2015年6月1日',
        '本条例自公布之日起施行。《云溪市摊贩管理条例》同时废止。',
      ),
      [`${where}/云溪市早市条例(2001-06-01).md`]: law(
        '云溪市早市条例',
        '2001年6月1日',
        '本条例自公布之日起施行。《云溪市市容条例》同时废止。',
      ),
    })
    assert.equal((await shownAs('云溪市摊贩管理条例'))!.validity, 'repealed')
    assert.equal((await shownAs('云溪市市容条例'))!.validity, 'valid', 'an older text ends no newer one')
    const events = await house.world.db
      .selectFrom('record.event')
      .select('event')
      .where('subject', '=', publication!)
      .execute()
    assert.ok(events.some(({ event }) => event === 'publication.aged'))
  })

  test('a law that arrives after the text that repealed it is known to be repealed', async () => {
    const where = 'laws/地方性法规/云溪市'
    await bring({
      [`${where}/云溪市夜市条例(2018-06-01).md`]: law(
        '云溪市夜市条例',
        '2018年6月1日',
        '本条例自公布之日起施行。《云溪市集市条例》同时废止。',
      ),
    })
    const late = law('云溪市集市条例', '1999年6月1日', '本条例自公布之日起施行。')
    await bring({
      [`${where}/云溪市集市条例(1999-06-01).md`]: late,
      'laws/地方性法规/临海市/云溪市集市条例(1999-06-01).md': late,
    })
    const { rows } = await listShown(view(), { column: columnId('policies/documents') }, { limit: 100 })
    const same = rows.filter(({ title }) => title === '云溪市集市条例')
    assert.deepEqual(
      same.map(({ validity }) => validity).sort(),
      ['repealed', 'valid'],
      'and that of another place is not',
    )
  })

  test('a text without any date stands behind all that have one, and no list gives it a day', async () => {
    await bring({ '说明/无日期.md': '# 关于档案的说明\n\n年代不详。\n' })
    const { rows } = await listShown(view(), { column: columnId('policies/documents') }, { limit: 100 })
    const at = rows.findIndex(({ title }) => title === '关于档案的说明')
    assert.ok(at > 0)
    assert.ok(rows.slice(at).every(({ source_published_on }) => source_published_on === null))
    await house.runJobs()
    const page = await house.visitor().get('/columns/policies/documents')
    assert.equal(page.statusCode, 200)
    assert.doesNotMatch(page.body, /1900/)
  })
})
