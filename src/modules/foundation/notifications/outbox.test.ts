import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tasksOf } from '#app/background'
import { MODULES } from '#app/modules'
import { record } from '#platform/act'
import { houseOf } from '#platform/house'
import { sendMail } from '#platform/mail'
import { rememberSetting } from '#platform/seeding'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { openPostOffice, type PostOffice } from '#test/post-office'
import { AUTHOR, PUBLISHER, Thread } from '#test/publishing'

const OPERATOR = 'song.pingye'

describe('the outbox', () => {
  let house: TestHouse
  let office: PostOffice
  const run = (task: string, payload: Record<string, unknown> = {}) =>
    tasksOf(house.world, MODULES)[task]!(payload)

  before(async () => {
    office = await openPostOffice()
    house = await openHouse({ mail: { url: office.url, from: 'noreply@yunxi.example' } })
    await house.runJobs()
  })
  after(async () => {
    await house.leave()
    await office.close()
  })

  test('of the demo shows each mail as its receiver reads it, and runs nothing of it', async () => {
    const visitor = await house.as(AUTHOR)
    const list = await visitor.visit('/desk/outbox')
    assert.ok(list.shows('chen.qiaoling@mail.example'))
    const mail = await visitor.visit(list.link(/^请确认您在/))
    assert.ok(mail.shows('请在48小时内点按钮确认'))
    const page = await visitor.get(mail.link('网页版式'))
    assert.match(page.body, /<h1[^>]*>请确认您在/)
    assert.match(
      String(page.headers['content-security-policy']),
      /^default-src 'none'; style-src 'unsafe-inline'/,
    )
    assert.equal((await house.visitor().get('/desk/outbox')).statusCode, 303, 'not without signing in')
  })

  test('of a real installation shows numbers and failures to the operator, and no words to anybody', async () => {
    const { vault, db } = house.world
    office.answer({ code: 550, text: '5.1.1 unknown' })
    await seedToolsOf(house.world).perform(FIRST_SITE, (act) =>
      sendMail(act, vault, {
        to: 'lost@mail.example',
        subject: '账号邀请',
        text: '邀请码',
        topic: 'invitation',
      }),
    )
    await house.runJobs()
    office.answer(undefined)
    const operator = await house.as(OPERATOR)
    const demoLink = (await operator.visit('/desk/outbox')).link(/^请确认您在/)
    await rememberSetting(db, 'demo', 'off')
    const page = await operator.visit('/desk/outbox')
    assert.match(page.text, /失败 1 封/)
    assert.match(page.text, /550/)
    assert.ok(page.shows('账号邀请'), 'its topic')
    assert.doesNotMatch(page.body, /lost@mail|chen\.qiaoling|邀请码/)
    assert.equal((await operator.get(demoLink)).statusCode, 404)
    assert.equal((await operator.get(`${demoLink}/html`)).statusCode, 404)
    assert.equal((await (await house.as(AUTHOR)).get('/desk/outbox')).statusCode, 403)
    await rememberSetting(db, 'demo', 'on')
  })

  test('tells the operator that mail fails, once a day', async () => {
    const operator = await house.as(OPERATOR)
    const failed = () => operator.visit('/desk/notifications?topic=mail-failed&view=all')
    assert.equal((await failed()).links('.q-title a').length, 1)
    await seedToolsOf(house.world).perform(FIRST_SITE, (act) =>
      record(act, { event: 'mail.failed', subject: act.call, organisation: undefined }),
    )
    await house.runJobs()
    assert.equal((await failed()).links('.q-title a').length, 1)
    assert.ok(
      !(await (await house.as(PUBLISHER)).visit('/desk/notifications?view=all')).shows('邮件发送失败。'),
    )
  })

  test('takes a mail to those whose scheduled release is stopped, once though it is tried every minute', async () => {
    const thread = new Thread(house)
    const title = '关于慰问名单的通告'
    const at = await thread.handIn(title)
    await thread.approve(at)
    const publisher = await thread.enter(PUBLISHER)
    await publisher.visit(`${at}/review`)
    const page = await publisher.submit('定时', { 定时发布: '2026-11-23T09:50' })
    assert.equal(page.status, 200, page.text)
    // A finding that came up after the approval: the text itself has not changed.
    const stopped = MODULES.map((module) =>
      module.name === 'foundation/publications'
        ? {
            ...module,
            gates: [async () => [{ code: 'publication.finding.identity-number', weight: 'blocks' as const }]],
          }
        : module,
    )
    const world = { ...house.world, house: houseOf(stopped, [], house.world.house.keyed) }
    const release = tasksOf(world, stopped)['publications.release-due']!
    house.travelTo('2026-11-23T09:50:30+08:00')
    await release({})
    await release({})
    await house.runJobs()
    await run('mail.tidy')
    for (const login of [AUTHOR, PUBLISHER]) {
      const found = (await (await house.as(login)).visit('/desk/notifications?topic=release-blocked'))
        .links('.q-title a')
        .filter(({ text }) => text === title)
      assert.equal(found.length, 1, login)
    }
    const mails = office.arrived.filter(({ subject }) => subject === `定时发布受阻：${title}`)
    assert.equal(mails.length, 2)
  })
})
