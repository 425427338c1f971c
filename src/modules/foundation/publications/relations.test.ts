import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import type { Act, Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { jobToolsOf, seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument } from '#test/releases'
import { endRelation, relate } from './commands/relating.ts'
import { withdrawPublication } from './commands/standing.ts'
import { publicationAddress } from './content.ts'
import { publicationJobs } from './jobs.ts'
import { validityByOthers } from './relations-rules.ts'

describe('what later documents do to a document', () => {
  const on = new Date('2026-05-08T02:00:00Z')
  const shown = { kind: 'major', published_at: on }
  const later = new Date('2026-10-15T02:00:00Z')

  test('a repeal acts from the day it comes into force', () => {
    const repeal = [{ kind: 'repeals' as const, effective_on: '2026-12-01' as const, released_at: later }]
    assert.equal(validityByOthers(repeal, shown, '2026-11-30'), undefined)
    assert.equal(validityByOthers(repeal, shown, '2026-12-01'), 'repealed')
  })

  test('a repeal outweighs an amendment, and what replaces also ends', () => {
    const amendment = { kind: 'amends' as const, effective_on: null, released_at: later }
    assert.equal(validityByOthers([amendment], shown, '2026-11-30'), 'amended')
    const replaced = { ...amendment, kind: 'replaces' as const }
    assert.equal(validityByOthers([amendment, replaced], shown, '2026-11-30'), 'repealed')
  })

  test('a legal version published with the amendment has it in its text', () => {
    const amendment = [{ kind: 'amends' as const, effective_on: null, released_at: later }]
    assert.equal(
      validityByOthers(amendment, { kind: 'version', published_at: later }, '2026-11-30'),
      undefined,
    )
    assert.equal(validityByOthers(amendment, { kind: 'minor', published_at: later }, '2026-11-30'), 'amended')
  })

  test('interpretations change nothing', () => {
    const plain = [{ kind: 'interprets' as const, effective_on: null, released_at: later }]
    assert.equal(validityByOthers(plain, shown, '2026-11-30'), undefined)
  })
})

describe('publications that belong together', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const tools = () => seedToolsOf(house.world)
  const actor = (person: keyof typeof PEOPLE, may: Actor['may'] = () => true): Actor => ({
    kind: 'person',
    id: PEOPLE[person].id,
    unit: '*',
    may,
  })
  const as = <T>(person: keyof typeof PEOPLE, command: (act: Act) => Promise<T>) =>
    tools().performAs(FIRST_SITE, { actor: actor(person), at: house.now() }, command)
  const validityOf = async (id: Id) =>
    (
      await house.world.db
        .selectFrom('publications.shown')
        .select('validity')
        .where('publication_id', '=', id)
        .executeTakeFirstOrThrow()
    ).validity
  const json = async (id: Id) =>
    JSON.parse((await house.visitor().get(`${publicationAddress(id)}.json`)).body) as {
      relations: { relation: string; title: string }[]
    }

  test('each page shows the other, and only while the other is public', async () => {
    const plan = await releaseDocument(tools(), { title: '云溪站台改造方案' })
    const reading = await releaseDocument(tools(), { title: '云溪站台改造方案解读' })
    await as('P12', (act) =>
      relate(act, house.world.house, reading.publication, { word: 'interprets', other: plan.publication }),
    )
    const page = await house.visitor().visit(publicationAddress(plan.publication))
    assert.ok(page.headings().includes('相关文件'))
    assert.ok(page.shows('对本文的解读'))
    assert.equal(page.link('云溪站台改造方案解读'), publicationAddress(reading.publication))
    assert.ok(
      (await house.visitor().visit(publicationAddress(reading.publication))).shows('本文所解读的文件'),
    )
    assert.deepEqual(
      (await json(plan.publication)).relations.map(({ relation, title }) => [relation, title]),
      [['interpreted-by', '云溪站台改造方案解读']],
    )
    await as('P08', (act) => withdrawPublication(act, reading.publication, '内容有误'))
    assert.ok(!(await house.visitor().visit(publicationAddress(plan.publication))).shows('相关文件'))
    assert.deepEqual((await json(plan.publication)).relations, [])
  })

  test('said from either end it is stored once', async () => {
    const plan = await releaseDocument(tools(), { title: '云溪线路命名办法' })
    const rules = await releaseDocument(tools(), { title: '云溪线路命名办法实施细则' })
    const { house: modules } = house.world
    await as('P12', (act) =>
      relate(act, modules, plan.publication, { word: 'implemented-by', other: rules.publication }),
    )
    await assert.rejects(
      as('P12', (act) =>
        relate(act, modules, rules.publication, { word: 'implements', other: plan.publication }),
      ),
      { code: 'relation.exists' },
    )
    await assert.rejects(
      as('P12', (act) =>
        relate(act, modules, plan.publication, { word: 'relates', other: plan.publication }),
      ),
      { code: 'relation.itself' },
    )
  })

  test('a repeal ends the document on its release, says so in the history, and is undone with the relation', async () => {
    const { house: modules } = house.world
    const old = await releaseDocument(tools(), {
      title: '云溪公交卡押金办法',
      document_number: '云溪交发〔2024〕7号',
    })
    const repeal = await releaseDocument(tools(), {
      title: '关于废止公交卡押金办法的通知',
      document_number: '云溪交发〔2026〕40号',
    })
    const relation = await as('P12', (act) =>
      relate(act, modules, repeal.publication, { word: 'repeals', other: old.publication }),
    )
    assert.equal(await validityOf(old.publication), 'repealed')
    const page = await house.visitor().visit(`${publicationAddress(old.publication)}/history`)
    assert.ok(page.shows('有效性定为“已废止”'), page.text)
    assert.ok(page.shows('云溪交发〔2026〕40号'))
    const events = await house.world.db
      .selectFrom('record.event')
      .select('event')
      .where('subject', '=', old.publication)
      .execute()
    assert.ok(events.some(({ event }) => event === 'publication.validity-changed'))
    // Taking the repeal off the site does not bring the repealed document back into force.
    await as('P08', (act) => withdrawPublication(act, repeal.publication, '换发更正件'))
    await releaseDocument(tools(), { title: '云溪公交卡押金办法（更正）', revises: old.publication })
    assert.equal(await validityOf(old.publication), 'repealed')
    await as('P12', (act) => endRelation(act, modules, relation, '登记错了'))
    assert.equal(await validityOf(old.publication), null)
    await assert.rejects(
      as('P12', (act) => endRelation(act, modules, relation, '再来一次')),
      {
        code: 'relation.ended',
      },
    )
  })

  test('a repeal named in a draft acts when the draft is released, and on its day', async () => {
    const { house: modules } = house.world
    const old = await releaseDocument(tools(), { title: '云溪夜班线暂行办法' })
    const { publication } = await releaseDocument(tools(), {
      title: '云溪夜班线办法',
      effective_on: '2026-12-01',
    })
    await as('P12', (act) => relate(act, modules, publication, { word: 'replaces', other: old.publication }))
    assert.equal(await validityOf(old.publication), null)
    const now = house.now()
    house.travelTo('2026-12-01T00:05:00+08:00')
    const job = publicationJobs['publications.refresh-validity']!
    await job.run(jobToolsOf(house.world, 'publications.refresh-validity', job.permissions), {})
    house.travelTo(now)
    assert.equal(await validityOf(old.publication), 'repealed')
  })

  test('who has no power over the other document cannot repeal it', async () => {
    const { house: modules } = house.world
    const mine = await releaseDocument(tools(), { title: '交通局通知' })
    const other = await house.world.db
      .selectFrom('publications.shown')
      .select(['publication_id', 'organisation_id'])
      .where('kind', '=', 'document')
      .where('organisation_id', '<>', ORGANISATIONS.A03.id)
      .executeTakeFirstOrThrow()
    const bureauOnly = actor('P12', (_, organisation) => organisation !== other.organisation_id)
    await assert.rejects(
      tools().performAs(FIRST_SITE, { actor: bureauOnly, at: house.now() }, (act) =>
        relate(act, modules, mine.publication, { word: 'repeals', other: other.publication_id }),
      ),
      { code: 'relation.no-power' },
    )
  })
})
