import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { ViewModes } from '#kernel/view-modes'
import { assertAccessible, assertNothingOverflows, newReader, openBrowser } from './browser.ts'

const PAGES = [
  '/',
  '/columns/policies',
  '/columns/policies/documents',
  '/publications?kind=document',
  '/search',
  '/search?q=公交',
  '/search?q=没有这样的词汇',
  '/organisations',
  '/settings',
  '/site-map',
  '/about',
  '/accessibility',
  '/report?page=/columns/policies',
  '/useful?said=no&page=/columns/policies',
  '/offline',
  '/desk/sign-in',
  '/desk/invitation',
]

const MODES: Record<string, Partial<ViewModes>> = {
  light: { theme: 'light' },
  dark: { theme: 'dark' },
  large: { size: 'larger' },
  'high contrast': { contrast: 'high' },
  'dark and high contrast': { theme: 'dark', contrast: 'high' },
  simple: { simple: true },
  English: { language: 'en' },
}

describe('the portal for everyone', () => {
  let browser: Browser
  let pages: string[] = []

  before(async () => {
    browser = await openBrowser()
    pages = [...PAGES, ...(await findPublications(browser))]
  })
  after(async () => {
    await browser.close()
  })

  for (const [name, modes] of Object.entries(MODES)) {
    it(`axe finds nothing: ${name}`, async () => {
      const { page, context, complaints } = await newReader(browser, { modes })
      for (const path of pages) {
        await page.goto(path)
        await assertAccessible(page, name)
      }
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }

  it('nothing overflows a telephone, in normal letters, in large ones and in the simple version', async () => {
    for (const modes of [{}, { size: 'larger' }, { simple: true }, { language: 'en' }] as const) {
      const { page, context } = await newReader(browser, { phone: true, modes })
      for (const path of pages) {
        await page.goto(path)
        await assertNothingOverflows(page, [375, 320])
      }
      await context.close()
    }
  })

  it('a page that is not there says so, accessibly', async () => {
    const { page, context } = await newReader(browser)
    assert.equal((await page.goto('/nowhere'))?.status(), 404)
    await assertAccessible(page, 'not found')
    await context.close()
  })

  it('the settings are kept by a form, and come back with every page', async () => {
    const { page, context, complaints } = await newReader(browser)
    await page.goto('/settings')
    await page.getByRole('radio', { name: '深色' }).check()
    await page.getByRole('radio', { name: '特大' }).check()
    await page.getByRole('button', { name: '保存并回到刚才的页面' }).click()
    await page.goto('/settings')
    assert.ok(await page.getByRole('radio', { name: '深色' }).isChecked())
    assert.ok(await page.getByRole('radio', { name: '特大' }).isChecked())
    assert.deepEqual(complaints, [])
    await context.close()
  })

  it('by keyboard the first stop leads past the navigation, and every stop is seen', async () => {
    const { page, context } = await newReader(browser)
    // The door of the desk has no navigation to lead past.
    for (const path of pages.filter((one) => !one.startsWith('/desk'))) {
      await page.goto(path)
      await page.keyboard.press('Tab')
      const skip = page.getByRole('link', { name: '跳到正文' })
      assert.ok(await skip.evaluate(isFocused), `${path}: the first stop is the way past the navigation`)
      assert.ok((await skip.boundingBox())!.y >= 0, `${path}: it is seen`)
      await assertStopsAreSeen(page)
      await page.goto(path)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(/#/)
    }
    await context.close()
  })
})

const STOPS = 30

async function assertStopsAreSeen(page: Page): Promise<void> {
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press('Tab')
    const unseen = await page.evaluate(describeUnseenFocus)
    assert.equal(unseen, '', `${new URL(page.url()).pathname}: a stop that nobody sees`)
  }
}

type Marked = { tagName: string; outerHTML: string; parentElement: Marked | null }

/** Runs in the page: the focused control, if no outline or shadow marks it or, as with a search box, what holds it. */
function describeUnseenFocus(): string {
  const { document, getComputedStyle } = globalThis as unknown as {
    document: { activeElement: Marked | null }
    getComputedStyle(element: Marked): { outlineStyle: string; outlineWidth: string; boxShadow: string }
  }
  const element = document.activeElement
  if (!element || element.tagName === 'BODY') return ''
  for (let one: Marked | null = element, level = 0; one && level < 3; one = one.parentElement, level++) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one)
    if ((outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none') return ''
  }
  return element.outerHTML.slice(0, 200)
}

function isFocused(element: unknown): boolean {
  return (
    (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement === element
  )
}

/** The newest text with its history, an agency, and the oldest text: an imported law where there is one. */
async function findPublications(browser: Browser): Promise<string[]> {
  const { page, context } = await newReader(browser)
  const answer = await page.request.get('/publications.json?limit=100')
  const { publications } = (await answer.json()) as { publications: { address: string }[] }
  const [newest, oldest] = [publications[0]!, publications.at(-1)!]
  await page.goto('/organisations')
  const agency = await page
    .getByRole('link', { name: /交通运输局/ })
    .first()
    .getAttribute('href')
  await context.close()
  return [newest.address, `${newest.address}/history`, oldest.address, ...(agency ? [agency] : [])]
}
