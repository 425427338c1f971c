import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertNothingOverflows, newReader, openBrowser, type Reader } from './browser.ts'
import { openDesk, openTask, passReview, writeDocument } from './desk-steps.ts'

const TITLE = '关于调整七孔桥片区夜间公交班次的通知'
const NUMBER = '云溪交发〔2026〕61号'
const TEXT = `为方便群众夜间出行，经研究，决定调整七孔桥片区部分公交线路的夜间班次。

## 一、调整线路

| 线路 | 原末班 | 新末班 |
| --- | --- | --- |
| 7路 | 21:30 | 22:30 |
| 12路 | 21:00 | 22:00 |

## 二、施行时间

自2026年12月1日起施行。

（此件公开发布）`

/** From the answer to the release until a citizen holds the search result. */
const FOUND_WITHIN_MS = 1000

describe('one document from the desk to its reader', () => {
  let browser: Browser
  const open: Reader[] = []
  let address = ''

  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
  })

  async function sit(name: string): Promise<Page> {
    const reader = await openDesk(browser, name)
    open.push(reader)
    return reader.page
  }

  it('林晓汀 signs in with password and code, writes it, looks at it and hands it in', async () => {
    const page = await sit('林晓汀')
    await assertAccessible(page, 'tasks')
    await writeDocument(page, { title: TITLE, documentNumber: NUMBER, text: TEXT })
    await assertAccessible(page, 'the text')
    await page.getByRole('link', { name: '看成品' }).click()
    await page.getByText('公众将看到的样子').waitFor()
    await page.getByRole('cell', { name: '22:30' }).waitFor()
    await assertAccessible(page, 'preview')
    await page.getByRole('link', { name: '回到编辑' }).click()
    await page.getByRole('button', { name: '送审' }).click()
    await page.getByText('已送审。批准之前可以要回来改。').waitFor()
    await assertAccessible(page, 'what the author sees of the review')
  })

  it('孟庆澜 and 吴承霁 pass it, one after the other', async () => {
    for (const name of ['孟庆澜', '吴承霁']) {
      const page = await sit(name)
      await openTask(page, TITLE)
      await assertAccessible(page, 'review')
      await passReview(page)
    }
  })

  it('罗见微 concludes that it holds no secret', async () => {
    const page = await sit('罗见微')
    await openTask(page, TITLE)
    await page.getByRole('radio', { name: '不涉密，可以公开' }).check()
    await page.getByRole('button', { name: '记下保密结论' }).click()
    await page.getByText('保密审查结论已经记下。').waitFor()
  })

  it('黎安澜 approves it', async () => {
    const page = await sit('黎安澜')
    await openTask(page, TITLE)
    await passReview(page)
  })

  it('唐嘉禾 releases it, and a citizen finds it by search within a second', async () => {
    const page = await sit('唐嘉禾')
    await openTask(page, TITLE)
    await assertAccessible(page, 'release')
    const citizen = await newReader(browser, { phone: true })
    open.push(citizen)
    const search = `/search?q=${encodeURIComponent('七孔桥 夜间公交')}`
    await citizen.page.goto(search)
    assert.equal(await citizen.page.getByRole('link', { name: TITLE }).count(), 0)

    const answered = page
      .waitForResponse((answer) => answer.url().endsWith('/release'))
      .then(() => performance.now())
    await page.getByRole('button', { name: '现在发布' }).click()
    const at = await answered
    while ((await citizen.page.getByRole('link', { name: TITLE }).count()) === 0) {
      assert.ok(
        performance.now() - at < FOUND_WITHIN_MS,
        'a second after the release the search does not find it',
      )
      await citizen.page.goto(search)
    }
    console.log(`found ${Math.round(performance.now() - at)} ms after the answer to the release`)
    await page.getByText('发布了，公众现在就能看到。').waitFor()
  })

  it('a citizen reads it on a telephone, down to 320 px', async () => {
    const { page } = open.at(-1)!
    await assertAccessible(page, 'search')
    await assertNothingOverflows(page, [375, 320])
    await page.getByRole('link', { name: TITLE }).first().click()
    await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
    await page.getByText(NUMBER).first().waitFor()
    await page.getByRole('cell', { name: '22:30' }).waitFor()
    address = new URL(page.url()).pathname
    await assertAccessible(page, 'document')
    await assertNothingOverflows(page, [375, 320])
  })

  it('the citizen sees its history, and takes it as JSON', async () => {
    const { page } = open.at(-1)!
    await page.getByRole('link', { name: '改动记录' }).first().click()
    await page.getByText('公开以来没有改动过。').waitFor()
    await assertAccessible(page, 'history')
    await assertNothingOverflows(page, [375, 320])
    await page.goto(address)
    const twin = await page.getByRole('link', { name: '供程序读取（JSON）' }).first().getAttribute('href')
    const answer = await page.request.get(twin!)
    const { title, document_number } = (await answer.json()) as { title: string; document_number: string }
    assert.deepEqual({ title, document_number }, { title: TITLE, document_number: NUMBER })
  })

  it('no browser complained on the way', () => {
    assert.deepEqual(
      open.flatMap(({ complaints }) => complaints),
      [],
    )
  })
})
