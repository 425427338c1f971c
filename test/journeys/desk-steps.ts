import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { newReader, type Reader, type ReaderOptions } from './browser.ts'

/** Steps that people at the desk take, by what they read on the page: labels, buttons, links. */

export async function openDesk(browser: Browser, name: string, options: ReaderOptions = {}): Promise<Reader> {
  const reader = await newReader(browser, options)
  const { page } = reader
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.goto('/desk/sign-in')
    const demo = page.getByRole('region', { name: '演示账号' })
    const password = /[a-z0-9]{4}(-[a-z0-9]{4}){3}/.exec((await demo.textContent()) ?? '')?.[0]
    assert.ok(password, 'the sign-in page of the demo prints the password')
    await demo.getByRole('link', { name, exact: true }).click()
    const code = await codeOn(page, name)
    await page.getByLabel('密码', { exact: true }).fill(password)
    await page.getByLabel('动态码', { exact: true }).fill(code)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    if (!page.url().includes('/desk/sign-in')) return reader
    await untilCodeChanges(page, name, code)
  }
  throw new Error(`${name} could not sign in`)
}

export type Document = { title: string; documentNumber: string; text: string }

/** From the list of texts through the empty form to a saved draft. */
export async function writeDocument(page: Page, { title, documentNumber, text }: Document): Promise<void> {
  await page.goto('/desk/publications')
  await page.getByRole('link', { name: '写新稿' }).first().click()
  await page.getByRole('radio', { name: /^公文/ }).check()
  await page.getByLabel('标题', { exact: true }).fill(title)
  // With a script the text is typeset; marks are typed in its source.
  const source = page.getByRole('button', { name: '源码方式' })
  if (await source.isVisible()) await source.click()
  await page.getByRole('radio', { name: '带标记' }).check()
  await page.getByLabel('正文', { exact: true }).fill(text)
  await page.getByText('文件信息：文号、日期、主题、来源').click()
  await page.getByLabel(/^文号/).fill(documentNumber)
  await page.getByLabel(/^成文日期/).fill('2026-11-20')
  await page.getByRole('combobox', { name: '发布单位' }).selectOption({ label: '云溪市交通运输局' })
  await page.getByRole('checkbox', { name: '政策 / 政策文件' }).check()
  await page.getByRole('radio', { name: '主动公开' }).check()
  await page.getByRole('button', { name: '存为草稿' }).click()
  await page.getByText('草稿存好了，可以接着写。').waitFor()
}

export async function openTask(page: Page, title: string): Promise<void> {
  await page.goto('/desk')
  await page.getByRole('heading', { level: 1, name: '我的任务' }).waitFor()
  await page.getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

export async function passReview(page: Page): Promise<void> {
  await page.getByRole('radio', { name: /^同意/ }).check()
  await page.getByRole('button', { name: '记下结论' }).click()
  await page.getByText('你的审核意见已经记下。').waitFor()
}

async function codeOn(page: Page, name: string): Promise<string> {
  const row = page.getByRole('region', { name: '演示账号' }).getByRole('row').filter({ hasText: name })
  return ((await row.getByRole('cell').last().textContent()) ?? '').trim()
}

async function untilCodeChanges(page: Page, name: string, used: string): Promise<void> {
  for (let second = 0; second < 35; second++) {
    await page.goto('/desk/sign-in')
    if ((await codeOn(page, name)) !== used) return
    await page.waitForTimeout(1000)
  }
}
