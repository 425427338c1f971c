import type { Page } from 'playwright-core'
import { PRODUCT_URL } from './browser.ts'

export type Crawled = { path: string; pattern: string; status: number }

export type CrawlOptions = {
  from: readonly string[]
  /** Paths that belong to this crawl. */
  within: (path: string) => boolean
  /** So many pages of one pattern are opened. */
  perPattern?: number
  limit?: number
  visit: (page: Page, crawled: Crawled) => Promise<void>
}

/** Not pages: files, twins for programs, and what is a page of another origin. */
const NOT_A_PAGE = /\.[a-z0-9]{2,8}$|^\/(?:assets|files|api\/v1|desk\/files)\//

/** Follows every link that the product shows, some pages of each pattern, so that a new page is met by itself. */
export async function crawl(page: Page, options: CrawlOptions): Promise<Crawled[]> {
  const { from, within, perPattern = 2, limit = 150, visit } = options
  const queue = [...from]
  const known = new Set(queue)
  const counts = new Map<string, number>()
  const crawled: Crawled[] = []
  for (let path = queue.shift(); path !== undefined && crawled.length < limit; path = queue.shift()) {
    const pattern = patternOf(path)
    const count = counts.get(pattern) ?? 0
    if (count >= perPattern) continue
    const answer = await page.goto(path, { waitUntil: 'load' })
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue
    counts.set(pattern, count + 1)
    const one = { path, pattern, status: answer.status() }
    crawled.push(one)
    for (const link of await linksOn(page)) {
      if (known.has(link) || !isPage(link) || !within(link)) continue
      known.add(link)
      queue.push(link)
    }
    await visit(page, one)
  }
  return crawled
}

/** Conditions of a list together lead to the same page as each alone. */
function isPage(link: string): boolean {
  const { pathname, searchParams } = new URL(link, PRODUCT_URL)
  return !NOT_A_PAGE.test(pathname) && new Set(searchParams.keys()).size < 2
}

/** `/publications/06f…/history?from=1` is `/publications/:id/history?from`. */
export function patternOf(path: string): string {
  const { pathname, searchParams } = new URL(path, PRODUCT_URL)
  const places = pathname
    .split('/')
    .map((part) => (/^[0-9a-hjkmnp-tv-z]{26}$|^[0-9a-f-]{36}$/.test(part) ? ':id' : part))
    .map((part) => (/^\d[\d.-]*$/.test(part) ? ':number' : part))
  const asked = [...new Set(searchParams.keys())].sort()
  return (
    places.join('/').replace(/^\/columns\/.+/, '/columns/:column') +
    (asked.length > 0 ? `?${asked.join('&')}` : '')
  )
}

async function linksOn(page: Page): Promise<string[]> {
  const all = await page
    .locator('a[href]:not([download])')
    .evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href))
  return all
    .filter((href) => href.startsWith(`${PRODUCT_URL}/`))
    .map((href) => href.slice(PRODUCT_URL.length).replace(/#.*$/, ''))
}
