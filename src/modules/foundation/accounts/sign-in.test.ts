import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { FIRST_SITE } from '#platform/sites'
import { openHouse, type TestHouse } from '#test/house'
import type { Visitor } from '#test/visitor'
import { codeOfDemo, demoPassword } from './demo.ts'
import { PEOPLE, type SeedPersonNumber } from './seed-data.ts'

const SESSION = 'mingtang_session'

describe('signing in at the desk', () => {
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
  const password = () => demoPassword(house.world.vault)
  const fill = async (visitor: Visitor, fields: { login: string; password: string; code: string }) => {
    await visitor.visit('/desk/sign-in')
    return visitor.submit('登录', { 登录名: fields.login, 密码: fields.password, 动态码: fields.code })
  }
  const enter = async (number: SeedPersonNumber): Promise<Visitor> => {
    const visitor = house.visitor()
    await fill(visitor, { login: PEOPLE[number].login, password: password(), code: await codeOf(number) })
    assert.ok(visitor.cookie(SESSION), `${number} is in`)
    return visitor
  }
  const statusAtDesk = async (visitor: Visitor) => (await visitor.get('/desk/account')).statusCode
  const attemptsOf = async (number: SeedPersonNumber) => {
    const { rows } = await onOwner<{ outcome: string }>(
      `select outcome from accounts.attempt where person_id = '${PEOPLE[number].id}' order by outcome`,
    )
    return rows.map(({ outcome }) => outcome)
  }
  const onOwner = async <Row extends Record<string, unknown>>(sql: string) => {
    const client = new pg.Client({ connectionString: house.ownerUrl })
    await client.connect()
    try {
      return await client.query<Row>(sql)
    } finally {
      await client.end()
    }
  }
  const eventsOf = async (number: SeedPersonNumber, event: string) =>
    (
      await onOwner(
        `select 1 from record.event where subject = '${PEOPLE[number].id}' and event = '${event}'`,
      )
    ).rows.length

  test('whoever is not signed in is led to the door, and afterwards to where they wanted to go', async () => {
    const visitor = house.visitor()
    await visitor.visit('/desk/account')
    assert.equal(visitor.page.heading(), '登录云溪市人民政府工作台')
    await visitor.submit('登录', { 登录名: PEOPLE.P12.login, 密码: password(), 动态码: await codeOf('P12') })
    assert.equal(visitor.page.heading(), '我的账号')
    assert.equal(await eventsOf('P12', 'account.signed-in'), 1)
  })

  test('the way back never leads to another site', async () => {
    const visitor = house.visitor()
    await visitor.visit('/desk/sign-in?back=//elsewhere.example/')
    assert.match(visitor.page.body, /name="back" value="\/desk"/)
  })

  test('the cookie is for this site alone, unreadable to scripts', async () => {
    const answer = await house.visitor().post('/desk/sign-in', {
      ...{ login: PEOPLE.P10.login, password: password(), code: await codeOf('P10') },
    })
    assert.match(String(answer.headers['set-cookie']), /; HttpOnly; SameSite=Lax$/)
    assert.equal(answer.statusCode, 303)
  })

  test('a cookie replayed after signing out opens nothing', async () => {
    const visitor = await enter('P11')
    const stolen = visitor.thief()
    assert.equal(await statusAtDesk(stolen), 200)
    await visitor.visit('/desk/account')
    await visitor.submit('退出')
    assert.equal(visitor.cookie(SESSION), undefined)
    assert.equal(await statusAtDesk(stolen), 303)
  })

  test('a second code counts once', async () => {
    const code = await codeOf('P13')
    const fields = { login: PEOPLE.P13.login, password: password(), code }
    await fill(house.visitor(), fields)
    const again = house.visitor()
    const page = await fill(again, fields)
    assert.equal(page.status, 422)
    assert.deepEqual(page.errors(), ['这个动态码已经用过。等下一个再输。'])
    assert.equal(again.cookie(SESSION), undefined)
    assert.deepEqual(await attemptsOf('P13'), ['right', 'used-code'])
  })

  test('two calls with one code at the same moment: one enters', async () => {
    const form = { login: PEOPLE.P07.login, password: password(), code: await codeOf('P07') }
    const answers = await Promise.all([1, 2, 3].map(() => house.visitor().post('/desk/sign-in', form)))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).sort(), [303, 422, 422])
  })

  test('wrong password, wrong code and unknown name get the same answer, and the password never comes back', async () => {
    const right = { login: PEOPLE.P14.login, password: password(), code: '000000' }
    const pages = [
      await fill(house.visitor(), {
        ...right,
        code: (await codeOf('P14')) === '000000' ? '000001' : '000000',
      }),
      await fill(house.visitor(), { ...right, password: 'not the password at all' }),
      await fill(house.visitor(), { ...right, login: 'nobody@yunxi.example' }),
    ]
    const said = pages.map((page) => page.root.querySelector('.error-summary')!.textContent)
    assert.equal(new Set(said).size, 1)
    for (const page of pages) assert.ok(!page.body.includes('not the password at all'))
    assert.match(pages[0]!.body, new RegExp(`value="${PEOPLE.P14.login}"`))
  })

  test('a refused try stays in the log; a name that nobody bears is kept as a hash', async () => {
    assert.deepEqual(await attemptsOf('P14'), ['wrong', 'wrong-code'])
    const { rows } = await onOwner<{ login: string }>(
      `select login from accounts.attempt where person_id is null`,
    )
    assert.match(rows[0]!.login, /^#[\w-]{43}$/)
  })

  test('after five failures the account is closed to this network, and open again the day after', async () => {
    const wrong = { login: PEOPLE.P15.login, password: 'not the password at all', code: '123456' }
    for (let count = 0; count < 5; count++) assert.equal((await fill(house.visitor(), wrong)).status, 422)
    const right = { ...wrong, password: password(), code: await codeOf('P15') }
    const answer = await house.visitor().post('/desk/sign-in', right)
    assert.equal(answer.statusCode, 429)
    assert.equal(answer.headers['retry-after'], '900')
    await enter('P05')
    house.travelTo('2026-11-24T09:30:00+08:00')
    await enter('P15')
  })

  test('a false address in a forwarded header changes nothing', async () => {
    const wrong = { login: PEOPLE.P23.login, password: 'not the password at all', code: '123456' }
    const send = (count: number) =>
      house.visitor().post('/desk/sign-in', wrong, { 'x-forwarded-for': `198.51.100.${count}` })
    for (let count = 0; count < 5; count++) assert.equal((await send(count)).statusCode, 422)
    assert.equal((await send(6)).statusCode, 429)
  })

  test('a session ends after half an hour without use', async () => {
    const visitor = await enter('P04')
    house.travelTo(new Date(house.now().getTime() + 29 * 60_000))
    assert.equal(await statusAtDesk(visitor), 200)
    house.travelTo(new Date(house.now().getTime() + 29 * 60_000))
    assert.equal(await statusAtDesk(visitor), 200)
    house.travelTo(new Date(house.now().getTime() + 30 * 60_000))
    assert.equal(await statusAtDesk(visitor), 303)
  })

  test('proving it again gives a new token, and the old one is worth nothing', async () => {
    const visitor = await enter('P06')
    const old = visitor.thief()
    house.travelTo(new Date(house.now().getTime() + 60_000))
    await visitor.visit('/desk/elevate?back=/desk/account')
    await visitor.submit('确认', { 动态码: await codeOf('P06') })
    assert.equal(visitor.page.heading(), '我的账号')
    assert.notEqual(visitor.cookie(SESSION), old.cookie(SESSION))
    assert.equal(await statusAtDesk(old), 303)
    assert.equal(await eventsOf('P06', 'account.elevated'), 1)
  })

  test('each recovery code opens the door once', async () => {
    const visitor = await enter('P03')
    house.travelTo(new Date(house.now().getTime() + 60_000))
    await visitor.visit('/desk/elevate?back=/desk/account')
    await visitor.submit('确认', { 动态码: await codeOf('P03') })
    const page = await visitor.submit('重做恢复码')
    const [code] = page.root.querySelectorAll('li.mono').map((each) => each.textContent.trim())
    const fields = { login: PEOPLE.P03.login, password: password(), code: code! }
    const first = house.visitor()
    await fill(first, fields)
    assert.ok(first.cookie(SESSION))
    assert.equal((await fill(house.visitor(), fields)).status, 422)
  })

  test('a form from another site is refused, and so is one with somebody else’s token', async () => {
    const visitor = await enter('P24')
    const foreign = await visitor.post('/desk/sign-out', {}, { 'sec-fetch-site': 'cross-site' })
    assert.equal(foreign.statusCode, 403)
    assert.equal((await visitor.post('/desk/sign-out', { _forgery: 'x' })).statusCode, 403)
    assert.equal((await visitor.post('/desk/sign-out', {})).statusCode, 403)
    assert.equal(await statusAtDesk(visitor), 200)
  })

  test('the demo prints its accounts on the machine itself and nowhere else', async () => {
    const page = await house.visitor().visit('/desk/sign-in')
    assert.ok(page.shows(password()))
    const form = { method: 'GET', url: '/desk/sign-in', headers: { accept: 'text/html' } } as const
    const elsewhere = await house.server.inject({ ...form, remoteAddress: '203.0.113.9' })
    assert.ok(!elsewhere.body.includes(password()))
  })
})
