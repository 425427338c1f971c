import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import sharp from 'sharp'
import { type Id, idOfAddress } from '#kernel/ids'
import { ORGANISATIONS } from '#modules/foundation/organisations'
import { FIRST_SITE } from '#platform/sites'
import { circumstancesOf, jobToolsOf, seedToolsOf, stagehandsOf, systemActor } from '#platform/world'
import { type FileVisitor, fileVisitor } from '#test/file-visitor'
import { openHouse, type TestHouse } from '#test/house'
import { hidden, Thread } from '#test/publishing'
import { withdraw } from '#test/releases'
import type { Page, Visitor } from '#test/visitor'
import { sweepFiles } from './attachments-job.ts'
import { changeAttachments } from './commands/attaching.ts'

const csv = (text: string, name = '线路走向.csv') => new File([text], name, { type: 'text/csv' })
const STOPS = csv('站名,里程\n柳浦新村,0\n溪东医院,600\n')
const picture = async (name = '站台.png') => {
  const drawn = sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
  return new File([new Uint8Array(await drawn.png().toBuffer())], name, { type: 'image/png' })
}

const fileLink = ({ root }: Page): string => {
  const link = root.querySelectorAll('a[href]').find((each) => each.getAttribute('href')!.includes('by='))
  assert.ok(link, 'the page names no file')
  return link.getAttribute('href')!.replaceAll('&amp;', '&')
}

const publicLinks = ({ root }: Page) =>
  root.querySelectorAll('.files a').map((link) => link.getAttribute('href')!)

const publicationOf = (page: Page) => /\/desk\/publications\/([0-9a-z]{26})/.exec(page.body)![1]!

