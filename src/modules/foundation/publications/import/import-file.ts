/** One file as an import takes it, in whatever form it is written. Never throws: what cannot be read becomes a problem. */
import { createHash } from 'node:crypto'
import type { CivilDate } from '#kernel/calendar'
import { readFrontMatter } from '#platform/documents/front-matter'
import { CHINESE_DATE } from './chinese-dates.ts'
import { groupVersions, type Law, type LawText, type LawVersion, readCorpusFile } from './corpus.ts'
import { readCorpusPath } from './corpus-path.ts'
import { readMarkdownDocument } from './markdown-document.ts'
import { type Stated, type StatedFacts, statedOf } from './stated.ts'

export type ImportText = LawText & {
  /** Of the file's own words: tells a file that is known from one that was changed, whatever a later reader makes of it. */
  hash: string
  /** How the body is written; Markdown where nothing is said. */
  format?: 'html' | 'plain'
  /** What the file or the row itself says of a document; a text of a collection of laws says nothing of the kind. */
  stated?: Stated
}

export type ImportVersion = LawVersion & {
  hash: string
  format?: 'html' | 'plain'
  stated?: Stated
  /** What tells the versions of one law apart: the date of the file's name. */
  version: string
}

export type ImportLaw = Omit<Law, 'versions'> & { versions: ImportVersion[] }

/** A collection of laws marks the end of the head, or begins with dated events; everything else is a document. */
const LAW = new RegExp(`<!--\\s*INFO END\\s*-->|^\\ufeff?\\s*#[^\\n]*\\n\\s*[（(]?${CHINESE_DATE}`)

export function readImportFile(path: string, content: string): ImportText {
  const words = content.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const text = LAW.test(words) ? readCorpusFile(path, words) : readMarkdown(path, words)
  return { ...text, hash: hashOfWords(words) }
}

export function hashOfWords(words: string | Uint8Array): string {
  return createHash('sha256').update(words).digest('hex')
}

function readMarkdown(path: string, content: string): Omit<ImportText, 'hash'> {
  const { facts, body: below } = readFrontMatter(content)
  const stated = statedOf(facts)
  const titled =
    stated.title === undefined ? below : `# ${stated.title}\n\n${withoutTitle(below, stated.title)}`
  const { title, body, problems } = readMarkdownDocument(titled)
  const text = documentText(path, { title, body, stated })
  return { ...text, problems: [...problems, ...text.problems] }
}

function withoutTitle(body: string, title: string): string {
  const [, first, rest] = /^\s*#[ \t]+([^\n]*\S)[ \t]*(?:\n([\s\S]*))?$/.exec(body) ?? []
  return first === title ? (rest ?? '') : body
}

/** A document that is no text of a collection: its facts are those it states. */
export function documentText(
  path: string,
  { title, body, stated }: { title: string; body: string; stated: StatedFacts },
): Omit<ImportText, 'hash'> {
  const { folder, short_title, category } = readCorpusPath(path)
  const {
    document_number,
    issuer,
    signed_on,
    published_on,
    effective_on,
    expires_on,
    problems,
    key,
    ...rest
  } = stated
  return {
    ...{ path, folder, title, category, body, problems },
    ...{ signed_on, published_on, effective_on, expires_on, document_number },
    short_title: key ?? short_title,
    place: null,
    version_date: null,
    events: [],
    publisher: issuer,
    dated_on: signed_on ?? published_on ?? effective_on,
    article_count: 0,
    stated: rest,
  }
}

export type Joined = {
  laws: ImportLaw[]
  /** A second file of a version that another file has: which of the two is right, only a person can say. */
  doubles: ImportText[]
}

export function joinVersions(texts: readonly ImportText[], today: CivilDate): Joined {
  const read = new Map(texts.map((text) => [text.path, text]))
  const taken = new Set<string>()
  const doubles = texts.filter((text) => {
    const name = `${text.folder}/${text.short_title}/${versionOf(text)}`
    return taken.size === taken.add(name).size
  })
  const single = texts.filter((text) => !doubles.includes(text))
  const laws = groupVersions(single, today).map((law) => ({
    ...law,
    versions: law.versions.map((text) => ({
      ...read.get(text.path)!,
      ...text,
      version: versionOf(text),
    })),
  }))
  return { laws, doubles }
}

export function versionOf({ version_date }: Pick<LawText, 'version_date'>): string {
  return version_date ?? 'undated'
}
