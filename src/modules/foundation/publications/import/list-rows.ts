/** A list as people keep it: the first row names the columns, every other row is a publication. */
import { posix } from 'node:path'
import type { Table, TableRow } from '#platform/documents/collections'
import { documentText, hashOfWords, type ImportText } from './import-file.ts'
import type { Problem } from './problems.ts'
import { factOf, type StatedFacts, statedOf } from './stated.ts'

/** The text of a file that a row names, or why there is none. */
export type FileText =
  | { text: Pick<ImportText, 'body' | 'format'> & { title: string; hash: string } }
  | { problem: Problem }
export type FindText = (path: string) => Promise<FileText>

export type ListRows = { texts: ImportText[]; problem?: Problem }

/** Every row is read, whatever is wrong with another. */
export async function readListRows(
  path: string,
  tables: readonly Table[],
  find: FindText,
): Promise<ListRows> {
  const texts: ImportText[] = []
  for (const { sheet, rows } of tables) {
    const [head, ...below] = rows
    const headings = head!.cells
    const facts = headings.map((heading) => factOf(heading))
    if (!facts.includes('title') && !facts.includes('file')) {
      // A sheet of notes beside the list is no list; a file without any list is refused as a whole.
      continue
    }
    const unknown = headings.filter((heading, at) => heading !== '' && facts[at] === undefined)
    for (const row of below) texts.push(await readRow({ path, sheet, headings, row }, find))
    texts.at(-below.length)?.problems.push(
      ...unknown.map(
        (column): Problem => ({
          severity: 'warning',
          code: 'heading-unknown',
          ...(sheet ? { sheet } : {}),
          row: head!.row,
          column,
        }),
      ),
    )
  }
  return texts.length > 0
    ? { texts }
    : { texts, problem: { severity: 'error', code: 'heading-title-missing' } }
}

type RowOfList = { path: string; sheet: string; headings: readonly string[]; row: TableRow }

async function readRow({ path, sheet, headings, row }: RowOfList, find: FindText): Promise<ImportText> {
  const place = { ...(sheet ? { sheet } : {}), row: row.row }
  const given = new Map(headings.map((heading, at) => [heading, row.cells[at] ?? '']))
  const stated = statedOf(given, place)
  const problems: Problem[] = []
  const cell = (fact: string) =>
    headings
      .map((heading, at) => (factOf(heading) === fact ? (row.cells[at] ?? '') : ''))
      .find((one) => one !== '')
  const heading = (fact: string) => headings.find((one) => factOf(one) === fact) ?? fact
  const fail = (code: Problem['code'], fact: string) =>
    problems.push({ severity: 'error', code, ...place, column: heading(fact) })
  const [typed, file] = [cell('text'), cell('file')]
  const found = file ? await find(posix.join(posix.dirname(path), file.replaceAll('\\', '/'))) : undefined
  if (found && 'problem' in found)
    problems.push({ ...found.problem, ...place, column: heading('file'), said: file! })
  const text = found && 'text' in found ? found.text : undefined
  if (typed && file) fail('text-and-file', 'file')
  if (!typed && !file) fail('body-empty', 'text')
  const title = stated.title ?? text?.title
  if (title === undefined) fail('title-missing', 'title')
  const body = text ? text.body : (typed ?? '')
  const read = documentText(rowPath(path, sheet, row.row), {
    title: title ?? '',
    body,
    stated: withKey(stated, title ?? ''),
  })
  return {
    ...read,
    ...listPlace,
    ...(text?.format ? { format: text.format } : text ? {} : { format: 'plain' as const }),
    problems: [...problems, ...read.problems],
    hash: hashOfWords(JSON.stringify([...given, text?.hash ?? ''])),
  }
}

/** One list or another, the same document is the same: lists are renamed, and rows are moved. */
const listPlace = { folder: 'list', category: '' }

function withKey(stated: StatedFacts, title: string): StatedFacts {
  const { key, document_number, published_on, signed_on } = stated
  return {
    ...stated,
    key: key ?? document_number ?? [title, published_on ?? signed_on].filter(Boolean).join(' '),
  }
}

export function rowPath(path: string, sheet: string, row: number): string {
  return `${path}#${sheet ? `${sheet}!` : ''}${row}`
}
