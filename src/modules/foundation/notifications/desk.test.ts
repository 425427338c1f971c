import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tasksOf } from '#app/background'
import { MODULES } from '#app/modules'
import { staffWithRoles } from '#modules/foundation/accounts'
import { reviewRevision, submitRevision } from '#modules/foundation/publications'
import type { Act, View } from '#platform/act'
import { openMail } from '#platform/mail'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, seedToolsOf, stagehandsOf, systemActor } from '#platform/world'
import { openHouse, type TestHouse } from '#test/house'
import { AUTHOR, PUBLISHER, revisionAt, SECRECY, TEXT, Thread } from '#test/publishing'
import { draftDocument } from '#test/releases'

const INBOX = '/desk/notifications'
const PREFERENCES = '/desk/notifications/settings'

describe('people at the desk are told', () => {
  let house: TestHouse
  let thread: Thread
  const inboxOf = async (login: string, query = '') => (await house.as(login)).visit(`${INBOX}${query}`)
  const run = (task: string, payload: Record<string, unknown> = {}) =>
    tasksOf(house.world, MODULES)[task]!(payload)
  const countOf = async (login: string, title: string) =>
    (await inboxOf(login, '?view=all')).links('.q-title a').filter(({ text }) => text === title).length
  const mailsTo = async (address: string) => {
    const view = { db: house.world.db, site: FIRST_SITE }
    const rows = await view.db.selectFrom('platform.outgoing_mail').selectAll().orderBy('id').execute()
    const opened = await Promise.all(rows.map((row) => openMail(view, house.world.vault, row)))
    return opened.flatMap((words) => (words?.to === `${address}@yunxi.example` ? [words] : []))
  }
  const anyone = <T>(query: (view: View) => Promise<T>) =>
    stagehandsOf(house.world).look(circumstancesOf(FIRST_SITE, systemActor('test', []), house.now()), query)
  const idOf = (login: string) => staffWithRoles().find((each) => each.login.startsWith(`${login}@`))!.id
  const toldTo = (login: string) =>
    anyone(({ db }) =>
      db.selectFrom('notifications.notification').selectAll().where('person_id', '=', idOf(login)).execute(),
    )
  const choiceOf = async (login: string) =>
    (
      await anyone(({ db }) =>
        db
          .selectFrom('notifications.preference')
          .select('mail')
          .where('person_id', '=', idOf(login))
          .where('topic', '=', 'review-due')
          .executeTakeFirst(),
      )
    )?.mail
  const choose = async (login: string, choices: Record<string, string>) => {
    const person = await house.as(login)
    await person.visit(PREFERENCES)
    assert.equal((await person.submit('保存', choices)).status, 200)
  }

  before(async () => {
    house = await openHouse()
    await house.runJobs()
    thread = new Thread(house)
  })
  after(() => house.leave())

  test('whose review it is, and nobody else', async () => {
    const title = '关于增设轮椅渡板标识的通告'
    await thread.handIn(title)
    await house.runJobs()
    // The first reviewer of the government reviews for everything below it too.
    for (const login of ['meng.qinglan', 'he.yan', SECRECY])
      assert.equal(await countOf(login, title), 1, login)
    for (const login of ['wu.chengji', AUTHOR, PUBLISHER, 'pan.yuwei'])
      assert.equal(await countOf(login, title), 0, login)
  })

  test('of a text that a program or a job wrote too: they have no inbox, and the reviewers do', async () => {
    const title = '关于公交卡换发点的通告'
    const tools = seedToolsOf(house.world)
    const { revision } = await draftDocument(tools, { title })
    const as = <T>(id: string, command: (act: Act) => Promise<T>) =>
      tools.performAs(
        FIRST_SITE,
        { actor: { kind: 'token', id, unit: '*', may: () => true }, at: house.now() },
        command,
      )
    const { content_hash } = await as('system', async (act) => {
      await submitRevision(act, tools.house, revision)
      return act.tx
        .updateTable('publications.revision')
        .set({ author_id: 'system' as never, last_editor_id: 'system' as never })
        .where('id', '=', revision)
        .returning('content_hash')
        .executeTakeFirstOrThrow()
    })
    await house.runJobs()
    await as(idOf('meng.qinglan'), (act) =>
      reviewRevision(act, revision, { conclusion: 'passed', reason: '', content_hash }),
    )
    await house.runJobs()
    assert.equal(await countOf('wu.chengji', title), 1)
    assert.equal(await countOf('meng.qinglan', title), 1)
  })

  test('but a reviewer of another organisation is not', async () => {
    const title = '关于市政府办值班安排的说明'
    const editor = await thread.enter('shen.weizhou')
    await editor.visit('/desk/publications/new')
    const page = await editor.submit('存为草稿', {
      标题: title,
      正文: TEXT,
      栏目: columnOf(editor.page.body),
    })
    assert.equal(page.status, 200, page.text)
    revisionAt(page)
    assert.equal((await editor.submit('送审')).status, 200)
    await house.runJobs()
    assert.equal(await countOf('he.yan', title), 1)
    assert.equal(await countOf('meng.qinglan', title), 0)
  })

  test('once, however often the event is heard', async () => {
    const title = '关于夜班车发车间隔的通告'
    await thread.handIn(title)
    const event = await house.world.db
      .selectFrom('record.event')
      .selectAll()
      .where('event', '=', 'revision.submitted')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const notice = {
      ...{ v: 1, id: event.id, site: FIRST_SITE, event: event.event, subject: event.subject },
      at: event.at.toISOString(),
    }
    await house.runJobs()
    await run('on:foundation/notifications:revision.submitted', notice)
    await run('on:foundation/notifications:revision.submitted', notice)
    assert.equal(await countOf('meng.qinglan', title), 1)
  })

  test('that a text came back, in the inbox also why, and at once by mail', async () => {
    const title = '关于云脚乡村村通班车的通告'
    const at = await thread.handIn(title)
    const reviewer = await thread.enter('meng.qinglan')
    await reviewer.visit(`${at}/review`)
    await reviewer.submit('记下结论', { 审核结论: 'returned', 说明: '请补首末班时间。' })
    await house.runJobs()
    const page = await inboxOf(AUTHOR)
    assert.ok(page.shows('孟庆澜退回：请补首末班时间。'), page.text)
    const mail = (await mailsTo(AUTHOR)).find(({ subject }) => subject.includes(title))
    assert.match(mail?.text ?? '', /孟庆澜退回了稿件/)
    assert.doesNotMatch(mail?.text ?? '', /首末班时间/, 'what reviewers write stays at the desk')
    assert.match(mail?.unsubscribe ?? '', /^http:\/\/www\.yunxi\.example\/notifications\/staff\//)
  })

  test('that a text is approved, and the publisher that it waits', async () => {
    const title = '关于鹤汀桥西站恢复停靠的通告'
    const at = await thread.handIn(title)
    await thread.approve(at)
    await house.runJobs()
    const author = await inboxOf(AUTHOR, '?topic=revision-approved')
    assert.ok(author.shows(title))
    assert.ok((await inboxOf(PUBLISHER, '?topic=release-due')).shows(title))
  })

  test('and the menu counts what is unread until it is opened or marked', async () => {
    const officer = await house.as(SECRECY)
    const before = await officer.visit(INBOX)
    const unread = Number(/未读 (\d+) 条/.exec(before.text)?.[1])
    assert.ok(unread >= 2)
    const counted = (page: typeof before) =>
      page.root.querySelector('.rail a[href="/desk/notifications"] .count')?.textContent.replace(/\D/g, '')
    assert.equal(counted(before), String(unread))
    const [first] = before.links('.q-title a')
    const opened = await officer.visit(first!.href)
    assert.match(opened.path, /^\/desk\/publications\/revisions\//)
    assert.equal(counted(await officer.visit(INBOX)), String(unread - 1))
    await officer.submit('全部标为已读')
    assert.equal(counted(await officer.visit(INBOX)), undefined)
    assert.ok((await officer.visit(`${INBOX}?view=all`)).shows(first!.text))
  })

  test('of all that was ever told them, page by page', async () => {
    const titles = (page: { links(selector: string): { href: string }[] }) =>
      page.links('.q-title a').map(({ href }) => href)
    const reviewer = await house.as('he.yan')
    const all = titles(await reviewer.visit(`${INBOX}?view=all`))
    const first = await reviewer.visit(`${INBOX}?view=all&limit=2`)
    const rest = await reviewer.visit(first.link('更早的'))
    assert.equal(titles(first).length, 2)
    assert.deepEqual([...titles(first), ...titles(rest)], all)
    assert.equal((await reviewer.get(`${INBOX}?cursor=x`)).statusCode, 400)
  })

  test('of nothing that belongs to somebody else', async () => {
    const [first] = (await inboxOf(PUBLISHER, '?view=all')).links('.q-title a')
    const stranger = await house.as('pan.yuwei')
    assert.equal((await stranger.get(first!.href)).statusCode, 404)
    const { look } = stagehandsOf(house.world)
    const nobody = { ...systemActor('test', []), unit: '' }
    const rows = await look(circumstancesOf(FIRST_SITE, nobody, house.now()), ({ db }) =>
      db.selectFrom('notifications.notification').select('id').execute(),
    )
    assert.deepEqual(rows, [], 'the database itself keeps them apart')
  })

  test('by mail at once, in the digest or never, as they chose', async () => {
    await choose('meng.qinglan', { 待审核: 'at-once' })
    await choose('he.yan', { 待审核: 'never' })
    const title = '关于学生公交优惠卡线上年审的通告'
    await thread.handIn(title)
    await house.runJobs()
    const subjectsTo = async (login: string) => (await mailsTo(login)).map(({ subject }) => subject)
    assert.ok((await subjectsTo('meng.qinglan')).includes(`待审核：${title}`))
    assert.ok(!(await subjectsTo('he.yan')).some((subject) => subject.includes(title)))
    assert.equal(await countOf('he.yan', title), 1, 'the inbox has it all the same')
  })

  test('in one digest on the next working morning, and not twice', async () => {
    const before = (await mailsTo(SECRECY)).length
    await run('notifications.staff-digests')
    assert.equal((await mailsTo(SECRECY)).length, before, 'what is of today waits')
    house.travelTo('2026-11-28T08:30:00+08:00')
    await run('notifications.staff-digests')
    assert.equal((await mailsTo(SECRECY)).length, before, 'Saturday')
    house.travelTo('2026-11-30T08:30:00+08:00')
    await run('notifications.staff-digests')
    await run('notifications.staff-digests')
    const digests = (await mailsTo(SECRECY)).slice(before)
    assert.equal(digests.length, 1)
    assert.match(digests[0]!.subject, /^工作台通知 \d+ 条$/)
    assert.match(digests[0]!.text, /关于学生公交优惠卡线上年审的通告/)
    assert.doesNotMatch(digests[0]!.text, /关于夜班车发车间隔的通告/, 'what was read at the desk is left out')
  })

  test('that a review is late, once', async () => {
    await run('notifications.due-reviews')
    await run('notifications.due-reviews')
    const late = (await toldTo('he.yan')).filter(({ topic }) => topic === 'review-overdue')
    assert.ok(late.some(({ title, params }) => title.includes('夜班车') && params.due === '2026-11-24'))
    assert.equal(new Set(late.map(({ title }) => title)).size, late.length)
    assert.ok(!(await toldTo('pan.yuwei')).some(({ topic }) => topic === 'review-overdue'))
  })

  test('no more by mail after one click, without signing in', async () => {
    const mail = (await mailsTo('meng.qinglan')).find(({ subject }) => subject.startsWith('待审核'))
    const path = new URL(mail!.unsubscribe!).pathname
    const program = house.visitor()
    const page = await program.visit(path)
    assert.ok(page.shows('“待审核”不再发邮件'), page.text)
    assert.equal(await choiceOf('meng.qinglan'), 'at-once', 'opening the link changes nothing')
    const forged = `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`
    assert.equal((await program.post(forged, {}, { 'sec-fetch-site': 'none' })).statusCode, 404)
    const answer = await program.post(path, { 'List-Unsubscribe': 'One-Click' }, { 'sec-fetch-site': 'none' })
    assert.equal(answer.statusCode, 200)
    assert.equal(await choiceOf('meng.qinglan'), 'never')
  })
})

/** 要闻 / 通知公告 on the form of a new text. */
function columnOf(body: string): string {
  return /value="([^"]+)"[^>]*>\s*<span>要闻 \/ 通知公告/.exec(body)?.[1] ?? ''
}
