import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { openHouse, type TestHouse } from '#test/house'
import { openPostOffice, type PostOffice } from '#test/post-office'

describe('an invitation by mail', () => {
  let office: PostOffice
  let house: TestHouse
  before(async () => {
    office = await openPostOffice()
    house = await openHouse({ mail: { url: office.url, from: 'noreply@yunxi.example' } })
  })
  after(async () => {
    await house.leave()
    await office.close()
  })

  test('reaches the person, and its code is shown to nobody else', async () => {
    const administrator = await house.as('song.pingye')
    await administrator.visit('/desk/accounts/new')
    const page = await administrator.submit('建账号', {
      姓名: '米嘉禾',
      登录名: 'mi.jiahe@yunxi.example',
      机构: ORGANISATIONS.A18.id,
      邮箱: 'mi.jiahe@yunxi.example',
    })
    assert.match(page.text, /邀请已经发到 mi\.jiahe@yunxi\.example/)
    await house.runJobs()
    const [code] = codesSent()
    assert.ok(code)
    assert.doesNotMatch(page.body, new RegExp(code))

    const newcomer = house.visitor()
    await newcomer.visit('/desk/invitation')
    const next = await newcomer.submit('下一步', { 登录名: 'mi.jiahe@yunxi.example', 邀请码: code })
    assert.equal(next.status, 200)
    assert.match(next.text, /密码/)
  })

  test('sent once more makes the earlier code void', async () => {
    const administrator = await house.as('song.pingye')
    await administrator.visit('/desk/accounts?q=mi.jiahe')
    await administrator.visit(administrator.page.link('米嘉禾'))
    await administrator.submit('重发邀请码')
    await house.runJobs()
    const codes = codesSent()
    assert.equal(new Set(codes).size, 2)
    const newcomer = house.visitor()
    await newcomer.visit('/desk/invitation')
    const old = await newcomer.submit('下一步', { 登录名: 'mi.jiahe@yunxi.example', 邀请码: codes[0]! })
    assert.equal(old.status, 422)
  })

  function codesSent(): string[] {
    return office.arrived
      .filter(({ subject }) => subject === '云溪市人民政府工作台的邀请')
      .map(({ text }) => /[0-9a-z]{4}(-[0-9a-z]{4}){3}/.exec(text ?? '')?.[0] ?? '')
  }
})
