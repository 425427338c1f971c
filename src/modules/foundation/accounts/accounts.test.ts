import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import type { Visitor } from '#test/visitor'
import { codeOfDemo, demoPassword } from './demo.ts'
import { grantRole, insertGrant } from './grants.ts'
import { askForReset, confirmReset } from './resets.ts'
import { codeNow } from './second-factor.ts'
import { PEOPLE, type SeedPersonNumber } from './seed-data.ts'

const SESSION = 'mingtang_session'

describe('accounts', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const codeOf = async (number: SeedPersonNumber) =>
    (await codeOfDemo(
      { db: house.world.db, site: FIRST_SITE },
      house.world.vault,
      PEOPLE[number].id,
      house.now(),
    ))!
  const wait = (minutes: number) => house.travelTo(new Date(house.now().getTime() + minutes * 60_000))
  const addressAtDesk = (number: SeedPersonNumber) => `/desk/accounts/${addressOf(PEOPLE[number].id)}`
  const statusAtDesk = async (visitor: Visitor) => (await visitor.get('/desk/account')).statusCode
  const perform = <T>(command: (act: Act) => Promise<T>) => {
    const actor = systemActor('test', ['account.grant', 'account.manage'])
    return stagehandsOf(house.world).perform(circumstancesOf(FIRST_SITE, actor, house.now()), command)
  }
  /** A sign-in of one's own: proving it again changes the token that `house.as` would hand out. */
  const enter = async (number: 'P19' | 'P20'): Promise<Visitor> => {
    const visitor = house.visitor()
    wait(1)
    await visitor.visit('/desk/sign-in')
    await visitor.submit('登录', {
      ...{
        登录名: PEOPLE[number].login,
        密码: demoPassword(house.world.vault),
        动态码: await codeOf(number),
      },
    })
    return visitor
  }
  /** The security officer, freshly proven. */
  const officer = async (): Promise<Visitor> => {
    const visitor = await enter('P20')
    wait(1)
    await visitor.visit('/desk/elevate?back=/desk/accounts')
    await visitor.submit('确认', { 动态码: await codeOf('P20') })
    return visitor
  }

  test('a granted role ends the sessions of the person and holds from the next sign-in', async () => {
    const editor = await house.as('pan.yuwei')
    const visitor = await officer()
    await visitor.visit(addressAtDesk('P23'))
    const page = await visitor.submit('授予角色', { 角色: 'secrecy-officer', 范围: ORGANISATIONS.A19.id })
    assert.ok(page.shows('角色已授予'))
    assert.equal(await statusAtDesk(editor), 303)
  })

  test('a role is not granted while the last proof is old', async () => {
    const visitor = await house.as('yin.ruoshui')
    assert.equal((await visitor.visit(addressAtDesk('P23'))).buttons().includes('授予角色'), false)
    const plain = await officer()
    wait(11)
    await plain.visit(addressAtDesk('P24'))
    await plain.submit('授予角色', { 角色: 'secrecy-officer', 范围: ORGANISATIONS.A20.id })
    assert.equal(plain.page.heading(), '再确认一次是您本人')
  })

  test('the four powers cannot be united: the form says so', async () => {
    const visitor = await officer()
    await visitor.visit(addressAtDesk('P19'))
    const page = await visitor.submit('授予角色', { 角色: 'publisher', 范围: ORGANISATIONS.A01.id })
    assert.equal(page.status, 422)
    assert.match(page.errors()[0]!, /不能由同一人担任/)
  })

  test('the four powers cannot be united: the command refuses, and leaves nothing behind', async () => {
    const grant = { person: PEOPLE.P08.id, role: 'auditor', organisation: ORGANISATIONS.A01.id }
    await assert.rejects(
      perform((act) => grantRole(act, grant)),
      { code: 'account.roles-exclusive' },
    )
  })

  test('the four powers cannot be united: the database refuses what a race let through', async () => {
    const grant = { person: PEOPLE.P26.id, organisation: ORGANISATIONS.A05.id }
    const both = ['administrator', 'publisher'].map((role) =>
      perform((act) => insertGrant(act, { ...grant, role })),
    )
    const results = await Promise.allSettled(both)
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const refused = results.find((result) => result.status === 'rejected')
    assert.equal(refused?.reason.code, 'account.roles-exclusive')
  })

  test('nobody grants to themself', async () => {
    const visitor = await officer()
    await visitor.visit(addressAtDesk('P20'))
    assert.equal(visitor.page.buttons().includes('授予角色'), false)
    const actor = {
      ...systemActor('x', ['account.grant']),
      kind: 'person' as const,
      id: PEOPLE.P20.id as string,
    }
    const own = stagehandsOf(house.world).perform(circumstancesOf(FIRST_SITE, actor, house.now()), (act) =>
      grantRole(act, { person: PEOPLE.P20.id, role: 'editor', organisation: ORGANISATIONS.A12.id }),
    )
    await assert.rejects(own, { code: 'account.not-to-oneself' })
  })

  test('a new colleague sets password and second factor with the invitation, and only so gets in', async () => {
    const administrator = await enter('P19')
    await administrator.visit('/desk/accounts/new')
    const given = await administrator.submit('建账号', {
      ...{ 姓名: '<b>米</b>', 登录名: 'mi@yunxi.example', 机构: ORGANISATIONS.A18.id, 职务: '科员' },
    })
    assert.match(given.body, /&lt;b(>|&gt;)米/)
    const code = given.root.querySelectorAll('dd .mono').at(-1)!.textContent
    const newcomer = house.visitor()
    await newcomer.visit('/desk/invitation')
    await newcomer.submit('下一步', { 登录名: 'mi@yunxi.example', 邀请码: code })
    const secret = newcomer.page.root.querySelector('.qr .mono')!.textContent.replaceAll('-', '')
    const weak = await newcomer.submit('启用账号', {
      新密码: 'yunxi-2026-yunxi',
      动态码: codeNow(secret, house.now()),
    })
    assert.deepEqual([weak.status, weak.errors().length], [422, 1])
    wait(1)
    const done = await newcomer.submit('启用账号', {
      新密码: 'moss under the old bridge',
      动态码: codeNow(secret, house.now()),
    })
    assert.equal(done.heading(), '您的恢复码')
    wait(1)
    await newcomer.visit('/desk/sign-in')
    await newcomer.submit('登录', {
      ...{
        登录名: 'mi@yunxi.example',
        密码: 'moss under the old bridge',
        动态码: codeNow(secret, house.now()),
      },
    })
    assert.ok(newcomer.cookie(SESSION))
    await newcomer.visit('/desk/invitation')
    const used = await newcomer.submit('下一步', { 登录名: 'mi@yunxi.example', 邀请码: code })
    assert.equal(used.status, 422)
  })

  test('a log-in name is given once', async () => {
    const administrator = await enter('P19')
    await administrator.visit('/desk/accounts/new')
    const page = await administrator.submit('建账号', {
      姓名: '林',
      登录名: PEOPLE.P12.login,
      机构: ORGANISATIONS.A18.id,
    })
    assert.deepEqual([page.status, page.errors()], [422, ['这个登录名已经有人用。']])
  })

  test('a new invitation for a forgotten password does not get past the second factor', async () => {
    const administrator = await enter('P19')
    await administrator.visit(addressAtDesk('P13'))
    const given = await administrator.submit('重发邀请码')
    const code = given.root.querySelectorAll('dd .mono').at(-1)!.textContent
    const thief = house.visitor()
    await thief.visit('/desk/invitation')
    await thief.submit('下一步', { 登录名: PEOPLE.P13.login, 邀请码: code })
    assert.equal(thief.page.root.querySelector('.qr'), null)
    const page = await thief.submit('启用账号', { 新密码: 'moss under the old bridge', 动态码: '000000' })
    assert.deepEqual(page.errors(), ['动态码不对。'])
  })

  test('a second factor is reset by two: the administrator asks, the security officer confirms', async () => {
    const clerk = await house.as('luo.jianwei')
    const confirming = await officer()
    await confirming.visit(addressAtDesk('P14'))
    assert.equal(confirming.page.buttons().includes('确认重置'), false)
    const administrator = await enter('P19')
    await administrator.visit(addressAtDesk('P14'))
    const asked = await administrator.submit('请求重置第二验证')
    assert.equal(asked.buttons().includes('确认重置'), false)
    await confirming.visit(addressAtDesk('P14'))
    assert.ok((await confirming.submit('确认重置')).shows('第二验证已重置'))
    assert.equal(await statusAtDesk(clerk), 303)
    const [row] = (
      await house.connection.pool.query(`select secret from accounts.find_secrets(1, $1)`, [PEOPLE.P14.id])
    ).rows
    assert.equal(row.secret, null)
  })

  test('nobody confirms a reset that they asked for', async () => {
    await perform((act) => askForReset(act, PEOPLE.P10.id))
    await assert.rejects(
      perform((act) => confirmReset(act, PEOPLE.P10.id)),
      { code: 'account.no-reset-asked' },
    )
  })

  test('a disabled account has no session and cannot sign in; its name stays', async () => {
    const clerk = await house.as('jiang.xiaoman')
    const administrator = await enter('P19')
    await administrator.visit(addressAtDesk('P24'))
    await administrator.submit('停用')
    assert.equal(await statusAtDesk(clerk), 303)
    wait(1)
    const again = await house.visitor().post('/desk/sign-in', {
      ...{
        login: PEOPLE.P24.login,
        password: demoPassword(house.world.vault),
        code: (await codeOf('P24')) ?? '123456',
      },
    })
    assert.equal(again.statusCode, 422)
    assert.ok((await administrator.visit(addressAtDesk('P24'))).shows('江小满'))
  })

  test('changing the password asks for the present one and ends the other sessions', async () => {
    const one = await house.as('meng.qinglan')
    wait(1)
    const other = house.visitor()
    const fields = {
      login: PEOPLE.P11.login,
      password: demoPassword(house.world.vault),
      code: await codeOf('P11'),
    }
    await other.post('/desk/sign-in', fields)
    await one.visit('/desk/account')
    const wrong = await one.submit('改密码', {
      现在的密码: 'not the password',
      新密码: 'moss under the old bridge',
    })
    assert.deepEqual(wrong.errors(), ['现在的密码不对。'])
    const page = await one.submit('改密码', {
      现在的密码: fields.password,
      新密码: 'moss under the old bridge',
    })
    assert.ok(page.shows('密码已改'))
    assert.deepEqual([await statusAtDesk(one), await statusAtDesk(other)], [200, 303])
  })

  test('an editor may not see the accounts of others', async () => {
    const editor = await house.as('lin.xiaoting')
    assert.equal((await editor.visit('/desk/accounts')).status, 403)
    assert.equal((await editor.visit(addressAtDesk('P24'))).status, 403)
  })

  test('rare characters survive in names and can be searched', async () => {
    const administrator = await enter('P19')
    const page = await administrator.visit('/desk/accounts?q=𠮷')
    assert.ok(page.shows('田𠮷'))
    assert.ok(!page.shows('何䶮'))
  })
})
