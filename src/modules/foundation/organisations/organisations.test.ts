import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { addressOf } from '#kernel/ids'
import type { Act } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { amendOrganisation, establishOrganisation } from './commands.ts'
import { findOrganisation, listSubtree } from './queries.ts'
import type { OrganisationForm } from './schema.ts'
import { ORGANISATIONS } from './seed-data.ts'

const FORM: OrganisationForm = {
  ...{
    parent: ORGANISATIONS.A01.id,
    kind: 'institution',
    name: '云溪市公路事业发展中心',
    short_name: '市公路中心',
  },
  ...{
    name_en: '',
    credit_code: '12990100MB9900408B',
    division_code: '990100',
    agency_mark: '',
    head_post: '主任',
  },
  ...{ head_name: '', functions: '', address: '', phone: '', hours: '', sort_order: 300 },
  ...{ email: '', postcode: '', leader_post: [], leader_name: [], leader_duties: [] },
  ...{ contact_office: [], contact_phone: [] },
}

describe('organisations', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const performs = (may: boolean) => {
    const actor = systemActor('test', may ? ['organisation.edit'] : [])
    const { perform } = stagehandsOf(house.world)
    return <T>(command: (act: Act) => Promise<T>) =>
      perform(circumstancesOf(FIRST_SITE, actor, house.now()), command)
  }
  const look = () => ({
    db: house.world.db,
    site: FIRST_SITE,
    language: 'zh-CN' as const,
    reads: new Set<string>(),
  })
  const amendFormOf = async (number: keyof typeof ORGANISATIONS): Promise<OrganisationForm> => {
    const { parent_id, leaders, contacts, ...row } = await findOrganisation(look(), ORGANISATIONS[number].id)
    const { kind, name, short_name, name_en, credit_code, division_code, agency_mark } = row
    const { head_post, head_name, functions, address, phone, hours, sort_order, email, postcode } = row
    return {
      ...{ kind, name, short_name, name_en, credit_code, division_code, agency_mark, email, postcode },
      ...{ head_post, head_name, functions, address, phone, hours, sort_order },
      parent: parent_id ?? undefined,
      leader_post: leaders.map(({ post }) => post),
      leader_name: leaders.map((one) => one.name),
      leader_duties: leaders.map(({ duties }) => duties),
      contact_office: contacts.map(({ office }) => office),
      contact_phone: contacts.map((one) => one.phone),
    }
  }

  test('the public list shows the whole tree with telephone numbers', async () => {
    const page = await house.visitor().visit('/organisations')
    assert.equal(page.status, 200)
    assert.ok(page.shows('荻湾镇人民政府'))
    assert.ok(page.shows('0999-000-0301'))
  })

  test('the page of an agency names its head, its code, and those above it', async () => {
    const visitor = house.visitor()
    await visitor.visit('/organisations')
    const page = await visitor.visit(visitor.page.link('云溪市交通运输局'))
    assert.equal(page.heading(), '云溪市交通运输局')
    assert.ok(page.shows('局长 秦牧野'))
    assert.ok(page.shows('11990100MB990003XK'))
    const above = page.links('.breadcrumb a').at(-1)
    assert.deepEqual(above, {
      text: '云溪市人民政府',
      href: `/organisations/${addressOf(ORGANISATIONS.A01.id)}`,
    })
  })

  test('programs read the same, page after page, and a misspelt parameter is refused', async () => {
    const visitor = house.visitor()
    const first = (await visitor.get('/organisations.json')).json()
    const second = (await visitor.get(`/organisations.json?cursor=${first.next}`)).json()
    assert.deepEqual([first.organisations.length, second.organisations.length, second.next], [20, 3, null])
    assert.equal((await visitor.get('/organisations.json?limits=3')).statusCode, 400)
    const one = (await visitor.get(`/organisations/${addressOf(ORGANISATIONS.A21.id)}.json`)).json()
    assert.equal(one.kind, 'public-utility')
  })

  test('an address that names no organisation is not found', async () => {
    assert.equal((await house.visitor().visit('/organisations/unknown')).status, 404)
    assert.equal((await house.visitor().visit(`/organisations/${'0'.repeat(26)}`)).status, 404)
  })

  test('without the right nothing is established, and nothing recorded', async () => {
    await assert.rejects(
      performs(false)((act) => establishOrganisation(act, FORM)),
      { code: 'permission.missing' },
    )
    const { events } = await house.world.db
      .selectFrom('record.event')
      .select((the) => the.fn.countAll<number>().as('events'))
      .where('event', '=', 'organisation.established')
      .where('site_id', '=', FIRST_SITE)
      .executeTakeFirstOrThrow()
    assert.equal(events, 23)
  })

  test('a credit code belongs to one organisation of a site', async () => {
    const taken = { ...FORM, credit_code: ORGANISATIONS.A03.credit_code }
    assert.deepEqual(await performs(true)((act) => establishOrganisation(act, taken)), {
      ok: false,
      errors: { credit_code: 'organisation.credit-code-taken' },
    })
  })

  test('a site has one highest organisation', async () => {
    const { parent: _, ...rest } = FORM
    await assert.rejects(
      performs(true)((act) => establishOrganisation(act, { ...rest, parent: undefined })),
      {
        code: 'organisation.second-root',
      },
    )
  })

  test('the town moves with its district, and the subtree follows', async () => {
    const form = await amendFormOf('A19')
    await performs(true)((act) =>
      amendOrganisation(act, ORGANISATIONS.A19.id, { ...form, parent: ORGANISATIONS.A18.id }),
    )
    const subtree = await listSubtree(look(), ORGANISATIONS.A18.id)
    assert.deepEqual(subtree.sort(), [ORGANISATIONS.A18.id, ORGANISATIONS.A19.id, ORGANISATIONS.A20.id])
    await performs(true)((act) => amendOrganisation(act, ORGANISATIONS.A19.id, form))
    assert.deepEqual(await listSubtree(look(), ORGANISATIONS.A18.id), [ORGANISATIONS.A18.id])
  })

  test('a district cannot be moved under its own town', async () => {
    const form = await amendFormOf('A19')
    const move = performs(true)((act) =>
      amendOrganisation(act, ORGANISATIONS.A19.id, { ...form, parent: ORGANISATIONS.A20.id }),
    )
    await assert.rejects(move, { code: 'organisation.under-itself' })
  })

  test('a change drops the page of the organisation and the list', async () => {
    const dropped: string[] = []
    const world = { ...house.world, drop: (tags: readonly string[]) => dropped.push(...tags) }
    const actor = systemActor('test', ['organisation.edit'])
    const form = await amendFormOf('A23')
    await stagehandsOf(world).perform(circumstancesOf(FIRST_SITE, actor, house.now()), (act) =>
      amendOrganisation(act, ORGANISATIONS.A23.id, { ...form, phone: '0999-000-2302' }),
    )
    assert.deepEqual(dropped.sort(), [`organisation:${ORGANISATIONS.A23.id}`, `organisations:${FIRST_SITE}`])
  })

  test('the administrator amends an agency at the desk; markup in a name stays text', async () => {
    const administrator = await house.as('song.pingye')
    await administrator.visit(`/desk/organisations/${addressOf(ORGANISATIONS.A22.id)}`)
    const page = await administrator.submit('保存', { 名称: '云溪市发展和改革委员会<b>粗</b>' })
    assert.ok(page.shows('已保存。'))
    assert.ok(page.body.includes('&lt;b>') || page.body.includes('&lt;b&gt;'))
    assert.ok(!page.body.includes('<b>粗'))
  })

  test('a wrong form is asked again with all errors and what was typed', async () => {
    const administrator = await house.as('song.pingye')
    await administrator.visit('/desk/organisations/new')
    const page = await administrator.submit('保存', {
      名称: '市地名办',
      统一社会信用代码: '123',
      行政区划代码: 'x',
    })
    assert.equal(page.status, 422)
    assert.equal(page.errors().length, 3)
    assert.match(page.body, /value="市地名办"/)
  })

  test('an editor reads the list at the desk and may not open the form', async () => {
    const editor = await house.as('lin.xiaoting')
    const list = await editor.visit('/desk/organisations')
    assert.equal(list.status, 200)
    assert.ok(!list.shows('新机构'))
    assert.equal((await editor.visit(`/desk/organisations/${addressOf(ORGANISATIONS.A03.id)}`)).status, 403)
  })
})
