import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser } from 'playwright-core'
import { newReader, openBrowser } from './browser.ts'

describe('a reader without a connection', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
  })

  it('reads again what was read, marked as a copy; and hears so of what was not', async () => {
    const { page, context, complaints } = await newReader(browser)
    await page.goto('/')
    await page.evaluate('navigator.serviceWorker.ready')
    await page.goto('/columns/policies')
    assert.equal(await page.locator('.offline-note').isVisible(), false)
    await page.waitForFunction(
      `caches.open('pages-1').then((kept) => kept.match('/columns/policies')).then((copy) => copy !== undefined)`,
    )
    await context.setOffline(true)
    await page.goto('/columns/policies')
    assert.match(
      (await page.locator('.offline-note').textContent()) ?? '',
      /^现在没有网络。您看到的是 20\d\d年/,
    )
    assert.equal(await page.locator('h1').textContent(), '政策')
    await page.goto('/organisations')
    assert.equal(await page.locator('h1').textContent(), '现在没有网络')
    await context.setOffline(false)
    await page.goto('/organisations')
    assert.notEqual(await page.locator('h1').textContent(), '现在没有网络')
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('finds nothing of the desk, of a search or of a form on the device', async () => {
    const { page, context } = await newReader(browser)
    await page.goto('/')
    await page.evaluate('navigator.serviceWorker.ready')
    for (const path of [
      '/columns/policies',
      '/desk/sign-in',
      '/search?q=公交',
      '/report?page=/',
      '/settings',
    ])
      await page.goto(path)
    await page.waitForFunction(
      `caches.open('pages-1').then((kept) => kept.match('/columns/policies')).then((copy) => copy !== undefined)`,
    )
    const kept = (await page.evaluate(
      `caches.open('pages-1').then((cache) => cache.keys()).then((all) => all.map(({ url }) => new URL(url).pathname))`,
    )) as string[]
    assert.deepEqual(kept.toSorted(), ['/columns/policies', '/offline'])
    await context.close()
  })
})
