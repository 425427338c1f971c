import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { assertAccessible, newReader, openBrowser, PRODUCT_URL, type Reader } from './browser.ts'
import { openDesk } from './desk-steps.ts'

/** Keys are bound to a name, so this journey takes place at `localhost`. */
const PLACE = PRODUCT_URL.replace('127.0.0.1', 'localhost')

describe('a passkey', () => {
  let browser: Browser
  let reader: Reader

  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  test('is added at the account, on the device of the person', async () => {
    reader = await openDesk(browser, '贺知微', { baseURL: PLACE })
    await giveDevice(reader)
    const { page } = reader
    await page.goto('/desk/account')
    await page.getByLabel('设备名称').fill('办公室电脑')
    await page.getByRole('button', { name: '添加通行密钥' }).click()
    await page.getByText('通行密钥已添加。').waitFor()
    await assertAccessible(page, 'the account with a passkey')
  })

  test('opens the desk without password and code', async () => {
    const { page } = reader
    await page.getByRole('button', { name: '退出' }).first().click()
    await page.waitForURL('**/desk/sign-in')
    await page.getByRole('button', { name: '用通行密钥登录' }).click()
    await page.waitForURL((url) => !url.pathname.includes('sign-in'))
    await page.goto('/desk/account')
    assert.match((await page.locator('main').textContent()) ?? '', /办公室电脑/)
  })

  test('proves anew who sits there', async () => {
    const { page } = reader
    await page.goto('/desk/elevate?back=/desk/account')
    await page.getByRole('button', { name: '用通行密钥确认' }).click()
    await page.waitForURL('**/desk/account')
    assert.deepEqual(reader.complaints, [])
  })

  test('is of no use once it is removed', async () => {
    const { page } = reader
    await page.getByRole('button', { name: '删除' }).click()
    await page.getByText('通行密钥已删除').waitFor()
    await page.getByRole('button', { name: '退出' }).first().click()
    await page.getByRole('button', { name: '用通行密钥登录' }).click()
    await page.getByText('通行密钥没有通过验证').first().waitFor()
  })

  test('is not offered where the address is a number, which no key can be bound to', async () => {
    const stranger = await newReader(browser)
    await stranger.page.goto('/desk/sign-in')
    assert.equal(await stranger.page.getByRole('button', { name: '用通行密钥登录' }).isVisible(), false)
    await stranger.context.close()
  })
})

/** A device that keeps keys and unlocks them by its owner's finger, as Chromium imitates it. */
async function giveDevice({ context, page }: Reader): Promise<void> {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}
