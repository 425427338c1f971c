import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { MODULES } from '#app/modules'
import { defineModule } from '#platform/module'
import { jobToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, PUBLISHER, revisionAt, TEXT, Thread } from '#test/publishing'
import { publicationJobs } from './jobs.ts'

describe('what becomes of a text', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('a scheduled text is released by the clock, and not a minute before', async () => {
    const at = await thread.handIn('定时发布的通知')
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    await publisher.visit(`${at}/review`)
    const past = await publisher.submit('定时', { 定时发布: '2026-11-20T08:30' })
    assert.equal(past.status, 422)
    assert.deepEqual(past.errors(), ['这个时间已经过去了，换一个以后的时间，或者现在发布。'])
    const nonsense = await publisher.submit('定时', { 定时发布: '2026-02-30T25:00' })
    assert.equal(nonsense.status, 422)
    assert.equal(nonsense.valuesOf(nonsense.formOf('定时'), '定时').get('scheduled_at'), '2026-02-30T25:00')
    await publisher.submit('定时', { 定时发布: '2026-11-23T18:00' })
    assert.equal(await thread.stateOf(at), '已定时')
    const job = publicationJobs['publications.release-due']!
    const run = () => job.run(jobToolsOf(house.world, 'publications.release-due', job.permissions), {})
    const before = house.now()
    await run()
    assert.equal(await thread.stateOf(at), '已定时')
    house.travelTo('2026-11-23T18:00:30+08:00')
    await run()
    await run()
    house.travelTo(before)
    assert.equal(await thread.stateOf(at), '已发布')
  })

  test('a correction shows reviewers the difference in words, and the public text stays until it is released', async () => {
    const at = await thread.handIn('老年乘车卡办理说明')
    await thread.approve(at)
    await thread.release(at)
    const author = await thread.enter(AUTHOR)
    const publication = (await author.visit(`${at}/review`)).link('老年乘车卡办理说明')
    await author.visit(`${publication}/revision`)
    const empty = await author.submit('开始改')
    assert.equal(empty.status, 422)
    assert.deepEqual(empty.errors(), ['选一种改动性质。', '写明为什么要改，公众会看到。'])
    await author.submit('开始改', { 改动性质: 'minor', 为什么要改: '更正末班时间' })
    const second = revisionAt(author.page)
    await author.submit('保存', { 正文: TEXT.replace('22:00', '22:30'), 文号: '云溪交发〔2026〕12号' })
    await author.submit('送审')
    const page = await (await thread.enter('meng.qinglan')).visit(`${second}/review`)
    assert.ok(page.shows('文件信息改了 1 处'))
    assert.ok(page.root.querySelectorAll('ins').some((mark) => mark.textContent.includes('30')))
    assert.ok(page.shows('更正末班时间'))
    assert.ok((await house.visitor().visit(publication.replace('/desk', ''))).shows('22:00'))
    for (const view of ['side', 'merged', 'new'])
      assert.equal((await author.get(`${second}/review?view=${view}`)).statusCode, 200)
    const blocked = await author.visit(`${publication}/revision`)
    assert.ok(blocked.shows('还有一稿没办完'))
  })

  test('a withdrawal asks once more, says what follows, and needs its reason', async () => {
    const at = await thread.handIn('要撤下的公告')
    await thread.approve(at)
    await thread.release(at)
    const publisher = await thread.enter(PUBLISHER)
    const publication = (await publisher.visit(`${at}/review`)).link('要撤下的公告')
    await publisher.visit(`${publication}/withdrawal`)
    assert.ok(publisher.page.shows('撤下记入公开日志'))
    assert.equal((await publisher.submit('撤下')).status, 422)
    await publisher.submit('撤下', { 撤下的理由: '附件含个人联系方式' })
    assert.ok(publisher.page.shows('撤下了'))
    assert.ok(!(await house.visitor().visit(publication.replace('/desk', ''))).shows('末班由21:00'))
    await publisher.visit(`${publication}/restoration`)
    await publisher.submit('恢复公开', { 恢复的理由: '附件已更正' })
    assert.ok((await house.visitor().visit(publication.replace('/desk', ''))).shows('末班由21:00'))
    await publisher.visit(`${publication}/redirection`)
    const away = await publisher.submit('转到新地址', {
      新地址: '//elsewhere.example',
      转走的理由: '合并到专题',
    })
    assert.deepEqual(away.errors(), ['写本站的地址，以“/”开头。'])
    const author = await (await thread.enter(AUTHOR)).visit(`${publication}/withdrawal`)
    assert.ok(author.shows('要由信息发布员办理'))
  })

  test('a decision not to publish names its ground', async () => {
    const { at } = await thread.draft('线网方案讨论稿')
    const office = await thread.enter('tian.ji')
    const publication = (await (await thread.enter(AUTHOR)).visit(`${at}/text`)).link('线网方案讨论稿')
    await office.visit(`${publication}/not-public`)
    assert.deepEqual((await office.submit('决定不予公开')).errors(), ['写明理由。', '选一项依据。'])
    await office.submit('决定不予公开', { 依据: 'process', 说明: '讨论记录、过程稿' })
    assert.ok(office.page.shows('不予公开的决定已经登记'))
    assert.ok(office.page.shows('2027年11月23日'))
  })
})

/** A module that finds something at the gate while the switch is on. */
const gatekeeper = { closed: false }
const gatekeeping = defineModule({
  name: 'foundation/gatekeeping',
  uses: [],
  gates: [async () => (gatekeeper.closed ? [{ code: 'gate.not-for-the-web', weight: 'blocks' }] : [])],
})

describe('a text that is stopped at its time', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse({ modules: [...MODULES, gatekeeping] })
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('stays scheduled, fails no job, and goes out when the gate is open again', async () => {
    const at = await thread.handIn('到时被拦下的通知')
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    await publisher.visit(`${at}/review`)
    await publisher.submit('定时', { 定时发布: '2026-11-23T18:00' })
    const job = publicationJobs['publications.release-due']!
    const run = () => job.run(jobToolsOf(house.world, 'publications.release-due', job.permissions), {})
    const before = house.now()
    house.travelTo('2026-11-23T18:00:30+08:00')
    gatekeeper.closed = true
    await run()
    gatekeeper.closed = false
    house.travelTo(before)
    assert.equal(await thread.stateOf(at), '已定时')
    house.travelTo('2026-11-23T18:01:30+08:00')
    await run()
    house.travelTo(before)
    assert.equal(await thread.stateOf(at), '已发布')
  })
})
