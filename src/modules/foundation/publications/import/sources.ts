/** Files in any readable form, wherever they lie: each becomes texts of an import, or a reason why not. */
import { basename } from 'node:path'
import { Invalid } from '#kernel/refusals'
import { readTables } from '#platform/documents/collections'
import { readDocument } from '#platform/documents/reading'
import { documentText, hashOfWords, type ImportText, readImportFile } from './import-file.ts'
import { type FileText, readListRows } from './list-rows.ts'
import type { Problem } from './problems.ts'
import { statedOf } from './stated.ts'

export type Source = { path: string; read(): Promise<Buffer> }
export type Unread = { path: string; title: string; problem: Problem }
export type ReadSources = { texts: ImportText[]; unread: Unread[] }

const LIST = /\.(?:csv|xlsx)$/i
const MARKDOWN = /\.(?:md|markdown)$/i
export const IMPORTABLE = /\.(?:md|markdown|html?|docx|csv|xlsx)$/i

const LARGEST = 50 * 1024 * 1024
/** As many as the protected process takes at once. */
const AT_ONCE = 2

export type Reading = {
  onRead?: (count: number) => Promise<void> | void
  /** A file that a list names and that was not given. */
  beside?: (path: string) => Source | undefined
}

/** A file that a row of a list names comes with its row; all others come on their own. */
export async function readSources(
  sources: readonly Source[],
  { onRead = () => {}, beside = () => undefined }: Reading = {},
): Promise<ReadSources> {
  const result: ReadSources = { texts: [], unread: [] }
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const named = new Set<string>()
  for (const list of sources.filter(({ path }) => LIST.test(path))) {
    await reading(list, result, async (bytes) => {
      const tables = await readTables({ name: list.path, bytes })
      const { texts, problem } = await readListRows(list.path, tables, (path) => {
        named.add(path)
        return textOfFile(byPath.get(path) ?? beside(path))
      })
      result.texts.push(...texts)
      if (problem) result.unread.push(unreadOf(list.path, problem))
    })
    await onRead(1)
  }
  const rest = sources.filter(({ path }) => !LIST.test(path) && !named.has(path))
  await onRead(sources.filter(({ path }) => named.has(path)).length)
  for (let from = 0; from < rest.length; from += AT_ONCE) {
    const together = rest.slice(from, from + AT_ONCE)
    await Promise.all(together.map((source) => readOne(source, result)))
    await onRead(together.length)
  }
  return result
}

async function readOne(source: Source, result: ReadSources): Promise<void> {
  await reading(source, result, async (bytes) => {
    result.texts.push(await textOf(source.path, bytes))
  })
}

async function textOf(path: string, bytes: Buffer): Promise<ImportText> {
  if (MARKDOWN.test(path)) return readImportFile(path, bytes.toString('utf8'))
  const { title, html, warnings, facts } = await readDocument({ name: path, bytes })
  const stated = statedOf(facts)
  const text = documentText(path, { title: stated.title ?? title, body: html, stated })
  return {
    ...text,
    format: 'html',
    problems: [...text.problems, ...warnings.map(asWarning)],
    hash: hashOfWords(bytes),
  }
}

async function textOfFile(source: Source | undefined): Promise<FileText> {
  if (!source) return { problem: { severity: 'error', code: 'file-missing' } }
  try {
    const bytes = await source.read()
    const { title, html } = await readDocument({ name: source.path, bytes })
    return { text: { title, body: html, format: 'html', hash: hashOfWords(bytes) } }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

/** A file that cannot be read is named and the next one read. */
async function reading(
  source: Source,
  { unread }: ReadSources,
  read: (bytes: Buffer) => Promise<void>,
): Promise<void> {
  try {
    const bytes = await source.read()
    if (bytes.length > LARGEST) throw new Invalid('document.too-large', {})
    await read(bytes)
  } catch (error) {
    unread.push(unreadOf(source.path, problemOf(error)))
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof Invalid)
    return { severity: 'error', code: error.code as Problem['code'], params: error.params }
  // Of the disk, not of the document: what the system says of it is all there is to say.
  return {
    severity: 'error',
    code: 'document.unreadable',
    params: { cause: (error as Error).message.slice(0, 200) },
  }
}

function unreadOf(path: string, problem: Problem): Unread {
  return { path, title: basename(path), problem }
}

function asWarning(code: string): Problem {
  return { severity: 'warning', code: code as Problem['code'] }
}
