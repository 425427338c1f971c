import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openHouse, type TestHouse } from '#test/house'
import { Thread } from '#test/publishing'

const OFFICER = 'shi.weiqing'

describe('tokens and the sign-in log', () => {
  let house: TestHouse
  let thread: Thread

  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('the security officer gives one, sees it once, and takes it back at once', async () => {
    const officer = await thread.enter(OFFICER)
    await officer.visit('/desk/accounts/tokens')
    const given = await officer.submit('发放令牌', {
      程序名称: '行政审批系统',
      机构: organisationOf(officer.page.body),
    })
    const [token] = /mt_[\w-]{43}/.exec(given.body) ?? []
    assert.ok(token, given.text)
    assert.equal(await statusWith(token), 200)
    const list = await officer.visit('/desk/accounts/tokens')
    assert.match(list.text, /行政审批系统/)
    assert.doesNotMatch(list.body, new RegExp(token))
    await officer.submit('收回')
    assert.equal(await statusWith(token), 401)
  })

  test('an administrator, who makes accounts, gives none', async () => {
    const administrator = await thread.enter('song.pingye')
    assert.equal((await administrator.visit('/desk/accounts/tokens')).status, 403)
  })

  test('a token without scopes and past its day comes back with both errors and what was typed', async () => {
    const officer = await thread.enter(OFFICER)
    await officer.visit('/desk/accounts/tokens')
    const page = await officer.submit('发放令牌', {
      程序名称: '过期的系统',
      权限范围: [],
      有效期至: '2020-01-01',
    })
    assert.equal(page.status, 422)
    assert.match(page.text, /请至少选择一项权限/)
    assert.match(page.text, /有效期应在今天至396天之内/)
    assert.match(page.body, /过期的系统/)
  })

  test('the auditor reads every try, also those with a name that nobody bears; others do not', async () => {
    const stranger = house.visitor()
    await stranger.visit('/desk/sign-in')
    await stranger.signIn({ login: 'nobody@yunxi.example', password: 'not a password', code: '000000' })
    const auditor = await thread.enter('yin.ruoshui')
    const log = await auditor.visit('/desk/accounts/sign-ins?view=refused')
    assert.match(log.text, /没有这个登录名/)
    assert.doesNotMatch(log.body, /nobody@yunxi/)
    const csv = await auditor.get('/desk/accounts/sign-ins.csv')
    assert.match(csv.body, /石惟清/)
    const officer = await thread.enter(OFFICER)
    assert.equal((await officer.visit('/desk/accounts/sign-ins')).status, 403)
  })

  async function statusWith(token: string): Promise<number> {
    const { statusCode } = await house.server.inject({
      url: '/api/v1/drafts',
      headers: { host: 'www.yunxi.example', authorization: `Bearer ${token}` },
    })
    return statusCode
  }
})

function organisationOf(body: string): string {
  return /<option value="([0-9a-f-]{36})"/.exec(body)?.[1] ?? ''
}
