import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { CALENDAR_DATA, withNotice, workingCalendar } from '#kernel/calendar-data'
import type { Id } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, jobToolsOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { draftPublication, submitRevision } from './commands/drafting.ts'
import { reviewRevision } from './commands/reviewing.ts'
import { contentOf } from './content.ts'
import { openReviews, recomputeReviews } from './open-dates.ts'
import { NewPublication } from './schema.ts'
import { columnId } from './seed-columns.ts'

const KNOWN = workingCalendar(CALENDAR_DATA)
const NEXT = workingCalendar(
  withNotice(
    CALENDAR_DATA,
    {
      year: 2027,
      source: '通知',
      days_off: [{ from: '2027-01-01', to: '2027-01-03', name: null }],
      make_up_days: [],
    },
    'cn-2027',
  ),
)

describe('reviews that are due, and the calendar', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
    house.travelTo('2026-12-31T10:00:00+08:00')
  })
  after(() => house.leave())

  const as = (id: string) => systemActor(id, ['publication.draft', 'publication.first-review'])
  const acting = (id: string) => {
    const { perform } = stagehandsOf({ ...house.world, calendar: async () => KNOWN })
    return <T>(command: Parameters<typeof perform<T>>[1]) =>
      perform<T>(circumstancesOf(FIRST_SITE, as(id), house.now()), command)
  }
  const submitted = async (title: string): Promise<Id> => {
    const form = NewPublication.parse({
      ...{ kind: 'article', organisation: ORGANISATIONS.A03.id, columns: [columnId('news/notices')] },
      ...{ disclosure_attribute: 'proactive', title, text: '元旦期间公交照常。' },
    })
    return acting('author')(async (act) => {
      const organisation = ORGANISATIONS.A03.id
      const columns = [columnId('news/notices')]
      const draft = { ...form, organisation, columns, content: contentOf(form) }
      const { revision } = await draftPublication(act, house.world.house, draft)
      await submitRevision(act, house.world.house, revision)
      return revision
    })
  }
  const looking = <T>(query: Parameters<ReturnType<typeof stagehandsOf>['look']>[1]) =>
    stagehandsOf(house.world).look(
      circumstancesOf(FIRST_SITE, as('reader'), house.now()),
      query,
    ) as Promise<T>
  const find = (id: Id) =>
    looking<{ due_on: string; publication_id: Id; content_hash: string }>(({ db }) =>
      db.selectFrom('publications.revision').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    )
  const recorded = (subject: Id) =>
    house.world.db
      .selectFrom('record.event')
      .select('id')
      .where('subject', '=', subject)
      .where('event', '=', 'revision.due-recomputed')
      .execute()
  const recompute = () => {
    const tools = jobToolsOf({ ...house.world, calendar: async () => NEXT }, 'recompute', [])
    const at = house.now().toISOString()
    return recomputeReviews(tools, {
      v: 1,
      id: '' as Id,
      site: FIRST_SITE,
      event: 'calendar.adopted',
      subject: '' as Id,
      at,
    })
  }

  test('a review that waits has an open date, counted from the review before it', async () => {
    const id = await submitted('元旦公交安排')
    const { content_hash } = await find(id)
    house.travelTo('2026-12-31T11:00:00+08:00')
    await acting('first')((act) =>
      reviewRevision(act, id, { conclusion: 'passed', reason: '', content_hash }),
    )
    const open = await looking<Awaited<ReturnType<typeof openReviews>>>(openReviews)
    const own = open.find((date) => date.id === id)!
    assert.equal(own.title, '元旦公交安排')
    assert.match(own.address, /^\/desk\/publications\/revisions\/\w{26}\/review$/)
    assert.deepEqual(own.clock.events, [{ kind: 'start', occurred_on: '2026-12-31' }])
    assert.partialDeepStrictEqual(own.clock.rule, { id: 'review-within', unit: 'working-day', amount: 1 })
  })

  test('the notice of the next year moves its due day once, and the record says so', async () => {
    const id = await submitted('元旦值班')
    const { due_on, publication_id } = await find(id)
    assert.equal(due_on, '2027-01-01')
    await recompute()
    assert.equal((await find(id)).due_on, '2027-01-04')
    assert.equal((await recorded(publication_id)).length, 1)
    await recompute()
    assert.equal((await recorded(publication_id)).length, 1)
  })
})
