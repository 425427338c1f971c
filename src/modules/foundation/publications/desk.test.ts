import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, hidden, PUBLISHER, REVIEWERS, Thread } from '#test/publishing'

describe('a text on its way through the desk', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('a text goes from its author through three reviewers and the secrecy officer to the public', async () => {
    const at = await thread.handIn('关于延长7路末班时间的通告')
    assert.equal(await thread.stateOf(at), '等一审')
    for (const login of REVIEWERS) await thread.pass(login, at)
    assert.equal(await thread.stateOf(at), '等保密审查')
    await thread.open(at)
    assert.equal(await thread.stateOf(at), '已批准，等发布')
    const page = await thread.release(at)
    assert.ok(page.shows('公众现在就能看到'))

    const record = await (await thread.enter(PUBLISHER)).visit(
      at.replace(/\/revisions\/.*/, '?view=published'),
    )
    const publication = record.link('关于延长7路末班时间的通告')
    const citizen = house.visitor()
    assert.equal((await citizen.visit(publication.replace('/desk', ''))).status, 200)
    assert.ok(citizen.page.shows('末班由21:00调整为22:00'))
  })

  test('every hand of the route stands in the record with its name', async () => {
    const at = await thread.handIn('关于招募公交监督员的公告')
    await thread.approve(at)
    await thread.release(at)
    const page = await (await thread.enter(AUTHOR)).visit(`${at}/review`)
    for (const name of ['林晓汀', '孟庆澜', '吴承霁', '黎安澜', '罗见微', '唐嘉禾'])
      assert.ok(page.shows(name), name)
  })

  test('the author cannot review the text', async () => {
    const at = await thread.handIn('作者不能自审')
    const author = await thread.enter(AUTHOR)
    const page = await author.visit(`${at}/review`)
    assert.ok(page.shows('你没有在这个单位一审的权限') || page.shows('不能由你审核'))
    assert.ok(!page.buttons().includes('记下结论'))
    const answer = await author.post(`${at}/review`, {
      ...hidden(page),
      conclusion: 'passed',
      content_hash: '0'.repeat(64),
    })
    assert.equal(answer.statusCode, 403)
    assert.equal(await thread.stateOf(at), '等一审')
  })

  test('the same person cannot review twice', async () => {
    const at = await thread.handIn('同一人不能审两道')
    await thread.pass('meng.qinglan', at)
    const first = await thread.enter('meng.qinglan')
    const page = await first.visit(`${at}/review`)
    assert.ok(!page.buttons().includes('记下结论'))
    const answer = await first.post(`${at}/review`, {
      ...hidden(page),
      conclusion: 'passed',
      content_hash: await thread.hashOf(at),
    })
    assert.equal(answer.statusCode, 403)
    assert.equal(await thread.stateOf(at), '等二审')
  })

  test('a reviewer approves only the text that was on the screen', async () => {
    const at = await thread.handIn('只认看过的那一稿')
    const reviewer = await thread.enter('meng.qinglan')
    const page = await reviewer.visit(`${at}/review`)
    const answer = await reviewer.post(`${at}/review`, {
      ...hidden(page),
      conclusion: 'passed',
      content_hash: 'f'.repeat(64),
    })
    assert.equal(answer.statusCode, 409)
    assert.equal(await thread.stateOf(at), '等一审')
  })

  test('of two reviewers at the same step at once one is told that the text moved on', async () => {
    const at = await thread.handIn('两人同审一道')
    const one = await thread.enter('meng.qinglan')
    const other = one.again()
    await one.visit(`${at}/review`)
    await other.visit(`${at}/review`)
    const pages = await Promise.all(
      [one, other].map((each) => each.submit('记下结论', { 审核结论: 'passed' })),
    )
    assert.deepEqual(pages.map(({ status }) => status).sort(), [200, 409])
    assert.ok(pages.some((page) => page.shows('这一步审核别人已经办了')))
    assert.equal(await thread.stateOf(at), '等二审')
  })

  test('a text with an identity number waits until a person answers for it', async () => {
    const at = await thread.handIn('参加人名单', { 正文: '参加人身份证号：11010519491231002X。' })
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    const page = await publisher.visit(`${at}/review`)
    assert.ok(page.shows('疑似身份证件号码：1****X'))
    assert.ok(!page.buttons().includes('现在发布'))
    assert.doesNotMatch(page.text.replace('参加人身份证号：11010519491231002X。', ''), /11010519491231002X/)
    const refused = await publisher.post(`${at}/release`, {
      ...hidden(page),
      content_hash: await thread.hashOf(at),
    })
    assert.equal(refused.statusCode, 409)

    const final = await thread.enter('li.anlan')
    await final.visit(`${at}/review`)
    const empty = await final.submit('由我负责，可以公开', { 为什么可以公开: '' })
    assert.equal(empty.status, 422)
    assert.deepEqual(empty.errors(), ['写明为什么可以公开。'])
    await final.submit('由我负责，可以公开', { 为什么可以公开: '公开的样例号码，不属于任何人' })
    assert.ok(final.page.shows('已有人负责说明：公开的样例号码'))
    assert.equal((await thread.release(at)).status, 200)
    assert.equal(await thread.stateOf(at), '已发布')
  })

  test('nobody answers for a finding that is not in the text, nor for their own text', async () => {
    const at = await thread.handIn('没有个人信息的通知')
    const final = await thread.enter('li.anlan')
    const page = await final.visit(`${at}/review`)
    const decision = { ...hidden(page), fingerprint: 'made-up', finding_reason: '随便写的理由' }
    assert.equal((await final.post(`${at}/finding-decision`, decision)).statusCode, 409)
    const author = await thread.enter(AUTHOR)
    await author.visit(`${at}/review`)
    const own = await author.post(`${at}/finding-decision`, {
      ...hidden(author.page),
      fingerprint: 'x',
      finding_reason: '自己负责',
    })
    assert.equal(own.statusCode, 403)
  })

  test('a refused release leaves neither a public page nor an index number', async () => {
    const at = await thread.handIn('拦下的发布', { 正文: '身份证号：11010519491231002X。' })
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    const page = await publisher.visit(`${at}/review`)
    const answer = await publisher.post(`${at}/release`, {
      ...hidden(page),
      content_hash: await thread.hashOf(at),
    })
    assert.equal(answer.statusCode, 409)
    const publication = page.link('拦下的发布')
    assert.ok((await publisher.visit(publication)).shows('发布时编号，以后不变'))
    assert.equal((await house.visitor().get(publication.replace('/desk', ''))).statusCode, 404)
  })

  test('an approved text cannot be edited', async () => {
    const { author, at } = await thread.draft('批准以后不能改')
    const editor = author.page
    await author.submit('送审')
    await thread.approve(at)
    const page = await author.visit(`${at}/text`)
    assert.ok(page.path.endsWith('/review'), 'the editor gives way to the review')
    const values = Object.fromEntries(editor.valuesOf(editor.formOf('保存'), '保存')) as Record<
      string,
      string
    >
    const answer = await author.post(`${at}/text`, { ...values, ...hidden(page), text: '改过的正文' })
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /不能直接改/)
    assert.equal(await thread.stateOf(at), '已批准，等发布')
  })

  test('whoever takes a text back begins the reviews anew, and the same reviewers may judge it again', async () => {
    const at = await thread.handIn('要回来改过再送')
    await thread.pass('meng.qinglan', at)
    const author = await thread.enter(AUTHOR)
    await author.visit(`${at}/review`)
    await author.submit('要回来')
    assert.ok(author.page.shows('要回来了'))
    thread.wait(1)
    await author.submit('送审')
    assert.equal(await thread.stateOf(at), '等一审')
    assert.equal((await thread.pass('meng.qinglan', at)).status, 200)
    assert.equal(await thread.stateOf(at), '等二审')
  })

  test('a returned text comes back with its reason', async () => {
    const at = await thread.handIn('退回要有理由')
    const reviewer = await thread.enter('meng.qinglan')
    await reviewer.visit(`${at}/review`)
    const page = await reviewer.submit('记下结论', { 审核结论: 'returned' })
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), ['写明理由，写稿的人要看。'])
    await reviewer.submit('记下结论', { 审核结论: 'returned', 常用理由: 'facts', 说明: '末班时间与附表不符' })
    assert.equal(await thread.stateOf(at), '已退回')
    const author = await thread.enter(AUTHOR)
    const tasks = await author.visit('/desk/publications/tasks')
    assert.ok(tasks.shows('孟庆澜 退回给你：事实、数字不一致。末班时间与附表不符'))
    const text = await author.visit(`${at}/text`)
    assert.ok(text.shows('末班时间与附表不符'))
  })

  test('in an emergency one person and the secrecy officer are enough, and the reviews follow', async () => {
    const at = await thread.handIn('暴雨期间公交绕行通告')
    const deputy = await thread.enter('wu.chengji')
    await deputy.visit(`${at}/review`)
    await deputy.submit('走紧急程序', { 为什么紧急: '暴雨红色预警，绕行马上生效' })
    assert.ok(deputy.page.shows('紧急程序，由吴承霁负责'))
    assert.ok(!(await (await thread.enter(PUBLISHER)).visit(`${at}/review`)).buttons().includes('现在发布'))
    await thread.open(at)
    assert.equal((await thread.release(at)).status, 200)
    assert.equal(await thread.stateOf(at), '已发布')

    const meng = await thread.enter('meng.qinglan')
    assert.ok((await meng.visit('/desk/publications/tasks')).shows('暴雨期间公交绕行通告'))
    assert.equal((await thread.pass('meng.qinglan', at)).status, 200)
    const again = await meng.visit('/desk/publications/tasks')
    assert.ok(!again.shows('暴雨期间公交绕行通告'))
  })

  test('an objection after an emergency is on record and changes nothing by itself', async () => {
    const at = await thread.handIn('停水期间供水点公告')
    const deputy = await thread.enter('wu.chengji')
    await deputy.visit(`${at}/review`)
    assert.equal((await deputy.submit('走紧急程序')).status, 422)
    await deputy.submit('走紧急程序', { 为什么紧急: '水管爆裂，居民马上要用水' })
    await thread.open(at)
    await thread.release(at)
    const reviewer = await thread.enter('meng.qinglan')
    await reviewer.visit(`${at}/review`)
    await reviewer.submit('记下结论', { 审核结论: 'returned', 说明: '供水点地址应当写全' })
    assert.equal(await thread.stateOf(at), '已发布')
    assert.ok((await reviewer.visit(reviewer.page.link('停水期间供水点公告'))).shows('供水点地址应当写全'))
  })

  test('what cannot be taken back asks for a fresh proof first', async () => {
    const at = await thread.handIn('先确认是本人')
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    const page = await publisher.visit(`${at}/review`)
    const before = house.now()
    thread.wait(20)
    const answer = await publisher.post(`${at}/release`, {
      ...hidden(page),
      content_hash: await thread.hashOf(at),
    })
    house.travelTo(before)
    assert.equal(answer.statusCode, 307)
    assert.match(
      String(answer.headers.location),
      /^\/desk\/elevate\/again\?path=%2Fdesk%2Fpublications%2Frevisions%2F\w{26}%2Frelease&back=/,
    )
    assert.equal(await thread.stateOf(at), '已批准，等发布')
  })

  test('what was typed before the proof is asked for is sent after it', async () => {
    const at = await thread.handIn('证明之后接着送')
    for (const login of REVIEWERS.slice(0, 2)) await thread.pass(login, at)
    const before = house.now()
    const approver = await thread.enter(REVIEWERS[2])
    await approver.visit(`${at}/review`)
    thread.wait(20)
    const asked = await approver.submit('记下结论', { 审核结论: 'passed', 说明: '票价一段已经<核对>' })
    assert.ok(asked.shows('刚才填的都留着'))
    assert.equal(asked.root.querySelector('input[name="_forgery"]') !== null, true)
    const wrong = await approver.submit('确认', { 动态码: '000000' })
    assert.equal(wrong.status, 422)
    await approver.submit('确认', { 动态码: await thread.codeOf(REVIEWERS[2]) })
    assert.ok(approver.page.shows('确认好了，是您本人'))
    const done = await approver.submit('继续')
    house.travelTo(before)
    assert.ok(done.shows('你的审核意见已经记下。'), done.text.slice(0, 300))
    const publication = (await approver.visit(`${at}/review`)).link('证明之后接着送')
    assert.match((await approver.get(publication)).body, /票价一段已经&lt;核对>/)
  })
})
