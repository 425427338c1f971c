/** One file as an import takes it, in whatever form it is written. Never throws: what cannot be read becomes a problem. */
import { createHash } from 'node:crypto'
import type { CivilDate } from '#kernel/calendar'
import { CHINESE_DATE } from './chinese-dates.ts'
import { groupVersions, type Law, type LawText, type LawVersion, readCorpusFile } from './corpus.ts'
import { readCorpusPath } from './corpus-path.ts'
import { readMarkdownDocument } from './markdown-document.ts'

export type ImportText = LawText & {
  /** Of the file's own words: tells a file that is known from one that was changed, whatever a later reader makes of it. */
  hash: string
}

export type ImportVersion = LawVersion & {
  hash: string
  /** What tells the versions of one law apart: the date of the file's name. */
  version: string
}

export type ImportLaw = Omit<Law, 'versions'> & { versions: ImportVersion[] }

/** A collection of laws marks the end of the head, or begins with dated events; everything else is a document. */
const LAW = new RegExp(`<!--\\s*INFO END\\s*-->|^\\ufeff?\\s*#[^\\n]*\\n\\s*[（(]?${CHINESE_DATE}`)

export function readImportFile(path: string, content: string): ImportText {
  const words = content.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  const text = LAW.test(words) ? readCorpusFile(path, words) : readDocument(path, words)
  return { ...text, hash: createHash('sha256').update(words).digest('hex') }
}

function readDocument(path: string, content: string): LawText {
  const { folder, short_title, category } = readCorpusPath(path)
  const { title, body, problems } = readMarkdownDocument(content)
  return {
    ...{ path, folder, title, short_title, category, body, problems },
    place: null,
    version_date: null,
    events: [],
    publisher: null,
    document_number: null,
    signed_on: null,
    published_on: null,
    effective_on: null,
    expires_on: null,
    dated_on: null,
    article_count: 0,
  }
}

export type Joined = {
  laws: ImportLaw[]
  /** A second file of a version that another file has: which of the two is right, only a person can say. */
  doubles: ImportText[]
}

export function joinVersions(texts: readonly ImportText[], today: CivilDate): Joined {
  const hashes = new Map(texts.map(({ path, hash }) => [path, hash]))
  const taken = new Set<string>()
  const doubles = texts.filter((text) => {
    const name = `${text.folder}/${text.short_title}/${versionOf(text)}`
    return taken.size === taken.add(name).size
  })
  const single = texts.filter((text) => !doubles.includes(text))
  const laws = groupVersions(single, today).map((law) => ({
    ...law,
    versions: law.versions.map((text) => ({
      ...text,
      hash: hashes.get(text.path)!,
      version: versionOf(text),
    })),
  }))
  return { laws, doubles }
}

export function versionOf({ version_date }: Pick<LawText, 'version_date'>): string {
  return version_date ?? 'undated'
}
