import assert from 'node:assert/strict'
import { idOfAddress } from '#kernel/ids'
import { codeOfDemo, staffWithRoles } from '#modules/foundation/accounts'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, stagehandsOf, systemActor } from '#platform/world'
import type { TestHouse } from './house.ts'
import type { Page, Visitor } from './visitor.ts'

/** The route of Yunxi's transport bureau: 林晓汀 writes, three people review, 罗见微 on secrecy, 唐嘉禾 releases. */
export const AUTHOR = 'lin.xiaoting'
export const REVIEWERS = ['meng.qinglan', 'wu.chengji', 'li.anlan'] as const
export const SECRECY = 'luo.jianwei'
export const PUBLISHER = 'tang.jiahe'

export const TEXT = '第一条 7路自2026年12月1日起延长末班时间。\n\n第二条 末班由21:00调整为22:00。'

type Fields = Record<string, string | string[]>

/** Walks texts along their route through the pages of the desk, as the people of the route do. */
export class Thread {
  readonly #house: TestHouse
  readonly #proven = new Map<string, { visitor: Visitor; until: number }>()

  constructor(house: TestHouse) {
    this.#house = house
  }

  wait(minutes: number): void {
    this.#house.travelTo(new Date(this.#house.now().getTime() + minutes * 60_000))
  }

  /** A colleague who has just proven anew that it is them, in a window of their own. */
  async enter(login: string): Promise<Visitor> {
    const known = this.#proven.get(login)
    if (known && known.until > this.#house.now().getTime()) return known.visitor.again()
    const visitor = known?.visitor ?? (await this.#house.as(login))
    // A code works once, and the one of this minute has opened the door.
    this.wait(1)
    await visitor.visit('/desk/elevate?back=/desk/account')
    await visitor.submit('确认', { 动态码: await this.codeOf(login) })
    this.#proven.set(login, { visitor, until: this.#house.now().getTime() + 9 * 60_000 })
    return visitor.again()
  }

  /** The address of the new revision, without its page. */
  async draft(title: string, fields: Fields = {}): Promise<{ author: Visitor; at: string }> {
    const author = await this.enter(AUTHOR)
    await author.visit('/desk/publications/new')
    const columns = choiceOf(author.page, '要闻 / 通知公告')
    const page = await author.submit('存为草稿', { 标题: title, 正文: TEXT, 栏目: columns, ...fields })
    assert.equal(page.status, 200, page.text)
    return { author, at: revisionAt(page) }
  }

  async handIn(title: string, fields: Fields = {}): Promise<string> {
    const { author, at } = await this.draft(title, fields)
    assert.equal((await author.submit('送审')).status, 200)
    return at
  }

  async pass(login: string, at: string): Promise<Page> {
    const reviewer = await this.enter(login)
    await reviewer.visit(`${at}/review`)
    return reviewer.submit('记下结论', { 审核结论: 'passed' })
  }

  async open(at: string): Promise<Page> {
    const officer = await this.enter(SECRECY)
    await officer.visit(`${at}/review`)
    return officer.submit('记下保密结论', { 保密审查结论: 'open' })
  }

  async approve(at: string): Promise<void> {
    for (const login of REVIEWERS) assert.equal((await this.pass(login, at)).status, 200)
    assert.equal((await this.open(at)).status, 200)
  }

  async release(at: string): Promise<Page> {
    const publisher = await this.enter(PUBLISHER)
    await publisher.visit(`${at}/review`)
    return publisher.submit('现在发布')
  }

  async publish(title: string, fields: Fields = {}): Promise<string> {
    const at = await this.handIn(title, fields)
    await this.approve(at)
    assert.equal((await this.release(at)).status, 200)
    return at
  }

  async stateOf(at: string): Promise<string> {
    const page = await (await this.enter(PUBLISHER)).visit(`${at}/review`)
    return page.root.querySelector('h1 .mark')?.textContent.trim() ?? ''
  }

  async hashOf(at: string): Promise<string> {
    const { look } = stagehandsOf(this.#house.world)
    const circumstances = circumstancesOf(FIRST_SITE, systemActor('test', []), this.#house.now())
    const { content_hash } = await look(circumstances, (view) =>
      view.db
        .selectFrom('publications.revision')
        .select('content_hash')
        .where('id', '=', idOfAddress(at.split('/').at(-1) ?? '')!)
        .executeTakeFirstOrThrow(),
    )
    return content_hash
  }

  async codeOf(login: string): Promise<string> {
    const person = staffWithRoles().find((each) => each.login.startsWith(`${login}@`))
    assert.ok(person, `nobody is called ${login}`)
    const { db, vault } = this.#house.world
    return (await codeOfDemo({ db, site: FIRST_SITE }, vault, person.id, this.#house.now())) ?? ''
  }
}

export function revisionAt({ path, body }: Page): string {
  const address = /\/desk\/publications\/revisions\/[0-9a-z]{26}/
  const found = address.exec(path) ?? address.exec(body)
  assert.ok(found, `no revision at ${path}`)
  return found[0]
}

export function choiceOf({ root }: Page, label: string): string {
  const choice = root.querySelectorAll('label.choice').find((each) => each.textContent.trim() === label)
  assert.ok(choice, `no choice ${label}`)
  return choice.querySelector('input')?.getAttribute('value') ?? ''
}

/** What a form of the page would carry unseen. */
export function hidden({ root }: Page): Record<string, string> {
  return { _forgery: root.querySelector('input[name="_forgery"]')?.getAttribute('value') ?? '' }
}
