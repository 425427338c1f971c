import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { assertAccessible, assertNothingOverflows, openBrowser, type Reader } from './browser.ts'
import { openDesk, openTask } from './desk-steps.ts'

const TITLE = '关于柳浪片区夜班公交试运行的通知'

/** As Word puts it on the clipboard: a heading, an indent made by hand, a list, joined cells, a note. */
const FROM_WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {font-family:仿宋_GB2312} --></style></head>
<body lang=ZH-CN><!--StartFragment--><h1><b><span style='font-size:16.0pt'>二、票价<o:p></o:p></span></b></h1>
<p class=MsoNormal style='text-indent:32pt'>　　全程<b>2元</b><a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a>，刷卡九折。</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>老年卡免费</p>
<table border=1 style='border-collapse:collapse'><tr><td colspan=2 style='width:100pt'><p class=MsoNormal>合计</p></td></tr><tr><td><p class=MsoNormal>早班</p></td><td><p class=MsoNormal>晚班</p></td></tr></table>
<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> 含一次换乘。</p></div></div>
<!--EndFragment--></body></html>`

const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

describe('a text typeset in the browser', () => {
  let browser: Browser
  let author: Reader
  const box = (page: Page) => page.getByRole('textbox', { name: '正文', exact: true })

  before(async () => {
    browser = await openBrowser()
    author = await openDesk(browser, '林晓汀')
  })
  after(async () => {
    await browser.close()
  })

  it('is written with headings, a table and a footnote, by keyboard', async () => {
    const { page } = author
    await page.goto('/desk/publications/new')
    await page.getByRole('radio', { name: /^公文/ }).check()
    await page.getByLabel('标题', { exact: true }).fill(TITLE)
    await box(page).click()
    await page.keyboard.type('为方便夜间出行，决定开行夜班公交。')
    await page.keyboard.press('Enter')
    await page.getByLabel('段落样式').selectOption({ label: '一级标题' })
    await page.keyboard.type('一、开行时间')
    await page.keyboard.press('Enter')
    await page.keyboard.type('自2026年12月1日起')
    await page.keyboard.press('Alt+F10')
    assert.equal(await page.evaluate(`document.activeElement.getAttribute('aria-label')`), '段落样式')
    for (let step = 0; step < 8; step++) await page.keyboard.press('ArrowRight')
    assert.equal(await page.evaluate(`document.activeElement.getAttribute('aria-label')`), '脚注')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: '脚注' }).getByRole('button', { name: '好了' }).click()
    await page.getByText('写上注文。').waitFor()
    await page.getByLabel('注文', { exact: true }).fill('遇大风停运。')
    await page.getByRole('dialog', { name: '脚注' }).getByRole('button', { name: '好了' }).click()
    await page.keyboard.type('试运行。')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: '插入表格' }).click()
    await page.keyboard.type('线路')
    await page.keyboard.press('Tab')
    await page.keyboard.type('首班')
    await page.getByRole('button', { name: '删列' }).click()
    await page.locator('.rich-doc th').last().click()
    await page.keyboard.type('末班')
    await page.getByRole('button', { name: '下面加行' }).click()
    await assertAccessible(page, 'the editor')
    await assertNothingOverflows(page, [320, 390, 768, 1280])
  })

  it('takes what Word has on the clipboard as plain structure', async () => {
    const { page } = author
    await box(page).press('Control+End')
    await page.getByRole('group', { name: '表格' }).waitFor({ state: 'hidden' })
    await page.evaluate(pasteInto, FROM_WORD)
    await page.getByRole('heading', { name: '二、票价' }).waitFor()
    assert.equal(await page.locator('.rich-doc [style]:not(.ProseMirror)').count(), 0)
    assert.equal(await page.locator('.rich-doc td[colspan="2"]').count(), 1)
  })

  it('takes a picture with the words that say what it shows, and not without', async () => {
    const { page } = author
    await page.getByRole('button', { name: '图片' }).click()
    const dialog = page.getByRole('dialog', { name: '图片' })
    await dialog
      .getByLabel('图片文件', { exact: true })
      .setInputFiles({ name: '站点.png', mimeType: 'image/png', buffer: Buffer.from(DOT, 'base64') })
    await dialog.getByRole('button', { name: '插入' }).click()
    await page.getByText('选一张图片，并写明它说的是什么。').waitFor()
    await dialog.getByLabel('图片说的是什么', { exact: true }).fill('夜班站点图')
    await dialog.getByRole('button', { name: '插入' }).click()
    const image = page.locator('.rich-doc').getByRole('img', { name: '夜班站点图' })
    await image.waitFor()
    assert.match((await image.getAttribute('src')) ?? '', /^\/files\/[0-9a-z]{26}$/)
  })

  it('is saved, and stands there again after the page is opened anew', async () => {
    const { page } = author
    await page.getByRole('combobox', { name: '发布单位' }).selectOption({ label: '云溪市交通运输局' })
    await page.getByRole('checkbox', { name: '政策 / 政策文件' }).check()
    await page.getByRole('button', { name: '存为草稿' }).click()
    await page.getByText('草稿存好了，可以接着写。').waitFor()
    await page.reload()
    const doc = page.locator('.rich-doc')
    await doc.waitFor()
    assert.equal(await doc.locator('sup[data-footnote]').count(), 2)
    assert.equal(await doc.locator('sup[data-footnote]').first().getAttribute('title'), '遇大风停运。')
    assert.match((await doc.textContent()) ?? '', /全程2元，刷卡九折。/)
    assert.equal(await doc.locator('ol > li').count(), 1)
    await assertAccessible(page, 'the saved text')
  })

  it('is kept while it is typed, and offered after the browser was closed over it', async () => {
    const { page } = author
    const kept = page.waitForResponse((answer) => answer.url().endsWith('/autosave'))
    await box(page).press('Control+Home')
    await page.keyboard.type('没有保存的一句。')
    await kept
    await page.getByText(/没保存的改动，\d\d:\d\d 已暂存。/).waitFor()
    const address = page.url().replace(/\?.*/, '')
    const again = await author.context.newPage()
    await again.goto(address)
    await again.getByRole('heading', { level: 1, name: '您有没保存的改动' }).waitFor()
    await assertAccessible(again, 'what was not saved')
    await again.getByRole('link', { name: '接着写没保存的一稿' }).click()
    await again.locator('.rich-doc').getByText('没有保存的一句。').waitFor()
    await again.getByRole('button', { name: '保存', exact: true }).click()
    await again.getByText('保存好了').waitFor()
    await again.getByRole('button', { name: '送审' }).click()
    await again.getByText('已送审。批准之前可以要回来改。').waitFor()
  })

  it('is what the reviewer sees', async () => {
    const reader = await openDesk(browser, '孟庆澜')
    const { page } = reader
    await openTask(page, TITLE)
    for (const words of ['没有保存的一句。', '遇大风停运。', '含一次换乘。', '老年卡免费'])
      await page.getByText(words).first().waitFor()
    assert.equal(await page.locator('td[colspan="2"]').first().textContent(), '合计')
    await page.getByRole('img', { name: '夜班站点图' }).first().waitFor()
    assert.equal(await page.locator('#fnref-2').getAttribute('href'), '#fn-2')
    assert.deepEqual(reader.complaints, [])
  })

  it('is changed in its source, and set again', async () => {
    const { page } = author
    await page.goto('/desk/publications/new')
    await page.getByRole('button', { name: '源码方式' }).click()
    await page.getByRole('radio', { name: '带标记' }).check()
    await page
      .getByLabel('正文', { exact: true })
      .fill('## 一、线路\n\n| 线路 | 末班 |\n| --- | --- |\n| 7路 | 22:30 |')
    await page.getByRole('button', { name: '排版方式' }).click()
    await page.locator('.rich-doc').getByRole('heading', { name: '一、线路' }).waitFor()
    await page.locator('.rich-doc').getByRole('cell', { name: '22:30' }).waitFor()
    await page.getByRole('button', { name: '源码方式' }).click()
    assert.match(await page.getByLabel('正文', { exact: true }).inputValue(), /<td>22:30<\/td>/)
    await page
      .getByLabel('正文', { exact: true })
      .fill('<table><caption>表1</caption><tr><td>甲</td></tr></table>')
    await page.getByRole('button', { name: '排版方式' }).click()
    await page.getByText('请在源码方式下改，免得丢失').waitFor()
  })

  it('names a title that is much like one that is public, and a number that reads wrongly', async () => {
    const { page } = author
    await page.goto('/desk/publications/new')
    await page.getByLabel('标题', { exact: true }).fill('关于首批调整公交线路的公告')
    await page.getByText('标题相近的已有这些').waitFor()
    await page.getByText('文件信息：文号、日期、主题、来源').click()
    await page.getByLabel(/^文号/).fill('云溪交发〔2026〕06号')
    await page.getByLabel(/^文号/).press('Tab')
    await page.getByText('文号的序号不编虚位').waitFor()
  })

  it('breaks no rule of the content security policy', () => {
    assert.deepEqual(author.complaints, [])
  })
})

/** Runs in the page. */
function pasteInto(html: string) {
  const { document, ClipboardEvent, DataTransfer } = globalThis as unknown as BrowserWindow
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', html)
  clipboardData.setData('text/plain', 'not this')
  document
    .querySelector('.rich-doc')
    .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
}

type BrowserWindow = {
  document: { querySelector(selector: string): { dispatchEvent(event: unknown): void } }
  DataTransfer: new () => { setData(type: string, text: string): void }
  ClipboardEvent: new (name: string, options: object) => unknown
}
