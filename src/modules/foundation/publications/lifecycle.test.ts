import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import type { Act, Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { jobToolsOf, seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { draftDocument, releaseDocument } from '#test/releases'
import { type Attributes, amendPublication } from './commands/amending.ts'
import { submitRevision } from './commands/drafting.ts'
import { cancelLeaving, scheduleLeaving } from './commands/leaving.ts'
import { confirmProposal, proposeNarrowing, proposeNotPublic } from './commands/proposing.ts'
import { decideNotPublic, reopenPublication, restorePublication } from './commands/standing.ts'
import { publicationAddress } from './content.ts'
import { publicationJobs } from './jobs.ts'
import { columnId } from './seed-columns.ts'

describe('what was decided at drafting', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const tools = () => seedToolsOf(house.world)
  const as = <T>(person: keyof typeof PEOPLE, command: (act: Act) => Promise<T>) => {
    const actor: Actor = { kind: 'person', id: PEOPLE[person].id, unit: '*', may: () => true }
    return tools().performAs(FIRST_SITE, { actor, at: house.now() }, command)
  }
  const rowOf = (id: Id) =>
    house.world.db
      .selectFrom('publications.publication')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  const OPEN: Attributes = {
    disclosure_attribute: 'proactive',
    disclosure_reason: null,
    legal_basis: null,
    stage: 'execution',
    statutory_category: 'a20-11',
    audience: 'public',
    columns: [columnId('news/notices')],
  }
  const CLOSED: Attributes = {
    ...OPEN,
    disclosure_attribute: 'on-request',
    disclosure_reason: '涉及投标单位的报价',
    legal_basis: '政府信息公开条例第十五条',
  }
  const amend = (id: Id, attributes: Attributes, reason = '') =>
    as('P12', (act) => amendPublication(act, id, { ...attributes, reason }))

  test('a draft changes its attributes without a reason, until it is with the reviewers', async () => {
    const { publication, revision } = await draftDocument(tools(), { title: '车辆采购结果' })
    await amend(publication, CLOSED)
    assert.equal((await rowOf(publication)).disclosure_attribute, 'on-request')
    await amend(publication, OPEN)
    await as('P12', (act) => submitRevision(act, house.world.house, revision))
    await assert.rejects(amend(publication, CLOSED), { code: 'attributes.under-review' })
  })

  test('what is public changes only with a reason, which its history tells', async () => {
    const { publication } = await releaseDocument(tools(), { title: '首末班时间一览' })
    const moved: Attributes = { ...OPEN, stage: 'service', columns: [columnId('service')] }
    await assert.rejects(amend(publication, moved), { code: 'standing.reason-missing' })
    await assert.rejects(amend(publication, OPEN, '没有变化'), { code: 'attributes.unchanged' })
    await amend(publication, moved, '属于办事信息')
    const history = await house.visitor().visit(`${publicationAddress(publication)}/history`)
    assert.ok(history.shows('环节由“执行公开”改为“服务公开”'), history.text)
    assert.ok(history.shows('属于办事信息'))
    assert.ok((await house.visitor().visit('/columns/service')).shows('首末班时间一览'))
    assert.ok(!(await house.visitor().visit('/columns/news/notices')).shows('首末班时间一览'))
  })

  test('openness of what is public is narrowed by two persons, and then the page gives way to a notice', async () => {
    const { publication } = await releaseDocument(tools(), { title: '投标报价明细' })
    await assert.rejects(amend(publication, CLOSED, '含报价'), { code: 'attributes.needs-second' })
    const proposal = await as('P12', (act) =>
      proposeNarrowing(act, publication, { ...CLOSED, reason: '含投标单位的报价' }),
    )
    assert.equal((await house.visitor().visit(publicationAddress(publication))).status, 200)
    await assert.rejects(
      as('P12', (act) => confirmProposal(act, house.world.house, proposal, '')),
      { code: 'proposal.same-person' },
    )
    await as('P13', (act) => confirmProposal(act, house.world.house, proposal, ''))
    const row = await rowOf(publication)
    assert.deepEqual([row.standing, row.disclosure_attribute], ['withdrawn', 'on-request'])
    assert.ok((await house.visitor().visit(publicationAddress(publication))).shows('含投标单位的报价'))
    await assert.rejects(
      as('P08', (act) => restorePublication(act, publication, '恢复')),
      { code: 'standing.closed' },
    )
    await amend(publication, OPEN, '报价已经可以公开')
    await as('P08', (act) => restorePublication(act, publication, '恢复'))
    assert.equal((await rowOf(publication)).standing, 'public')
  })

  test('what was withdrawn because it is for a specific group still shows its notice', async () => {
    const { publication } = await releaseDocument(tools(), { title: '司机排班表' })
    const proposal = await as('P12', (act) =>
      proposeNarrowing(act, publication, { ...OPEN, audience: 'specific-group', reason: '只给当班司机' }),
    )
    await as('P13', (act) => confirmProposal(act, house.world.house, proposal, ''))
    const page = await house.visitor().visit(publicationAddress(publication))
    assert.ok(page.shows('只给当班司机'))
  })

  test('a policy document stays closed only with the consent of another person of the disclosure office', async () => {
    const { publication } = await draftDocument(tools(), { title: '场站安防方案' })
    const decision = {
      ground: 'safety-stability',
      reason: '含安防布点',
      next_review_on: '2027-03-01' as const,
    }
    await assert.rejects(
      as('P13', (act) => decideNotPublic(act, house.world.house, publication, decision)),
      { code: 'not-public.needs-consent' },
    )
    const proposal = await as('P12', (act) => proposeNotPublic(act, house.world.house, publication, decision))
    assert.equal((await rowOf(publication)).standing, 'unpublished')
    await as('P13', (act) => confirmProposal(act, house.world.house, proposal, '同意'))
    const row = await rowOf(publication)
    assert.deepEqual(
      [row.standing, row.disclosure_attribute, row.ground_code, row.legal_basis, row.next_review_on],
      ['not-public', 'not-public', 'safety-stability', 'OGI 14', '2027-03-01'],
    )
    assert.equal(row.disclosure_reason, '含安防布点')
  })

  test('it is examined again within a year, and what has become open is opened', async () => {
    const { publication } = await draftDocument(tools(), { title: '线网调整内部讨论稿', kind: 'article' })
    const decide = (next_review_on: '2028-01-01' | '2027-11-23') =>
      as('P13', (act) =>
        decideNotPublic(act, house.world.house, publication, {
          ground: 'process',
          reason: '过程稿',
          next_review_on,
        }),
      )
    await assert.rejects(decide('2028-01-01'), { code: 'not-public.review-date' })
    await decide('2027-11-23')
    await as('P13', (act) => reopenPublication(act, publication, '方案已经公布，讨论稿可以公开'))
    const row = await rowOf(publication)
    assert.deepEqual(
      [row.standing, row.disclosure_attribute, row.ground_code, row.next_review_on, row.legal_basis],
      ['unpublished', 'proactive', null, null, null],
    )
    await assert.rejects(
      as('P13', (act) => reopenPublication(act, publication, '再来')),
      { code: 'publication.wrong-standing' },
    )
  })

  test('a publication leaves the site at its minute, with its notice, unless that was cancelled', async () => {
    const { publication } = await releaseDocument(tools(), { title: '国庆加班车安排' })
    const other = await releaseDocument(tools(), { title: '国庆停车安排' })
    const at = new Date('2026-11-23T18:00:00+08:00')
    for (const id of [publication, other.publication])
      await as('P08', (act) => scheduleLeaving(act, id, { at, reason: '活动已经结束' }))
    await as('P08', (act) => cancelLeaving(act, other.publication, '继续有用'))
    await assert.rejects(
      as('P08', (act) => scheduleLeaving(act, publication, { at: house.now(), reason: '已经过去' })),
      { code: 'release.time-past' },
    )
    const job = publicationJobs['publications.leave-due']!
    const run = () => job.run(jobToolsOf(house.world, 'publications.leave-due', job.permissions), {})
    const now = house.now()
    house.travelTo('2026-11-23T17:59:59+08:00')
    await run()
    assert.equal((await rowOf(publication)).standing, 'public')
    house.travelTo(at)
    await run()
    await run()
    house.travelTo(now)
    const row = await rowOf(publication)
    assert.deepEqual([row.standing, row.standing_reason, row.leaves_at], ['withdrawn', '活动已经结束', null])
    assert.ok((await house.visitor().visit(publicationAddress(publication))).shows('活动已经结束'))
    assert.equal((await rowOf(other.publication)).standing, 'public')
    const { by } = await house.world.db
      .selectFrom('publications.standing_change')
      .select('by')
      .where('publication_id', '=', publication)
      .executeTakeFirstOrThrow()
    assert.equal(by, PEOPLE.P08.id)
  })
})
