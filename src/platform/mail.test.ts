import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tasksOf } from '#app/background'
import { MODULES } from '#app/modules'
import type { Id } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import { openHouse, START, type TestHouse } from '#test/house'
import { openPostOffice, type PostOffice } from '#test/post-office'
import { letterOf, type Mail, type MailRow, mailState, openMail, sendMail } from './mail.ts'
import { FIRST_SITE } from './sites.ts'
import { jobToolsOf } from './world.ts'

const MAIL: Mail = {
  to: 'su.nianhe@mail.example',
  subject: '云溪市公共汽电车线网优化方案：轮椅渡板的安排（𠮷）',
  topic: 'trial',
  unsubscribe: 'http://www.yunxi.example/notifications/unsubscribe/a.b.c',
  ...letterOf({
    language: 'zh-CN',
    sender: '云溪市人民政府门户网站',
    heading: '您关注的信息有更新',
    paragraphs: ['7路、27路全部车辆已装轮椅渡板。<script>'],
    items: [{ title: '关于低地板车辆班次的通告', href: 'http://www.yunxi.example/publications/1' }],
    action: { label: '查看', href: 'http://www.yunxi.example/?a=1&b=2' },
    foot: ['您收到这封邮件，是因为您订阅了通知公告。'],
  }),
}

describe('mail', () => {
  let house: TestHouse
  let office: PostOffice
  const tools = () => jobToolsOf(house.world, 'test', [])
  const send = (mail: Mail = MAIL) =>
    tools().perform(FIRST_SITE, (act) => sendMail(act, house.world.vault, mail))
  const run = (task: string, payload: Record<string, unknown> = {}) =>
    tasksOf(house.world, MODULES)[task]!(payload)
  const deliver = (id: Id) => run('mail.send', { site: FIRST_SITE, id })
  const find = (id: Id): Promise<MailRow> =>
    house.world.db
      .selectFrom('platform.outgoing_mail')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()

  before(async () => {
    office = await openPostOffice()
    house = await openHouse({ mail: { url: office.url, from: 'noreply@yunxi.example' } })
    await house.runJobs()
    office.arrived.length = 0
  })
  after(async () => {
    await house.leave()
    await office.close()
  })

  test('arrives with Chinese subject, text and markup intact, and says how to end it', async () => {
    const id = await send()
    await house.runJobs()
    const [mail] = office.arrived.splice(0)
    assert.ok(mail)
    assert.equal(mail.subject, MAIL.subject)
    assert.equal(mail.text, MAIL.text)
    assert.match(String(mail.html), /<h1[^>]*>您关注的信息有更新<\/h1>/)
    assert.match(String(mail.html), /渡板。&lt;script&gt;/)
    assert.equal(mail.from?.value[0]?.name, '云溪市人民政府')
    assert.equal(mail.from?.value[0]?.address, 'noreply@yunxi.example')
    assert.equal(mail.messageId, `<${id}@www.yunxi.example>`)
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated')
    const raw = Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line]))
    assert.equal(raw['list-unsubscribe'], `List-Unsubscribe: <${MAIL.unsubscribe}>`)
    assert.equal(raw['list-unsubscribe-post'], 'List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    assert.equal((await find(id)).state, 'sent')
  })

  test('the outbox holds neither address nor words in the clear', async () => {
    const row = await find(await send())
    const { sealed, ...open } = row
    assert.doesNotMatch(JSON.stringify(open), /su\.nianhe|优化/)
    assert.doesNotMatch(sealed ?? '', /su\.nianhe|优化/)
    assert.equal(
      (await openMail({ db: house.world.db, site: FIRST_SITE }, house.world.vault, row))?.to,
      MAIL.to,
    )
    await house.runJobs()
    office.arrived.length = 0
  })

  test('of an act that is refused is never sent', async () => {
    await assert.rejects(
      tools().perform(FIRST_SITE, async (act) => {
        await sendMail(act, house.world.vault, MAIL)
        throw new Conflict('revision.moved-on')
      }),
    )
    await house.runJobs()
    assert.equal(office.arrived.length, 0)
  })

  test('that the server puts off is tried again, with the same Message-ID', async () => {
    const id = await send()
    office.answer({ code: 451, text: '4.7.1 greylisted su.nianhe@mail.example' })
    await assert.rejects(deliver(id), (error: Error) => {
      assert.match(error.message, /tried again: 451/)
      assert.doesNotMatch(error.message, /su\.nianhe/)
      return true
    })
    assert.deepEqual([(await find(id)).state, (await find(id)).attempts], ['queued', 1])
    office.answer(undefined)
    await deliver(id)
    await deliver(id)
    assert.deepEqual(
      office.arrived.splice(0).map(({ messageId }) => messageId),
      [`<${id}@www.yunxi.example>`],
    )
    assert.equal((await find(id)).attempts, 2)
  })

  test('that the server refuses is given up at once and counted', async () => {
    const id = await send()
    office.answer({ code: 550, text: '5.1.1 nobody here is called su.nianhe' })
    await deliver(id)
    office.answer(undefined)
    await deliver(id)
    assert.equal(office.arrived.length, 0)
    const row = await find(id)
    assert.equal(row.state, 'failed')
    assert.match(row.failure ?? '', /^550\b/)
    assert.doesNotMatch(row.failure ?? '', /nianhe/)
    const health = await mailState(house.world.db, house.now())
    assert.equal(health.failed, 1)
    assert.match(health.last_failure ?? '', /^550\b/)
  })

  test('is sent once though two workers take it up together', async () => {
    const id = await send()
    await Promise.all([deliver(id), deliver(id)])
    assert.equal(office.arrived.splice(0).length, 1)
  })

  test('of a worker that died is taken up by another when its time is up', async () => {
    const id = await send()
    await house.world.db
      .updateTable('platform.outgoing_mail')
      .set({ state: 'sending', claimed_at: house.now() })
      .where('id', '=', id)
      .execute()
    await deliver(id)
    assert.equal(office.arrived.length, 0)
    house.travelTo(new Date(START.getTime() + 11 * 60_000))
    await deliver(id)
    assert.equal(office.arrived.splice(0).length, 1)
  })

  test('keeps no words after thirty days', async () => {
    const id = await send()
    await deliver(id)
    office.arrived.length = 0
    house.travelTo('2026-12-22T09:00:00+08:00')
    await run('mail.tidy')
    assert.ok((await find(id)).sealed)
    house.travelTo('2026-12-24T09:31:00+08:00')
    await run('mail.tidy')
    const row = await find(id)
    assert.equal(row.sealed, null)
    const key = await house.world.db
      .selectFrom('platform.party_key')
      .select('wrapped')
      .where('id', '=', row.party_id)
      .executeTakeFirstOrThrow()
    assert.equal(key.wrapped, null)
  })
})

describe('mail without a server', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  test('waits in the outbox, and no job fails', async () => {
    const id = await jobToolsOf(house.world, 'test', []).perform(FIRST_SITE, (act) =>
      sendMail(act, house.world.vault, MAIL),
    )
    await house.runJobs()
    const { state } = await house.world.db
      .selectFrom('platform.outgoing_mail')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    assert.equal(state, 'queued')
  })
})
