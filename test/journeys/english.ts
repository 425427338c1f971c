import type { Page } from 'playwright-core'
import { MODULES } from '#app/modules'
import { PLATFORM_MESSAGES } from '#platform/messages'
import { uiMessages } from '#ui'

/** What the Chinese pages say of themselves, word by word; names and texts of the city stand in no catalogue. */
const CHINESE = new Set(
  [...MODULES.flatMap(({ messages = [] }) => messages), PLATFORM_MESSAGES, uiMessages]
    .flatMap((messages) =>
      Object.entries(messages['zh-CN']).map(([key, zh]) => ({ zh, en: messages.en[key] })),
    )
    .filter(({ zh, en }) => zh !== en && /\p{Script=Han}{2}/u.test(zh) && !zh.includes('{'))
    .map(({ zh }) => zh),
)

/**
 * Chinese on an English page that no `lang` announces and that the catalogues have in English. A column may bear the
 * name of a thing that the catalogues name too.
 */
export async function findChineseChrome(page: Page): Promise<string[]> {
  const texts = await page.evaluate(readUnmarkedChinese)
  const columns = await (await page.request.get('/api/v1/columns')).text()
  return [...new Set(texts)].filter((text) => CHINESE.has(text) && !columns.includes(`"${text}"`))
}

/** Runs in the page. */
function readUnmarkedChinese(): string[] {
  const { document } = globalThis as unknown as { document: Tree }
  const found: string[] = []
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('[lang^=zh], script')) continue
    for (const node of element.childNodes) if (node.nodeType === 3) found.push(node.data.trim())
    for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
      found.push(element.getAttribute(name) ?? '')
  }
  return found.filter((text) => /\p{Script=Han}/u.test(text))
}

type Tree = { querySelectorAll(selector: string): Iterable<TreeElement> }
type TreeElement = {
  closest(selector: string): unknown
  getAttribute(name: string): string | null
  childNodes: Iterable<{ nodeType: number; data: string }>
}
