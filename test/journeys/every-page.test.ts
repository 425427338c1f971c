import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { ViewModes } from '#kernel/view-modes'
import {
  assertAccessible,
  assertNothingOverflows,
  findBarriers,
  findOverflow,
  newReader,
  openBrowser,
  PRODUCT_URL,
  type Reader,
  show,
} from './browser.ts'
import { type Crawled, crawl } from './crawl.ts'
import { openDesk } from './desk-steps.ts'
import { findChineseChrome } from './english.ts'
import { act, signIn } from './staff.ts'

/** Doors and edges to which no link leads. */
const NOWHERE_LINKED = [
  '/nowhere',
  '/search?q=公交',
  '/search?q=没有这样的词汇',
  '/useful?said=no&page=/columns/policies',
  '/useful?said=yes&page=/',
  '/offline',
  '/desk/sign-in',
  '/desk/invitation',
]

/** One who holds each role, as the demo is staffed; what two of them see is looked at twice. */
const STAFF = {
  'editor of an agency': '林晓汀',
  'disclosure officer': '何䶮',
  'first reviewer': '孟庆澜',
  'second reviewer': '吴承霁',
  'final reviewer': '黎安澜',
  'secrecy officer': '罗见微',
  publisher: '唐嘉禾',
  administrator: '宋平野',
  'security officer': '石惟清',
  auditor: '尹若水',
  evaluator: '贺知微',
}
const SEEN_TWICE = 2

const WIDTHS = [390, 320]
const MODES: readonly Partial<ViewModes>[] = [
  { theme: 'dark' },
  { contrast: 'high' },
  { theme: 'dark', contrast: 'high' },
  { size: 'larger' },
  { simple: true },
]

describe('every page that a browser can open', () => {
  let browser: Browser
  const seen = new Map<string, number>()

  before(async () => {
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
  })

  it('is accessible to readers, fits a telephone, and leaves the console silent', async () => {
    const reader = await newReader(browser)
    const faults: string[] = []
    const crawled = await crawl(reader.page, {
      from: ['/', ...NOWHERE_LINKED],
      within: (path) => !path.startsWith('/desk'),
      limit: 120,
      visit: async (page, one) => void faults.push(...(await lookAt(page, one))),
    })
    await end(reader, faults)
    console.log(`${crawled.length} pages of ${new Set(crawled.map(({ pattern }) => pattern)).size} kinds`)
    assert.ok(crawled.some(({ pattern }) => pattern === '/publications/:id/history'))
  })

  for (const [role, name] of Object.entries(STAFF)) {
    it(`is accessible at the desk: ${role}`, async () => {
      const reader = await openDesk(browser, name)
      const faults: string[] = []
      await crawl(reader.page, {
        from: ['/desk', '/desk/design-system', '/desk/nowhere'],
        within: (path) => path.startsWith('/desk'),
        perPattern: 1,
        visit: async (page, one) => {
          const count = seen.get(one.pattern) ?? 0
          seen.set(one.pattern, count + 1)
          if (count < SEEN_TWICE) faults.push(...(await lookAt(page, one)))
        },
      })
      await end(reader, faults)
    })
  }

  for (const name of [STAFF['disclosure officer'], STAFF.administrator]) {
    it(`stays accessible in every mode at the desk: ${name}`, async () => {
      const reader = await openDesk(browser, name)
      const { page, context } = reader
      const places = await placesOf(page)
      const faults: string[] = []
      for (const modes of MODES) {
        await show(context, modes)
        for (const path of [...places, '/desk/design-system']) {
          await page.goto(path)
          for (const found of await findBarriers(page))
            faults.push(`${path} ${JSON.stringify(modes)}${found}`)
          for (const found of await findOverflow(page, WIDTHS))
            faults.push(`${path} ${JSON.stringify(modes)}: ${found}`)
        }
      }
      await end(reader, faults)
    })
  }

  it('speaks English to who asks for it, but for what the site itself says', async () => {
    for (const name of [undefined, STAFF['disclosure officer'], STAFF.administrator]) {
      const reader = name ? await openDesk(browser, name) : await newReader(browser)
      await show(reader.context, { language: 'en' })
      const faults: string[] = []
      await crawl(reader.page, {
        from: name ? ['/desk', '/desk/design-system'] : ['/', ...NOWHERE_LINKED],
        within: (path) => path.startsWith('/desk') === (name !== undefined),
        perPattern: 1,
        visit: async (page, { path }) => {
          for (const found of await findChineseChrome(page)) faults.push(`${path}: ${found}`)
        },
      })
      await end(reader, faults)
    }
  })

  it('says accessibly what was taken down, and why', async () => {
    const { page, context } = await newReader(browser)
    const address = await addressOf(page, '线网优化任务分解表')
    const clerk = await signIn(PRODUCT_URL, 'tang.jiahe')
    await act(clerk, `/desk${address}/withdrawal`, { reason: '分工有误，核实后重新公开。' })
    await page.goto(address)
    await page.getByText('分工有误，核实后重新公开。').first().waitFor()
    await assertAccessible(page, 'withdrawn')
    await assertNothingOverflows(page, WIDTHS)
    await page.goto(`${address}/history`)
    await assertAccessible(page, 'history of what was withdrawn')
    await act(clerk, `/desk${address}/restoration`, { reason: '分工核实无误。' })
    await context.close()
  })
})

async function addressOf(page: Page, title: string): Promise<string> {
  const answer = await page.request.get('/publications.json?limit=100')
  const { publications } = (await answer.json()) as { publications: { title: string; address: string }[] }
  return publications.find((one) => one.title.includes(title))!.address
}

async function lookAt(page: Page, { path }: Crawled): Promise<string[]> {
  const barriers = await findBarriers(page)
  const overflow = await findOverflow(page, WIDTHS)
  return [...barriers.map((found) => `${path}${found}`), ...overflow.map((found) => `${path}: ${found}`)]
}

async function placesOf(page: Page): Promise<string[]> {
  await page.goto('/desk')
  const places = await page
    .locator('.rail ul a')
    .evaluateAll((links) => links.map((link) => (link as unknown as { pathname: string }).pathname))
  assert.ok(places.length > 2, 'the rail leads somewhere')
  return places
}

/** All at once, so that one run says all there is to mend. A page that says no is a complaint of the console's own. */
async function end({ context, complaints }: Reader, faults: readonly string[]): Promise<void> {
  await context.close()
  const real = complaints.filter((text) => !/the server responded with a status of (404|403|409)/.test(text))
  assert.equal(faults.length + real.length, 0, `\n${[...new Set([...faults, ...real])].join('\n')}`)
}
