import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { CivilDate } from '#kernel/calendar'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, REVIEWERS, Thread } from '#test/publishing'

const [FIRST] = REVIEWERS

describe('work that waits, narrowed to what one looks for', () => {
  let house: TestHouse
  let thread: Thread
  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
    for (let at = 1; at <= 24; at++) await thread.handIn(`线路调整说明（${String(at).padStart(2, '0')}）`)
    await thread.handIn('云溪东站公文', { 类别: 'document' })
  })
  after(() => house.leave())

  /** Each line has its title and its button: the title comes first. */
  const titles = (page: { links(selector: string): { text: string; href: string }[] }) => {
    const seen = new Map<string, string>()
    for (const { href, text } of page.links('main a[href*="/revisions/"]'))
      if (!seen.has(href)) seen.set(href, text)
    return [...seen.values()]
  }

  test('tasks are counted whole and paged by key, each on one page only', async () => {
    const reviewer = await thread.enter(FIRST)
    const first = await reviewer.visit('/desk/publications/tasks')
    const count = Number(/要你动手的 (\d+) 件/.exec(first.text)?.[1])
    assert.ok(count >= 25, first.text)
    const second = await reviewer.visit(first.link('下一页'))
    const all = [...titles(first), ...titles(second)]
    assert.equal(new Set(all).size, all.length)
    assert.equal(all.length, count)
  })

  test('a task settled meanwhile moves nobody’s next page', async () => {
    const reviewer = await thread.enter(FIRST)
    const first = await reviewer.visit('/desk/publications/tasks?limit=5&q=%E7%BA%BF%E8%B7%AF')
    const next = first.link('下一页')
    const before = titles(await reviewer.visit(next))
    const [settled] = first.links('main a[href*="/revisions/"]')
    await thread.pass(FIRST, settled!.href.replace(/\/review$/, ''))
    assert.deepEqual(titles(await (await thread.enter(FIRST)).visit(next)), before)
  })

  test('by kind, step, date, author and words; the conditions stand in the address', async () => {
    const reviewer = await thread.enter(FIRST)
    const documents = await reviewer.visit('/desk/publications/tasks?kind=document')
    assert.ok(titles(documents).includes('云溪东站公文'))
    assert.ok(!titles(documents).some((title) => title.startsWith('线路调整说明')))
    const none = await reviewer.visit('/desk/publications/tasks?kind=document&step=release')
    assert.ok(none.shows('没有符合这些条件的'))
    assert.equal(none.link('去掉全部条件'), '/desk/publications/tasks')
    const late = await reviewer.visit('/desk/publications/tasks?due=overdue')
    assert.ok(!titles(late).some((title) => title.startsWith('线路调整说明')))
    const later = await reviewer.visit('/desk/publications/tasks?due=later&q=%E7%BA%BF%E8%B7%AF')
    assert.match(later.links('main a[href*="csv"]')[0]!.href, /tasks\.csv\?q=.*&due=later/)
    const options = later.root.querySelectorAll('select[name="author"] option')
    const author = options.find((one) => one.textContent === '林晓汀')?.getAttribute('value')
    const hers = await reviewer.visit(`/desk/publications/tasks?author=${author}`)
    assert.ok(titles(hers).length > 0)
  })

  test('what is late is told apart from what is due today, and stands first', async () => {
    const dueOn = (title: string, due_on: CivilDate) =>
      seedToolsOf(house.world).perform(FIRST_SITE, (act) =>
        act.tx.updateTable('publications.revision').set({ due_on }).where('title', '=', title).execute(),
      )
    await dueOn('线路调整说明（07）', '2026-11-20')
    await dueOn('线路调整说明（08）', '2026-11-23')
    const reviewer = await thread.enter(FIRST)
    const all = await reviewer.visit('/desk/publications/tasks')
    assert.deepEqual(titles(all).slice(0, 2), ['线路调整说明（07）', '线路调整说明（08）'])
    const titlesOf = async (due: string) =>
      titles(await reviewer.visit(`/desk/publications/tasks?due=${due}`))
    assert.deepEqual(await titlesOf('overdue'), ['线路调整说明（07）'])
    assert.deepEqual(await titlesOf('today'), ['线路调整说明（08）'])
    const queue = await reviewer.visit('/desk/publications?view=under-way&due=overdue')
    assert.deepEqual(titles(queue), ['线路调整说明（07）'])
  })

  test('the queue is narrowed by the same conditions, and counts what they leave', async () => {
    const author = await thread.enter(AUTHOR)
    const page = await author.visit('/desk/publications?view=under-way&kind=document&q=%E4%B8%9C%E7%AB%99')
    assert.deepEqual(titles(page), ['云溪东站公文'])
    assert.match(page.root.querySelector('.views a[aria-current]')?.textContent ?? '', /审核中 1 件$/)
    const secrecy = await author.visit('/desk/publications?view=under-way&step=secrecy')
    assert.ok(titles(secrecy).length > 0)
  })

  test('the spreadsheet has the same rows and refuses a misspelt condition', async () => {
    const reviewer = await thread.enter(FIRST)
    const csv = await reviewer.get('/desk/publications/tasks.csv?kind=document')
    assert.equal(csv.statusCode, 200)
    assert.match(csv.body, /云溪东站公文/)
    assert.doesNotMatch(csv.body, /线路调整说明/)
    assert.equal((await reviewer.get('/desk/publications/tasks.csv?kinds=document')).statusCode, 400)
    assert.equal((await reviewer.get('/desk/publications/tasks.csv?author=nobody')).statusCode, 400)
    assert.equal((await reviewer.get('/desk/publications/tasks?author=nobody')).statusCode, 200)
  })
})
