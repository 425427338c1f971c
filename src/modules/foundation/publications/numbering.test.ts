import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { Thread } from '#test/publishing'
import { releaseDocument } from '#test/releases'
import { setIndexTemplate } from './commands/numbering.ts'

describe('index numbers and document numbers', () => {
  let house: TestHouse
  let thread: Thread
  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  const tools = () => seedToolsOf(house.world)
  const numberOf = async (title: string) => {
    const { publication } = await releaseDocument(tools(), { title })
    const row = await house.world.db
      .selectFrom('publications.publication')
      .select('index_number')
      .where('id', '=', publication)
      .executeTakeFirstOrThrow()
    return row.index_number ?? ''
  }
  const setTo = (template: string) =>
    tools().perform(FIRST_SITE, (act) => setIndexTemplate(act, { template, reason: '试用' }))

  test('the form is tried out, refused where numbers would repeat, and set with a reason', async () => {
    const before = await numberOf('旧式样的通告')
    const office = await thread.enter('he.yan')
    const tried = await office.visit('/desk/publications/numbering?template={org_code}-{yyyy}{mm}-{serial:4}')
    assert.match(tried.text, /MB990\d{3}.-202611-\d{4}/)
    const wrong = await office.submit('改用这个式样', { 新的式样: '{org_code}/{serial:5}', 为什么改: '太长' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.errors()[0] ?? '', /\{yyyy\}/)
    await office.submit('改用这个式样', {
      新的式样: '{org_code}-{yyyy}{mm}-{serial:4}',
      为什么改: '按月编号',
    })
    assert.ok(office.page.shows('新的式样从现在起用'))
    assert.ok(office.page.shows('按月编号'))
    const next = await numberOf('新式样的通告')
    assert.match(next, /^MB990003X-202611-\d{4}$/)
    assert.equal(Number(next.slice(-4)), Number(before.slice(-5)) + 1)
  })

  test('who may not arrange reads the form and cannot set it', async () => {
    // The second may arrange in the bureau, but the form is the whole site's.
    for (const login of ['lin.xiaoting', 'tian.ji']) {
      const reader = await thread.enter(login)
      const page = await reader.visit('/desk/publications/numbering')
      assert.ok(page.shows('{org_code}'))
      assert.ok(!page.buttons().includes('改用这个式样'))
    }
  })

  test('a number that stands already is passed over, whatever form it came from', async () => {
    await setTo('{org_code}/{yyyy}-{serial:5}')
    const first = await numberOf('占号之前的通告')
    const taken = first.replace(/\d{5}$/, (serial) => String(Number(serial) + 1).padStart(5, '0'))
    const { publication } = await releaseDocument(tools(), { title: '占了下一个号的通告' })
    await tools().perform(FIRST_SITE, (act) =>
      act.tx
        .updateTable('publications.index_series')
        .set((row) => ({ last_serial: row('last_serial', '-', 1) }))
        .where('org_code', '=', 'MB990003X')
        .execute(),
    )
    const row = await house.world.db
      .selectFrom('publications.publication')
      .select('index_number')
      .where('id', '=', publication)
      .executeTakeFirstOrThrow()
    assert.equal(row.index_number, taken)
    const next = await numberOf('占号之后的通告')
    assert.equal(Number(next.slice(-5)), Number(taken.slice(-5)) + 1)
  })

  test('a document number that its issuer gave to another document is a warning, not a wall', async () => {
    await releaseDocument(tools(), { title: '先用这个文号的通告', document_number: '云溪交发〔2026〕77号' })
    const at = await thread.handIn('后用这个文号的通告', { 文号: '云溪交发〔2026〕77号' })
    const reviewer = await (await thread.enter('meng.qinglan')).visit(`${at}/review`)
    assert.ok(reviewer.shows('文号 云溪交发〔2026〕77号 已经用在《先用这个文号的通告》上'), reviewer.text)
    await thread.approve(at)
    assert.equal((await thread.release(at)).status, 200)
    const other = await thread.handIn('没用过的文号的通告', { 文号: '云溪交发〔2026〕78号' })
    assert.ok(!(await (await thread.enter('meng.qinglan')).visit(`${other}/review`)).shows('已经用在'))
  })
})
