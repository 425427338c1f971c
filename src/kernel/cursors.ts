import { type Id, readId } from './ids.ts'
import { Invalid } from './refusals.ts'

/** Where a page of a list begins: the sort key and the id of the last row before it. */
export type Cursor = { key: string; id: Id }

export type PageOf<Row> = { rows: Row[]; next: string | undefined; previous: string | undefined }

export const DEFAULT_LIMIT = 20
export const MOST = 100

export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

/** A cursor that nobody issued is refused: a list must not start somewhere by accident. */
export function readCursor(text: string): Cursor {
  try {
    const [key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const known = readId(String(id))
    if (typeof key === 'string' && known) return { key, id: known }
  } catch {
    // falls through to the refusal: the text was no JSON
  }
  throw new Invalid('list.bad-cursor', { cursor: 'list.bad-cursor' })
}

export function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_LIMIT
  const limit = Number(text)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST) return limit
  throw new Invalid('list.bad-limit', { limit: 'list.bad-limit' })
}

/** Rows were asked for one more than the limit; the surplus row only says that there is a next page. */
export function pageOf<Row>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
): { rows: Row[]; next: string | undefined } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > limit && last ? writeCursor(cursorOf(last)) : undefined }
}
