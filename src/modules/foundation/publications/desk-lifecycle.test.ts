import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, type choiceOf, PUBLISHER, Thread } from '#test/publishing'

/** 田𠮷, the disclosure officer of the transport bureau: the second hand. */
const OFFICE = 'tian.ji'

describe('the life of a publication at the desk', () => {
  let house: TestHouse
  let thread: Thread
  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  const publicationOf = async (at: string, title: string) =>
    (await (await thread.enter(AUTHOR)).visit(`${at}/review`)).link(title)

  test('the publisher asks for an erasure, the disclosure office confirms it, the public reads the law', async () => {
    const publication = await publicationOf(await thread.publish('含个人信息的公示'), '含个人信息的公示')
    const publisher = await thread.enter(PUBLISHER)
    await publisher.visit(`${publication}/erasure`)
    const empty = await publisher.submit('提出清除')
    assert.equal(empty.status, 422)
    assert.deepEqual(empty.errors(), ['写明理由。', '选一项依据。'])
    await publisher.submit('提出清除', { 依据: 'personal-information', 提出的理由: '当事人申请' })
    assert.ok(publisher.page.shows('等另一个人确认'))
    assert.ok((await publisher.visit(`${publication}/proposal`)).buttons().includes('收回'))
    const author = await (await thread.enter(AUTHOR)).visit(`${publication}/proposal`)
    assert.ok(author.shows('要由政务公开机构的人决定。'))
    const office = await thread.enter(OFFICE)
    await office.visit(publication)
    await office.visit(office.page.link('看一看，做决定'))
    assert.ok(office.page.shows('当事人申请'))
    assert.deepEqual((await office.submit('记下决定', { 你的决定: 'refuse' })).errors(), ['写明理由。'])
    await office.submit('记下决定', { 你的决定: 'confirm' })
    assert.ok(office.page.shows('决定已经记下'), office.page.text)
    await house.runJobs()
    assert.ok((await office.visit(publication)).shows('（已依法清除）'))
    const visitor = await house.visitor().visit(publication.replace('/desk', ''))
    assert.ok(visitor.shows('《中华人民共和国个人信息保护法》第四十七条'))
    for (const list of ['/desk/publications?view=all', '/desk/publications/tasks'])
      assert.equal((await office.visit(list)).status, 200)
  })

  test('attributes come back with everything typed, and narrowing them asks the disclosure office', async () => {
    const publication = await publicationOf(await thread.publish('招标结果公示'), '招标结果公示')
    const author = await thread.enter(AUTHOR)
    await author.visit(`${publication}/attributes`)
    const wrong = await author.submit('改', { 公开属性: 'on-request', 为什么改: '含报价' })
    assert.equal(wrong.status, 422)
    assert.equal(wrong.errors().length, 2)
    assert.equal(wrong.valuesOf(wrong.formOf('改'), '改').get('reason'), '含报价')
    await author.submit('改', { 公开属性: 'proactive', 为什么改: '属于办事服务', 五公开环节: 'service' })
    assert.ok(author.page.shows('改好了'), author.page.text)
    assert.ok(author.page.shows('定为“服务公开”'))
    await author.visit(`${publication}/attributes`)
    await author.submit('改', { 公开对象: 'specific-group', 为什么改: '只给投标人' })
    assert.ok(author.page.shows('提出收窄公开，等政务公开机构同意'))
  })

  test('a related document is looked for, named, shown on both sides, and taken away with a reason', async () => {
    const plan = await publicationOf(await thread.publish('候车亭更新方案'), '候车亭更新方案')
    await thread.publish('候车亭更新方案解读')
    const author = await thread.enter(AUTHOR)
    await author.visit(`${plan}/relations?q=${encodeURIComponent('候车亭更新方案解读')}`)
    const missing = await author.submit('记下关系')
    assert.equal(missing.status, 422)
    assert.deepEqual(missing.errors(), ['选一种关系。', '选一件文件。'])
    assert.ok(missing.shows('候车亭更新方案解读'))
    const other = choiceOfCandidate(missing, '候车亭更新方案解读')
    await author.submit('记下关系', { 关系: 'interpreted-by', 哪一件: other })
    assert.ok(author.page.shows('记下了，两边的页面都会显示'))
    assert.ok((await house.visitor().visit(plan.replace('/desk', ''))).shows('对本文的解读'))
    await author.visit(author.page.link(/^取消关系/))
    assert.deepEqual((await author.submit('取消关系')).errors(), ['写明理由。'])
    await author.submit('取消关系', { 取消的理由: '登记错了' })
    assert.ok(author.page.shows('还没有相关文件'))
    assert.ok((await author.visit(plan)).shows('登记错了'))
  })

  test('a policy document is kept closed by two, an article by one, and reopened with its reason', async () => {
    const { at } = await thread.draft('安防布点方案', { 类别: 'document' })
    const publication = (await (await thread.enter(AUTHOR)).visit(`${at}/text`)).link('安防布点方案')
    const author = await thread.enter(AUTHOR)
    await author.visit(`${publication}/not-public`)
    await author.submit('提出，等同意', { 依据: 'safety-stability', 说明: '含布点位置' })
    assert.ok(author.page.shows('提出不予公开，等政务公开机构同意'), author.page.text)
    const office = await thread.enter(OFFICE)
    await office.visit(`${publication}/proposal`)
    await office.submit('记下决定', { 你的决定: 'confirm' })
    assert.ok(office.page.shows('不予公开'))
    await office.visit(`${publication}/reopening`)
    await office.submit('改为可以公开', { 为什么现在可以公开: '布点已经调整' })
    assert.ok(office.page.shows('布点已经调整'))
  })

  test('a leaving time is set and cancelled', async () => {
    const publication = await publicationOf(await thread.publish('节日加班车安排'), '节日加班车安排')
    const publisher = await thread.enter(PUBLISHER)
    await publisher.visit(`${publication}/leaving`)
    const wrong = await publisher.submit('定时撤下', { 撤下时间: '2026-11-01T08:00', 到时显示的理由: '结束' })
    assert.deepEqual(wrong.errors(), ['这个时间已经过去了，换一个以后的时间，或者现在发布。'])
    await publisher.submit('定时撤下', { 撤下时间: '2026-12-01T08:00', 到时显示的理由: '活动结束' })
    assert.ok(publisher.page.shows('已定时撤下'))
    await publisher.visit(`${publication}/staying`)
    await publisher.submit('取消定时', { 取消的理由: '继续有用' })
    assert.ok(publisher.page.shows('定时撤下取消了'))
  })
})

function choiceOfCandidate(page: Parameters<typeof choiceOf>[0], title: string): string {
  const choice = page.root.querySelectorAll('label').find((each) => each.textContent.includes(title))
  const input =
    choice?.querySelector('input') ?? page.root.querySelector(`input[id="${choice?.getAttribute('for')}"]`)
  assert.ok(input, `no candidate ${title}`)
  return input.getAttribute('value') ?? ''
}
