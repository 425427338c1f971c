/** Runs in the protected process only. */
import { read, utils } from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import { readArchive } from '../uploads/archives.ts'
import { NotTaken } from '../uploads/not-taken.ts'
import { decodeText } from '../uploads/plain-text.ts'

/** A row keeps the number under which its reader finds it in the file. */
export type TableRow = { row: number; cells: string[] }
export type Table = { sheet: string; rows: TableRow[] }

const MOST_ROWS = 20_000
const MOST_CELLS = 60

export async function run({
  bytes: given,
  form,
}: {
  bytes: Uint8Array
  form: 'csv' | 'xlsx'
}): Promise<{ tables: Table[] }> {
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength)
  const tables = form === 'csv' ? [{ sheet: '', rows: csvRows(bytes) }] : await sheetsOf(bytes)
  if (tables.some(({ rows }) => rows.length > MOST_ROWS))
    throw new NotTaken('document.table-too-long', { rows: MOST_ROWS })
  return { tables: tables.filter(({ rows }) => rows.length > 0) }
}

function csvRows(bytes: Buffer): TableRow[] {
  const text = decodeText(bytes)
  if (text === undefined) throw new NotTaken('document.letters-unknown')
  const first = text.split('\n', 1)[0] ?? ''
  const delimiter = [',', '\t', ';'].toSorted(
    (one, other) => first.split(other).length - first.split(one).length,
  )[0]!
  try {
    const records: string[][] = parse(text, {
      bom: true,
      skip_empty_lines: false,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
    })
    return records
      .map((record, at) => ({ row: at + 1, cells: cellsOf(record) }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''))
  } catch (error) {
    throw new NotTaken('document.table-broken', { cause: (error as Error).message.slice(0, 80) })
  }
}

async function sheetsOf(bytes: Buffer): Promise<Table[]> {
  await readArchive(bytes)
  const book = read(bytes, {
    type: 'buffer',
    cellDates: true,
    cellFormula: false,
    cellHTML: false,
    sheetRows: MOST_ROWS + 1,
  })
  return book.SheetNames.map((sheet) => {
    const lines = utils.sheet_to_json<unknown[]>(book.Sheets[sheet]!, {
      header: 1,
      raw: true,
      defval: '',
      blankrows: true,
      UTC: true,
    })
    const from = utils.decode_range(book.Sheets[sheet]!['!ref'] ?? 'A1').s.r
    const rows = lines.map((cells, at) => ({ row: from + at + 1, cells: cellsOf(cells) }))
    return { sheet, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) }
  })
}

function cellsOf(cells: readonly unknown[]): string[] {
  return cells.slice(0, MOST_CELLS).map((cell) => inWords(cell).trim())
}

function inWords(cell: unknown): string {
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell ?? '')
}
