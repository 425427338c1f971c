import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { h } from 'preact'
import { z } from 'zod'
import { MODULES } from '#app/modules'
import { newId } from '#kernel/ids'
import { defineMessages } from '#kernel/messages'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { columnId, draftPublication } from '#modules/foundation/publications'
import { record } from '#platform/act'
import { placePanels } from '#platform/house'
import { defineModule, panel, publishable, type ShownFacts } from '#platform/module'
import { FIRST_SITE } from '#platform/sites'
import { jobToolsOf, seedToolsOf } from '#platform/world'
import { openHouse, START, type TestHouse } from './house.ts'

const FACTS: ShownFacts = {
  ...{
    title: '',
    summary: '',
    issuer: null,
    document_number: null,
    signed_on: null,
    effective_on: null,
    expires_on: null,
  },
  ...{ validity: null, subject_category: null, source: null, editor: null, keywords: '' },
}
const Lamp = z.object({ name: z.string().min(1), lumens: z.number() })

const heard: unknown[] = []
const projected: unknown[] = []
const worked: unknown[] = []

/** A module that exists in this file only, and contributes one of everything. */
const lamps = defineModule({
  name: 'openness/lamps',
  uses: ['foundation/publications'],
  messages: defineMessages(
    { 'lamps.menu': '路灯', 'lamps.none': '没有路灯', 'lamps.count': '路灯数' },
    { 'lamps.menu': 'Lamps', 'lamps.none': 'No lamps', 'lamps.count': 'How many lamps' },
  ),
  permissions: ['lamp.light'],
  menu: {
    portal: async () => [{ href: '/lamps', key: 'lamps.menu' }],
    desk: [{ href: '/desk/lamps', key: 'lamps.menu' }],
  },
  portal: (pages) => void pages.get('/', { config: { cache: [] } }, async () => ({ lamps: [] })),
  desk: (pages) => {
    pages.get('/', async (call) => ({ who: call.person?.name }))
    pages.post('/', async () => ({ lit: true }))
  },
  api: {
    lamps: (api) =>
      api.get(
        '/',
        { id: 'countLamps', says: 'lamps.count', answer: z.object({ lamps: z.int() }) },
        async () => ({ lamps: 0 }),
      ),
  },
  jobs: {
    'lamps.dim': { permissions: ['lamp.light'], run: async (_, payload) => void worked.push(payload) },
  },
  on: { 'lamp.lit': async (_, notice) => void heard.push(notice) },
  tags: { 'lamp.lit': (_, { subject }) => [`lamp:${subject}`] },
  seeds: [{ name: 'first-lamp', when: 'always', run: async () => void worked.push('seeded') }],
  searchable: [
    {
      kind: 'lamp',
      events: ['lamp.lit'],
      subjects: async () => [],
      rows: async (_, subject) => [
        {
          ...{
            id: subject,
            site: FIRST_SITE,
            address: '/lamps',
            title: '七孔桥路灯',
            document_number: null,
            publisher: '市政府',
          },
          ...{
            organisation: ORGANISATIONS.A01.id,
            kind: 'lamp',
            columns: [],
            validity: null,
            published_at: START,
            dated_on: null,
          },
          ...{ current: true, text: '亮度一千流明' },
        },
      ],
    },
  ],
  feeds: [{ slug: 'lamps', title: '路灯', entries: async () => [] }],
  datasets: [
    {
      slug: 'lamps',
      title: '路灯',
      fields: [{ name: 'name', title: '名称' }],
      rows: async () => ({ rows: [{ name: '=七孔桥' }], next: undefined }),
    },
  ],
  disclosed: async () => [
    { category: 'a21-m', organisation: ORGANISATIONS.A01.id, count: 1, latest_at: null },
  ],
  publishable: [
    publishable<z.output<typeof Lamp>>({
      kind: 'lamp',
      shape: Lamp,
      facts: ({ name }) => ({ ...FACTS, title: name }),
      parts: ({ name }) => [{ name: 'title', media_type: 'text/plain', bytes: Buffer.from(name) }],
      project: async (_, publication, content) => void projected.push([publication, content]),
      address: () => '/lamps',
      gates: [async () => [{ code: 'lamp.own-gate', weight: 'warns' }]],
    }),
  ],
  gates: [async (_, { kind }) => (kind === 'lamp' ? [{ code: 'lamp.too-bright', weight: 'blocks' }] : [])],
  moved: async (_, path) => (path.startsWith('/lanterns') ? '/lamps' : undefined),
  near: async (_, path) => (path.includes('lamp') ? [{ href: '/lamps', key: 'lamps.menu' }] : []),
  grounds: async () => [{ code: 'lamp-plan', law: 'OGI 14', title: '路灯布局', strength: 'must-not' }],
  panels: [
    panel<{ words: string }>({
      slot: 'publication.footer',
      load: async () => ({ words: '一千盏' }),
      component: ({ loaded }) => h('p', null, loaded.words),
    }),
  ],
})

