import assert from 'node:assert/strict'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { DEFAULT_MODES, type ViewModes, writeModes } from '#kernel/view-modes'

/** Set by bin/journeys, which starts the product and sees to it that there is a browser. */
export const PRODUCT_URL = process.env.MINGTANG_JOURNEYS_URL ?? 'http://127.0.0.1:8080'
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'

export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: BROWSER_FLAGS })
}

export type Reader = {
  page: Page
  context: BrowserContext
  /** What the browser's console complained of; a journey ends with none. */
  complaints: string[]
}

export type ReaderOptions = {
  phone?: boolean
  javaScript?: boolean
  modes?: Partial<ViewModes>
  /** Another name of the same product. */
  baseURL?: string
}

/** A person before a screen of their own: no cookie, nothing remembered. */
export async function newReader(browser: Browser, options: ReaderOptions = {}): Promise<Reader> {
  const { phone = false, javaScript = true, modes, baseURL = PRODUCT_URL } = options
  const screen = phone
    ? { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
    : { viewport: { width: 1280, height: 900 } }
  const context = await browser.newContext({
    ...screen,
    javaScriptEnabled: javaScript,
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(8_000)
  if (modes) await show(context, modes)
  const page = await context.newPage()
  return { page, context, complaints: hearComplaints(page) }
}

/** As the settings page would have left it. */
export async function show(context: BrowserContext, modes: Partial<ViewModes>): Promise<void> {
  const value = writeModes({ ...DEFAULT_MODES, ...modes })
  await context.addCookies([{ name: 'view', value, url: PRODUCT_URL }])
}

function hearComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    const text = message.text()
    const isSerious = message.type() === 'error' || /content security policy|trusted ?types?/i.test(text)
    if (isSerious) complaints.push(`${new URL(page.url()).pathname}: ${text}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return complaints
}

/** axe finds nothing: every rule it has, the recommended ones too. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  const found = await findBarriers(page)
  assert.equal(found.length, 0, `${where}, ${new URL(page.url()).pathname}:${found.join('')}`)
}

export async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, help, nodes }) => {
    const first = nodes
      .slice(0, 3)
      .map(({ target, html }) => `\n    ${target.join(' ')}  ${html.slice(0, 200)}`)
    return `\n  ${id}: ${help} (${nodes.length})${first.join('')}`
  })
}

export async function assertNothingOverflows(page: Page, widths: readonly number[]): Promise<void> {
  const found = await findOverflow(page, widths)
  assert.equal(found.length, 0, `${new URL(page.url()).pathname}: ${found.join('; ')}`)
}

export async function findOverflow(page: Page, widths: readonly number[]): Promise<string[]> {
  const before = page.viewportSize()
  const found: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: 812 })
    const { inner, wanted, widest } = await page.evaluate(measureWidths)
    if (wanted > inner) found.push(`${wanted} px wide on ${inner} px: ${widest}`)
  }
  if (before) await page.setViewportSize(before)
  return found
}

/** Runs in the page. */
function measureWidths() {
  const { document, innerWidth } = globalThis as unknown as BrowserWindow
  const inner = Math.min(innerWidth, document.documentElement.clientWidth)
  const all = [...document.querySelectorAll('body *')]
  const wide = all.filter((one) => one.getBoundingClientRect().right > inner + 1)
  const widest = wide.slice(-3).map((one) => `<${one.tagName.toLowerCase()} class="${one.className}">`)
  return { inner, wanted: document.documentElement.scrollWidth, widest: widest.join(' ') }
}

type BrowserElement = {
  tagName: string
  className: string
  getBoundingClientRect(): { right: number }
}
type BrowserWindow = {
  innerWidth: number
  document: {
    documentElement: { clientWidth: number; scrollWidth: number }
    querySelectorAll(selector: string): Iterable<BrowserElement>
  }
}
