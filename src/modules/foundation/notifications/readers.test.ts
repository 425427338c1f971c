import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ParsedMail } from 'mailparser'
import { tasksOf } from '#app/background'
import { MODULES } from '#app/modules'
import { addressOf, type Id } from '#kernel/ids'
import { columnId, publicationAddress } from '#modules/foundation/publications'
import { FIRST_SITE } from '#platform/sites'
import { seedToolsOf } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { openPostOffice, type PostOffice } from '#test/post-office'
import { releaseDocument, withdraw } from '#test/releases'
import type { Page } from '#test/visitor'

describe('readers', () => {
  let house: TestHouse
  let office: PostOffice
  const tools = () => seedToolsOf(house.world)
  const run = (task: string, payload: Record<string, unknown> = {}) =>
    tasksOf(house.world, MODULES)[task]!(payload)

  before(async () => {
    office = await openPostOffice()
    house = await openHouse({ mail: { url: office.url, from: '云溪市人民政府 <noreply@yunxi.example>' } })
    await house.runJobs()
    office.arrived.length = 0
  })
  after(async () => {
    await house.leave()
    await office.close()
  })

  /** The mails that came meanwhile for this address. */
  const mailsTo = async (address: string): Promise<ParsedMail[]> => {
    await house.runJobs()
    const isTo = (mail: ParsedMail) => [mail.to ?? []].flat().some(({ text }) => text === address)
    const found = office.arrived.filter(isTo)
    office.arrived.splice(0, Number.POSITIVE_INFINITY, ...office.arrived.filter((mail) => !isTo(mail)))
    return found
  }
  const linkIn = (mail: ParsedMail | undefined, page: string) => {
    const found = new RegExp(`http://www\\.yunxi\\.example(/notifications/${page}/[\\w.-]+)`).exec(
      mail?.text ?? '',
    )
    assert.ok(found, `the mail has no link to ${page}: ${mail?.text}`)
    return found[1]!
  }
  const ask = async (address: string, choice: Asked): Promise<Page> => {
    // One caller may ask ten times a minute.
    house.travelTo(new Date(house.now().getTime() + 60_000))
    const { column = [], publication = [], rhythm = 'at-once', language } = choice
    const visitor = house.visitor(language ? { language } : {})
    const body = new URLSearchParams({ address, rhythm })
    for (const slug of column) body.append('column', addressOf(columnId(slug)))
    for (const id of publication) body.append('publication', addressOf(id))
    const answer = await house.server.inject({
      method: 'POST',
      url: '/notifications',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        cookie: language ? `view=${language}.normal.normal.auto.0` : '',
      },
      payload: body.toString(),
    })
    assert.equal(answer.statusCode, 303, answer.body)
    return visitor.visit(answer.headers.location!)
  }
  const enrol = async (address: string, choice: Asked) => {
    await ask(address, choice)
    const [mail] = await mailsTo(address)
    const visitor = house.visitor()
    await visitor.visit(linkIn(mail, 'confirm'))
    const page = await visitor.submit('确认订阅')
    assert.ok(page.shows('订阅已生效'), page.text)
    return page.path.split('?')[0]!
  }
  const release = (title: string, column = 'news/notices') => releaseDocument(tools(), { title, column })
  const countRows = async (table: 'notifications.subscriber' | 'notifications.subscription') =>
    (await house.world.db.selectFrom(table).select('site_id').execute()).length

  test('choose columns in a form, and everything wrong with it comes back at once', async () => {
    const visitor = house.visitor()
    await visitor.visit('/notifications')
    const wrong = await visitor.submit('发送确认邮件', { 电子邮箱: '赵德茂' })
    assert.equal(wrong.status, 422)
    assert.deepEqual(wrong.errors(), ['请至少选择一个栏目', '电子邮箱的写法不对，例如 name@example.com'])
    assert.ok(wrong.body.includes('value="赵德茂"'))
    const right = await visitor.submit('发送确认邮件', {
      电子邮箱: 'gao.yizhou@mail.example',
      栏目: addressOf(columnId('service')),
    })
    assert.equal(right.heading(), '请查收邮件')
    assert.equal((await mailsTo('gao.yizhou@mail.example')).length, 1)
  })

  test('are led there from a column and from a publication, with the choice already made', async () => {
    const { publication } = await release('关于云溪东站接驳线的通告')
    const visitor = house.visitor()
    await visitor.visit('/columns/news/notices')
    const form = await visitor.visit(visitor.page.link('邮件订阅本栏目'))
    assert.equal(form.root.querySelectorAll('input[name="column"][checked]').length, 1)
    await visitor.visit(publicationAddress(publication))
    const other = await visitor.visit(visitor.page.link('有修订时邮件通知我'))
    assert.ok(other.shows('关于云溪东站接驳线的通告'))
    assert.equal(
      other.root.querySelector('input[name="publication"][checked]')?.getAttribute('value'),
      addressOf(publication),
    )
  })

  test('get nothing before they confirm', async () => {
    const address = 'li.zhiyuan@mail.example'
    await ask(address, { column: ['news/notices'] })
    assert.equal((await mailsTo(address)).length, 1)
    await release('关于校园专线的通告')
    assert.equal((await mailsTo(address)).length, 0)
  })

  test('who did not confirm within 48 hours are forgotten', async () => {
    const address = 'ma.lianqiao@mail.example'
    await ask(address, { column: ['news/notices'] })
    const [mail] = await mailsTo(address)
    const people = await countRows('notifications.subscriber')
    house.travelTo(new Date(house.now().getTime() + 48 * 3_600_000 + 1000))
    const late = await house.visitor().visit(linkIn(mail, 'confirm'))
    assert.equal(late.status, 409)
    assert.ok(late.shows('这个链接已经失效'), late.text)
    await run('notifications.reader-digests')
    assert.ok((await countRows('notifications.subscriber')) < people)
  })

  test('are told at once of what is new in a column and below it, in one mail for two columns', async () => {
    const address = 'zhao.de@mail.example'
    await enrol(address, { column: ['news', 'news/notices'] })
    const { publication } = await release('关于冬季首末班时间的通告')
    const mails = await mailsTo(address)
    assert.equal(mails.length, 1)
    const [mail] = mails
    assert.equal(mail!.subject, '关于冬季首末班时间的通告')
    assert.match(
      mail!.text ?? '',
      new RegExp(`http://www\\.yunxi\\.example${publicationAddress(publication)}\n`),
    )
    assert.match(mail!.text ?? '', /云溪市交通运输局/)
    const raw = Object.fromEntries(mail!.headerLines.map(({ key, line }) => [key, line]))
    assert.match(raw['list-unsubscribe'] ?? '', /<http:\/\/www\.yunxi\.example\/notifications\/unsubscribe\//)
    await release('部门动态一则', 'policies/documents')
    assert.equal((await mailsTo(address)).length, 0, 'another column')
  })

  test('are told of a revision and why it was made, but not of a corrected slip', async () => {
    const address = 'su.nian@mail.example'
    const { publication } = await release('关于低地板车辆班次的通告')
    await enrol(address, { publication: [publication] })
    await releaseDocument(tools(), {
      title: '关于低地板车辆班次的通告',
      revises: publication,
      change: 'minor',
    })
    assert.equal((await mailsTo(address)).length, 0)
    await releaseDocument(tools(), { title: '关于低地板车辆班次的通告（修订）', revises: publication })
    const [mail] = await mailsTo(address)
    assert.equal(mail?.subject, '有修订：关于低地板车辆班次的通告（修订）')
    assert.match(mail?.text ?? '', /修订：内容调整/)
  })

  test('are told of each revision once, though the job runs twice and two workers run it', async () => {
    const address = 'tan.hong@mail.example'
    await enrol(address, { column: ['service'] })
    const { publication } = await release('关于老年乘车卡年审的通告', 'service')
    await house.runJobs()
    const payload = { site: FIRST_SITE, publication }
    await Promise.all([
      run('notifications.tell-readers', payload),
      run('notifications.tell-readers', payload),
    ])
    await run('notifications.tell-readers', payload)
    assert.equal((await mailsTo(address)).length, 1)
  })

  test('are not told of what was taken down before the mail was written', async () => {
    const address = 'long.tingxi@mail.example'
    await enrol(address, { column: ['service'] })
    const { publication } = await release('误发的通告', 'service')
    await withdraw(tools(), publication, '内容有误')
    assert.equal((await mailsTo(address)).length, 0)
  })

  test('who want one mail a day get one at half past eight with all of it, and none when there is nothing', async () => {
    const address = 'gu.huaijin@mail.example'
    await enrol(address, { column: ['result'], rhythm: 'daily' })
    const { publication } = await release('公交服务质量考核结果', 'result')
    await release('站台改造验收结果', 'result')
    await releaseDocument(tools(), { title: '公交服务质量考核结果（更新）', revises: publication })
    assert.equal((await mailsTo(address)).length, 0)
    await run('notifications.reader-digests')
    assert.equal((await mailsTo(address)).length, 0, 'what came after half past eight waits')
    house.travelTo('2026-11-27T08:30:00+08:00')
    await Promise.all([run('notifications.reader-digests'), run('notifications.reader-digests')])
    const mails = await mailsTo(address)
    assert.equal(mails.length, 1)
    assert.equal(mails[0]!.subject, '云溪市人民政府：您订阅的内容有 2 条更新')
    assert.match(
      mails[0]!.text ?? '',
      /公交服务质量考核结果（更新）[\s\S]*站台改造验收结果|站台改造验收结果[\s\S]*公交服务质量考核结果（更新）/,
    )
    house.travelTo('2026-11-28T08:30:00+08:00')
    await run('notifications.reader-digests')
    assert.equal((await mailsTo(address)).length, 0)
  })

  test('who want one mail a week get it on Monday, in their language', async () => {
    const address = 'ye.tinglan@mail.example'
    await ask(address, { column: ['result'], rhythm: 'weekly', language: 'en' })
    const [asked] = await mailsTo(address)
    assert.match(asked!.subject ?? '', /^Please confirm your subscription at /)
    const visitor = house.visitor({ language: 'en' })
    await visitor.visit(linkIn(asked, 'confirm'))
    await visitor.submit('Confirm')
    await release('线网优化评估结果', 'result')
    await house.runJobs()
    house.travelTo('2026-11-29T08:30:00+08:00')
    await run('notifications.reader-digests')
    assert.equal((await mailsTo(address)).length, 0, 'Sunday')
    house.travelTo('2026-11-30T08:30:00+08:00')
    await run('notifications.reader-digests')
    const [mail] = await mailsTo(address)
    assert.match(mail!.subject ?? '', /: what is new in your subscriptions \(1\)$/)
    assert.match(mail!.text ?? '', /线网优化评估结果/)
  })

  test('see on one page what they subscribed to, and end one of it or change the rhythm', async () => {
    const address = 'lv.wangqiu@mail.example'
    const manage = await enrol(address, { column: ['service', 'result'] })
    const visitor = house.visitor()
    const page = await visitor.visit(manage)
    assert.ok(page.shows('服务') && page.shows('结果'))
    assert.ok(!page.body.includes(address), 'the address is not on the page')
    await visitor.submit('保存', { 接收频次: 'daily' })
    assert.ok(visitor.page.shows('接收频次已修改'))
    await visitor.submit('退订 结果')
    assert.deepEqual(
      visitor.page.root.querySelectorAll('tbody th').map(({ textContent }) => textContent.trim()),
      ['服务'],
    )
    const ended = await visitor.submit('退订 服务')
    assert.ok(ended.shows('邮箱地址已经清除'), ended.text)
  })

  test('end everything with one POST of their mail program, and the address is gone', async () => {
    const address = 'dai.qinghe@mail.example'
    await enrol(address, { column: ['service'] })
    await release('关于无障碍站台的通告', 'service')
    const [mail] = await mailsTo(address)
    const raw = mail!.headerLines.find(({ key }) => key === 'list-unsubscribe')!.line
    const path = new URL(/<([^>]+)>/.exec(raw)![1]!).pathname
    const rows = await countRows('notifications.subscriber')
    const program = house.visitor()
    assert.equal((await program.get(path)).statusCode, 200)
    assert.equal(
      await countRows('notifications.subscriber'),
      rows,
      'programs that open every link end nothing',
    )
    const answer = await program.post(path, { 'List-Unsubscribe': 'One-Click' }, { 'sec-fetch-site': 'none' })
    assert.equal(answer.statusCode, 200)
    assert.equal(await countRows('notifications.subscriber'), rows - 1)
    assert.equal(
      (await program.post(path, {}, { 'sec-fetch-site': 'none' })).statusCode,
      200,
      'twice is once',
    )
    await release('关于站台盲道的通告', 'service')
    assert.equal((await mailsTo(address)).length, 0)
    const hash = house.world.vault.lookupHash(`subscriber ${address}`)
    const left = await house.world.db
      .selectFrom('notifications.subscriber')
      .select('id')
      .where('address_hash', '=', hash)
      .execute()
    assert.deepEqual(left, [])
  })

  test('cannot be told apart by anybody who types their address', async () => {
    const known = 'teng.shouyi@mail.example'
    await enrol(known, { column: ['service'] })
    const again = await ask(known, { column: ['service'] })
    const never = await ask('nobody.yet@mail.example', { column: ['service'] })
    assert.equal(again.path, never.path)
    assert.equal(again.body, never.body)
    const [mail] = await mailsTo(known)
    assert.match(mail!.text ?? '', /订阅没有变化/)
    await mailsTo('nobody.yet@mail.example')
    const visitor = house.visitor()
    await visitor.visit('/notifications/manage')
    assert.equal(
      (await visitor.submit('发送管理链接', { 电子邮箱: 'stranger@mail.example' })).heading(),
      '请查收邮件',
    )
    assert.equal((await mailsTo('stranger@mail.example')).length, 0)
    await visitor.visit('/notifications/manage')
    await visitor.submit('发送管理链接', { 电子邮箱: known.toUpperCase() })
    const [link] = await mailsTo(known)
    assert.equal((await visitor.visit(linkIn(link, 'manage'))).status, 200)
  })

  test('are not flooded by somebody who types their address again and again', async () => {
    const address = 'qi.yining@mail.example'
    for (let time = 0; time < 8; time++) await ask(address, { column: ['service'] })
    assert.equal((await mailsTo(address)).length, 5)
  })

  test('a forged link, or one made for something else, opens nothing', async () => {
    const manage = await enrol('yu.wenying@mail.example', { column: ['service'] })
    const token = manage.slice(manage.lastIndexOf('/') + 1)
    const visitor = house.visitor()
    assert.equal((await visitor.visit(manage)).status, 200)
    const other = `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`
    for (const path of [
      `/notifications/manage/${other}`,
      `/notifications/unsubscribe/${token}`,
      `/notifications/confirm/${token}`,
      `/notifications/manage/x`,
      `/sites/jtj/notifications/manage/${token}`,
    ])
      assert.equal((await visitor.get(path)).statusCode, 404, path)
    assert.equal((await visitor.post(`/notifications/manage/${other}/end`, {})).statusCode, 404)
  })

  test('a place that asks too often has to wait', async () => {
    const post = () =>
      house.visitor().post('/notifications', { address: 'bai.zhiqiu@mail.example', rhythm: 'daily' })
    const answers = []
    for (let time = 0; time < 11; time++) answers.push((await post()).statusCode)
    assert.equal(answers.at(0), 422)
    assert.equal(answers.at(-1), 429)
  })
})

type Asked = {
  column?: readonly string[]
  publication?: readonly Id[]
  rhythm?: 'at-once' | 'daily' | 'weekly'
  language?: 'en'
}