describe('a module that the house has never heard of', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse({ modules: [...MODULES, lamps] })
  })
  after(() => house.leave())

  const tools = () => jobToolsOf(house.world, 'test', ['lamp.light'])
  const light = (subject = newId(START)) =>
    tools().perform(FIRST_SITE, async (act) => {
      await record(act, { event: 'lamp.lit', subject, organisation: undefined })
      return subject
    })

  test('has its page, its API and its place in the menu', async () => {
    const visitor = house.visitor()
    assert.deepEqual(JSON.parse((await visitor.get('/lamps')).body), { lamps: [] })
    assert.deepEqual(JSON.parse((await visitor.get('/api/v1/lamps')).body), { lamps: 0 })
    assert.equal((await visitor.visit('/organisations')).link('路灯'), '/lamps')
  })

  test('has its desk behind the same door as everybody else', async () => {
    assert.equal((await house.visitor().get('/desk/lamps')).statusCode, 303)
    assert.equal((await house.visitor().post('/desk/lamps', {})).statusCode, 303)
    const clerk = await house.as('lin.xiaoting')
    assert.deepEqual(JSON.parse((await clerk.get('/desk/lamps')).body), { who: '林晓汀' })
    assert.equal((await clerk.post('/desk/lamps', {})).statusCode, 403)
  })

  test('speaks both languages', () => {
    assert.equal(house.world.house.translate('zh-CN')('lamps.none'), '没有路灯')
    assert.equal(house.world.house.translate('en')('lamps.none'), 'No lamps')
  })

  test('hears its events after the commit, has its jobs done and its search entry made', async () => {
    const subject = await light()
    assert.deepEqual(heard, [])
    await house.runJobs()
    assert.deepEqual(
      heard.map((notice) => (notice as { subject: string; event: string }).subject),
      [subject],
    )
    const found = JSON.parse((await house.visitor().get(`/search.json?q=${encodeURIComponent('流明')}`)).body)
    assert.match(JSON.stringify(found), /七孔桥/)
  })

  test('has its pages dropped by its own events', async () => {
    const dropped: string[][] = []
    const { perform } = jobToolsOf({ ...house.world, drop: (tags) => dropped.push([...tags]) }, 'test', [])
    const subject = newId(START)
    await perform(FIRST_SITE, (act) => record(act, { event: 'lamp.lit', subject, organisation: undefined }))
    assert.deepEqual(dropped, [[`lamp:${subject}`]])
  })

  test('publishes its own kind: checked by its shape, stopped by its gates, projected into its own tables', async () => {
    const { perform, house: contributed } = seedToolsOf(house.world)
    const draft = (content: unknown) =>
      perform(FIRST_SITE, (act) =>
        draftPublication(act, contributed, {
          ...{
            kind: 'lamp' as never,
            organisation: ORGANISATIONS.A01.id,
            columns: [columnId('news')],
            content,
          },
          ...{
            disclosure_attribute: 'proactive',
            disclosure_reason: null,
            legal_basis: null,
            stage: null,
            statutory_category: null,
          },
        }),
      )
    await assert.rejects(draft({ name: '' }))
    const { publication, revision } = await draft({ name: '七孔桥路灯', lumens: 1000 })
    const findings = await tools().look(FIRST_SITE, (view) =>
      contributed.gate(view, {
        ...{
          site: FIRST_SITE,
          publication,
          revision,
          kind: 'lamp',
          organisation: ORGANISATIONS.A01.id,
          content: {},
        },
      }),
    )
    assert.deepEqual(
      findings.map(({ code }) => code),
      ['lamp.own-gate', 'lamp.too-bright'],
    )
    assert.equal(contributed.publishable('lamp').address(publication), '/lamps')
  })

  test('says where an address of before leads now, and what stands close to a lost one', async () => {
    const answer = await house.visitor().get('/lanterns/7?from=map')
    assert.deepEqual([answer.statusCode, answer.headers.location], [301, '/lamps'])
    const page = await house.visitor().visit('/lamp-posts')
    assert.deepEqual([page.status, page.link('路灯')], [404, '/lamps'])
  })

  test('adds grounds, panels, datasets, feeds and disclosures that their hosts show', async () => {
    const { house: contributed } = house.world
    const view = {
      db: house.world.db,
      site: FIRST_SITE,
      language: 'zh-CN',
      reads: new Set<string>(),
    } as const
    const grounds = (await contributed.grounds(view)).map(({ code }) => code)
    assert.deepEqual([grounds.length, grounds.at(-1)], [9, 'lamp-plan'])
    const placed = await placePanels(contributed, 'publication.footer', view)
    assert.deepEqual(
      placed.map(({ loaded }) => loaded),
      [{ words: '一千盏' }],
    )
    const visitor = house.visitor()
    assert.match((await visitor.get('/api/v1/datasets/lamps.csv')).body, /'=七孔桥/)
    assert.equal(JSON.parse((await visitor.get('/api/v1/datasets/lamps')).body).rows.length, 1)
    assert.equal((await visitor.get('/api/v1/datasets/lamps?unknown=1')).statusCode, 400)
    assert.match((await visitor.get('/feeds/lamps.atom')).body, /<title>路灯/)
    assert.deepEqual(JSON.parse((await visitor.get('/api/v1/disclosures')).body).disclosures.length, 1)
  })

  test('is seeded once', async () => {
    const { runSeeds } = await import('#platform/seeding')
    worked.length = 0
    assert.deepEqual(await runSeeds(house.world, FIRST_SITE, true), ['openness/lamps/first-lamp'])
    assert.deepEqual(await runSeeds(house.world, FIRST_SITE, true), [])
    assert.deepEqual(worked, ['seeded'])
  })
})
