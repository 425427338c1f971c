import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { tasksOf } from '#app/background'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, hidden, Thread } from '#test/publishing'
import type { Page, Visitor } from '#test/visitor'

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' }

describe('writing in comfort', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
    // 田稷 of the same bureau lends a hand, so that there are two at one text.
    const client = new pg.Client({ connectionString: house.ownerUrl })
    await client.connect()
    await client.query(
      `update accounts.role_grant set role = 'editor' where role = 'disclosure-officer'
       and person_id = (select id from accounts.person where site_id = 1 and login = 'tian.ji@yunxi.example')`,
    )
    await client.end()
  })
  after(() => house.leave())

  const valuesOf = (page: Page) => Object.fromEntries(page.valuesOf(page.formOf('保存'), '保存'))

  /** As the script of the page does while somebody types. */
  async function keep(visitor: Visitor, at: string, typed: Record<string, unknown>) {
    const { _forgery = '' } = hidden(visitor.page)
    return visitor.send(`${at}/autosave`, JSON.stringify(typed), {
      ...JSON_HEADERS,
      'x-forgery-token': _forgery,
    })
  }

  async function typing(visitor: Visitor, at: string, text: string) {
    const page = await visitor.visit(`${at}/text`)
    const answer = await keep(visitor, at, { ...valuesOf(page), text })
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json() as { kept: boolean; at: string; others: string[] }
  }

  test('a typeset text is stored as the gate lets it through, and comes back to its editor so', async () => {
    const { author, at } = await thread.draft('排版的正文', {
      正文写法: 'html',
      正文:
        '<p onclick="alert(1)">　　票价<sup><a href="#fn-9" id="fnref-9">9</a></sup><script>alert(1)</script></p>' +
        '<table><tr><th colspan="2">线路</th></tr></table><section id="footnotes"><ol><li id="fn-9">含换乘</li></ol></section>',
    })
    const page = await author.visit(`${at}/text`)
    const values = valuesOf(page)
    assert.equal(values.format, 'html')
    assert.equal(
      values.text,
      '<p>票价<sup><a href="#fn-1" id="fnref-1">1</a></sup></p><table><tr><th colspan="2">线路</th></tr></table>\n' +
        '<section id="footnotes"><ol><li id="fn-1">含换乘 <a href="#fnref-1" title="回到正文">↩</a></li></ol></section>',
    )
    const preview = await author.visit(`${at}/preview`)
    assert.equal(preview.root.querySelector('#fn-1 a')?.getAttribute('href'), '#fnref-1')
    assert.equal(preview.root.querySelector('#fnref-1')?.textContent, '1')
  })

  test('what was typed and not saved is offered again, and changes nothing of the text', async () => {
    const { author, at } = await thread.draft('没保存就离开')
    const hash = await thread.hashOf(at)
    const { kept, at: time } = await typing(author, at, '第一条 末班改为23:00。')
    assert.equal(kept, true)
    assert.match(time, /^\d\d:\d\d$/)
    assert.equal(await thread.hashOf(at), hash)
    const offer = await author.visit(`${at}/text`)
    assert.equal(offer.heading(), '您有没保存的改动')
    assert.ok(offer.root.querySelector('ins') && offer.shows('23:00'))
    const page = await author.visit(offer.link('接着写没保存的一稿'))
    assert.equal(valuesOf(page).text, '第一条 末班改为23:00。')
    await author.submit('保存')
    assert.notEqual(await thread.hashOf(at), hash)
    assert.ok(!(await author.visit(`${at}/text`)).shows('没保存的改动'))
  })

  test('what was typed and not saved can be dropped', async () => {
    const { author, at } = await thread.draft('不要那一稿')
    await typing(author, at, '写坏了')
    await author.visit(`${at}/text`)
    const page = await author.submit('丢掉没保存的，用已保存的')
    assert.match(String(valuesOf(page).text), /第一条/)
  })

  test('words that came late do not hide what the same person has saved since', async () => {
    const { author, at } = await thread.draft('晚到的暂存')
    const before = valuesOf(await author.visit(`${at}/text`))
    await author.submit('保存', { 正文: '后来保存的。' })
    const answer = await keep(author, at, { ...before, text: '先前写的。' })
    assert.equal(answer.json().kept, false)
    assert.match(String(valuesOf(await author.visit(`${at}/text`)).text), /后来保存的/)
  })

  test('what was typed before another saved is offered with both texts, and saving it is a conflict', async () => {
    const { author, at } = await thread.draft('别人先保存')
    await typing(author, at, '我写的。')
    const other = await thread.enter('tian.ji')
    assert.ok((await other.visit(`${at}/text`)).shows('林晓汀从'))
    await other.submit('保存', { 正文: '同事保存的。' })
    const offer = await author.visit(`${at}/text`)
    assert.ok(offer.shows('同事保存的') && offer.shows('我写的'))
    await author.visit(offer.link('接着写没保存的一稿'))
    assert.equal((await author.submit('保存')).status, 409)
  })

  test('the clerk of another organisation neither keeps nor reads', async () => {
    const { author, at } = await thread.draft('外单位不能暂存')
    await typing(author, at, '内部的话')
    const pan = await thread.enter('pan.yuwei')
    await pan.visit('/desk/publications')
    assert.equal((await keep(pan, at, { edit: '1', text: '别人的' })).statusCode, 404)
  })

  test('what no page sends is refused, and without the token nothing is kept', async () => {
    const { author, at } = await thread.draft('怪暂存')
    for (const odd of [{ edit: 'x' }, { edit: '1', text: { deep: 1 } }, []])
      assert.equal((await keep(author, at, odd as never)).statusCode, 400)
    const answer = await author.send(`${at}/autosave`, '{"edit":"1"}', JSON_HEADERS)
    assert.equal(answer.statusCode, 403)
  })

  test('marks become a typeset text on request, through the same gate', async () => {
    const author = await thread.enter(AUTHOR)
    const { _forgery = '' } = hidden(await author.visit('/desk/publications/new'))
    const answer = await author.send(
      '/desk/publications/text-as-html',
      JSON.stringify({ format: 'markdown', text: '## 一、票价\n\n[x](javascript:alert(1)) **2元**' }),
      { ...JSON_HEADERS, 'x-forgery-token': _forgery },
    )
    assert.equal(
      answer.json().html,
      '<h2>一、票价</h2>\n<p>[x](javascript:alert(1)) <strong>2元</strong></p>',
    )
  })

  test('titles that are much alike are named, and only those that the person may read', async () => {
    const { author, at } = await thread.draft('关于延长9路公交末班时间的通知')
    await thread.draft('关于延长19路公交末班时间的通知')
    const page = await author.visit(`${at}/text`)
    assert.ok(page.root.querySelector('.alike')?.textContent.includes('19路'))
    assert.ok(page.root.querySelector('.alike')?.getAttribute('hidden') === undefined)
    const asked = `/desk/publications/hints?title=${encodeURIComponent('关于延长９路公交末班时间的通知')}`
    const mine = (await author.get(asked, { accept: 'application/json' })).json().alike
    assert.equal(mine.length, 2)
    const pan = await thread.enter('pan.yuwei')
    assert.deepEqual((await pan.get(asked, { accept: 'application/json' })).json().alike, [])
    const shown = encodeURIComponent('云溪市公共汽电车线网优化方案实施情况的报告')
    const found = (
      await pan.get(`/desk/publications/hints?title=${shown}`, { accept: 'application/json' })
    ).json()
    assert.ok(found.alike.some(({ title }: { title: string }) => title.includes('实施情况报告')))
  })

  test('a document number is read while the form is still open', async () => {
    const author = await thread.enter(AUTHOR)
    const ask = async (text: string) =>
      (
        await author.get(`/desk/publications/hints?document_number=${encodeURIComponent(text)}`, {
          accept: 'application/json',
        })
      ).json().document_number
    assert.deepEqual(await ask('云溪交发[2026]6号'), { text: '云溪交发〔2026〕6号' })
    assert.match((await ask('云溪交发〔2026〕06号')).wrong, /不编虚位/)
  })

  test('a file becomes the beginning of a text, and is not kept before somebody saves', async () => {
    const author = await thread.enter(AUTHOR)
    await author.visit('/desk/publications/new')
    const send = async (name: string, text: string) => {
      const body = new FormData()
      body.append('_forgery', hidden(author.page)._forgery ?? '')
      body.append('file', new File([text], name))
      return author.sendForm('/desk/publications/new/from-file', body, {
        accept: 'text/html',
        'sec-fetch-site': 'same-origin',
      })
    }
    const read = await send('通知.md', '# 关于夜班公交的通知\n\n自**12月1日**起。<script>alert(1)</script>')
    assert.equal(read.statusCode, 200)
    assert.match(read.body, /“通知\.md”读进来了，还没有保存。/)
    assert.match(read.body, /value="关于夜班公交的通知"/)
    assert.match(read.body, /&lt;strong>12月1日&lt;\/strong>/)
    assert.match(read.body, /<input[^>]*value="html"[^>]*checked|<input[^>]*checked[^>]*value="html"/)
    const refused = await send('表.xlsx', 'x')
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /读不了这种文件。可以读：docx/)
  })

  test('what was kept for a month is forgotten', async () => {
    const { author, at } = await thread.draft('一个月以后')
    await typing(author, at, '旧话')
    const before = house.now()
    house.travelTo(new Date(before.getTime() + 31 * 24 * 3_600_000))
    await tasksOf(house.world, house.world.house.modules)['publications.forget-typing']!({})
    house.travelTo(before)
    assert.ok(!(await author.visit(`${at}/text`)).shows('没保存的改动'))
  })
})
