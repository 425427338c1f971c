import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { newId } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { FIRST_SITE } from '#platform/sites'
import { openHouse, START, type TestHouse } from '#test/house'
import { type Trial, type TrialText, trialOf } from './portal-trial.ts'

const COUNT = 47
const LONGEST =
  '云溪市推进公共交通优先发展暨城市道路交通综合治理工作领导小组办公室关于进一步做好早晚高峰时段学校、医院、农贸市场周边临时停车和公共汽车进出站秩序联合整治工作有关事项的通知'.repeat(
    2,
  )

describe('lists of publications', () => {
  let house: TestHouse
  let trial: Trial
  const column = '/columns/trial'
  const [own, below, empty] = [newId(START), newId(START), newId(START)]
  before(async () => {
    house = await openHouse()
    trial = trialOf(house.world, house.now)
    // Columns of their own, so that what the city publishes besides does not count here.
    const columns = [
      { id: own, parent_id: null, slug: 'trial', name: '试验', description: '一栏。' },
      { id: below, parent_id: own, slug: 'trial/below', name: '下级栏目', description: '' },
      { id: empty, parent_id: null, slug: 'trial-empty', name: '空栏目', description: '' },
    ]
    await house.world.db
      .insertInto('publications.column')
      .values(
        columns.map((one) => ({
          ...one,
          ...{ site_id: FIRST_SITE, name_en: '', kind: 'list' as const, in_menu: false, sort_order: 99 },
          update_limit_days: 180,
        })),
      )
      .execute()
    for (let at = 0; at < COUNT; at++) {
      // Three of each day at the same instant: their order rests on the id alone.
      house.travelTo(new Date(Date.UTC(2025, 10, 1 + Math.floor(at / 3), 2)))
      await trial.publish(textNumber(at))
    }
    house.travelTo('2026-11-23T10:00:00+08:00')
  })
  after(() => house.leave())

  function textNumber(at: number): TrialText {
    return {
      organisation: at % 5 === 0 ? ORGANISATIONS.A04.id : ORGANISATIONS.A03.id,
      columns: [own],
      title:
        at === 7
          ? LONGEST.slice(0, 200)
          : at === 9
            ? '=HYPERLINK("http://example.com")'
            : `任务进展通报（${at + 1}）`,
      document_number: `云溪交发〔2025〕${at + 1}号`,
      validity: at % 10 === 0 ? 'repealed' : 'valid',
    }
  }

  const titlesOf = (page: { links(selector: string): { text: string }[] }) =>
    page.links('.rows .row-title a').map(({ text }) => text)

  test('walking to the end and back meets every row once, in the same order', async () => {
    const visitor = house.visitor()
    const there: string[][] = []
    let page = await visitor.visit(column)
    there.push(titlesOf(page))
    while (page.root.querySelector('a[rel="next"]')) {
      page = await visitor.visit(
        page.root.querySelector('a[rel="next"]')!.getAttribute('href')!.replaceAll('&amp;', '&'),
      )
      there.push(titlesOf(page))
    }
    assert.deepEqual(
      there.map(({ length }) => length),
      [20, 20, 7],
    )
    assert.equal(new Set(there.flat()).size, COUNT)
    const back = [titlesOf(page)]
    while (page.root.querySelector('a[rel="prev"]')) {
      page = await visitor.visit(
        page.root.querySelector('a[rel="prev"]')!.getAttribute('href')!.replaceAll('&amp;', '&'),
      )
      back.unshift(titlesOf(page))
    }
    assert.deepEqual(back, there)
  })

  test('programs walk the same list by its cursors', async () => {
    const visitor = house.visitor()
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const twin: { count: number; publications: { id: string }[]; next: string | null } = (
        await visitor.get(`${column}.json?limit=9${cursor ? `&cursor=${cursor}` : ''}`)
      ).json()
      assert.equal(twin.count, COUNT)
      seen.push(...twin.publications.map(({ id }) => id))
      cursor = twin.next
    }
    assert.deepEqual([seen.length, new Set(seen).size], [COUNT, COUNT])
  })

  test('rows stand under their months, the longest title is never cut, a repealed one is struck', async () => {
    const page = await house.visitor().visit(column)
    assert.ok(page.headings().includes('2025年11月'))
    const second = await house.visitor().visit(`${column}?year=2025&validity=repealed`)
    assert.equal(second.root.querySelectorAll('.row-title a.is-struck').length, 5)
    const all = (await house.visitor().get(`${column}.json?limit=100`)).json()
    assert.ok(all.publications.some(({ title }: { title: string }) => title === LONGEST.slice(0, 200)))
  })

  test('the figure beside a condition is what it leads to', async () => {
    const visitor = house.visitor()
    const page = await visitor.visit(column)
    const facet = page.links('.facet a').find(({ text }) => text.startsWith('云溪市财政局'))
    assert.equal(facet?.text, '云溪市财政局10')
    const narrowed = await visitor.visit(facet!.href.replaceAll('&amp;', '&'))
    assert.ok(narrowed.shows('10 件'))
    assert.equal(titlesOf(narrowed).length, 10)
    assert.ok(narrowed.link(/云溪市财政局.*取消这个条件/))
    const both = await visitor.visit(
      `${column}?publisher=${encodeURIComponent('云溪市财政局')}&validity=valid`,
    )
    assert.equal(titlesOf(both).length, 5)
  })

  test('the filter bar leads where its links lead', async () => {
    const visitor = house.visitor()
    await visitor.visit(column)
    const page = await visitor.submit('筛选', { 有效性: 'repealed' })
    assert.ok(page.shows('5 件'))
  })

  test('nothing under a condition names the way out', async () => {
    const page = await house.visitor().visit(`${column}?year=1999`)
    assert.ok(page.headings().includes('没有符合这些条件的内容'))
    assert.equal(page.link('看这一栏的全部内容'), column)
  })

  test('a page ignores a parameter that it does not know, and a value that means nothing; its twin refuses both', async () => {
    const visitor = house.visitor()
    for (const odd of [
      'utm_source=x',
      'year=abc',
      'validity=maybe',
      'cursor=xyz',
      `cursor=${Buffer.from('["x","00000000-0000-7000-8000-000000000000"]').toString('base64url')}`,
    ]) {
      const page = await visitor.visit(`${column}?${odd}`)
      assert.equal(page.status, 200, odd)
      assert.ok(page.shows(`${COUNT} 件`), odd)
      for (const form of ['json', 'csv', 'atom']) {
        assert.equal((await visitor.get(`${column}.${form}?${odd}`)).statusCode, 400, `${form} ${odd}`)
      }
    }
  })

  test('a spreadsheet gets the whole list, and no cell that it would run', async () => {
    const answer = await house.visitor().get(`${column}.csv`)
    assert.match(String(answer.headers['content-type']), /^text\/csv/)
    const lines = answer.body
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split('\r\n')
    assert.equal(lines.length, COUNT + 1)
    assert.match(lines[0]!, /^标题,发文字号,发布机构,索引号/)
    assert.ok(answer.body.includes(`"'=HYPERLINK(""http://example.com"")"`))
  })

  test('the feed is well formed, newest first, with addresses that stand alone', async () => {
    const answer = await house.visitor().get(`${column}.atom`)
    assert.match(String(answer.headers['content-type']), /^application\/atom\+xml/)
    assert.equal(answer.body.match(/<entry>/g)?.length, COUNT)
    assert.match(
      answer.body,
      /<link rel="alternate" type="text\/html" href="http:\/\/www\.yunxi\.example\/publications\/[0-9a-z]{26}"\/>/,
    )
    assert.match(answer.body, /&quot;http:\/\/example\.com&quot;/)
  })

  test('a column that is empty says so, and how often it ought to be filled', async () => {
    const page = await house.visitor().visit('/columns/trial-empty')
    assert.ok(page.headings().includes('这一栏还没有内容'))
    assert.ok(page.shows('至少每 180 天更新一次'))
  })

  test('a column shows what stands in those below it, and leads to them', async () => {
    await trial.publish({ ...textNumber(3), columns: [below], title: '征求意见稿' })
    const page = await house.visitor().visit(column)
    assert.ok(page.shows('征求意见稿'))
    assert.equal(page.link('下级栏目'), '/columns/trial/below')
  })

  test('an unknown column is not there', async () => {
    assert.equal((await house.visitor().visit('/columns/no-such')).status, 404)
    assert.equal((await house.visitor().get('/columns/no-such.json')).statusCode, 404)
  })
})