describe('a file of a text', () => {
  let house: TestHouse
  let files: FileVisitor
  let thread: Thread
  before(async () => {
    house = await openHouse()
    files = await fileVisitor(house)
    thread = new Thread(house)
  })
  after(async () => {
    await files.leave()
    await house.leave()
  })

  const attached = async (title: string, chosen: readonly File[] = [STOPS]) => {
    const { author, at } = await thread.draft(title)
    const page = await author.upload('上传附件', { 添加附件: chosen })
    assert.equal(page.status, 200, page.text)
    return { author, at, page }
  }

  const published = async (title: string, chosen?: readonly File[]) => {
    const { author, at, page } = await attached(title, chosen)
    await author.submit('送审')
    await thread.approve(at)
    assert.equal((await thread.release(at)).status, 200)
    return { at, publication: publicationOf(page) }
  }

  test('is uploaded by a plain form, named, ordered and removed, each an edit of the text', async () => {
    const { author, page } = await attached('关于微7线走向的公告', [STOPS, csv('甲,乙\n', '意见采纳.csv')])
    assert.ok(page.shows('附件已经更新'))
    const named = await author.upload('保存名称', {}, { 第1个附件显示的名称: '微7线站点里程' })
    assert.ok(named.shows('附件已经更新'), named.text)
    const up = named.root
      .querySelectorAll('button')
      .find((button) => button.getAttribute('aria-label') === '上移“意见采纳.csv”')
    assert.ok(up)
    const body = new FormData()
    for (const [name, value] of Object.entries(hidden(named))) body.append(name, value)
    body.append('do', up.getAttribute('value')!)
    await author.sendForm(up.getAttribute('formaction')!, body, { 'sec-fetch-site': 'same-origin' })
    const moved = await author.visit(named.path)
    const names = () =>
      author.page.root
        .querySelectorAll('input[name^="attachment-name-"]')
        .map((input) => input.getAttribute('value'))
    assert.deepEqual(names(), ['意见采纳', '微7线站点里程'])
    assert.ok(moved.shows('CSV'))
    await author.submit('移除', {})
    assert.equal(names().length, 1)
  })

  test('does not cost the words that were typed and not saved', async () => {
    const { author } = await thread.draft('关于末班车的公告')
    const page = await author.upload('上传附件', { 添加附件: [STOPS] }, { 正文: '还没有存的一段话。' })
    assert.equal(page.status, 200)
    assert.ok(page.shows('正文里改动的字还在下面，还没有保存'))
    assert.match(page.body, /还没有存的一段话。/)
    const saved = await author.submit('保存')
    assert.equal(saved.status, 200, saved.text)
    assert.match(saved.body, /还没有存的一段话。/)
    assert.ok(saved.shows('CSV'), 'the file stays when the text is saved')
  })

  test('that is too large or of no known kind is refused by name, and the others of the form are taken', async () => {
    const { author } = await thread.draft('关于大文件的公告')
    const large = new File([new Uint8Array(50 * 1024 * 1024 + 1)], '航拍.pdf', { type: 'application/pdf' })
    const page = await author.upload(
      '上传附件',
      { 添加附件: [large, new File(['<script>alert(1)</script>'], 'x.html', { type: 'text/html' }), STOPS] },
      { 标题: '关于大文件的公告（改）' },
    )
    assert.equal(page.status, 422)
    assert.ok(page.shows('航拍.pdf：单个文件不能超过50 MB'))
    assert.ok(page.shows('x.html：'))
    assert.match(page.body, /value="关于大文件的公告（改）"/)
    assert.equal(page.root.querySelectorAll('input[name^="attachment-name-"]').length, 1)
    assert.equal(page.errors().length, 1)
  })

  test('is not taken without the token of the session, nor from whoever may not write', async () => {
    const { author, at } = await thread.draft('关于令牌的公告')
    const body = () => {
      const form = new FormData()
      form.append('do', 'upload')
      form.append('attachment-files', STOPS)
      return form
    }
    const own = { 'sec-fetch-site': 'same-origin' }
    assert.equal((await author.sendForm(`${at}/attachments`, body(), own)).statusCode, 403)
    const wrong = new FormData()
    wrong.append('_forgery', 'x'.repeat(43))
    wrong.append('attachment-files', STOPS)
    assert.equal((await author.sendForm(`${at}/attachments`, wrong, own)).statusCode, 403)
    const late = body()
    late.append('_forgery', hidden(author.page)._forgery!)
    assert.equal((await author.sendForm(`${at}/attachments`, late, own)).statusCode, 403)
    const foreign = { 'sec-fetch-site': 'cross-site', 'x-forgery-token': hidden(author.page)._forgery! }
    assert.equal((await author.sendForm(`${at}/attachments`, body(), foreign)).statusCode, 403)
    const inHeader = { ...own, 'x-forgery-token': hidden(author.page)._forgery! }
    assert.equal((await author.sendForm(`${at}/attachments`, body(), inHeader)).statusCode, 303)
    const stranger = await house.visitor().sendForm(`${at}/attachments`, body(), own)
    assert.match(String(stranger.headers.location), /sign-in/)
    const none = await house.world.db
      .selectFrom('publications.file')
      .select('id')
      .where('name', '=', STOPS.name)
      .execute()
    assert.deepEqual(none, [], 'without a scope not one row is seen')
  })

  test('of a draft opens by a signed address only, for ten minutes', async () => {
    const { page } = await attached('关于签名地址的公告')
    const address = fileLink(page)
    const answer = await files.fetch(address)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('cache-control'), 'private, no-store')
    assert.match(await answer.text(), /溪东医院/)
    const [bare = '', query = ''] = address.split('?')
    assert.equal((await files.fetch(bare)).status, 404)
    const forged = new URLSearchParams(query)
    forged.set('until', String(Number(forged.get('until')) + 600))
    assert.equal((await files.fetch(`${bare}?${forged}`)).status, 404)
    const other = fileLink((await attached('关于另一个签名的公告')).page)
    assert.equal((await files.fetch(`${other.split('?')[0]}?${query}`)).status, 404)
    house.travelTo(new Date(house.now().getTime() + 10 * 60_000))
    assert.equal((await files.fetch(address)).status, 404)
  })

  test('of a public text opens for anyone at an address that stays, and is gone with the text', async () => {
    const { publication } = await published('关于公开附件的公告')
    const page = await house.visitor().visit(`/publications/${publication}`)
    const [address = ''] = publicLinks(page)
    assert.match(address, /^http:\/\/files\.yunxi\.example\/1\/[0-9a-z]{26}\//)
    const answer = await files.fetch(address)
    assert.equal(answer.status, 200)
    assert.match(
      answer.headers.get('content-disposition')!,
      /^attachment; filename="____\.csv"; filename\*=UTF-8''/,
    )
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.match(answer.headers.get('content-security-policy')!, /^sandbox; default-src 'none'/)
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
    const etag = answer.headers.get('etag')!
    assert.equal((await files.fetch(address, { headers: { 'if-none-match': etag } })).status, 304)
    const whole = Buffer.from(await answer.arrayBuffer())
    const part = await files.fetch(address, { headers: { range: 'bytes=3-8' } })
    assert.equal(part.status, 206)
    assert.deepEqual(Buffer.from(await part.arrayBuffer()), whole.subarray(3, 9))
    const beyond = await files.fetch(address, { headers: { range: 'bytes=9999-' } })
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')?.slice(0, 8)], [416, 'bytes */'])
    await withdraw(seedToolsOf(house.world), idOfAddress(publication)!, '附件有误')
    assert.equal((await files.fetch(address)).status, 404)
    assert.equal((await files.fetch(address, { headers: { 'if-none-match': etag } })).status, 404)
  })

  test('stands on the page, in the twins, in the feed and in what search reads', async () => {
    const { publication } = await published('关于机器可读附件的公告')
    const visitor = house.visitor()
    const page = await visitor.visit(`/publications/${publication}`)
    assert.ok(page.shows('线路走向'))
    assert.ok(page.shows(/CSV \d+ B/))
    const twin = JSON.parse((await visitor.get(`/publications/${publication}.json`)).body)
    const part = twin.parts.find(({ name }: { name: string }) => name === 'file/1')
    assert.equal(part.title, '线路走向.csv')
    assert.equal(part.href, publicLinks(page)[0])
    const bytes = Buffer.from(await (await files.fetch(part.href)).arrayBuffer())
    assert.equal(bytes.length, part.length)
    const feed = (await visitor.get('/publications.atom')).body
    assert.ok(
      feed.includes(`<link rel="enclosure" type="text/csv" length="${part.length}"`),
      feed.slice(0, 900),
    )
    await house.runJobs()
    const found = await visitor.visit(`/search?q=${encodeURIComponent('溪东医院')}`)
    assert.ok(found.shows('机器可读附件'), found.text)
  })

  test('is bound by the approval: other bytes or another name under the same text void it', async () => {
    const { author, at } = await attached('关于附件与审批的公告')
    const before = await thread.hashOf(at)
    await author.upload('保存名称', {}, { 第1个附件显示的名称: '另一个名字' })
    const renamed = await thread.hashOf(at)
    assert.notEqual(renamed, before)
    await author.submit('移除')
    await author.upload('上传附件', { 添加附件: [csv('站名,里程\n柳浦新村,1\n', '另一个名字.csv')] })
    assert.notEqual(await thread.hashOf(at), renamed)
    await author.submit('送审')
    await thread.approve(at)
    const sha = await inScope(
      sql<{ n: string }>`select f.sha256 as n from publications.part p
        join publications.file f on f.id = p.file_id where p.revision_id = ${idOfAddress(at.split('/').at(-1)!)}`,
    )
    assert.match(sha, /^[0-9a-f]{64}$/)
    await assert.rejects(
      change(sql`update publications.file set sha256 = 'x', erased_at = now()`, '*'),
      /row-level security|file_check/,
    )
    await assert.rejects(change(sql`update publications.file set length = 1`, '*'), { code: '42501' })
  })

  test('is read for personal data like the text, and the finding names it', async () => {
    const { author, at, page } = await attached('关于名单附件的公告', [
      csv('姓名,身份证号\n李某,11010519491231002X\n', '名单.csv'),
    ])
    assert.ok(page.shows('附件“名单.csv”'), page.text)
    await author.submit('送审')
    await thread.approve(at)
    const publisher = await thread.enter('tang.jiahe')
    const review = await publisher.visit(`${at}/review`)
    assert.ok(review.shows('附件“名单.csv”'))
    const answer = await publisher.post(`${at}/release`, {
      ...hidden(review),
      content_hash: await thread.hashOf(at),
    })
    assert.equal(answer.statusCode, 409)
  })

  test('of one organisation is attached by no other', async () => {
    const { page } = await attached('关于本单位附件的公告')
    const file = idOfAddress(/\/1\/([0-9a-z]{26})\//.exec(fileLink(page))![1]!) as Id
    const other = await house.as('shen.weizhou')
    const drafted = await draftAs(other)
    const { perform } = stagehandsOf(house.world)
    await assert.rejects(
      perform(everywhere(), (act) => changeAttachments(act, house.world.house, drafted, { add: [file] })),
      { code: 'attachment.unknown' },
    )
    const seen = await stagehandsOf(house.world).look(
      circumstancesOf(FIRST_SITE, { ...systemActor('x', []), unit: ORGANISATIONS.A19.id }, house.now()),
      async (view) => house.world.house.file(view, file),
    )
    assert.equal(seen, undefined)
  })

  test('shows reviewers what came, went, and was replaced since the last public text', async () => {
    const { publication } = await published('关于附件比较的公告', [STOPS, csv('旧\n', '旧表.csv')])
    const author = await thread.enter('lin.xiaoting')
    await author.visit(`/desk/publications/${publication}/revision`)
    await author.submit('开始改', { 改动性质: 'major', 为什么要改: '更新附件' })
    const at = author.page.path.replace(/\/text.*$/, '')
    const rows = author.page.root.querySelectorAll('button[value^="remove:"]')
    const body = new FormData()
    body.append('_forgery', hidden(author.page)._forgery!)
    body.append('do', rows[1]!.getAttribute('value')!)
    await author.sendForm(rows[1]!.getAttribute('formaction')!, body, { 'sec-fetch-site': 'same-origin' })
    await author.visit(`${at}/text`)
    await author.upload('上传附件', { 添加附件: [csv('新\n', '新表.csv')] })
    const review = await author.visit(`${at}/review`)
    assert.ok(review.shows(/新表\.csv.*新增/), review.text)
    assert.ok(review.shows(/旧表\.csv.*移除/))
    assert.ok(review.shows(/线路走向\.csv.*没有变化/))
    await author.visit(`${at}/text`)
    await author.submit('送审')
    await thread.approve(at)
    await thread.release(at)
    const history = await house.visitor().visit(`/publications/${publication}/history`)
    assert.ok(history.shows(/新表\.csv 新增/), history.text)
  })

  test('goes with its erased part: bytes, name and words, and the commitment stays', async () => {
    const { at, publication } = await published('关于清除附件的公告', [csv('某人,电话\n', '某人名单.csv')])
    const [address = ''] = publicLinks(await house.visitor().visit(`/publications/${publication}`))
    const file = idOfAddress(/\/1\/([0-9a-z]{26})\//.exec(address)![1]!)!
    const keys = await keysOf(file)
    const owner = new pg.Client({ connectionString: house.ownerUrl })
    await owner.connect()
    await owner.query('alter table publications.part no force row level security')
    await owner.query(
      `update publications.part set bytes = null, salt = null, erased_at = now()
       where revision_id = $1 and name = 'file/1'`,
      [idOfAddress(at.split('/').at(-1)!)],
    )
    await owner.query('alter table publications.part force row level security')
    await sweepFiles.run(jobToolsOf(house.world, 'publications.sweep-files', []), {})
    const { rows } = await owner.query('select label, commitment from publications.part where file_id = $1', [
      file,
    ])
    await owner.end()
    assert.equal(rows[0].label, null)
    assert.match(rows[0].commitment, /^[\w-]{43}$/)
    for (const key of keys) assert.equal(await house.world.files.store.stat(key), undefined)
    const left = sql<{ n: string }>`select concat(name, text, sha256, cleaned_key) as n
      from publications.file where id = ${file}`
    assert.equal(await inScope(left), '')
    assert.equal((await files.fetch(address)).status, 404)
    const page = await house.visitor().visit(`/publications/${publication}`)
    assert.ok(page.shows('这个附件已经清除'), page.text)
  })

  test('that no text took in is swept up after a week, with every byte of it', async () => {
    const { at, page } = await attached('关于孤儿附件的公告')
    const file = idOfAddress(/\/1\/([0-9a-z]{26})\//.exec(fileLink(page))![1]!)!
    const keys = await keysOf(file)
    assert.equal(keys.length, 2)
    const tools = () => jobToolsOf(house.world, 'publications.sweep-files', [])
    house.travelTo(new Date(house.now().getTime() + 8 * 24 * 3_600_000))
    await sweepFiles.run(tools(), {})
    assert.equal((await keysOf(file)).length, 2, 'a draft still names it')
    const revision = idOfAddress(at.split('/').at(-1)!)!
    await stagehandsOf(house.world).perform(everywhere(), (act) =>
      changeAttachments(act, house.world.house, revision, { remove: file }),
    )
    await sweepFiles.run(tools(), {})
    assert.deepEqual(await keysOf(file), [])
    for (const key of keys) assert.equal(await house.world.files.store.stat(key), undefined)
  })

  const everywhere = () =>
    circumstancesOf(FIRST_SITE, { ...systemActor('test', []), may: () => true }, house.now())

  async function keysOf(file: Id): Promise<string[]> {
    const { look } = stagehandsOf(house.world)
    const rows = await look(circumstancesOf(FIRST_SITE, systemActor('test', []), house.now()), ({ db }) =>
      db
        .selectFrom('publications.file')
        .select(['original_key', 'cleaned_key'])
        .where('id', '=', file)
        .execute(),
    )
    return rows.flatMap(({ original_key, cleaned_key }) => [original_key!, cleaned_key!])
  }

  async function draftAs(author: Visitor): Promise<Id> {
    await author.visit('/desk/publications/new')
    const column = author.page.root.querySelector('input[name="columns"]')!.getAttribute('value')!
    const page = await author.submit('存为草稿', { 标题: '办公室的公告', 正文: '正文。', 栏目: column })
    return idOfAddress(/revisions\/([0-9a-z]{26})/.exec(page.path)![1]!)!
  }

  async function inScope(query: ReturnType<typeof sql<{ n: string }>>): Promise<string> {
    const { look } = stagehandsOf(house.world)
    const { rows } = await look(circumstancesOf(FIRST_SITE, systemActor('test', []), house.now()), ({ db }) =>
      query.execute(db),
    )
    return rows[0]!.n
  }

  function change(statement: ReturnType<typeof sql>, unit: string) {
    const { perform } = stagehandsOf(house.world)
    const actor = { ...systemActor('test', []), unit }
    return perform(circumstancesOf(FIRST_SITE, actor, house.now()), ({ tx }) => statement.execute(tx))
  }
})

describe('a picture of a text', () => {
  let house: TestHouse
  let thread: Thread
  before(async () => {
    house = await openHouse()
    thread = new Thread(house)
  })
  after(() => house.leave())

  const uploaded = async (author: Visitor, query: string, file: File) => {
    const body = new FormData()
    body.append('file', file)
    return author.sendForm(`/desk/publications/images?${query}`, body, {
      accept: 'application/json',
      'sec-fetch-site': 'same-origin',
      'x-forgery-token': hidden(author.page)._forgery!,
    })
  }

  test('is given an address of our own at once, and stands in the public text with its words', async () => {
    const { author, at } = await thread.draft('关于站台改造的公告')
    const organisation = ORGANISATIONS.A03.id
    const answer = await uploaded(author, `organisation=${organisation}`, await picture())
    assert.equal(answer.statusCode, 201, answer.body)
    const { id, src, width, height } = answer.json()
    assert.deepEqual({ src, width, height }, { src: `/files/${id}`, width: 60, height: 40 })
    assert.equal((await house.visitor().get(src)).statusCode, 404, 'not before the text is public')
    assert.equal((await author.get(src)).statusCode, 200)
    const wordless = await author.submit('保存', { 正文: `看图。\n\n![](${src})` })
    assert.ok(wordless.shows('没有替代文字'), wordless.text)
    const worded = await author.submit('保存', { 正文: `看图。\n\n![站台与车门平齐](${src})` })
    assert.ok(!worded.shows('没有替代文字'))
    await author.submit('送审')
    await thread.approve(at)
    assert.equal((await thread.release(at)).status, 200)
    const shown = await house.visitor().get(src)
    assert.equal(shown.statusCode, 200)
    assert.equal(shown.headers['content-type'], 'image/png')
    assert.match(String(shown.headers['content-disposition']), /^inline/)
  })

  test('of another organisation, or of nobody, stops the release', async () => {
    const { author } = await thread.draft('关于别家图片的公告')
    const page = await author.submit('保存', { 正文: '![图](/files/01m830cde0e05v7js4whgmk5xs)' })
    assert.ok(page.shows('不是本单位上传的'), page.text)
  })

  test('is a picture: drawings that may run and other files are refused with a code', async () => {
    const { author } = await thread.draft('关于矢量图的公告')
    const svg = new File(['<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'], 'x.svg', {
      type: 'image/svg+xml',
    })
    const organisation = `organisation=${ORGANISATIONS.A03.id}`
    for (const file of [svg, STOPS]) {
      const answer = await uploaded(author, organisation, file)
      assert.equal(answer.statusCode, 400)
      assert.ok(answer.json().code)
    }
    const elsewhere = await uploaded(author, `organisation=${ORGANISATIONS.A19.id}`, await picture())
    assert.equal(elsewhere.statusCode, 403)
  })

  test('comes by a plain form too, with the line to put into the text', async () => {
    const { author } = await thread.draft('关于表单图片的公告')
    const page = await author.upload('上传图片', { 添加正文插图: [await picture('站台照片.png')] })
    assert.equal(page.status, 200, page.text)
    assert.ok(page.shows(/!\[一句话说明图片内容\]\(\/files\/[0-9a-z]{26}\)/), page.text)
  })
})
