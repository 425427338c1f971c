import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { PEOPLE } from '#modules/foundation/accounts'
import type { Act, Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { approveDocument, draftDocument } from '#test/releases'
import { saveRevision, submitRevision } from './commands/drafting.ts'
import { confirmProposal, proposeErasure } from './commands/proposing.ts'
import { releaseRevision } from './commands/releasing.ts'
import { reviewRevision } from './commands/reviewing.ts'
import { contentOf } from './content.ts'
import { listReviews, lockRevision } from './drafts.ts'

/** Real connections, real transactions, started together: exactly one may win. */
describe('two people at once', () => {
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
  const refusalsOf = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    )

  test('two editors save: one text stands, the other is told whose', async () => {
    const { revision } = await draftDocument(tools(), { title: '两人同改的通告' })
    const before = await as('P12', (act) => lockRevision(act, revision))
    const save = (person: 'P11' | 'P12', text: string) =>
      as(person, (act) =>
        saveRevision(act, house.world.house, revision, {
          edit: before.edit,
          content: { ...(before.content as object), text, body: `<p>${text}</p>` },
        }),
      )
    const results = await Promise.all([save('P11', '甲稿。'), save('P12', '乙稿。')])
    assert.deepEqual(results.map(({ saved }) => saved).sort(), [false, true])
    const stood = await as('P12', (act) => lockRevision(act, revision))
    const winner = results.findIndex(({ saved }) => saved) === 0 ? '甲稿。' : '乙稿。'
    assert.equal((stood.content as { text: string }).text, winner)
    assert.equal(stood.edit, before.edit + 1)
  })

  test('two reviewers do the same review: one is on record, the other is told so', async () => {
    const { revision } = await draftDocument(tools(), { title: '两人同审的通告' })
    await as('P12', (act) => submitRevision(act, house.world.house, revision))
    const { content_hash } = await as('P12', (act) => lockRevision(act, revision))
    const form = { conclusion: 'passed', reason: '', content_hash, step: 'first-review' } as const
    const pass = (person: 'P11' | 'P10') => as(person, (act) => reviewRevision(act, revision, form))
    const results = await Promise.allSettled([pass('P11'), pass('P10')])
    assert.deepEqual(refusalsOf(results), ['review.step-done'])
    const reviews = await as('P12', (act) => listReviews(act.tx, act.site, revision))
    assert.deepEqual(
      reviews.map(({ step, conclusion }) => [step, conclusion]),
      [['first-review', 'passed']],
    )
  })

  test('two publishers release: one publish event, one index number', async () => {
    const { publication, revision, content_hash } = await approveDocument(tools(), {
      title: '两人同发的通告',
    })
    const release = (person: 'P08' | 'P03') =>
      as(person, (act) => releaseRevision(act, house.world.house, revision, { content_hash }))
    const results = await Promise.allSettled([release('P08'), release('P03'), release('P08')])
    assert.deepEqual(refusalsOf(results), ['revision.wrong-state', 'revision.wrong-state'])
    const events = await house.world.db
      .selectFrom('record.event')
      .select('log')
      .where('subject', '=', publication)
      .where('event', '=', 'publication.published')
      .execute()
    assert.equal(events.length, 1)
    const row = await house.world.db
      .selectFrom('publications.publication')
      .select(['index_number', 'log_rev'])
      .where('id', '=', publication)
      .executeTakeFirstOrThrow()
    assert.match(row.index_number ?? '', /^MB990003X\/2026-\d{5}$/)
    assert.equal(row.log_rev, 1)
  })

  test('twenty releases at once get twenty numbers without a gap', async () => {
    const approved = []
    for (let at = 1; at <= 20; at++)
      approved.push(await approveDocument(tools(), { title: `同时发布的通告（${at}）` }))
    await Promise.all(
      approved.map(({ revision, content_hash }) =>
        as('P08', (act) => releaseRevision(act, house.world.house, revision, { content_hash })),
      ),
    )
    const rows = await house.world.db
      .selectFrom('publications.publication')
      .select('index_number')
      .where(
        'id',
        'in',
        approved.map(({ publication }) => publication),
      )
      .execute()
    const serials = rows.map(({ index_number }) => Number(index_number?.slice(-5))).sort((a, b) => a - b)
    assert.equal(new Set(serials).size, 20)
    assert.equal(serials.at(-1)! - serials[0]!, 19)
  })

  test('two confirm an erasure: it is done once', async () => {
    const { publication, revision, content_hash } = await approveDocument(tools(), {
      title: '两人同清的通告',
    })
    await as('P08', (act) => releaseRevision(act, house.world.house, revision, { content_hash }))
    const proposal = await as('P08', (act) =>
      proposeErasure(act, publication, { ground: 'third-party', reason: '第三方要求' }),
    )
    const confirm = (person: 'P13' | 'P04') =>
      as(person, (act) => confirmProposal(act, house.world.house, proposal, ''))
    const results = await Promise.allSettled([confirm('P13'), confirm('P04')])
    assert.deepEqual(refusalsOf(results), ['proposal.decided'])
    const events = await house.world.db
      .selectFrom('record.event')
      .select('id')
      .where('subject', '=', publication)
      .where('event', '=', 'publication.erased')
      .execute()
    assert.equal(events.length, 1)
  })

  test('an edit that lands first voids the text that a reviewer had on the screen', async () => {
    const { revision } = await draftDocument(tools(), { title: '审的时候改了的通告' })
    const content_hash = (await as('P12', (act) => lockRevision(act, revision))).content_hash
    const before = await as('P12', (act) => lockRevision(act, revision))
    await as('P12', (act) =>
      saveRevision(act, house.world.house, revision, {
        edit: 1,
        content: contentOf({ ...(before.content as ReturnType<typeof contentOf>), text: '改过的正文。' }),
      }),
    )
    await as('P12', (act) => submitRevision(act, house.world.house, revision))
    await assert.rejects(
      as('P11', (act) => reviewRevision(act, revision, { conclusion: 'passed', reason: '', content_hash })),
      { code: 'revision.moved-on' },
    )
  })
})
