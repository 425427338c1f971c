import type { Language } from '#kernel/messages'

/** The words of a mail, once: from them both its plain text and its simple HTML. */
export type Letter = {
  language: Language
  /** Who writes: the name of the site. */
  sender: string
  heading: string
  paragraphs?: readonly string[]
  items?: readonly LetterItem[]
  /** The one thing that the receiver may want to do. */
  action?: { label: string; href: string }
  /** Why this mail came, and how to have no more of them. */
  foot?: readonly (string | { label: string; href: string })[]
}

export type LetterItem = { title: string; href?: string; note?: string }

export function letterOf(letter: Letter): { text: string; html: string } {
  return { text: textOf(letter), html: htmlOf(letter) }
}

function textOf({
  language,
  heading,
  paragraphs = [],
  items = [],
  action,
  foot = [],
  sender,
}: Letter): string {
  const colon = language === 'zh-CN' ? '：' : ': '
  const blocks = [
    heading,
    ...paragraphs,
    ...items.map(({ title, href, note }) => [`· ${title}`, note, href].filter(Boolean).join('\n  ')),
    ...(action ? [`${action.label}${colon.trimEnd()}\n${action.href}`] : []),
    [
      '--',
      sender,
      ...foot.map((line) => (typeof line === 'string' ? line : `${line.label}${colon}${line.href}`)),
    ].join('\n'),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** Mail programs know neither style sheets nor our fonts: few elements, styles on them, no picture that could report back. */
function htmlOf(letter: Letter): string {
  const { language, sender, heading, paragraphs = [], items = [], action, foot = [] } = letter
  const inside = [
    `<p style="margin:0 0 24px;color:#4a463f;font-size:14px">${escaped(sender)}</p>`,
    `<h1 style="margin:0 0 16px;font-size:22px;line-height:1.4;font-weight:600">${escaped(heading)}</h1>`,
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text).replaceAll('\n', '<br>')}</p>`),
    items.length > 0
      ? `<ul style="margin:0 0 16px;padding:0;list-style:none">${items.map(itemOf).join('')}</ul>`
      : '',
    action ? buttonOf(action) : '',
    '<hr style="margin:32px 0 16px;border:0;border-top:1px solid #e1dccf">',
    ...foot.map(
      (line) =>
        `<p style="margin:0 0 8px;color:#4a463f;font-size:13px">${typeof line === 'string' ? escaped(line) : linkOf(line.href, line.label, '#4a463f')}</p>`,
    ),
  ]
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escaped(heading)}</title></head>`,
    "<body style=\"margin:0;background:#fcfbf7;color:#1d1b18;font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif\">",
    `<div role="main" style="max-width:600px;margin:0 auto;padding:32px 24px;background:#ffffff">${inside.join('')}</div>`,
    '</body></html>',
  ].join('')
}

function itemOf({ title, href, note }: LetterItem): string {
  const head = href ? linkOf(href, title, '#14507a') : escaped(title)
  const below = note ? `<br><span style="color:#4a463f;font-size:14px">${escaped(note)}</span>` : ''
  return `<li style="margin:0;padding:12px 0;border-top:1px solid #e1dccf">${head}${below}</li>`
}

function buttonOf({ href, label }: { href: string; label: string }): string {
  return `<p style="margin:24px 0"><a href="${escaped(href)}" style="display:inline-block;padding:10px 24px;background:#14507a;color:#ffffff;text-decoration:none;border-radius:2px">${escaped(label)}</a></p>`
}

function linkOf(href: string, label: string, colour: string): string {
  return `<a href="${escaped(href)}" style="color:${colour}">${escaped(label)}</a>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
