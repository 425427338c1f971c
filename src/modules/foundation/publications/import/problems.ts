import type { Params } from '#kernel/refusals'

/** What an importer has to tell about a file. An error means that the text is not whole; a warning, that a fact is. */
export const PROBLEM_CODES = [
  'title-missing',
  'header-end-missing',
  'body-empty',
  'characters-broken',
  'path-unknown',
  'date-missing',
  'date-unreadable',
  'date-differs-from-name',
  'events-missing',
  'publisher-assumed',
  'publisher-missing',
  'header-line-unread',
  'title-differs-from-name',
  'articles-missing',
  'article-out-of-order',
  'article-skipped',
  'ending-missing',
  'annex-missing',
  'contents-list-dropped',
  'heading-unknown',
  'heading-title-missing',
  'kind-unknown',
  'validity-unknown',
  'column-unknown',
  'organisation-unknown',
  'file-missing',
  'text-and-file',
] as const
export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** Codes with a dot are messages of their own: what the reader of files says. */
export type Problem = {
  severity: 'error' | 'warning'
  code: ProblemCode | `${string}.${string}`
  params?: Params
  line?: number
  /** Where in a list: the sheet, the row and the heading of the column, as its reader sees them. */
  sheet?: string
  row?: number
  column?: string
  /** What stands there. */
  said?: string
}

/** For the screen of an operator: `date-unreadable (sheet 政策, row 12, 成文日期: 2023-13-05)`. */
export function inWords({ code, line, sheet, row, column, said }: Problem): string {
  const place = [
    line !== undefined && `line ${line}`,
    sheet && `sheet ${sheet}`,
    row !== undefined && `row ${row}`,
    column && (said ? `${column}: ${said}` : column),
  ].filter(Boolean)
  return place.length > 0 ? `${code} (${place.join(', ')})` : code
}
