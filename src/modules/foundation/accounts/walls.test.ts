import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { openHouse, type TestHouse } from '#test/house'
import { PEOPLE } from './seed-data.ts'

/** What the application's own database role can reach, whatever its code does. */
describe('the walls around accounts, from the role of the application', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const inScope = async (settings: Readonly<Record<string, string>>, sql: string) => {
    const client = await house.connection.pool.connect()
    try {
      await client.query('begin')
      for (const [name, value] of Object.entries({ 'app.site': '1', ...settings })) {
        await client.query('select set_config($1, $2, true)', [name, value])
      }
      return (await client.query(sql)).rows
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  const SECRET = [
    'select * from accounts.credential',
    'select phc from accounts.credential',
    'select secret from accounts.second_factor',
    'select pending from accounts.second_factor',
    'select hash from accounts.recovery_code',
    'select code_hash from accounts.invitation',
    'select token_hash from accounts.session',
    'select * from accounts.secrets',
  ]
  for (const sql of SECRET) {
    test(`${sql}: refused, even with every organisation in scope`, async () => {
      await assert.rejects(inScope({ 'app.unit': '*' }, sql), { code: '42501' })
    })
  }

  const FORBIDDEN = [
    'delete from accounts.person',
    'delete from accounts.attempt',
    `update accounts.attempt set outcome = 'right'`,
    `update accounts.person set login = 'x@yunxi.example'`,
    'delete from accounts.role_grant',
    `update accounts.role_grant set role = 'publisher'`,
    'truncate accounts.session',
    'alter table accounts.person disable row level security',
  ]
  for (const sql of FORBIDDEN) {
    test(`${sql}: refused`, async () => {
      await assert.rejects(inScope({ 'app.unit': '*' }, sql), { code: '42501' })
    })
  }

  test('a clerk of one organisation sees the people of no other', async () => {
    const seen = await inScope(
      { 'app.unit': ORGANISATIONS.A03.id },
      'select name from accounts.person order by id',
    )
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['秦牧野', '吴承霁', '孟庆澜', '林晓汀', '田𠮷', '罗见微', '黎安澜'],
    )
    const elsewhere = await inScope({ 'app.unit': ORGANISATIONS.A06.id }, 'select 1 from accounts.person')
    assert.deepEqual(elsewhere, [])
  })

  test('without a scope there is nobody, no session, no try and no grant', async () => {
    for (const table of ['person', 'session', 'attempt', 'role_grant', 'second_factor']) {
      assert.deepEqual(await inScope({}, `select site_id from accounts.${table}`), [], table)
    }
  })

  test('another site sees its own people only, with every organisation in scope', async () => {
    const seen = await inScope(
      { 'app.site': '2', 'app.unit': '*' },
      'select distinct site_id from accounts.person',
    )
    assert.deepEqual(seen, [{ site_id: 2 }])
    assert.deepEqual(await inScope({ 'app.site': '3', 'app.unit': '*' }, 'select 1 from accounts.person'), [])
  })

  test('people reach their own rows and nobody else’s', async () => {
    const seen = await inScope({ 'app.person': PEOPLE.P12.id }, 'select id from accounts.person')
    assert.deepEqual(seen, [{ id: PEOPLE.P12.id }])
  })

  test('no account is made in an organisation out of scope', async () => {
    const insert = `insert into accounts.person values (1, gen_random_uuid(), 'x@yunxi.example', '某', '', '${ORGANISATIONS.A02.id}', '', now())`
    await assert.rejects(inScope({ 'app.unit': ORGANISATIONS.A03.id }, insert), { code: '42501' })
  })

  test('the name and post of a colleague are known to all, the log-in name is not', async () => {
    const [colleague] = await inScope({}, `select * from accounts.colleague where name = '林晓汀'`)
    assert.deepEqual(Object.keys(colleague).sort(), ['id', 'name', 'organisation_id', 'post', 'site_id'])
  })

  test('a role cannot be given what the four powers are kept apart by', async () => {
    const change = `update accounts.role set permissions = permissions || '{account.grant}' where site_id = 1 and name =`
    for (const role of ['editor', 'administrator', 'publisher', 'auditor']) {
      await assert.rejects(inScope({ 'app.unit': '*' }, `${change} '${role}'`), {
        constraint: 'role_powers_stay_apart',
      })
    }
  })

  test('row-level security holds for the owner of the tables too', async () => {
    const client = new pg.Client({ connectionString: house.ownerUrl })
    await client.connect()
    const { rows } = await client.query(
      `select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname = 'accounts' and relkind = 'r' and relname <> 'role' and not (relrowsecurity and relforcerowsecurity)`,
    )
    await client.end()
    assert.deepEqual(rows, [])
  })
})
