import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'
import { civilDateOf } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { Forbidden } from '#kernel/refusals'
import { postgresEngine } from '#modules/collectors/search'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import {
  columnId,
  isError,
  joinVersions,
  listShown,
  readImportFile,
  runImport,
} from '#modules/foundation/publications'
import { connect } from '#platform/database'
import { FIRST_SITE } from '#platform/sites'
import { jobToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { type Imported, importFiles, readWords } from './import.ts'
import { findFiles } from './import-files.ts'

const BUSES = 'laws/地方性法规/云溪市/云溪市公共汽车客运管理条例'
const WATER = 'laws/行政法规/云溪河道管理条例'
const LIBRARY = 'laws/地方性法规/云溪市/云溪市图书馆条例'
const COLUMN = columnId('policies/documents')

type Law = { title: string; events: string[]; articles: string[]; ends?: string }

function lawText({ title, events, articles, ends = '本条例自公布之日起施行。' }: Law): string {
  const numerals = ['一', '二', '三', '四', '五', '六']
  const numbered = [...articles, ends].map((text, at) => `第${numerals[at]}条 ${text}`)
  return [`# ${title}`, ...events, '<!-- INFO END -->', ...numbered].join('\n\n')
}

const buses = (articles: string[], ...events: string[]) =>
  lawText({ title: '云溪市公共汽车客运管理条例', events, articles })

const BUSES_2019 = buses(
  ['为了规范公共汽车客运，制定本条例。'],
  '2019年3月1日 云溪市第十届人民代表大会常务委员会第二次会议通过',
)
const BUSES_2024 = buses(
  ['为了规范公共汽车客运，保障老年人乘车，制定本条例。'],
  '2019年3月1日 云溪市第十届人民代表大会常务委员会第二次会议通过',
  '2024年6月20日 云溪市第十一届人民代表大会常务委员会第九次会议修订',
)
const BUSES_2026 = buses(
  ['为了规范公共汽车客运，保障老年人和学生乘车，制定本条例。'],
  '2019年3月1日 云溪市第十届人民代表大会常务委员会第二次会议通过',
  '2024年6月20日 云溪市第十一届人民代表大会常务委员会第九次会议修订',
  '2026年9月18日 云溪市第十一届人民代表大会常务委员会第三十次会议修正',
)
const WATER_2021 = lawText({
  title: '云溪河道管理条例',
  events: ['2021年7月5日中华人民共和国国务院令第745号公布'],
  articles: ['河道由水行政主管部门管理。'],
  ends: '本条例自2021年9月1日起施行。',
})

describe('material that was public elsewhere', () => {
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

  function lay(files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }

  function bring(files: Record<string, string>, ...words: string[]): Promise<Imported> {
    lay(files)
    const progress = { add: () => {}, end: () => {} }
    return importFiles(house.world, findFiles(folder), { words: readWords([folder, ...words]), progress })
  }

  const outcomes = ({ files }: Imported) => files.map(({ outcome }) => outcome).sort()

  async function publicationOf(path: string) {
    const row = await house.world.db
      .selectFrom('publications.publication')
      .selectAll()
      .where('import_key', '=', path.replace('laws/', ''))
      .executeTakeFirst()
    return row
  }

  async function revisionsOf(publication: Id) {
    return jobToolsOf(house.world, 'test', []).look(FIRST_SITE, (view) =>
      view.db
        .selectFrom('publications.revision')
        .selectAll()
        .where('publication_id', '=', publication)
        .orderBy('number')
        .execute(),
    )
  }

  const countPublications = async () =>
    (
      await house.world.db
        .selectFrom('publications.publication')
        .select((row) => row.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n

  test('a dry run says what would come, and writes nothing', async () => {
    const before = await countPublications()
    const foreseen = await bring(
      { [`${BUSES}(2019-03-01).md`]: BUSES_2019, [`${BUSES}(2024-06-20).md`]: BUSES_2024 },
      '--dry-run',
    )
    assert.deepEqual(outcomes(foreseen), ['new', 'new-version'])
    assert.equal(await countPublications(), before)
    const batches = await house.world.db.selectFrom('publications.import_batch').select('id').execute()
    assert.equal(batches.length, 0)
  })

  test('two versions of a law are one publication, the newer shown and the older kept as amended', async () => {
    const imported = await bring({
      [`${BUSES}(2019-03-01).md`]: BUSES_2019,
      [`${BUSES}(2024-06-20).md`]: BUSES_2024,
    })
    assert.deepEqual(outcomes(imported), ['new', 'new-version'])
    const publication = (await publicationOf(BUSES))!
    const [first, second] = await revisionsOf(publication.id)
    assert.deepEqual(
      [first!.kind, first!.state, first!.validity, first!.source_published_on],
      ['major', 'superseded', 'amended', '2019-03-01'],
    )
    assert.deepEqual(
      [second!.kind, second!.state, second!.validity, second!.source_published_on],
      ['version', 'published', 'valid', '2024-06-20'],
    )
    assert.equal(second!.reason, '2024年6月20日云溪市第十一届人民代表大会常务委员会第九次会议修订')
    assert.equal(publication.standing, 'public')
    assert.equal(publication.shown_revision_id, second!.id)
    const { rows } = await listShown(viewOf(), { column: columnId('policies') }, { limit: 100 })
    const shown = rows.find(({ publication_id }) => publication_id === publication.id)!
    assert.equal(shown.publisher, '云溪市人民代表大会常务委员会')
    assert.equal(shown.revisions, 2)
    assert.equal(civilDateOf(shown.listed_at), '2024-06-20')
    assert.equal(shown.first_published_at.getTime(), house.now().getTime())
  })

  test('each version is in the record with its parts, and the batch names its operator', async () => {
    const { id, log_item } = (await publicationOf(BUSES))!
    const events = await house.world.db
      .selectFrom('record.event')
      .selectAll()
      .where('subject', '=', id)
      .where('log', 'is not', null)
      .execute()
    const logs = events.map(
      ({ log }) => log as unknown as { item: string; rev: number; type: string; parts: { n: string }[] },
    )
    assert.deepEqual(logs.map(({ rev, type, item }) => `${rev} ${type} ${item === log_item}`).sort(), [
      '1 publish true',
      '2 revise true',
    ])
    assert.deepEqual(
      logs[0]!.parts.map(({ n }) => n),
      ['title', 'body', 'meta'],
    )
    assert.ok(
      events.every(
        ({ event, actor_kind, actor_id }) =>
          event === 'revision.released' && actor_kind === 'system' && actor_id.startsWith('operator:'),
      ),
    )
    const batch = await house.world.db
      .selectFrom('publications.import_batch')
      .selectAll()
      .executeTakeFirstOrThrow()
    assert.equal(batch.files, 2)
    assert.equal(batch.mode, 'published')
  })

  test('run again, nothing comes twice', async () => {
    const files = { [`${BUSES}(2019-03-01).md`]: BUSES_2019, [`${BUSES}(2024-06-20).md`]: BUSES_2024 }
    const before = await countPublications()
    assert.deepEqual(outcomes(await bring(files)), ['unchanged', 'unchanged'])
    assert.equal(await countPublications(), before)
    assert.equal((await revisionsOf((await publicationOf(BUSES))!.id)).length, 2)
  })

  test('a file that changed is reported, and the text on the site stays', async () => {
    const imported = await bring({ [`${BUSES}(2024-06-20).md`]: BUSES_2024.replace('保障', '照顾') })
    assert.deepEqual(outcomes(imported), ['changed'])
    const second = (await revisionsOf((await publicationOf(BUSES))!.id))[1]!
    assert.ok((second.content as { text: string }).text.includes('保障老年人'))
  })

  test('a new version of a known law takes the place of the one that is shown', async () => {
    assert.deepEqual(outcomes(await bring({ [`${BUSES}(2026-09-18).md`]: BUSES_2026 })), ['new-version'])
    const publication = (await publicationOf(BUSES))!
    const revisions = await revisionsOf(publication.id)
    assert.deepEqual(
      revisions.map(({ state, validity }) => `${state} ${validity}`),
      ['superseded amended', 'superseded amended', 'published valid'],
    )
    const { rows } = await listShown(viewOf(), { column: COLUMN }, { limit: 100 })
    const shown = rows.find(({ publication_id }) => publication_id === publication.id)!
    assert.equal(shown.revision_id, revisions[2]!.id)
    assert.equal(civilDateOf(shown.listed_at), '2026-09-18')
    assert.match(shown.index_number, /2026-/)
  })

  test('an old version that comes late joins the history and is not shown', async () => {
    const late = BUSES_2019.replaceAll('2019年3月1日', '2012年5月8日')
    assert.deepEqual(outcomes(await bring({ [`${BUSES}(2012-05-08).md`]: late })), ['new-version'])
    const publication = (await publicationOf(BUSES))!
    const revisions = await revisionsOf(publication.id)
    assert.equal(publication.shown_revision_id, revisions[2]!.id)
    assert.deepEqual([revisions[3]!.state, revisions[3]!.validity], ['superseded', 'amended'])
  })

  test('a text that names a person becomes a draft and is reported with the number masked', async () => {
    const text = BUSES_2019.replaceAll('公共汽车客运', '出租汽车').replace(
      '制定本条例',
      '身份证号11010519491231002X的驾驶员制定本条例',
    )
    const path = `${BUSES.replace('公共汽车客运', '出租汽车')}(2019-03-01).md`
    const imported = await bring({ [path]: text })
    const [report] = imported.files
    assert.equal(report!.outcome, 'draft')
    assert.deepEqual(report!.draft_because, ['personal-data'])
    assert.equal(report!.findings![0]!.code, 'personal-data.id-number')
    assert.ok(!JSON.stringify(report).includes('11010519491231002X'))
    const publication = (await publicationOf(path.replace('(2019-03-01).md', '')))!
    assert.equal(publication.standing, 'unpublished')
    assert.deepEqual(
      (await revisionsOf(publication.id)).map(({ state }) => state),
      ['draft'],
    )
    assert.deepEqual(outcomes(await bring({ [path]: text })), ['unchanged'])
  })

  test('a text that lacks an article arrives, and is counted among the errors', async () => {
    const text = lawText({
      title: '云溪市图书馆条例',
      events: ['2020年1月6日 云溪市人民代表大会常务委员会通过'],
      articles: ['甲。', '乙。', '丙。'],
    })
    const imported = await bring({ [`${LIBRARY}(2020-01-06).md`]: text.replace('第二条 乙。\n\n', '') })
    assert.equal(imported.files[0]!.outcome, 'new')
    assert.equal(isError(imported.files[0]!), true)
  })

  test('a file that cannot be read is reported, and the rest arrives', async () => {
    const imported = await bring({
      'laws/行政法规/没有标题(2020-01-01).md': '第一条 无题。',
      [`${WATER}(2021-07-05).md`]: WATER_2021,
    })
    const failed = imported.files.find(({ outcome }) => outcome === 'failed')!
    assert.ok(failed.why!.some((why) => why.startsWith('title-missing')))
    assert.deepEqual(outcomes(imported), ['failed', 'new'])
    const { rows } = await listShown(viewOf(), { column: COLUMN, publisher: '国务院' }, { limit: 100 })
    assert.ok(
      rows.some(
        ({ title, document_number }) =>
          title === '云溪河道管理条例' && document_number === '中华人民共和国国务院令第745号',
      ),
    )
  })

  test('lists go by the day on which a text was first public', async () => {
    const { rows } = await listShown(viewOf(), { column: COLUMN }, { limit: 100 })
    const dates = rows.map(({ listed_at }) => listed_at.getTime())
    assert.deepEqual(
      dates,
      dates.toSorted((one, other) => other - one),
    )
    const titles = rows.map(({ title }) => title)
    assert.ok(titles.indexOf('云溪市公共汽车客运管理条例') < titles.indexOf('云溪河道管理条例'))
  })

  test('an old version is found by the search only where old versions are asked for', async () => {
    await house.runJobs()
    const asked = { text: '公共汽车客运管理条例', filters: {}, order: 'relevance' as const, limit: 20 }
    const usual = await postgresEngine.search(viewOf(), { ...asked, olderVersions: false })
    assert.deepEqual(
      usual.hits.map(({ current }) => current),
      [true],
    )
    const all = await postgresEngine.search(viewOf(), { ...asked, olderVersions: true })
    assert.equal(all.hits.filter(({ current }) => !current).length, 3)
  })

  test('plain Markdown comes as a document without dates or validity of its own', async () => {
    const imported = await bring({
      '通知/关于春节放假的说明.md': '# 关于春节放假的说明\n\n请各单位安排值班。\n',
    })
    assert.deepEqual(outcomes(imported), ['new'])
    const { rows } = await listShown(viewOf(), { column: COLUMN }, { limit: 100 })
    const shown = rows.find(({ title }) => title === '关于春节放假的说明')!
    assert.deepEqual([shown.publisher, shown.validity, shown.signed_on], ['云溪市人民政府办公室', null, null])
  })

  test('as drafts, nothing becomes public', async () => {
    const imported = await bring(
      { '通知/关于值班的说明.md': '# 关于值班的说明\n\n值班表另行通知。\n' },
      '--as',
      'drafts',
    )
    assert.deepEqual(imported.files[0]!.draft_because, ['asked'])
    assert.equal((await publicationOf('通知/关于值班的说明'))!.standing, 'unpublished')
  })

  test('what the database refuses stays out alone', async () => {
    const owner = connect(house.ownerUrl)
    await owner.pool.query(`alter table publications.revision add constraint refused check (title <> '乙丑')`)
    await owner.pool.end()
    const refused = await bring({
      '通知/乙一.md': '# 乙子\n\n一。\n',
      '通知/乙二.md': '# 乙丑\n\n二。\n',
      '通知/乙三.md': '# 乙寅\n\n三。\n',
    })
    const failed = refused.files.filter(({ outcome }) => outcome === 'failed')
    assert.deepEqual(
      failed.map(({ title }) => title),
      ['乙丑'],
    )
    assert.match(failed[0]!.why![0]!, /refused by the database/)
    assert.equal(refused.files.filter(({ outcome }) => outcome === 'new').length, 2)
  })

  test('stopped between batches, the same command brings the rest', async () => {
    const texts = Array.from({ length: 101 }, (_, at) =>
      readImportFile(`说明/第${at}号说明.md`, `# 第${at}号说明\n\n正文。\n`),
    )
    const { laws } = joinVersions(texts, civilDateOf(house.now()))
    const run = {
      tools: jobToolsOf(house.world, 'operator:test', ['publication.import']),
      ...{
        site: FIRST_SITE,
        folder: '说明',
        mode: 'published' as const,
        organisation: ORGANISATIONS.A02.id,
        columns: [COLUMN],
        isDry: false,
      },
    }
    let done = 0
    const first = await runImport(
      { ...run, isStopped: () => done > 0, onFiles: (count) => (done += count) },
      laws,
    )
    assert.equal(first.length, 100)
    const second = await runImport({ ...run, isStopped: () => false, onFiles: () => {} }, laws)
    assert.equal(second.filter(({ outcome }) => outcome === 'unchanged').length, 100)
    assert.equal(second.filter(({ outcome }) => outcome === 'new').length, 1)
  })

  test('nobody imports without the right', async () => {
    const { laws } = joinVersions(
      [readImportFile('说明/无权.md', '# 无权\n\n正文。\n')],
      civilDateOf(house.now()),
    )
    const tools = jobToolsOf(house.world, 'operator:test', [])
    const run = {
      tools,
      site: FIRST_SITE,
      folder: '说明',
      mode: 'published' as const,
      organisation: ORGANISATIONS.A02.id,
      columns: [COLUMN],
    }
    await assert.rejects(
      runImport({ ...run, isDry: false, isStopped: () => false, onFiles: () => {} }, laws),
      Forbidden,
    )
    assert.equal(await publicationOf('说明/无权'), undefined)
  })

  const viewOf = () => ({
    db: house.world.db,
    site: FIRST_SITE,
    language: 'zh-CN' as const,
    reads: new Set<string>(),
  })
})
