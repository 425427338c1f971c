import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf, type Id, newId } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { openHouse, type TestHouse } from '#test/house'
import { queriesOf } from '#test/queries'
import { type Trial, type TrialText, trialOf } from './portal-trial.ts'
import { columnId } from './seed-columns.ts'

const PLAN: TrialText = {
  organisation: ORGANISATIONS.A01.id,
  columns: [columnId('policies/documents')],
  title: '云溪市人民政府关于印发《云溪市公共汽电车线网优化方案（2026—2028年）》的通知',
  summary: '用三年分三批优化公交线路。',
  text: '各区县人民政府：\n\n# 一、总体目标\n\n到2028年底建成三级线网。\n\n第一批于2026年9月30日前完成。',
  document_number: '云溪政发〔2026〕6号',
  signed_on: '2026-05-06',
  effective_on: '2026-06-01',
  validity: 'valid',
  subject_category: '工业、交通\\公路',
}

const NEWS: TrialText = {
  kind: 'article',
  organisation: ORGANISATIONS.A03.id,
  columns: [columnId('news/departments')],
  title: '沈䶮到𠮷水乡调研<b>公交</b>微循环',
  summary: '11 条微循环线路 <i>年底</i> 开通。',
  text: '总长 83.6 公里。',
  editor: '沈䶮',
}

