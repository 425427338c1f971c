/** A document somebody wrote elsewhere, as text of this site: structure kept, looks and everything that acts dropped. */
import { fromHtml, fromMarkdown, fromPlainText, type SanitisedHtml, textOf } from '../rich-text.ts'
import { decodeText } from '../uploads/plain-text.ts'
import type { ReadDocx } from './docx-task.ts'
import { readFrontMatter } from './front-matter.ts'
import { readProtected, unreadable } from './protected-reading.ts'
import type { ReadPage } from './web-page-task.ts'

export type ReadDocument = {
  title: string
  html: SanitisedHtml
  /** Message keys of what a person should look at. */
  warnings: readonly string[]
  /** What the file says of itself, in its own words: front matter, or the head of a page. */
  facts: ReadonlyMap<string, string>
}

export type DocumentFile = { name: string; bytes: Buffer }

const MB = 1024 * 1024
const LARGEST_TEXT = 4 * MB
const LARGEST_DOCX = 50 * MB

export const READABLE_EXTENSIONS = ['docx', 'md', 'markdown', 'html', 'htm', 'txt'] as const

/** Refuses with `Invalid`; its code, and that of its field `file`, says why the file cannot be read. */
export async function readDocument(file: DocumentFile): Promise<ReadDocument> {
  const extension = /\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  const read = READERS[extension]
  if (!read) throw unreadable('document.type-unknown', { allowed: READABLE_EXTENSIONS.join(' ') })
  if (file.bytes.length > (extension === 'docx' ? LARGEST_DOCX : LARGEST_TEXT))
    throw unreadable('document.too-large')
  const document = await read(file)
  if (textOf(document.html).trim() === '') throw unreadable('document.empty')
  return document
}

type Reader = (file: DocumentFile) => Promise<ReadDocument>

const READERS: Readonly<Record<string, Reader>> = Object.assign(Object.create(null), {
  docx: readDocx,
  md: readMarkdown,
  markdown: readMarkdown,
  html: readHtml,
  htm: readHtml,
  txt: readText,
} satisfies Record<string, Reader>)

const END = import.meta.filename.slice(-3)
const DOCX_TASK = import.meta.resolve(`./docx-task${END}`)
const WEB_PAGE_TASK = import.meta.resolve(`./web-page-task${END}`)

async function readDocx({ name, bytes }: DocumentFile): Promise<ReadDocument> {
  const answer = await readProtected<ReadDocx>(DOCX_TASK, { bytes })
  const warnings = [...answer.warnings]
  if (answer.pictures > 0) warnings.push('document.pictures-left-out')
  return titled(answer.html, { name, warnings, facts: new Map() })
}

async function readHtml({ name, bytes }: DocumentFile): Promise<ReadDocument> {
  const { page } = await readProtected<ReadPage>(WEB_PAGE_TASK, { bytes })
  if (page === undefined) throw unreadable('document.letters-unknown')
  const warnings = /<img\b/i.test(page.html) ? ['document.pictures-left-out'] : []
  const { title, html, facts } = page
  return titled(withoutPictures(html), { name, warnings, facts, title })
}

async function readMarkdown({ name, bytes }: DocumentFile): Promise<ReadDocument> {
  const text = decodeText(bytes)
  if (text === undefined) throw unreadable('document.letters-unknown')
  const { facts, body } = readFrontMatter(text)
  const warnings = /!\[[^\]]*\]\([^)]*\)/.test(body) ? ['document.pictures-left-out'] : []
  const rendered = withoutPictures(fromMarkdown(body.replace(/!\[[^\]]*\]\([^)]*\)/g, '')))
  const title = facts.get('title') ?? facts.get('标题') ?? /^\s*#[ \t]+(.*\S)/.exec(body)?.[1]
  // The sanitiser has made the one heading of the first rank one of the second: it is told from others by standing first.
  return titled(rendered, { name, warnings, facts, ...(title ? { title } : {}) })
}

async function readText({ name, bytes }: DocumentFile): Promise<ReadDocument> {
  const text = decodeText(bytes)
  if (text === undefined) throw unreadable('document.letters-unknown')
  const paragraphs = text.replace(/\r\n?/g, '\n').replace(/\n(?=[ \t]*(?:\u3000|第.{1,8}条))/g, '\n\n')
  return titled(fromPlainText(paragraphs), { name, warnings: [], facts: new Map() })
}

type Known = { name: string; warnings: readonly string[]; facts: ReadonlyMap<string, string>; title?: string }

/** The title stands above the text on this site, so it is taken out of it where it stands there first. */
function titled(html: string, { name, warnings, facts, title: given }: Known): ReadDocument {
  const clean = fromHtml(html)
  const first = /^\s*<(h[234]|p)(?: [^>]*)?>([\s\S]*?)<\/\1>/.exec(clean)
  const words = plain(first?.[2] ?? '')
  const isHeading = first?.[1] !== undefined && first[1] !== 'p'
  const looksLikeTitle =
    isHeading || (words.length > 0 && words.length <= 60 && !/[。；;：:，,]$/.test(words))
  const title = given && given !== '' ? given : looksLikeTitle ? words : nameWithoutEnd(name)
  const isRepeated = first !== null && words !== '' && sameWords(words, title)
  return {
    title: title.slice(0, 300),
    html: isRepeated ? fromHtml(clean.slice(first[0].length)) : clean,
    warnings: given || isHeading ? warnings : [...warnings, 'document.title-guessed'],
    facts,
  }
}

function sameWords(one: string, other: string): boolean {
  const bare = (text: string) => text.replace(/[\s\u3000]/g, '')
  return bare(one) === bare(other)
}

function plain(html: string): string {
  return textOf(html as SanitisedHtml)
    .replace(/\s+/g, ' ')
    .trim()
}

function nameWithoutEnd(name: string): string {
  return name.replace(/^.*[\\/]/, '').replace(/\.[a-z]+$/i, '')
}

/** Pictures come in through the files of a publication, checked one by one. */
function withoutPictures(html: string): string {
  return html.replace(/<img\b[^>]*>/gi, '')
}
