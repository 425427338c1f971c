import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf } from '#kernel/ids'
import { openHouse, type TestHouse } from '#test/house'
import type { Visitor } from '#test/visitor'
import { ORGANISATIONS } from './seed-data.ts'

const HISTORY = (number: keyof typeof ORGANISATIONS) =>
  `/desk/organisations/${addressOf(ORGANISATIONS[number].id)}/history`
const PAGE = (number: keyof typeof ORGANISATIONS) => `/organisations/${addressOf(ORGANISATIONS[number].id)}`

describe('what an organisation was, and what became of it', () => {
  let house: TestHouse
  let administrator: Visitor
  before(async () => {
    house = await openHouse()
    administrator = await house.as('song.pingye')
  })
  after(() => house.leave())

  test('a new name keeps the former one, with its last day and basis', async () => {
    await administrator.visit(HISTORY('A12'))
    const done = await administrator.submit('更名', {
      新名称: '云溪市数据局',
      简称: '市数据局',
      使用到: '2026-11-20',
      依据: '云溪政函〔2026〕30号',
    })
    assert.equal(done.status, 200, done.text)
    assert.match(done.text, /云溪市大数据局/)
    const page = await house.visitor().visit(PAGE('A12'))
    assert.equal(page.heading(), '云溪市数据局')
    assert.match(page.text, /曾用名.*云溪市大数据局/s)
  })

  test('an agency with open ones below it is not closed', async () => {
    await administrator.visit(HISTORY('A19'))
    const page = await administrator.submit('撤销这个机构', { 撤销日期: '2026-11-20', 依据: '机构改革方案' })
    assert.equal(page.status, 409)
    assert.match(page.text, /荻湾镇/)
  })

  test('a closed agency leaves the list; its page stays and names who does its work', async () => {
    await close('A16', { successors: ['A17'] })
    const visitor = house.visitor()
    assert.doesNotMatch((await visitor.visit('/organisations')).text, /云溪市公共资源交易中心/)
    const page = await visitor.visit(PAGE('A16'))
    assert.equal(page.status, 200)
    assert.match(page.text, /已于 2026年11月20日 撤销/)
    assert.match(page.text, /职能由下列机构承接： ?云溪市政务服务中心/)
    assert.match((await visitor.visit(PAGE('A17'))).text, /承接自.*云溪市公共资源交易中心/s)
  })

  test('where the administrator says so, readers of the old page are sent to the one successor', async () => {
    await close('A23', { successors: ['A15'], sends_on: true })
    const answer = await house.visitor().get(PAGE('A23'))
    assert.equal(answer.statusCode, 301)
    assert.equal(answer.headers.location, PAGE('A15'))
  })

  test('a closing that was a mistake is taken back, and the agency stands in the list again', async () => {
    await close('A14', { successors: ['A04'] })
    await administrator.visit(HISTORY('A14'))
    await administrator.submit('取消撤销')
    assert.match((await house.visitor().visit('/organisations')).text, /云溪市审计局/)
    assert.doesNotMatch((await house.visitor().visit(PAGE('A04'))).text, /承接自/)
  })

  test('a closing without day and basis comes back with both errors', async () => {
    await administrator.visit(HISTORY('A13'))
    const page = await administrator.submit('撤销这个机构')
    assert.equal(page.status, 422)
    assert.equal(page.errors().length, 2)
  })

  test('leaders stand in their order, a row without a name is dropped', async () => {
    await administrator.visit(`/desk/organisations/${addressOf(ORGANISATIONS.A10.id)}`)
    const form = administrator.page.formOf('保存')
    const values = administrator.page.valuesOf(form, '保存')
    const body = new URLSearchParams()
    for (const [name, value] of values)
      for (const one of [value].flat()) if (!name.startsWith('leader_')) body.append(name, one)
    for (const [post, name] of [
      ['局长', '甲某'],
      ['副局长', ''],
      ['副局长', '乙某'],
    ]) {
      body.append('leader_post', post!)
      body.append('leader_name', name!)
      body.append('leader_duties', '')
    }
    const answer = await administrator.post(form.getAttribute('action')!, body as never)
    assert.equal(answer.statusCode, 303, answer.body)
    const json = (await house.visitor().get(`${PAGE('A10')}.json`)).json()
    assert.deepEqual(
      json.leaders.map(({ name }: { name: string }) => name),
      ['甲某', '乙某'],
    )
  })

  async function close(
    number: keyof typeof ORGANISATIONS,
    { successors, sends_on }: { successors: (keyof typeof ORGANISATIONS)[]; sends_on?: boolean },
  ) {
    await administrator.visit(HISTORY(number))
    const page = await administrator.submit('撤销这个机构', {
      撤销日期: '2026-11-20',
      依据: '机构改革方案',
      承接职能的机构: successors.map((one) => ORGANISATIONS[one].id),
      ...(sends_on ? { 打开原页面时: 'on' } : {}),
    })
    assert.match(page.text, /已撤销/)
  }
})