describe('what the public sees of a publication', () => {
  let house: TestHouse
  let trial: Trial
  let plan: Id
  let news: Id
  before(async () => {
    house = await openHouse()
    trial = trialOf(house.world, house.now)
    plan = await trial.publish(PLAN)
    news = await trial.publish(NEWS)
  })
  after(() => house.leave())

  const pathOf = (id: Id) => `/publications/${addressOf(id)}`

  test('a document says first whether it holds, and shows its number, index number and dates', async () => {
    const page = await house.visitor().visit(pathOf(plan))
    assert.equal(page.status, 200)
    assert.equal(page.heading(), PLAN.title)
    assert.ok(page.shows('2026年11月23日公布，2026年6月1日起施行，现在有效。'))
    for (const label of [
      '索引号',
      '主题分类',
      '发文机关',
      '发文字号',
      '成文日期',
      '公布日期',
      '公开方式',
      '有效性',
    ])
      assert.ok(page.shows(label), label)
    assert.ok(page.shows('云溪政发〔2026〕6号'))
    assert.ok(page.shows(/MB9900013\/2026-\d{5}/))
    assert.equal(page.link('云溪市人民政府'), '/')
    const issuer = page.links().find(({ href }) => href.startsWith('/publications?publisher='))
    const byTheSame = await house.visitor().visit(issuer!.href)
    assert.ok(byTheSame.links().some(({ href }) => href === pathOf(plan)))
    assert.equal(page.root.querySelector('.red-head-issuer')?.textContent, '云溪市人民政府文件')
  })

  test('the body stands between its part marks exactly as it is stored', async () => {
    const page = await house.visitor().visit(pathOf(plan))
    const { parts } = (await house.visitor().get(`${pathOf(plan)}.json`)).json()
    const body = parts.find(({ name }: { name: string }) => name === 'body').content
    assert.ok(page.body.includes(`<!--part:body-->${body}<!--/part-->`))
  })

  test('government metadata name site, column and article in the case of the rules', async () => {
    const page = await house.visitor().visit(pathOf(news))
    const tag = (name: string) => page.root.querySelector(`meta[name="${name}"]`)?.getAttribute('content')
    assert.equal(tag('SiteIDCode'), '9901000001')
    assert.equal(tag('ColumnName'), '部门动态')
    assert.equal(tag('ColumnType'), '工作动态')
    assert.equal(tag('ArticleTitle'), NEWS.title)
    assert.equal(tag('PubDate'), '2026-11-23 09:30')
    assert.equal(tag('ContentSource'), '云溪市交通运输局')
  })

  test('markup and rare characters in titles and summaries arrive as they were typed', async () => {
    const page = await house.visitor().visit(pathOf(news))
    assert.equal(page.heading(), NEWS.title)
    assert.ok(page.shows('11 条微循环线路 <i>年底</i> 开通。'))
    assert.ok(page.shows('责任编辑：沈䶮'))
    assert.doesNotMatch(page.body, /<b>公交<\/b>|<i>年底<\/i>/)
    const list = await house.visitor().visit('/publications')
    assert.equal(list.link(NEWS.title), pathOf(news))
    assert.doesNotMatch(list.body, /<b>公交<\/b>/)
  })

  test('an address in capitals or as UUID leads to the one address', async () => {
    const visitor = house.visitor()
    for (const other of [plan, addressOf(plan).toUpperCase()]) {
      const answer = await visitor.get(`/publications/${other}`)
      assert.equal(answer.statusCode, 301)
      assert.equal(answer.headers.location, pathOf(plan))
    }
  })

  test('what was never public is not there', async () => {
    for (const path of [
      `/publications/${addressOf(newId(house.now()))}`,
      '/publications/no-such',
      `${pathOf(plan)}/revisions/9`,
    ]) {
      const page = await house.visitor().visit(path)
      assert.equal(page.status, 404, path)
    }
  })

  test('a program reads facts, parts, revisions and links', async () => {
    const twin = (await house.visitor().get(`${pathOf(plan)}.json`)).json()
    assert.equal(twin.standing, 'public')
    assert.equal(twin.title, PLAN.title)
    assert.equal(twin.document_number, '云溪政发〔2026〕6号')
    assert.match(twin.log_item, /^[0-9a-f]{32}$/)
    assert.deepEqual(
      twin.parts.map(({ name }: { name: string }) => name),
      ['title', 'body', 'meta'],
    )
    assert.match(twin.parts[1].text, /到2028年底建成三级线网。/)
    assert.equal(twin.revisions.length, 1)
    assert.equal(twin.links.history, `${pathOf(plan)}/history`)
  })

  test('an English reader gets an English page around the Chinese text', async () => {
    const page = await house.visitor({ language: 'en' }).visit(pathOf(plan))
    assert.equal(page.root.querySelector('html')?.getAttribute('lang'), 'en')
    assert.ok(page.shows('Published on 23 November 2026; in force from 1 June 2026; valid now.'))
    assert.equal(page.root.querySelector('.sheet')?.getAttribute('lang'), 'zh-CN')
  })

  test('no page needs more than a few queries', async () => {
    for (const [path, most] of [
      [pathOf(plan), 11],
      [pathOf(news), 12],
      ['/publications', 8],
      [`${pathOf(plan)}/history`, 10],
    ] as const) {
      const queries = await queriesOf(house, path)
      assert.ok(queries > 2 && queries <= most, `${path}: ${queries}`)
    }
  })
})

