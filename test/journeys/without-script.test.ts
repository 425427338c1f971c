import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { newReader, openBrowser } from './browser.ts'
import { openDesk, openTask, passReview, writeDocument } from './desk-steps.ts'

const TITLE = '关于荷湖环线试运行期间票价的通知'
const WITHOUT = { javaScript: false }

describe('the same journey without JavaScript', () => {
  let browser: Browser

  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
  })

  it('it is written, looked at, saved again and handed in', async () => {
    const { page, context } = await openDesk(browser, '林晓汀', WITHOUT)
    await writeDocument(page, {
      title: TITLE,
      documentNumber: '云溪交发〔2026〕62号',
      text: '荷湖环线试运行期间，票价为 **1元**。',
    })
    await page.getByLabel('正文', { exact: true }).fill('荷湖环线试运行期间，票价为 **2元**。')
    await page.getByRole('button', { name: '保存并看成品' }).click()
    await page.getByText('2元').waitFor()
    await page.getByRole('link', { name: '回到编辑' }).click()
    await page.getByRole('button', { name: '送审' }).click()
    await page.getByText('已送审。批准之前可以要回来改。').waitFor()
    await context.close()
  })

  it('it is reviewed, concluded and released', async () => {
    for (const name of ['孟庆澜', '吴承霁', '罗见微', '黎安澜', '唐嘉禾']) {
      const { page, context } = await openDesk(browser, name, WITHOUT)
      await openTask(page, TITLE)
      if (name === '罗见微') {
        await page.getByRole('radio', { name: '不涉密，可以公开' }).check()
        await page.getByRole('button', { name: '记下保密结论' }).click()
        await page.getByText('保密审查结论已经记下。').waitFor()
      } else if (name === '唐嘉禾') {
        await page.getByRole('button', { name: '现在发布' }).click()
        await page.getByText('发布了，公众现在就能看到。').waitFor()
      } else {
        await passReview(page)
      }
      await context.close()
    }
  })

  it('a citizen searches, reads it and sees its history', async () => {
    const { page, context } = await newReader(browser, { phone: true, ...WITHOUT })
    await page.goto('/search')
    await page.getByRole('searchbox').first().fill('荷湖环线 票价')
    await page.getByRole('button', { name: '搜索' }).first().click()
    await page.getByRole('link', { name: TITLE }).first().click()
    await page.getByText('2元').waitFor()
    await page.getByRole('link', { name: '改动记录' }).first().click()
    await page.getByText('公开以来没有改动过。').waitFor()
    assert.match(new URL(page.url()).pathname, /\/history$/)
    await context.close()
  })

  it('a wrong code brings the form back with what was typed and what to do', async () => {
    const { page, context } = await newReader(browser, WITHOUT)
    await page.goto('/desk/sign-in')
    await page.getByLabel('登录名', { exact: true }).fill('nobody@yunxi.example')
    await page.getByLabel('密码', { exact: true }).fill('not the password')
    await page.getByLabel('动态码', { exact: true }).fill('000000')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('alert').waitFor()
    assert.equal(await page.getByLabel('登录名', { exact: true }).inputValue(), 'nobody@yunxi.example')
    await context.close()
  })
})
