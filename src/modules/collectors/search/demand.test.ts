import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tasksOf } from '#app/background'
import { addressOf } from '#kernel/ids'
import { openHouse, type TestHouse } from '#test/house'

const SEARCH = (q: string, more = '') => `/search?q=${encodeURIComponent(q)}${more}`

describe('search in the city of Yunxi', () => {
  let house: TestHouse

  before(async () => {
    house = await openHouse()
    await house.runJobs()
    await house.world.db.deleteFrom('search.asked').execute()
    await runLearning()
  })

  after(() => house.leave())

  async function runLearning() {
    await tasksOf(house.world, house.world.house.modules)['search.learn']!({})
  }

  async function suggestions(typed: string) {
    const answer = await house.visitor().get(`/search/suggestions.json?q=${encodeURIComponent(typed)}`)
    assert.equal(answer.statusCode, 200)
    return answer.json().suggestions as { kind: string; text: string; address: string; note: string | null }[]
  }

  async function askAs(ip: string, q: string, more = '') {
    return house.server.inject({ url: SEARCH(q, more), remoteAddress: ip })
  }

  async function asked(query: string) {
    return house.world.db
      .selectFrom('search.asked')
      .select(['query', 'callers', 'hits', 'is_found'])
      .where('query', '=', query)
      .execute()
  }

  describe('an agency', () => {
    test('is found by initials and pinyin, with its page and what it published', async () => {
      for (const typed of ['sjtj', 'shijiaotongju', 'jtysj', '市交通局']) {
        const page = await house.visitor().visit(SEARCH(typed))
        assert.match(page.link('云溪市交通运输局'), /^\/organisations\//, typed)
        const published = await house.visitor().visit(page.link('它公开的内容').replaceAll('&amp;', '&'))
        assert.match(published.text, /云溪市交通运输局/)
        assert.ok(published.root.querySelectorAll('h2.row-title').length > 0)
      }
    })

    test('is suggested after two letters, and a column by its name', async () => {
      assert.equal((await suggestions('jiaot'))[0]?.text, '云溪市交通运输局')
      assert.ok((await suggestions('意见征')).some(({ kind }) => kind === 'column'))
      assert.deepEqual(await suggestions('j'), [])
    })

    test('is known by its new name as soon as it has one', async () => {
      const { db } = house.world
      const editor = await house.as('song.pingye')
      const { id, short_name } = await db
        .selectFrom('search.name')
        .innerJoin('organisations.organisation', 'organisations.organisation.id', 'search.name.subject')
        .select(['organisations.organisation.id', 'short_name'])
        .where('search.name.name', '=', '云溪市大数据局')
        .executeTakeFirstOrThrow()
      assert.equal(short_name, '市大数据局')
      await editor.visit(`/desk/organisations/${addressOf(id)}`)
      const saved = await editor.submit('保存', { 名称: '云溪市数据局', 简称: '市数据局' })
      assert.equal(saved.status, 200)
      await house.runJobs()
      assert.equal((await suggestions('shishujuju'))[0]?.text, '云溪市数据局')
      assert.ok(!(await suggestions('大数据局')).some(({ kind }) => kind === 'organisation'))
    })

    test('with agencies below it stands for them, but the root for itself', async () => {
      const { body } = await house.visitor().get('/search.json')
      const { facets } = JSON.parse(body) as {
        facets: { publisher: { label: string; count: number; value: string }[] }
      }
      for (const { value, count } of facets.publisher) {
        const narrowed = await house.visitor().get(`/search.json?publisher=${value}`)
        assert.equal(narrowed.json().count, count)
      }
      const root = facets.publisher.find(({ label }) => label === '云溪市人民政府')
      assert.ok(!root || root.count < JSON.parse(body).count)
    })
  })

  describe('suggestions', () => {
    test('lead to documents by their titles and numbers', async () => {
      const titled = (await suggestions('强降雨')).find(({ kind }) => kind === 'document')
      assert.match(titled?.text ?? '', /强降雨/)
      const numbered = await suggestions('云溪交公告 2026 1')
      assert.ok(numbered.length > 0)
      assert.ok(numbered.every(({ note }) => note?.startsWith('云溪交公告〔2026〕1')))
    })

    test('take any text, and refuse what they do not know', async () => {
      for (const typed of ['%%', '\\', `'`, '__', '(((', '公'.repeat(5000)]) await suggestions(typed)
      assert.equal((await house.visitor().get('/search/suggestions.json?q=公交&x=1')).statusCode, 400)
    })

    test('offer what many found, never what one asked', async () => {
      for (let at = 1; at < 10; at++) await askAs(`10.1.0.${at}`, '公交线路')
      assert.ok(!(await suggestions('公交线')).some(({ kind }) => kind === 'query'))
      await askAs('10.1.0.9', '公交线路')
      assert.ok(!(await suggestions('公交线')).some(({ kind }) => kind === 'query'))
      await askAs('10.1.0.10', '公交线路')
      assert.deepEqual(
        (await suggestions('公交线路')).filter(({ kind }) => kind === 'query').map(({ text }) => text),
        ['公交线路'],
      )
    })
  })

  describe('a slip', () => {
    test('of the same sound, or of one character, is asked about', async () => {
      for (const [slip, meant] of [
        ['公教线路', '公交线路'],
        ['云溪市交通云输局', '云溪市交通运输局'],
        ['gongjiaoxianwang', '公交线网'],
      ] as const) {
        const page = await house.visitor().visit(SEARCH(slip))
        assert.equal(page.link(meant), `/search?${new URLSearchParams({ q: meant })}`, slip)
      }
    })

    test('is not seen in words that are right', async () => {
      const { body } = await house.visitor().get('/search.json?q=公交线路')
      assert.equal(JSON.parse(body).meant, null)
    })
  })

  describe('what was searched for', () => {
    test('is counted by day, once for each address, and only as a whole question', async () => {
      await askAs('10.2.0.1', '磁悬浮')
      await askAs('10.2.0.1', ' 磁悬浮 ')
      await askAs('10.2.0.2', '磁悬浮')
      await askAs('10.2.0.3', '磁悬浮', '&kind=document')
      assert.deepEqual(await asked('磁悬浮'), [{ query: '磁悬浮', callers: 2, hits: 0, is_found: false }])
    })

    test('leaves no trace where it looks like a person', async () => {
      const before = await house.world.db.selectFrom('search.asked').select('query').execute()
      for (const q of ['张三', '13800000000', '11010519491231002X', 'x@mail.example'])
        await askAs('10.2.0.4', q)
      assert.equal(
        (await house.world.db.selectFrom('search.asked').select('query').execute()).length,
        before.length,
      )
    })

    test('is shown to the disclosure officer, and to nobody else', async () => {
      const officer = await house.as('he.yan')
      const page = await officer.visit('/desk/search')
      assert.ok(page.shows('磁悬浮') && !page.shows('公交线路'))
      const frequent = await officer.visit('/desk/search?demand=frequent&q=公交')
      assert.ok(frequent.shows('公交线路'))
      const csv = await officer.get('/desk/search.csv?demand=nothing')
      assert.match(csv.body, /磁悬浮,2,0,0,/)
      const drafter = await house.as('lin.xiaoting')
      assert.equal((await drafter.get('/desk/search')).statusCode, 403)
    })

    test('is answered by a page, shown before everything else', async () => {
      const officer = await house.as('he.yan')
      await officer.visit('/desk/search/answer?query=磁悬浮')
      const faulty = await officer.submit('保存', { 页面地址: 'javascript:alert(1)' })
      assert.equal(faulty.status, 422)
      assert.ok(faulty.errors().length > 0)
      const untitled = await officer.submit('保存', { 页面地址: '/nowhere' })
      assert.equal(untitled.status, 422)
      await officer.submit('保存', {
        页面地址: 'https://www.yunxi.example/columns/news',
        '显示的标题 （可以不填）': '轨道交通进展',
      })
      const page = await house.visitor().visit(SEARCH('磁悬浮'))
      assert.equal(page.link('轨道交通进展'), '/columns/news')
      await officer.visit('/desk/search/answer?query=磁悬浮')
      await officer.submit('撤下这个答复')
      assert.doesNotMatch((await house.visitor().visit(SEARCH('磁悬浮'))).text, /轨道交通进展/)
    })

    test('with other words of the same meaning finds these too, says so, and can be asked exactly', async () => {
      const officer = await house.as('he.yan')
      await officer.visit('/desk/search/synonyms')
      assert.equal((await officer.submit('添加', { 意思相同的词: '巴士' })).status, 422)
      const saved = await officer.submit('添加', { 意思相同的词: '巴士=公交，公共汽车' })
      assert.ok(saved.shows('巴士 = 公交 = 公共汽车'))
      const page = await house.visitor().visit(SEARCH('巴士'))
      assert.match(page.text, /也搜索了意思相同的：公交、公共汽车/)
      assert.ok(page.root.querySelectorAll('h2.row-title').length > 3)
      const exact = await house.visitor().visit(page.link('只搜“巴士”').replaceAll('&amp;', '&'))
      assert.doesNotMatch(exact.text, /也搜索了/)
      await officer.submit('删除')
      assert.doesNotMatch((await house.visitor().visit(SEARCH('巴士'))).text, /也搜索了/)
    })

    test('is changed by nobody without the right, whatever they send', async () => {
      const editor = await house.as('lin.xiaoting')
      for (const path of ['/desk/search/answer', '/desk/search/synonyms', '/desk/search/answer/retraction'])
        assert.equal(
          (await editor.post(path, { query: '磁悬浮', address: '/x', title: 'x', words: 'aa,bb' }))
            .statusCode,
          403,
        )
    })
  })
})
