/** Just enough of HTML to read a clipboard: tags, attributes, text. Never trusted, always judged again afterwards. */

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'element'; tag: string; attributes: Record<string, string>; children: Node[] }

const VOID = /^(?:br|hr|img|meta|link|input|col|wbr|base|area|embed|source|track)$/
/** Their content ends at their own end only, and is never read as tags. */
const RAW = /^(?:style|script|title|textarea|xmp)$/
/** An open one of these ends where the next begins. */
const ENDS: Readonly<Record<string, RegExp>> = {
  p: /^(?:p|div|h[1-6]|ul|ol|table|blockquote|hr)$/,
  li: /^li$/,
  td: /^(?:td|th|tr)$/,
  th: /^(?:td|th|tr)$/,
  tr: /^tr$/,
}
/** Bounded, so that broken markup costs no more than its length. */
const TOKEN =
  /<!--[\s\S]*?-->|<!\[[^\]<]{0,200}\]>|<![^><]{0,2000}>|<\?[^><]{0,2000}>|<\/([a-z][\w:-]*)[^><]{0,2000}>|<([a-z][\w:-]*)((?:"[^"]{0,5000}"|'[^']{0,5000}'|[^"'<>]){0,8000})>/gi
const DATA_ADDRESS = /\ssrc=(?:"data:[^"]*"|'data:[^']*')/gi
/** Nobody writes deeper; what is, is read as if it were not nested. */
const DEEPEST = 200
const ATTRIBUTE = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?/g

/** Comments go, conditional ones with what they hold; `<![if …]>` goes alone, its content is for everybody. */
export function parseMarkup(given: string): Node[] {
  const html = given.replace(DATA_ADDRESS, '')
  const root: Node[] = []
  const open: { tag: string; children: Node[] }[] = [{ tag: '', children: root }]
  const put = (node: Node) => open.at(-1)!.children.push(node)
  let at = 0
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(html); match; match = TOKEN.exec(html)) {
    putText(html.slice(at, match.index), put)
    at = TOKEN.lastIndex
    const [, closing, opening, attributes = ''] = match
    if (closing) close(open, closing.toLowerCase())
    if (!opening) continue
    const tag = opening.toLowerCase()
    const last = open.at(-1)!
    if (ENDS[last.tag]?.test(tag)) open.pop()
    const node: Node = { kind: 'element', tag, attributes: attributesIn(attributes), children: [] }
    put(node)
    if (RAW.test(tag)) {
      const end = html.toLowerCase().indexOf(`</${tag}`, at)
      at = end < 0 ? html.length : html.indexOf('>', end) + 1 || html.length
      TOKEN.lastIndex = at
    } else if (!VOID.test(tag) && !/\/\s*$/.test(attributes) && open.length < DEEPEST)
      open.push({ tag, children: node.children })
  }
  putText(html.slice(at), put)
  return root
}

function close(open: { tag: string }[], tag: string): void {
  const at = open.findLastIndex((one) => one.tag === tag)
  if (at > 0) open.length = at
}

function putText(raw: string, put: (node: Node) => void): void {
  if (raw !== '') put({ kind: 'text', text: unescaped(raw) })
}

function attributesIn(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', double, single, bare] of text.matchAll(ATTRIBUTE))
    found[name.toLowerCase()] ??= unescaped(double ?? single ?? bare ?? '')
  return found
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  emsp: '\u2003',
  ensp: '\u2002',
  middot: '·',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  times: '×',
  sect: '§',
}

function unescaped(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name] ?? whole
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
  })
}

export function textIn(nodes: readonly Node[]): string {
  return nodes.map((node) => (node.kind === 'text' ? node.text : textIn(node.children))).join('')
}

export function writeMarkup(nodes: readonly Node[]): string {
  return nodes.map(writeNode).join('')
}

function writeNode(node: Node): string {
  if (node.kind === 'text') return escaped(node.text)
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join('')
  if (VOID.test(node.tag)) return `<${node.tag}${attributes}>`
  return `<${node.tag}${attributes}>${writeMarkup(node.children)}</${node.tag}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
