/**
 * What Word, WPS and others put on the clipboard, as plain structure: paragraphs, headings, lists, tables, notes. Pure,
 * text to text; whatever it lets through, the editor's own structures and then the server's gate judge again.
 */
import { type Node, parseMarkup, textIn, writeMarkup } from './markup.ts'

/** Everything inside these is settings of the word processor, not words. */
const DROPPED =
  /^(?:style|script|head|title|meta|link|xml|object|svg|math|noscript|template|colgroup|col|del|v:.*)$/
const KEPT =
  /^(?:p|h2|h3|h4|ul|ol|li|blockquote|table|caption|thead|tbody|tfoot|tr|th|td|a|img|strong|em|sub|sup|br|hr)$/
const RENAMED: Readonly<Record<string, string>> = { b: 'strong', i: 'em', h1: 'h2', h5: 'h4', h6: 'h4' }
const BLOCK = /^(?:p|h[1-6]|ul|ol|li|div|blockquote|table|tr|td|th|section|article|body|hr|pre|dl|dt|dd)$/

export function cleanPaste(html: string): string {
  const body = fragmentOf(html)
  const isOwn = /data-pm-slice/.test(html)
  if (isOwn) return html
  const nodes = parseMarkup(body)
  const notes = takeNotes(nodes)
  const kept = listsOf(nodes.flatMap((node) => clean(node, notes)))
  return writeMarkup(withoutEmpty(kept))
}

/** Browsers mark the selected part of what the other program gave. */
function fragmentOf(html: string): string {
  const from = html.indexOf('<!--StartFragment-->')
  const to = html.lastIndexOf('<!--EndFragment-->')
  return from >= 0 && to > from ? html.slice(from + '<!--StartFragment-->'.length, to) : html
}

/** Word writes the notes below the text, each beginning with a link back to its call. */
function takeNotes(nodes: Node[]): Map<string, string> {
  const notes = new Map<string, string>()
  const visit = (list: Node[]) => {
    for (let at = list.length - 1; at >= 0; at--) {
      const node = list[at]!
      if (node.kind !== 'element') continue
      const style = node.attributes.style ?? ''
      const isNote = /mso-element:\s*(?:footnote|endnote)(?:;|$)/i.test(style)
      const id = node.attributes.id ?? ''
      if (isNote || /^(?:ftn|edn)\d+$/i.test(id)) {
        notes.set(id.toLowerCase(), textIn(withoutCalls(node.children)).replace(/\s+/g, ' ').trim())
        list.splice(at, 1)
      } else if (/mso-element:\s*(?:footnote|endnote)-list/i.test(style)) {
        visit(node.children)
        list.splice(at, 1)
      } else visit(node.children)
    }
  }
  visit(nodes)
  return notes
}

function withoutCalls(nodes: readonly Node[]): Node[] {
  return nodes
    .filter((node) => node.kind === 'text' || !isBack(node.attributes))
    .map((node) => (node.kind === 'text' ? node : { ...node, children: withoutCalls(node.children) }))
}

function isBack({ href = '', style = '' }: Record<string, string>): boolean {
  return /#_(?:ftn|edn)ref\d+$/i.test(href) || /mso-footnote-id/i.test(style)
}

type Element = Extract<Node, { kind: 'element' }>

function clean(node: Node, notes: ReadonlyMap<string, string>): Node[] {
  if (node.kind === 'text') return [{ kind: 'text', text: node.text.replace(/[ \t\r\n]+/g, ' ') }]
  const { tag, attributes } = node
  const style = attributes.style ?? ''
  if (
    DROPPED.test(tag) ||
    /mso-list:\s*ignore/i.test(style) ||
    /display:\s*none|mso-hide:\s*all/i.test(style)
  )
    return []
  const note = noteOf(attributes, notes)
  if (note !== undefined) return [element('sup', { 'data-footnote': note })]
  if (/^_(?:ftn|edn)/i.test(attributes.name ?? '') && !attributes.href) return []
  const children = node.children.flatMap((child) => clean(child, notes))
  if (tag === 'p' || tag === 'div' || /^h[1-6]$/.test(tag)) return paragraph(node, children)
  if (tag === 'span' || tag === 'font') return inline(style, children)
  const name = RENAMED[tag] ?? tag
  if (!KEPT.test(name) || (name === 'img' && !/^\/(?!\/)/.test(attributes.src ?? ''))) return children
  if (name === 'strong' && /font-weight:\s*(?:normal|400)/i.test(style)) return children
  return [element(name, attributesOf(name, attributes), children)]
}

function noteOf({ href = '' }: Record<string, string>, notes: ReadonlyMap<string, string>) {
  const [, kind, number] = /#_(ftn|edn)(\d+)$/i.exec(href) ?? []
  return kind && number ? notes.get(`${kind.toLowerCase()}${number}`) : undefined
}

