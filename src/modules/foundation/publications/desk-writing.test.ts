import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, hidden, PUBLISHER, Thread } from '#test/publishing'

describe('writing a text at the desk', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('of two editors at once the second sees both texts and loses nothing', async () => {
    const { author: one, at } = await thread.draft('两人同时改')
    const other = await thread.enter(AUTHOR)
    await other.visit(`${at}/text`)
    await one.visit(`${at}/text`)
    await one.submit('保存', { 正文: '甲写的：末班到22:00。' })
    assert.ok(one.page.shows('保存好了'))
    const page = await other.submit('保存', { 正文: '乙写的：末班到23:00。' })
    assert.equal(page.status, 409)
    assert.ok(page.shows('甲写的') && page.shows('乙写的'))
    assert.ok(page.root.querySelector('ins') && page.root.querySelector('del'))
    assert.equal(page.valuesOf(page.formOf('存我这一稿'), '存我这一稿').get('text'), '乙写的：末班到23:00。')
    assert.match((await one.get(`${at}/text`)).body, /甲写的/)
    await other.submit('存我这一稿')
    assert.match((await one.get(`${at}/text`)).body, /乙写的/)
  })

  test('an incomplete form shows every error at once and keeps what was typed', async () => {
    const author = await thread.enter(AUTHOR)
    await author.visit('/desk/publications/new')
    const page = await author.submit('存为草稿', {
      标题: '',
      正文: '写了一半的正文',
      公开属性: 'on-request',
      文号: '云溪交发〔2026〕06号',
      成文日期: '2026-02-30',
    })
    assert.equal(page.status, 422)
    assert.deepEqual(
      new Set(page.errors()),
      new Set([
        '写上标题，至少两个字。',
        '文号的序号不编虚位：写“6号”，不写“06号”。',
        '日期应当写成 2026-11-23 这样，而且确有这一天。',
        '至少选一个栏目。',
        '不主动公开的，要写明理由。',
        '不主动公开的，要写明法律依据。',
      ]),
    )
    const values = page.valuesOf(page.formOf('存为草稿'), '存为草稿')
    assert.equal(values.get('text'), '写了一半的正文')
    assert.equal(values.get('document_number'), '云溪交发〔2026〕06号')
    assert.equal(values.get('disclosure_attribute'), 'on-request')
  })

  test('the clerk of another organisation finds nothing', async () => {
    const at = await thread.handIn('外单位看不到')
    const pan = await thread.enter('pan.yuwei')
    const publication = (await (await thread.enter(AUTHOR)).visit(`${at}/review`)).link('外单位看不到')
    for (const path of [
      `${at}/text`,
      `${at}/review`,
      `${at}/preview`,
      publication,
      `${publication}/revision`,
    ]) {
      assert.equal((await pan.get(path)).statusCode, 404, path)
    }
    const page = await pan.visit('/desk/publications?view=all')
    assert.ok(!page.shows('外单位看不到'))
    assert.equal((await pan.get('/desk/publications.csv?view=all')).body.includes('外单位看不到'), false)
    await pan.visit('/desk/publications/new')
    for (const act of [
      'text',
      'submission',
      'taking-back',
      'review',
      'secrecy',
      'release',
      'schedule',
      'unscheduling',
      'emergency',
    ]) {
      const answer = await pan.post(`${at}/${act}`, {
        ...hidden(pan.page),
        title: '改掉',
        text: '改掉',
        edit: '1',
        reason: '试试',
        content_hash: await thread.hashOf(at),
      })
      assert.equal(answer.statusCode, 404, act)
    }
    assert.equal(await thread.stateOf(at), '等一审')
  })

  test('a clerk writes only for organisations of their own', async () => {
    const author = await thread.enter(AUTHOR)
    const page = await author.visit('/desk/publications/new')
    const names = page.root
      .querySelectorAll('select[name="organisation"] option')
      .map((option) => option.textContent)
    assert.deepEqual(names, ['云溪市交通运输局'])
    const foreign = await (await thread.enter('pan.yuwei')).visit('/desk/publications/new')
    const other =
      foreign.root.querySelector('select[name="organisation"] option')?.getAttribute('value') ?? ''
    const values = {
      ...hidden(page),
      kind: 'article',
      organisation: other,
      title: '替别人写',
      text: '正文',
      columns: 'x',
      disclosure_attribute: 'proactive',
      format: 'plain',
    }
    assert.equal((await author.post('/desk/publications/new', values)).statusCode, 422)
    assert.equal((await (await thread.enter(PUBLISHER)).get('/desk/publications/new')).statusCode, 403)
  })

  test('markup in every text field arrives as the words that were typed', async () => {
    const sharp = '<script>alert(1)</script><b>粗</b>'
    const { author, at } = await thread.draft(`标题${sharp}`, {
      摘要: `摘要${sharp}`,
      正文: `正文${sharp}`,
      信息来源: '<b>粗</b>来源',
      责任编辑: '<b>粗</b>编辑',
      关键词: `词${sharp}`,
    })
    await author.submit('送审')
    const reviewer = await thread.enter('meng.qinglan')
    await reviewer.visit(`${at}/review`)
    await reviewer.submit('记下结论', { 审核结论: 'returned', 说明: `退${sharp}` })
    const pages = ['/text', '/review', '/preview'].map((page) => at + page)
    for (const path of [...pages, '/desk/publications?view=mine', '/desk/publications/tasks']) {
      const { body } = await author.get(path)
      assert.doesNotMatch(body, /<script>alert|<b>粗/, path)
      assert.match(body, /标题&lt;script>alert/, path)
    }
    const editor = await author.visit(`${at}/text`)
    const values = editor.valuesOf(editor.formOf('保存'), '保存')
    assert.equal(values.get('title'), `标题${sharp}`)
    assert.match(editor.body, /退&lt;script>alert/)
    const search = await author.get(
      `/desk/publications?view=mine&q=${encodeURIComponent('"><script>alert(1)')}`,
    )
    assert.doesNotMatch(search.body, /<script>alert/)
  })

  test('what no honest form would send is answered calmly', async () => {
    const { author, at } = await thread.draft('怪输入')
    const page = await author.visit(`${at}/text`)
    const values = Object.fromEntries(page.valuesOf(page.formOf('保存'), '保存')) as Record<string, string>
    for (const odd of ['x'.repeat(500), '']) {
      assert.equal((await author.post(`${at}/text`, { ...values, title: odd })).statusCode, 422)
    }
    assert.equal((await author.post(`${at}/text`, { ...values, edit: 'NaN' })).statusCode, 409)
    for (const path of ['review', 'release', 'schedule', 'secrecy', 'finding-decision', 'emergency']) {
      const { statusCode } = await author.post(`${at}/${path}`, hidden(page))
      assert.ok(statusCode === 422 || statusCode === 403 || statusCode === 409, `${path} ${statusCode}`)
    }
    assert.equal((await author.get('/desk/publications/revisions/nothing/review')).statusCode, 404)
    assert.equal((await author.get('/desk/publications/00000000000000000000000000')).statusCode, 404)
  })

  test('the list is paged, searched and given to programs; a cursor that nobody issued is refused', async () => {
    for (const number of [1, 2, 3]) await thread.handIn(`翻页用稿${number}`)
    const author = await thread.enter(AUTHOR)
    const first = await author.visit('/desk/publications?view=under-way&q=翻页用稿&limit=2')
    const titles = () =>
      author.page.root.querySelectorAll('.queue .title').map((link) => link.textContent.trim())
    const before = titles()
    assert.equal(before.length, 2)
    await author.visit(first.link('下一页'))
    assert.equal(new Set([...before, ...titles()]).size, 3)
    assert.ok(
      (await author.visit('/desk/publications?q=没有这样的稿')).shows('这里没有标题含“没有这样的稿”的稿件'),
    )
    const csv = await author.get('/desk/publications.csv?view=under-way&q=%E7%BF%BB%E9%A1%B5')
    assert.equal(csv.statusCode, 200)
    assert.equal(csv.body.trim().split('\r\n').length, 4)
    assert.equal((await author.get('/desk/publications.csv?wiew=all')).statusCode, 400)
    const odd = Buffer.from(JSON.stringify(['2026-02-31', '01941dd5-cc00-7b04-8000-990100000004'])).toString(
      'base64url',
    )
    assert.equal((await author.get(`/desk/publications?cursor=${odd}`)).statusCode, 400)
    assert.equal(
      (await author.get('/desk/publications?limit=7000&view=nonsense&utm_source=x')).statusCode,
      200,
    )
  })

  test('the desk speaks English throughout', async () => {
    const at = await thread.handIn('英文界面')
    for (const path of [
      '/desk/publications',
      '/desk/publications/tasks',
      '/desk/publications/new',
      `${at}/review`,
    ]) {
      const page = await (await thread.enter(AUTHOR)).visit(`${path}?lang=en`)
      assert.equal(page.status, 200)
      assert.equal(page.root.querySelector('html')?.getAttribute('lang'), 'en')
      assert.doesNotMatch(page.text, /\b(publication|revision|review|release|standing|ui)\.[a-z]/, path)
    }
    assert.ok(
      (await (await thread.enter('meng.qinglan')).visit(`${at}/review?lang=en`))
        .buttons()
        .includes('Record the conclusion'),
    )
  })

  test('a desk page never shows the key of a word', async () => {
    const author = await thread.enter(AUTHOR)
    for (const view of ['mine', 'under-way', 'ready', 'scheduled', 'published', 'all']) {
      const page = await author.visit(`/desk/publications?view=${view}`)
      assert.doesNotMatch(page.text, /\b(publication|revision|review|release|standing|ui)\.[a-z]/, view)
    }
  })
})
