/** The text of a page that some site published: without its menus, and in whatever letters it was written. */
import sanitizeHtml from 'sanitize-html'
import { decodeText } from '../uploads/plain-text.ts'

export type WebPage = { title: string; html: string; facts: ReadonlyMap<string, string> }

export function readWebPage(bytes: Uint8Array): WebPage | undefined {
  const page = decodePage(bytes)
  if (page === undefined) return undefined
  const facts = new Map<string, string>()
  // Public sites name their facts in the head (国办函〔2017〕80号: ArticleTitle, PubDate, ContentSource …).
  for (const [tag] of page.matchAll(/<meta\b[^>]*>/gi)) {
    const name = attribute(tag, 'name')?.toLowerCase()
    const content = attribute(tag, 'content')
    if (name && content) facts.set(name, textOnly(content))
  }
  const body = contentOf(page)
  const heading = /<h1\b[^>]*>([\s\S]*?)<\/h1\s*>/i.exec(page)?.[1]
  const title = [facts.get('articletitle'), heading, /<title\b[^>]*>([\s\S]*?)<\/title\s*>/i.exec(page)?.[1]]
    .map((one) => textOnly(one ?? ''))
    .find((one) => one !== '')
  return { title: title ?? '', html: withoutMenus(body), facts }
}

function decodePage(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const named = /<meta[^>]+charset=["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase()
  if (named && /^(?:gb2312|gbk|gb18030|x-gbk)$/.test(named)) {
    try {
      return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    } catch {
      return decodeText(bytes)
    }
  }
  return decodeText(bytes)
}

/** Where the programs behind public sites put the text, from the most certain sign to the least. */
const PLACES = [
  /<div\b[^>]*\b(?:id|class)=["'][^"']*\b(?:UCAP-CONTENT|TRS_Editor|TRS_UEDITOR|trs_editor_view|article-content|article_content|pages_content|zoom|zoomcon|vsb_content)\b[^"']*["'][^>]*>/i,
  /<article\b[^>]*>/i,
  /<main\b[^>]*>/i,
  /<body\b[^>]*>/i,
]

function contentOf(page: string): string {
  for (const place of PLACES) {
    const found = place.exec(page)
    if (found) return upToItsEnd(page.slice(found.index + found[0].length), /^<(\w+)/.exec(found[0])![1]!)
  }
  return page
}

function upToItsEnd(rest: string, tag: string): string {
  let depth = 1
  for (const found of rest.matchAll(new RegExp(`<(/?)${tag}\\b[^>]*>`, 'gi'))) {
    depth += found[1] === '/' ? -1 : 1
    if (depth === 0) return rest.slice(0, found.index)
  }
  return rest
}

const MENUS =
  'nav header footer aside form button select script style noscript iframe object svg template'.split(' ')

function withoutMenus(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: false,
    allowedAttributes: false,
    allowVulnerableTags: true,
    nonTextTags: [...MENUS, 'textarea', 'option', 'head', 'title', 'xmp', 'plaintext'],
    exclusiveFilter: ({ tag }) => MENUS.includes(tag),
  })
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i')
    .exec(tag)
    ?.slice(1)
    .find((one) => one !== undefined)
}

function textOnly(html: string): string {
  return sanitizeHtml(html, { allowedTags: [], allowedAttributes: {} })
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', ' ')
    .replace(/[\s\u3000\u00a0]+/g, ' ')
    .trim()
}