/** A paragraph that is a heading or an item by its style becomes one. */
function paragraph(node: Element, children: Node[]): Node[] {
  const { tag, attributes } = node
  const style = attributes.style ?? ''
  if (children.some((child) => child.kind === 'element' && BLOCK.test(child.tag))) return children
  const level = headingLevel(tag, attributes)
  if (level) return [element(`h${level}`, {}, trimmed(unbold(children)))]
  const list = /mso-list:\s*l\d+\s+level(\d)/i.exec(style)
  if (list) {
    const marker = textIn(markersIn(node)).trim()
    const kind =
      /^[(（]?[\da-z一二三四五六七八九十①-⑳]+[.．、)）]?$/i.test(marker) && !/^o$/.test(marker) ? 'ol' : 'ul'
    return [element('li', { 'data-list': kind, 'data-level': list[1] ?? '1' }, trimmed(children))]
  }
  return [element('p', {}, trimmed(children))]
}

/** 标题 1 is the highest inside a text: the page has its own title. */
function headingLevel(tag: string, { class: name = '', style = '' }: Record<string, string>) {
  const [, byTag] = /^h([1-6])$/.exec(tag) ?? []
  const [, byStyle] =
    /(?:mso-outline-level:\s*|mso-style-name:\s*["']?(?:heading|标题)\s*)([1-6])/i.exec(style) ?? []
  const [, byClass] = /^(?:MsoHeading|标题|Heading)\s*([1-6])$/i.exec(name) ?? []
  const level = Number(byTag ?? byStyle ?? byClass)
  return level >= 1 ? Math.min(level + 1, 4) : undefined
}

function markersIn(node: Element): Node[] {
  return node.children.flatMap((child) => {
    if (child.kind === 'text') return []
    return /mso-list:\s*ignore/i.test(child.attributes.style ?? '') ? [child] : markersIn(child)
  })
}

/** Of the looks of a run only what carries meaning stays: weight and place. */
function inline(style: string, children: Node[]): Node[] {
  if (/vertical-align:\s*super/i.test(style)) return [element('sup', {}, children)]
  if (/vertical-align:\s*sub\b/i.test(style)) return [element('sub', {}, children)]
  if (/font-weight:\s*(?:bold|[6-9]00)/i.test(style) && textIn(children).trim() !== '')
    return [element('strong', {}, children)]
  return children
}

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  a: /^(?:href|title)$/,
  img: /^(?:src|alt|width|height)$/,
  td: /^(?:colspan|rowspan)$/,
  th: /^(?:colspan|rowspan|scope)$/,
  ol: /^start$/,
}

function attributesOf(tag: string, attributes: Record<string, string>): Record<string, string> {
  const wanted = ATTRIBUTES[tag]
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => wanted?.test(name)))
}

/** Runs of items become lists, the deeper ones inside the item before them. */
function listsOf(nodes: readonly Node[]): Node[] {
  const out: Node[] = []
  /** Open lists, the outermost first. */
  let open: { level: number; list: Element }[] = []
  for (const node of nodes) {
    if (node.kind === 'text') {
      if (node.text.trim() !== '') open = []
      out.push(node)
      continue
    }
    const { 'data-list': kind, 'data-level': depth } = node.attributes
    if (node.tag !== 'li' || !kind) {
      open = []
      out.push({ ...node, children: listsOf(node.children) })
      continue
    }
    const level = Number(depth)
    const item = element('li', {}, [element('p', {}, node.children)])
    while (open.length > 0 && open.at(-1)!.level > level) open.pop()
    const last = open.at(-1)
    if (last?.level === level && last.list.tag === kind) {
      last.list.children.push(item)
      continue
    }
    if (last?.level === level) open.pop()
    const list = element(kind, {}, [item])
    const within = open.at(-1)?.list.children.at(-1)
    if (within?.kind === 'element') within.children.push(list)
    else out.push(list)
    open.push({ level, list })
  }
  return out
}

/** Full-width blanks at the beginning are an indent made by hand; the sheet sets it. */
function trimmed(children: Node[]): Node[] {
  const [first, ...rest] = children
  if (!first) return []
  if (first.kind === 'element') return [{ ...first, children: trimmed(first.children) }, ...rest]
  const text = first.text.replace(/^[\s\u3000\u00a0]+/, '')
  return text === '' ? trimmed(rest) : [{ kind: 'text', text }, ...rest]
}

function unbold(children: readonly Node[]): Node[] {
  return children.flatMap((child) => {
    if (child.kind === 'text') return [child]
    return child.tag === 'strong' ? unbold(child.children) : [{ ...child, children: unbold(child.children) }]
  })
}

const MEANS_SOMETHING_EMPTY = /^(?:td|th|br|hr|img)$/

function withoutEmpty(nodes: readonly Node[]): Node[] {
  return nodes.flatMap((node): Node[] => {
    if (node.kind === 'text') return [node]
    const children = withoutEmpty(node.children)
    const isEmpty = children.every((child) => child.kind === 'text' && /^[\s\u3000\u00a0]*$/.test(child.text))
    const stays = !isEmpty || MEANS_SOMETHING_EMPTY.test(node.tag) || 'data-footnote' in node.attributes
    return stays ? [{ ...node, children }] : []
  })
}

function element(tag: string, attributes: Record<string, string>, children: Node[] = []): Element {
  return { kind: 'element', tag, attributes, children }
}
