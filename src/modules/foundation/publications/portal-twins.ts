/** The same list for programs: JSON, CSV for spreadsheets, feeds for readers of news. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf, type Id } from '#kernel/ids'
import type { Translate } from '#kernel/messages'
import { type CsvColumn, csvOf } from '#platform/csv'
import { type FeedForm, feedIn, type SiteFeed } from '#platform/feed-forms'
import { readStrictQuery } from '#platform/http/query'
import type { EnclosedFile } from '#platform/module'
import type { Tools } from '#platform/surface'
import { enclosedFiles } from './attachments-shown.ts'
import { publicationAddress } from './content.ts'
import { feedEntryOf } from './feeds.ts'
import { listedOn } from './listing-date.ts'
import { filterOf, listAddress, loadRows, PublicationQuery, rowForAll } from './portal-list.ts'
import { countShown } from './queries.ts'
import type { ShownRow } from './tables.ts'

/** Which list: its own address, its name, and the column that it is of. */
export type ListOf = { base: string; title: string; column?: Id | undefined }

const MOST_CSV_ROWS = 5000
const FEED_ENTRIES = 50

export async function listJson(tools: Tools, call: FastifyRequest, { base, title, column }: ListOf) {
  const query = readStrictQuery(PublicationQuery, call.query)
  const filter = filterOf(query, column)
  const view = tools.view(call)
  const { rows, older, newer } = await loadRows(view, filter, query)
  return {
    title,
    count: await countShown(view, filter),
    publications: rows.map(rowForAll),
    next: older ?? null,
    previous: newer ?? null,
    links: {
      page: listAddress(base, filter),
      ...(older && { next: listAddress(`${base}.json`, filter, { cursor: older }) }),
      ...(newer && { previous: listAddress(`${base}.json`, filter, { newer }) }),
    },
  }
}

/** A spreadsheet has no next page to follow: without a limit it gets the whole list, as long as that is sensible. */
export async function listCsv(
  tools: Tools,
  call: FastifyRequest,
  reply: FastifyReply,
  { base, column }: ListOf,
) {
  const query = readStrictQuery(PublicationQuery, call.query)
  const filter = filterOf(query, column)
  const { rows, older } = await loadRows(tools.view(call), filter, {
    ...query,
    limit: query.limit ?? MOST_CSV_ROWS,
  })
  const absolute = call.absolute
  if (older)
    reply.header('link', `<${absolute(listAddress(`${base}.csv`, filter, { cursor: older }))}>; rel="next"`)
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${base.slice(1).replaceAll('/', '-')}.csv"`)
    .send(csvOf(csvColumns(tools.house.translate(call.modes.language), absolute), rows))
}

/** The newest of the list for readers of news: Atom, RSS and JSON Feed are one feed. */
export async function listFeed(
  tools: Tools,
  call: FastifyRequest,
  reply: FastifyReply,
  { base, title, column, description = '', form }: ListOf & { description?: string; form: FeedForm },
) {
  const query = readStrictQuery(PublicationQuery.omit({ cursor: true, newer: true }), call.query)
  const filter = filterOf(query, column)
  const view = tools.view(call)
  const { rows } = await loadRows(view, filter, { ...query, limit: query.limit ?? FEED_ENTRIES })
  const files = await enclosedFiles(view, rows)
  const { absolute } = call
  const page = absolute(listAddress(base, filter))
  const feed: SiteFeed = {
    id: page,
    title: `${title} - ${call.site.name}`,
    description,
    self: (each) => absolute(listAddress(`${base}.${each}`, filter)),
    page,
    updated: newestChange(rows) ?? new Date(0),
    entries: rows.map((row) => ({ ...feedEntryOf(row), files: files.get(row.revision_id) ?? [] })),
  }
  const addressOfFile = ({ site, id, name }: EnclosedFile) =>
    tools.files.addresses.ofPublished(site, id, name)
  const { type, body } = feedIn(form, feed, absolute, addressOfFile)
  return reply.type(type).send(body)
}

function newestChange(rows: readonly ShownRow[]): Date | undefined {
  return rows.map(({ published_at }) => published_at).sort((one, other) => other.getTime() - one.getTime())[0]
}

function csvColumns(t: Translate, absolute: (path: string) => string): CsvColumn<ShownRow>[] {
  return [
    { title: t('publications.title'), of: ({ title }) => title },
    { title: t('publications.document-number'), of: (row) => row.document_number },
    { title: t('publications.publisher'), of: ({ publisher }) => publisher },
    { title: t('publications.index-number'), of: (row) => row.index_number },
    { title: t('publications.kind'), of: ({ kind }) => t(`publications.kind.${kind}`) },
    { title: t('publications.validity'), of: ({ validity }) => validity && t(`ui.validity.${validity}`) },
    { title: t('publications.signed-on'), of: (row) => row.signed_on },
    { title: t('publications.published-on'), of: (row) => listedOn(row) },
    { title: t('publications.effective-on'), of: (row) => row.effective_on },
    { title: t('publications.expires-on'), of: (row) => row.expires_on },
    { title: t('publications.subject'), of: (row) => row.subject_category },
    { title: t('publications.address'), of: (row) => absolute(publicationAddress(row.publication_id)) },
    { title: t('publications.id'), of: (row) => addressOf(row.publication_id) },
  ]
}
