import { sql } from 'kysely'
import { civilDateOf } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import type { Writer } from '#platform/database'
import type { SearchRow } from '#platform/module'
import { searchTokens, tsvectorOf } from '#platform/segmentation'
import { facetMark } from './postgres-scope.ts'
import { clean, numberKey } from './wanted.ts'
import './tables.ts'

const LONGEST_TITLE = 500
const LONGEST_BODY = 400_000
const ROWS_AT_ONCE = 100
const MOST_FILES = 50

export type Feed = { source: string; subject: Id; row: SearchRow }

export async function replaceRows(
  tx: Writer,
  site: SiteId,
  source: string,
  subject: Id,
  rows: readonly SearchRow[],
) {
  const before = tx
    .selectFrom('search.card')
    .select('id')
    .where('site_id', '=', site)
    .where('source', '=', source)
    .where('subject', '=', subject)
  await tx.deleteFrom('search.document').where('site_id', '=', site).where('id', 'in', before).execute()
  await insertRows(
    tx,
    site,
    rows.map((row) => ({ source, subject, row })),
  )
}

export async function insertRows(tx: Writer, site: SiteId, feeds: readonly Feed[]): Promise<void> {
  for (let from = 0; from < feeds.length; from += ROWS_AT_ONCE) {
    const part = feeds.slice(from, from + ROWS_AT_ONCE).map(cleaned)
    await tx
      .insertInto('search.document')
      .values(part.map((feed) => documentOf(site, feed)))
      .execute()
    await tx
      .insertInto('search.card')
      .values(part.map((feed) => cardOf(site, feed)))
      .execute()
    const files = part.flatMap(({ row }) => filesOf(site, row))
    for (let at = 0; at < files.length; at += ROWS_AT_ONCE) {
      await tx
        .insertInto('search.attachment')
        .values(files.slice(at, at + ROWS_AT_ONCE))
        .execute()
    }
  }
}

function cleaned({ row, ...feed }: Feed): Feed {
  return {
    ...feed,
    row: {
      ...row,
      title: clean(row.title).trim().slice(0, LONGEST_TITLE).toWellFormed(),
      document_number: row.document_number && clean(row.document_number).trim(),
      publisher: clean(row.publisher).trim(),
      text: clean(row.text).trim().slice(0, LONGEST_BODY).toWellFormed(),
      attachments: row.attachments?.slice(0, MOST_FILES).map(({ name, text }) => ({
        name: clean(name).trim().slice(0, LONGEST_TITLE).toWellFormed(),
        text: clean(text).trim().slice(0, LONGEST_BODY).toWellFormed(),
      })),
    },
  }
}

function documentOf(site: SiteId, { row }: Feed) {
  const { id, published_at, organisation, current, kind, validity, columns, document_number: number } = row
  const named = tsvectorOf(searchTokens(row.title))
  const marked = tsvectorOf(searchTokens(`${number ?? ''} ${row.publisher}`))
  const year = Number(civilDateOf(published_at).slice(0, 4))
  const body = searchTokens(row.text)
  const files = (row.attachments ?? []).flatMap(({ name, text }) => searchTokens(`${name}\n${text}`))
  const fit = fitting([...body, ...files])
  const told = tsvectorOf(fit.slice(0, body.length))
  const enclosed = tsvectorOf(fit.slice(body.length))
  const marks = [
    facetMark('publisher', organisation),
    facetMark('kind', kind),
    facetMark('year', year),
    ...(validity ? [facetMark('validity', validity)] : []),
    ...new Set(columns.map((slug) => facetMark('column', slug))),
  ]
  return {
    site_id: site,
    ...{ id, published_at, current, kind, validity, columns },
    organisation_id: organisation,
    year,
    number_key: number ? (numberKey(number) ?? number) : null,
    title_tokens: sql<string>`${named}::tsvector`,
    tokens: sql<string>`setweight(${named}::tsvector, 'A') || setweight(${marked}::tsvector, 'B') || setweight(${told}::tsvector, 'C') || ${enclosed}::tsvector || array_to_tsvector(${marks}::text[])`,
    body: pastInline(row.text),
  }
}

const KEPT_INLINE_BYTES = 2048

/** PostgreSQL moves nothing of a shorter row out of line; the blanks at the end are compressed away. */
function pastInline(text: string): string {
  return text + ' '.repeat(Math.max(0, KEPT_INLINE_BYTES - Buffer.byteLength(text)))
}

function cardOf(site: SiteId, { source, subject, row }: Feed) {
  const { id, address, title, document_number, publisher, dated_on, shared_from = null } = row
  const indexed_at = sql<Date>`clock_timestamp()`
  return {
    site_id: site,
    ...{ id, source, subject, indexed_at, address, title, document_number, publisher, dated_on },
    shared_from,
  }
}

function filesOf(site: SiteId, { id, attachments = [] }: SearchRow) {
  return attachments.map(({ name, text }, place) => ({ site_id: site, id, place, name, body: text }))
}

const MOST_BYTES = 900_000
const MOST_POSITIONS = 255

/** A tsvector holds 1 MB: the first words of a whole code are indexed, and what stands near its end is not. */
export function fitting(tokens: readonly string[]): string[] {
  const seen = new Map<string, number>()
  let bytes = 0
  for (const [at, token] of tokens.entries()) {
    const times = seen.get(token) ?? 0
    if (times === 0) bytes += Buffer.byteLength(token) + 8
    if (times < MOST_POSITIONS) bytes += 2
    if (bytes > MOST_BYTES) return tokens.slice(0, at)
    seen.set(token, times + 1)
  }
  return [...tokens]
}