describe('the changes of a publication', () => {
  let house: TestHouse
  let trial: Trial
  let timetable: Id
  before(async () => {
    house = await openHouse()
    trial = trialOf(house.world, house.now)
    timetable = await trial.publish(TIMETABLE)
    house.travelTo('2026-11-25T10:00:00+08:00')
    await trial.revise(
      timetable,
      { ...TIMETABLE, text: '即日起调整12路。\n\n首班车6:00。' },
      { kind: 'minor', reason: '线路号排印错误' },
    )
  })
  after(() => house.leave())

  const TIMETABLE: TrialText = {
    organisation: ORGANISATIONS.A03.id,
    columns: [columnId('news/notices')],
    title: '关于首批调整公交线路的公告',
    text: '即日起调整21路。\n\n首班车6:00。',
    document_number: '云溪交公告〔2026〕12号',
  }
  const path = () => `/publications/${addressOf(timetable)}`

  test('the page says that it was changed, and leads to what was', async () => {
    const visitor = house.visitor()
    const page = await visitor.visit(path())
    assert.ok(page.shows('此后改动 1 次，最近一次在 2026年11月25日 10:00。'))
    const history = await visitor.visit(page.link('改动记录'))
    assert.ok(history.shows('线路号排印错误'))
    assert.ok(history.shows('更正'))
    assert.deepEqual(history.headings().slice(0, 2), [TIMETABLE.title, '第 1 版 → 第 2 版'])
    assert.match(history.root.querySelector('.diff del')?.textContent ?? '', /21/)
    assert.match(history.root.querySelector('.diff ins')?.textContent ?? '', /12/)
  })

  test('the earlier text stands as it stood, is marked, and is kept out of search engines', async () => {
    const page = await house.visitor().visit(`${path()}/revisions/1`)
    assert.ok(page.shows('您看到的是第 1 版，不是现在的文本。'))
    assert.ok(page.shows('即日起调整21路。'))
    assert.equal(page.root.querySelector('meta[name="robots"]')?.getAttribute('content'), 'noindex')
    const twin = (await house.visitor().get(`${path()}/revisions/1.json`)).json()
    assert.equal(twin.is_current, false)
    assert.match(twin.parts[1].text, /21路/)
  })

  test('the address of the current version leads to the publication', async () => {
    const answer = await house.visitor().get(`${path()}/revisions/2`)
    assert.deepEqual([answer.statusCode, answer.headers.location], [302, path()])
  })

  test('two texts of one law are a chain, the older one marked as replaced', async () => {
    const law: TrialText = {
      ...TIMETABLE,
      title: '云溪市公共汽电车管理条例',
      validity: 'valid',
      signed_on: '2020-01-01',
      effective_on: '2020-03-01',
      text: '第一条　为了管理。',
    }
    const id = await trial.publish(law)
    await trial.revise(
      id,
      { ...law, signed_on: '2026-09-01', effective_on: '2026-10-01', text: '第一条　为了服务。' },
      { kind: 'version', reason: '2026年修订' },
    )
    const page = await house.visitor().visit(`/publications/${addressOf(id)}`)
    assert.ok(page.headings().includes('历次文本'))
    assert.equal(page.link('2020年1月1日文本'), `/publications/${addressOf(id)}/revisions/1`)
    assert.ok(page.shows('已被新文本取代'))
    assert.ok(page.shows('第一条　为了服务。') || page.shows('第一条 为了服务。'))
  })

  test('what was withdrawn shows its notice with the reason, leaves the lists, and comes back when it is restored', async () => {
    const visitor = house.visitor()
    await trial.withdraw(timetable, '附件含个人联系方式')
    const notice = await visitor.visit(path())
    assert.equal(notice.status, 200)
    assert.equal(notice.heading(), TIMETABLE.title)
    assert.ok(notice.shows('已于 2026年11月25日 10:00 撤下'))
    assert.ok(notice.shows(/理由\s*附件含个人联系方式/))
    assert.ok(!notice.shows('首班车'))
    assert.equal(notice.root.querySelector('meta[name="robots"]')?.getAttribute('content'), 'noindex')
    const list = await visitor.visit('/publications')
    assert.ok(!list.links().some(({ href }) => href === path()))
    assert.equal((await visitor.get(`${path()}/revisions/1.json`)).statusCode, 404)
    assert.ok(!(await visitor.visit(`${path()}/revisions/1`)).shows('21路'))
    const history = await visitor.visit(`${path()}/history`)
    assert.ok(history.shows('附件含个人联系方式'))
    assert.ok(!history.shows('21路'))
    const twin = (await visitor.get(`${path()}.json`)).json()
    assert.deepEqual(
      [twin.standing, twin.standing_reason, twin.parts],
      ['withdrawn', '附件含个人联系方式', undefined],
    )
    await trial.restore(timetable, '已更正')
    assert.ok((await visitor.visit(path())).shows('首班车'))
  })

  test('what moved sends its readers on for ever', async () => {
    const id = await trial.publish({ ...TIMETABLE, title: '2025版公交线路图' })
    await trial.redirect(id, path(), '新图已公布')
    const answer = await house.visitor().get(`/publications/${addressOf(id)}`)
    assert.deepEqual([answer.statusCode, answer.headers.location], [301, path()])
  })
})
