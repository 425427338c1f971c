/**
 * The one gate through which rich text becomes storable: an allow-list of document structure, no looks, no scripts.
 * Browsers and word processors clean up before; nothing here relies on it.
 */
import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import type { SanitisedHtml } from '#kernel/rich-text'
import { numberFootnotes, speakFootnotes } from './rich-text-footnotes.ts'

export type { SanitisedHtml } from '#kernel/rich-text'
export { anchorArticles, type OutlineEntry, outlineOf } from './rich-text-anchors.ts'

const BLOCKS = [
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'blockquote',
  'pre',
  'hr',
  'figure',
  'figcaption',
  'section',
]
const TABLE = ['table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td']
const INLINE = ['a', 'img', 'strong', 'em', 'sub', 'sup', 'br', 'code', 'ruby', 'rt', 'rp']

/** Everything inside these is dropped with them: their content is not text to a browser. */
const DROPPED_WITH_CONTENT =
  'script style textarea option select title head xml noscript template svg math iframe object embed xmp noembed noframes plaintext audio video canvas'.split(
    ' ',
  )

const ID = /^(?:article|chapter|part|section|note|annex|heading)-\d{1,4}(?:-\d{1,4}){0,3}$/
const WITH_ID = new Set(['p', 'h2', 'h3', 'h4', 'li', 'td', 'sup'])
/** The two ends of a footnote, and the one section that holds the notes. */
const ID_OF: Readonly<Record<string, RegExp>> = {
  a: /^fnref-\d{1,4}$/,
  li: /^fn-\d{1,4}$/,
  section: /^footnotes$/,
}

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, ...TABLE, ...INLINE],
  nonTextTags: DROPPED_WITH_CONTENT,
  allowedAttributes: {
    a: ['href', 'title', 'id'],
    img: ['src', 'alt', 'width', 'height'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan', 'id'],
    ol: ['start'],
    p: ['id'],
    h2: ['id'],
    h3: ['id'],
    h4: ['id'],
    li: ['id'],
    sup: ['id'],
    section: ['id'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    '*': (tagName, attribs) => {
      const tag = nameOf(tagName, attribs)
      return { tagName: tag, attribs: keptAttributes(tag, attribs) }
    },
  },
  exclusiveFilter: ({ tag, text, mediaChildren, attribs }) =>
    (isEmptied.has(tag) && text.trim() === '' && mediaChildren.length === 0) ||
    (tag === 'img' && !attribs.src),
}

const RENAMED = new Map(
  Object.entries({
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    b: 'strong',
    i: 'em',
    div: 'p',
    article: 'p',
    center: 'p',
  }),
)
const isEmptied = new Set(['p', 'h2', 'h3', 'h4', 'strong', 'em', 'a', 'sub', 'sup', 'section'])

function nameOf(tag: string, attribs: sanitizeHtml.Attributes): string {
  if (tag === 'section') return attribs.id === 'footnotes' ? 'section' : 'p'
  return RENAMED.get(tag) ?? tag
}

const ATTRIBUTE_HOLDS: Record<string, (value: string, tag: string) => boolean> = {
  href: (value) => isAddress(value) || /^mailto:[^\s]+$/i.test(value),
  src: (value) => /^\/(?!\/)[^\s\\]*$/.test(value),
  id: (value, tag) => (WITH_ID.has(tag) && ID.test(value)) || ID_OF[tag]?.test(value) === true,
  colspan: isSpan,
  rowspan: isSpan,
  scope: (value) => /^(?:row|col|rowgroup|colgroup)$/.test(value),
  start: (value) => /^\d{1,4}$/.test(value),
  width: (value) => /^[1-9]\d{0,3}$/.test(value),
  height: (value) => /^[1-9]\d{0,3}$/.test(value),
  alt: () => true,
  title: () => true,
}

/** Idempotent: what has been through the gate passes it unchanged. */
export function sanitise(html: string): SanitisedHtml {
  return untilSettled(html, (text) => sanitizeHtml(text, RULES).trim())
}

/** What an editor posts: through the gate, its footnotes numbered, without indents made of blanks. Idempotent. */
export function fromHtml(html: string): SanitisedHtml {
  return untilSettled(html, (text) => numberFootnotes(withoutIndents(sanitise(text))))
}

function untilSettled(html: string, pass: (text: string) => string): SanitisedHtml {
  let before = storable(html)
  for (let count = 0; count < 8; count++) {
    const after = pass(before)
    if (after === before) return after as SanitisedHtml
    before = after
  }
  return fromPlainText(before.replace(/<[^>]*>/g, ' '))
}

/** Two full-width blanks before a paragraph are how typewriters indent; the sheet does it by itself. */
function withoutIndents(html: SanitisedHtml): SanitisedHtml {
  return html.replace(/(<(?:p|li|h[234])(?:\s[^>]*)?>)[\s\u3000\u00a0]+/g, '$1') as SanitisedHtml
}

/** What PostgreSQL can store and a browser reads back the same: no control characters, no halved surrogates. */
function storable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\ufeff\ufffe\uffff]/gu, '')
    .trim()
}

function keptAttributes(tag: string, attribs: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const kept = Object.entries(attribs).filter(([name, value]) => ATTRIBUTE_HOLDS[name]?.(value.trim(), tag))
  return Object.fromEntries(kept.map(([name, value]) => [name, value.trim()]))
}

/** http(s) or relative. A backslash or a second slash would leave this site without saying so. */
function isAddress(value: string): boolean {
  if (/[\s\\\p{Cc}]/u.test(value)) return false
  return /^https?:\/\/[^/]/i.test(value) || (!/^[^/?#]*:/.test(value) && !value.startsWith('//'))
}

function isSpan(value: string): boolean {
  return /^[1-9]\d{0,2}$/.test(value)
}

const markdown = new MarkdownIt('default', { html: false, linkify: false, typographer: false })

export function fromMarkdown(text: string): SanitisedHtml {
  return sanitise(markdown.render(storable(text)))
}

/** A blank line ends a paragraph; a single line break stays a line break. */
export function fromPlainText(text: string): SanitisedHtml {
  const paragraphs = storable(text).split(/\n[^\S\n]*\n\s*/)
  return sanitise(
    paragraphs.map((one) => `<p>${escaped(one.trim()).replaceAll('\n', '<br />')}</p>`).join('\n'),
  )
}

const BREAKING = new RegExp(
  `</?(?:${[...BLOCKS, 'table', 'caption', 'tr', 'br'].join('|')})(?:\\s[^>]*)?>`,
  'g',
)

/** The words alone, one block a line: what search indexes, the scanner reads and the difference compares. */
export function textOf(html: SanitisedHtml): string {
  return unescaped(
    speakFootnotes(html)
      .replace(/\s*\n\s*/g, ' ')
      .replace(BREAKING, '\n')
      .replace(/<\/t[dh]>/g, '\t')
      .replace(/<[^>]*>/g, ''),
  )
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}
