import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { idOfAddress } from '#kernel/ids'
import { FIRST_SITE } from '#platform/sites'
import { jobToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { Thread } from '#test/publishing'
import { zipOf } from '#test/sample-files'
import type { Page, Visitor } from '#test/visitor'
import { RUN_IMPORT, rememberDone } from './commands/importing-runs.ts'
import { DROP_FORGOTTEN, importJobs } from './desk-import-jobs.ts'

const LIST =
  '标题,正文,发布日期,栏目\n关于公园开放时间的通知,每日六时至二十二时。,2022-05-06,\n关于停车收费的通知,第一条。,2022-13-01,\n,没有标题。,2021-02-03,没有的栏目\n'
const PERSON = '# 关于补助发放的公示\n\n身份证号11010519491231002X。\n'
const CHECK = '上传并试运行'

function fileOf(name: string, content: string | Buffer): File {
  return new File([new Uint8Array(Buffer.from(content))], name)
}

describe('an import from the desk', () => {
  let house: TestHouse
  /** Who may import: the administrator of the site and its publisher. */
  let administrator: Visitor
  let publisher: Visitor
  before(async () => {
    house = await openHouse()
    const thread = new Thread(house)
    administrator = await thread.enter('song.pingye')
    publisher = await thread.enter('tang.jiahe')
  })
  after(() => house.leave())

  async function handIn(files: readonly File[]): Promise<Page> {
    const page = await administrator.visit('/desk/publications/import/new')
    const value = page.root
      .querySelectorAll('input[name=columns]')
      .find((box) => box.parentNode?.textContent === '政策 / 政策文件')
      ?.getAttribute('value')
    const mode = page.root.querySelectorAll('input[name=mode]').map((radio) => radio.getAttribute('value'))
    assert.deepEqual(mode, ['published', 'drafts'])
    const body = new FormData()
    body.append('_forgery', page.root.querySelector('main [name=_forgery]')!.getAttribute('value')!)
    body.append('organisation', page.root.querySelector('main select option')!.getAttribute('value')!)
    if (value) body.append('columns', value)
    body.append('mode', 'published')
    for (const file of files) body.append('files', file)
    const answer = await administrator.sendForm('/desk/publications/import/new', body)
    assert.equal(answer.statusCode, 303)
    return administrator.visit(String(answer.headers.location))
  }

  const rows = (page: Page) =>
    page.root
      .querySelectorAll('main tbody tr')
      .map((row) =>
        row.querySelectorAll('th, td').map((cell) => cell.textContent.replace(/\s+/g, ' ').trim()),
      )

  const countShown = async () =>
    (
      await house.world.db
        .selectFrom('publications.shown')
        .select((row) => row.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n

  const look = jobLook()
  function jobLook() {
    return <T>(query: Parameters<ReturnType<typeof jobToolsOf>['look']>[1]) =>
      jobToolsOf(house.world, 'test', []).look(FIRST_SITE, query) as Promise<T>
  }

  const countSources = () =>
    look<number>(
      async ({ db }) =>
        (
          await db
            .selectFrom('publications.import_source')
            .select((row) => row.fn.countAll<number>().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
    )

  let path: string

  test('handed in, it says that it is being checked, and the page renews itself', async () => {
    const before = await countShown()
    const archive = zipOf({
      '公示/补助.md': PERSON,
      '说明/日期.html': '<h1>关于日期的说明</h1><p>没有日期。</p>',
      '附.pdf': '%PDF-1.7',
    })
    const page = await handIn([fileOf('名单.csv', LIST), fileOf('旧站.zip', archive)])
    path = page.path.replace(/\?.*/, '')
    assert.ok(page.shows('正在试运行'))
    assert.equal(page.headers.refresh, '3')
    const still = await administrator.visit(page.link('停止自动更新'))
    assert.equal(still.headers.refresh, undefined)
    await house.runJobs()
    assert.equal(await countShown(), before)
  })

  test('the dry run names what would come of each, with row and column', async () => {
    const page = await administrator.visit(`${path}?show=all`)
    assert.ok(page.shows('等待认可'))
    assert.equal(page.headers.refresh, undefined)
    const told = new Map(rows(page).map(([place, outcome, , problems]) => [place, `${outcome} ${problems}`]))
    assert.equal(told.get('名单.csv，第2行'), '新增 没有问题')
    assert.equal(told.get('名单.csv，第3行'), '不导入 发布日期：“2022-13-01”，不是日期')
    assert.match(told.get('名单.csv，第4行')!, /标题：没有标题.*栏目：“没有的栏目”，网站没有这个栏目/)
    assert.match(told.get('公示/补助.md')!, /^存为草稿 .*1\*+X/)
    assert.ok(!page.body.includes('11010519491231002X'))
    assert.match(told.get('说明/日期.html')!, /^新增/)
    assert.match(told.get('附.pdf')!, /^不导入 读不了这种文件/)
    assert.deepEqual(rows(await administrator.visit(`${path}?show=errors`)).length, 3)
    const csv = await administrator.get(`${path}/report.csv?show=errors`)
    assert.match(csv.body, /名单.csv，第3行/)
    assert.equal((await administrator.get(`${path}/report.csv?shown=errors`)).statusCode, 400)
  })

  test('one person alone cannot begin it, however often they accept', async () => {
    const hash = (await administrator.visit(path)).root
      .querySelector('[name=report_hash]')!
      .getAttribute('value')!
    const page = await administrator.submit('认可这份报告')
    assert.ok(page.shows('等待另一位有导入权限的同事认可'))
    const forgery = page.root.querySelector('[name=_forgery]')!.getAttribute('value')!
    const again = await administrator.post(`${path}/acceptance`, { report_hash: hash, _forgery: forgery })
    assert.equal(again.statusCode, 409)
    await house.runJobs()
    assert.ok((await administrator.visit(path)).shows('等待认可'))
  })

  test('nobody accepts a report other than the one they saw', async () => {
    const forgery = (await publisher.visit(path)).root
      .querySelector('[name=_forgery]')!
      .getAttribute('value')!
    const other = await publisher.post(`${path}/acceptance`, {
      report_hash: 'f'.repeat(64),
      _forgery: forgery,
    })
    assert.equal(other.statusCode, 409)
  })

  test('who may not import sees nothing of it', async () => {
    const editor = await house.as('shen.weizhou')
    for (const address of [
      '/desk/publications/import',
      '/desk/publications/import/new',
      path,
      `${path}/report.csv`,
    ])
      assert.equal((await editor.get(address)).statusCode, 403, address)
  })

  test('with the second acceptance it begins, and a person’s data stays a draft', async () => {
    const before = await countShown()
    await publisher.visit(path)
    const begun = await publisher.submit('认可并开始导入')
    assert.ok(begun.shows('正在导入'))
    await house.runJobs()
    const page = await publisher.visit(`${path}?show=all`)
    assert.ok(page.shows('已导入'))
    assert.equal(await countShown(), before + 2)
    assert.equal(await countSources(), 0)
    const shown = await house.world.db
      .selectFrom('publications.shown')
      .select('source_published_on')
      .where('title', '=', '关于公园开放时间的通知')
      .executeTakeFirstOrThrow()
    assert.equal(shown.source_published_on, '2022-05-06')
    const run = idOfAddress(path.split('/').at(-1)!)!
    const events = await house.world.db
      .selectFrom('record.event')
      .select('event')
      .where('subject', '=', run)
      .execute()
    assert.deepEqual(events.map(({ event }) => event).sort(), [
      'import.accepted',
      'import.checked',
      'import.confirmed',
      'import.finished',
      'import.handed-in',
    ])
  })

  test('ended in the middle, it goes on behind what it brought', async () => {
    const page = await handIn([fileOf('甲.md', '# 甲通知\n\n甲。\n'), fileOf('乙.md', '# 乙通知\n\n乙。\n')])
    const address = page.path.replace(/\?.*/, '')
    await house.runJobs()
    await administrator.visit(address)
    await administrator.submit('认可这份报告')
    await publisher.visit(address)
    await publisher.submit('认可并开始导入')
    const id = idOfAddress(address.split('/').at(-1)!)!
    // What a process that was killed behind the first batch leaves: one text and its line.
    await jobToolsOf(house.world, RUN_IMPORT, []).perform(FIRST_SITE, (act) =>
      rememberDone(act, id, [
        {
          ...{ path: '甲.md', title: '甲通知', law: '甲', version: 'undated', hash: '', dated_on: null },
          ...{ outcome: 'new', problems: [] },
        },
      ]),
    )
    await house.runJobs()
    const done = await publisher.visit(`${address}?show=all`)
    assert.ok(done.shows('已导入'))
    assert.deepEqual(
      rows(done)
        .map(([place, outcome]) => `${place} ${outcome}`)
        .sort(),
      ['乙.md 新增', '甲.md 新增'],
    )
    const titles = await house.world.db
      .selectFrom('publications.shown')
      .select('title')
      .where('title', 'in', ['甲通知', '乙通知'])
      .execute()
    assert.deepEqual(
      titles.map(({ title }) => title),
      ['乙通知'],
      'what was brought before is not brought again',
    )
  })

  test('discarded, nothing of what was handed in is left', async () => {
    const page = await handIn([fileOf('丙.md', '# 丙通知\n\n丙。\n')])
    assert.equal(await countSources(), 1)
    const discarded = await administrator.submit('放弃这次导入')
    assert.ok(discarded.shows('已放弃'))
    assert.equal(await countSources(), 0)
    await house.runJobs()
    assert.ok((await administrator.visit(page.path)).shows('已放弃'))
  })

  test('what nobody accepted within thirty days is discarded', async () => {
    const page = await handIn([fileOf('己.md', '# 己通知\n\n己。\n')])
    await house.runJobs()
    const { run } = importJobs[DROP_FORGOTTEN]!
    const before = house.now()
    const drop = () => run(jobToolsOf(house.world, DROP_FORGOTTEN, ['publication.import']), {})
    await drop()
    assert.equal(await countSources(), 1)
    house.travelTo(new Date(before.getTime() + 31 * 86_400_000))
    await drop()
    house.travelTo(before)
    assert.equal(await countSources(), 0)
    assert.ok((await administrator.visit(page.path)).shows('已放弃'))
  })

  test('what cannot be taken is told all at once, and what was chosen stays', async () => {
    await administrator.visit('/desk/publications/import/new')
    const page = await administrator.upload(CHECK, { 文件: [fileOf('旧.doc', 'x')] })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors().length, 3)
    const unsigned = new FormData()
    unsigned.append('files', fileOf('丁.md', '# 丁\n\n丁。'))
    assert.equal((await administrator.sendForm('/desk/publications/import/new', unsigned)).statusCode, 403)
  })

  test('an archive that is a bomb ends the check with its reason', async () => {
    const page = await handIn([fileOf('炸弹.zip', zipOf({ 'a.md': new Uint8Array(12_000_000) }))])
    await house.runJobs()
    const stopped = await administrator.visit(page.path)
    assert.ok(stopped.shows('已停止'))
    assert.ok(stopped.shows('压缩文件解开后大得异常'))
  })

  test('the list of imports names each with its state', async () => {
    const page = await publisher.visit('/desk/publications/import')
    assert.deepEqual(
      rows(page)
        .map((row) => row[1]!)
        .sort(),
      ['已导入', '已导入', '已停止', '已放弃', '已放弃'].sort(),
    )
  })
})
