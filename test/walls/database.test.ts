import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { openHouse, type TestHouse } from '#test/house'
import { subjectsOf } from './subjects.ts'

/** Tables without a policy that name an organisation, a person or free words, and why they need none. */
const OPEN_TO_THE_APPLICATION: Readonly<Record<string, string>> = {
  'calendar.version': 'reasons of adopted calendars are shown to everyone at the desk',
  'notifications.subscriber': 'no name and no address: those are sealed under a key of the party',
  'organisations.former_name': 'public: on the page of the organisation',
  'organisations.organisation': 'public, with the addresses that the organisation publishes',
  'organisations.succession': 'public: on the page of the organisation',
  'platform.outgoing_mail': 'words and receiver are sealed under a key of the party',
  'platform.site': 'public: keywords of the site',
  'portal.page_report': 'holds no word of the reporter: those are in page_report_words',
  'portal.setting': 'public: security.txt',
  'portal.usefulness_reason': 'words without a person, refused where they look like personal data',
  'publications.index_rule': 'reasons of numbering are shown to everyone at the desk',
  'publications.publication': 'no title and no text: those are in revisions and parts',
  'publications.relation': 'reasons are part of the public history',
  'publications.shown': 'what the public reads',
  'publications.standing_change': 'reasons are part of the public history',
  'record.event': 'codes and hashes only, insert-only; the whole record is proven to hold no words',
  'search.document': 'what the public finds',
  'search.synonym': 'words of the site, not of people',
}

/** Rows of these may be read by everyone because they were released; whatever else they hold stays out of reach. */
const PARTLY_PUBLIC: Readonly<Record<string, string>> = {
  'publications.amendment': 'not is_public',
  'publications.file': `not exists (select from publications.part p where p.file_id = file.id)`,
  'publications.revision': `state not in ('published', 'superseded')`,
  'publications.part': `revision_id in (select id from publications.revision where state not in ('published', 'superseded'))`,
}

describe('what the role of the application reaches in the database, whatever its code forgets', () => {
  let house: TestHouse
  let owner: pg.Client
  let guarded: { name: string; forced: boolean; readable: boolean }[]
  before(async () => {
    house = await openHouse()
    await subjectsOf(house)
    owner = new pg.Client({ connectionString: house.ownerUrl })
    await owner.connect()
    const { rows } = await owner.query(
      `select n.nspname || '."' || k.relname || '"' as name, k.relforcerowsecurity as forced,
       has_any_column_privilege('mingtang_app', k.oid, 'select') as readable
       from pg_class k join pg_namespace n on n.oid = k.relnamespace
       where k.relkind = 'r' and k.relrowsecurity and n.nspname <> 'graphile_worker' order by 1`,
    )
    guarded = rows
  })
  after(async () => {
    await owner.end()
    await house.leave()
  })

  test('every policy binds the owner of the table too', () => {
    assert.ok(guarded.length >= 20)
    assert.deepEqual(
      guarded.filter(({ forced }) => !forced),
      [],
    )
  })

  test('a table that names organisations, people or reasons has a policy, or a reason to have none', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select distinct n.nspname || '.' || k.relname as name
       from pg_class k join pg_namespace n on n.oid = k.relnamespace join pg_attribute a on a.attrelid = k.oid
       where k.relkind = 'r' and not k.relrowsecurity and a.attnum > 0 and not a.attisdropped
       and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker')
       and a.attname ~ 'organisation_id|person_id|party|email|author|editor$|login|words|contact|reason' order by 1`,
    )
    const unguarded = rows.map(({ name }) => name)
    assert.deepEqual(unguarded, Object.keys(OPEN_TO_THE_APPLICATION))
  })

  const SCOPES: readonly [string, Readonly<Record<string, string>>][] = [
    ['without a scope', {}],
    ['in the scope of another organisation', { 'app.site': '1', 'app.unit': ORGANISATIONS.A06.id }],
    ['in the whole scope of another site', { 'app.site': '3', 'app.unit': '*' }],
    ['with nonsense as a scope', { 'app.site': '1', 'app.unit': `${ORGANISATIONS.A06.id},,%,' or 1=1` }],
  ]
  for (const [words, scope] of SCOPES) {
    test(`${words} no row of the bureau is read`, async () => {
      const seen: string[] = []
      for (const { name, readable } of guarded.filter((table) => table.readable)) {
        assert.ok(readable)
        if ((await rowsIn(name, scope)) > 0) seen.push(name)
      }
      assert.deepEqual(seen, [])
    })
  }

  test('in its own scope they are read: the proof above looks at tables that are not empty', async () => {
    const scope = { 'app.site': '1', 'app.unit': '*' }
    for (const name of ['publications."revision"', 'publications."proposal"', 'portal."page_report_words"'])
      assert.ok((await rowsIn(name, scope)) > 0, name)
  })

  const RECORDS = [
    'record.event',
    'publications.review',
    'publications.amendment',
    'publications.standing_change',
    'publications.finding_decision',
    'accounts.attempt',
    'calendar.version',
    'publications.index_rule',
  ]
  for (const table of RECORDS) {
    test(`${table} is added to and never changed`, async () => {
      for (const statement of [
        `update ${table} set site_id = site_id`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
        await assert.rejects(
          inScope({ 'app.site': '1', 'app.unit': '*' }, statement),
          { code: '42501' },
          statement,
        )
    })
  }

  test('nothing anywhere can be emptied, altered or granted by the application', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select n.nspname || '.' || k.relname as name from pg_class k join pg_namespace n on n.oid = k.relnamespace
       where k.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema')
       and has_table_privilege('mingtang_app', k.oid, 'truncate, references, trigger, maintain')`,
    )
    assert.deepEqual(rows, [])
    const { rows: powers } = await owner.query(
      `select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles where rolname = 'mingtang_app'`,
    )
    assert.deepEqual(Object.values(powers[0]).filter(Boolean), [])
  })

  async function rowsIn(name: string, scope: Readonly<Record<string, string>>): Promise<number> {
    const plain = name.replaceAll('"', '')
    const only = PARTLY_PUBLIC[plain]
    const [row] = await inScope(
      scope,
      `select count(site_id) as n from ${name}${only ? ` where ${only}` : ''}`,
    )
    return Number(row?.n)
  }

  async function inScope(
    scope: Readonly<Record<string, string>>,
    statement: string,
  ): Promise<{ n?: string }[]> {
    const client = await house.connection.pool.connect()
    try {
      await client.query('begin')
      for (const [name, value] of Object.entries(scope))
        await client.query('select set_config($1, $2, true)', [name, value])
      return (await client.query(statement)).rows
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
})
