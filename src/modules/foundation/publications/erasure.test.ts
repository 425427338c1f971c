import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import type { Act, Actor } from '#platform/act'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { releaseDocument } from '#test/releases'
import { placesOf } from '#test/whole-database'
import { confirmProposal, proposeErasure, refuseProposal, takeBackProposal } from './commands/proposing.ts'
import { restorePublication, withdrawPublication } from './commands/standing.ts'
import { publicationAddress } from './content.ts'

/** Found nowhere else, and long enough to be cut into words by the search. */
const SECRET = '秋荻渡口甄雪樵'
const UNIQUE = '青篱巷沐听蕉'

describe('erasing by law', () => {
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
  const published = async (title: string, text = `${SECRET}的补贴已经发放。`) => {
    const { publication, revision } = await releaseDocument(tools(), {
      title,
      text,
    })
    await house.runJobs()
    return { publication, revision }
  }
  const ask = (publication: Id, scope: { revision?: Id; part?: string } = {}) =>
    as('P08', (act) =>
      proposeErasure(act, publication, {
        ground: 'personal-information',
        reason: '当事人申请删除',
        ...scope,
      }),
    )
  const confirm = (proposal: Id) => as('P13', (act) => confirmProposal(act, house.world.house, proposal, ''))
  const partsOf = (revision: Id) =>
    house.world.db
      .selectFrom('publications.part')
      .select(['name', 'bytes', 'salt', 'commitment', 'erased_at'])
      .where('revision_id', '=', revision)
      .orderBy('name')
      .execute()

  test('one person asks, nothing happens; the same person cannot confirm it', async () => {
    const { publication } = await published('补贴发放名单（一）')
    const proposal = await ask(publication)
    assert.equal((await house.visitor().visit(publicationAddress(publication))).status, 200)
    await assert.rejects(
      as('P08', (act) => confirmProposal(act, house.world.house, proposal, '')),
      { code: 'proposal.same-person' },
    )
    await assert.rejects(
      as('P08', (act) => refuseProposal(act, proposal, '不同意')),
      { code: 'proposal.same-person' },
    )
    await assert.rejects(ask(publication), { code: 'proposal.one-open' })
    await assert.rejects(
      as('P13', (act) => takeBackProposal(act, proposal)),
      { code: 'proposal.not-yours' },
    )
    await as('P13', (act) => refuseProposal(act, proposal, '依据不足'))
    assert.ok((await house.visitor().visit(publicationAddress(publication))).shows(SECRET))
    await as('P08', async (act) => takeBackProposal(act, await ask(publication)))
  })

  test('the database itself refuses one person in both places', async () => {
    const { publication } = await published('补贴发放名单（墙）')
    const proposal = await ask(publication)
    await assert.rejects(
      as('P08', (act) =>
        act.tx
          .updateTable('publications.proposal')
          .set({ outcome: 'confirmed', decided_by: act.actor.id, decided_at: act.now })
          .where('id', '=', proposal)
          .execute(),
      ),
      { code: '23514' },
    )
    await assert.rejects(
      as('P08', (act) =>
        sql`update publications.part set bytes = null, salt = null, erased_at = now()
          where revision_id in (select id from publications.revision where publication_id = ${publication})`.execute(
          act.tx,
        ),
      ),
      { code: '42501' },
    )
  })

  test('after the second person nothing of the words is left anywhere in the database', async () => {
    const { publication, revision } = await published(`${UNIQUE}补贴公示`, `${UNIQUE}的补贴已经发放。`)
    assert.ok((await placesOf(house.ownerUrl, UNIQUE)).includes('search.document.body'))
    assert.ok((await placesOf(house.ownerUrl, UNIQUE)).includes('publications.part.bytes'))
    await releaseDocument(tools(), {
      title: `${UNIQUE}补贴公示（更正）`,
      text: `${UNIQUE}的补贴已经补发。`,
      revises: publication,
    })
    // Notices quote what they are about; those words must go as well.
    await as('P08', (act) => withdrawPublication(act, publication, `${UNIQUE}已经申请`))
    await as('P08', (act) => restorePublication(act, publication, `${UNIQUE}撤回申请`))
    const kept = (await partsOf(revision)).map(({ commitment }) => commitment)
    await confirm(await ask(publication))
    // The page is gone before any job has run.
    const page = await house.visitor().visit(publicationAddress(publication))
    assert.ok(!page.shows(UNIQUE))
    await house.runJobs()
    const parts = await partsOf(revision)
    assert.deepEqual(
      parts.map(({ commitment }) => commitment),
      kept,
    )
    assert.ok(
      parts.every(({ bytes, salt, erased_at }) => bytes === null && salt === null && erased_at !== null),
    )
    assert.deepEqual(await placesOf(house.ownerUrl, UNIQUE), [])
    await house.log.step()
    assert.deepEqual(await openingsOf(publication), [
      ...[true, true].map((isErased) => ({ type: 'publish or revise', isErased })),
      ...[false, false, false].map((isErased) => ({ type: 'standing', isErased })),
    ])
  })

  /** Whether each entry of the public log has lost what opens it; the entries themselves stay. */
  const openingsOf = async (publication: Id) => {
    const { rows } = await sql<{ type: string; isErased: boolean }>`
      select case when e.type in ('publish', 'revise') then 'publish or revise' else 'standing' end as type,
        m.salt is null and m.manifest is null as "isErased"
      from transparency_log.entry e
      join publications.publication p on p.log_item = e.item
      join record.log_manifest m on m.item = e.item and m.rev = e.rev
      where p.id = ${publication} order by 1, e.rev`.execute(house.world.db)
    return rows
  }

  test('its page says why in the words of the law, and the number is never given again', async () => {
    const { publication } = await published('补贴发放名单（三）')
    await confirm(await ask(publication))
    await house.runJobs()
    await house.runJobs()
    const page = await house.visitor().visit(publicationAddress(publication))
    assert.ok(page.shows('依照《中华人民共和国个人信息保护法》第四十七条，应当删除个人信息。'))
    assert.ok(!page.shows('当事人申请删除'))
    assert.ok(!page.shows('补贴发放名单（三）'))
    const { index_number, standing } = await house.world.db
      .selectFrom('publications.publication')
      .select(['index_number', 'standing'])
      .where('id', '=', publication)
      .executeTakeFirstOrThrow()
    assert.equal(standing, 'erased')
    assert.ok(page.shows(index_number!))
    const again = await published('补贴发放名单（四）')
    const next = await house.world.db
      .selectFrom('publications.publication')
      .select('index_number')
      .where('id', '=', again.publication)
      .executeTakeFirstOrThrow()
    assert.notEqual(next.index_number, index_number)
    for (const path of ['.json', '/history', '/history.json']) {
      const answer = await house.visitor().get(`${publicationAddress(publication)}${path}`)
      assert.equal(answer.statusCode, 200)
      assert.doesNotMatch(answer.body, /补贴发放名单（三）|甄雪樵/)
    }
  })

  test('an earlier text, or one part of it, can go alone; the shown one cannot', async () => {
    const first = await published('渡口改造公示')
    await assert.rejects(ask(first.publication, { revision: first.revision }), { code: 'erasure.shown' })
    const second = await releaseDocument(tools(), { title: '渡口改造公示', revises: first.publication })
    await confirm(await ask(first.publication, { revision: first.revision, part: 'body' }))
    await house.runJobs()
    const parts = await partsOf(first.revision)
    assert.deepEqual(
      parts.map(({ name, erased_at }) => [name, erased_at !== null]),
      [
        ['body', true],
        ['meta', false],
        ['title', false],
      ],
    )
    const address = publicationAddress(first.publication)
    assert.equal((await house.visitor().visit(address)).status, 200)
    assert.ok((await house.visitor().visit(`${address}/history`)).shows('渡口改造公示'))
    assert.equal((await house.visitor().visit(`${address}/revisions/1`)).status, 200)
    assert.equal((await house.visitor().get(`${address}/revisions/1.json`)).statusCode, 200)
    assert.ok((await partsOf(second.revision)).every(({ erased_at }) => erased_at === null))
    await assert.rejects(ask(first.publication, { revision: first.revision, part: 'body' }), {
      code: 'erasure.gone',
    })
    const log = await house.world.db
      .selectFrom('record.event')
      .select('log')
      .where('subject', '=', first.publication)
      .where('event', '=', 'publication.part-erased')
      .executeTakeFirstOrThrow()
    const { type, parts: logged } = log.log as unknown as { type: string; parts: { n: string }[] }
    assert.deepEqual([type, logged.map(({ n }) => n)], ['erase', ['body']])
  })
})
