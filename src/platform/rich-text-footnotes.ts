/**
 * Footnotes of a stored text: a number in the line, the notes as a list at its end, each leading to the other. Numbers
 * follow the order in which the notes are called, whoever wrote them and in whatever order they came.
 */
import type { SanitisedHtml } from '#kernel/rich-text'

/** The call of a note, as the gate leaves it. */
export const REFERENCE =
  /<sup>\s*<a(?=[^>]*\shref="#(fn-\d{1,4})")(?=[^>]*\sid="fnref-\d)[^>]*>[^<]*<\/a>\s*<\/sup>/g
const STRAY_ID = /(<(?:a|li)\b[^>]*?) id="fn(?:ref)?-\d{1,4}"/
const CALL_OR_STRAY = new RegExp(`${REFERENCE.source}|${STRAY_ID.source}`, 'g')
const SECTION = /\s*<section id="footnotes">([\s\S]*?)<\/section>/g
const NOTE = /<li id="(fn-\d{1,4})">([\s\S]*?)<\/li>/g
const BACK = /\s*<a(?=[^>]*\shref="#fnref-\d{1,4}")[^>]*>[^<]*<\/a>/g
const BLOCK =
  /<\/?(?:p|h[234]|ul|ol|li|dl|dt|dd|blockquote|pre|hr|figure|figcaption|table|caption|thead|tbody|tfoot|tr|th|td)(?:\s[^>]*)?>/g

/** Idempotent; passes the gate unchanged. A call without a note goes, a note that nothing calls stays as a paragraph. */
export function numberFootnotes(html: SanitisedHtml): SanitisedHtml {
  const { text, notes } = parted(html)
  const uncalled = new Set(notes.keys())
  const numbered: string[] = []
  const body = text.replace(CALL_OR_STRAY, (_, id?: string, opening?: string) => {
    const words = id && notes.get(id)
    if (!id || !words) return opening ?? ''
    uncalled.delete(id)
    const number = numbered.push(words)
    return `<sup><a href="#fn-${number}" id="fnref-${number}">${number}</a></sup>`
  })
  const left = [...uncalled].map((id) => `\n<p>${notes.get(id)}</p>`).join('')
  return `${body}${left}${sectionOf(numbered)}`.trim() as SanitisedHtml
}

/** For those who read the words alone: a call is not part of the figure before it. */
export function speakFootnotes(html: SanitisedHtml): string {
  return html
    .replace(REFERENCE, (_, id: string) => `[${id.slice(3)}]`)
    .replace(/<li id="fn-(\d{1,4})">/g, '<li>[$1] ')
    .replace(BACK, '')
}

function parted(html: string): { text: string; notes: Map<string, string> } {
  const notes = new Map<string, string>()
  const text = html.replace(SECTION, (_, inner: string) => {
    for (const [, id = '', words = ''] of inner.matchAll(NOTE)) {
      const line = inOneLine(words)
      if (line !== '' && !notes.has(id)) notes.set(id, line)
    }
    return ''
  })
  return { text, notes }
}

function sectionOf(notes: readonly string[]): string {
  if (notes.length === 0) return ''
  const items = notes.map(
    (words, at) => `<li id="fn-${at + 1}">${words} <a href="#fnref-${at + 1}" title="回到正文">↩</a></li>`,
  )
  return `\n<section id="footnotes"><ol>${items.join('')}</ol></section>`
}

function inOneLine(words: string): string {
  return words
    .replace(REFERENCE, '')
    .replace(BACK, '')
    .replace(BLOCK, ' ')
    .replace(/ id="fn(?:ref)?-\d{1,4}"(?=[^<]*>)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
