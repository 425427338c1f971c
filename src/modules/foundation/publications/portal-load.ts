/** Gathers what a page of one publication shows; the pages themselves fetch nothing. */
import type { Id } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import { seekOrganisation } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { placePanels } from '#platform/house'
import { phrasesOf } from '#platform/segmentation'
import type { Tools } from '#platform/surface'
import { findTextAndFiles } from './attachments-queries.ts'
import { attachedFiles } from './attachments-shown.ts'
import { publicationAddress } from './content.ts'
import type { PublicationView } from './pages/portal-article.tsx'
import type { TextToShow } from './pages/portal-text.tsx'
import type { Elsewhere } from './portal-json.ts'
import {
  columnPath,
  findShown,
  listColumns,
  listColumnsOf,
  listPublicRevisions,
  listShown,
  type PublicRevision,
  type ShownPublication,
} from './queries.ts'
import { listRelated } from './relations-queries.ts'
import type { ColumnRow } from './tables.ts'

const NEARBY = 5

/** `at` is the view of the site whose text it is, which says what it says; where it is listed, this site says. */
type AtHome = { id: Id; at: View; elsewhere: Elsewhere | undefined }

export async function loadPublication(
  view: View,
  { house, files }: Pick<Tools, 'house' | 'files'>,
  { id, at, elsewhere }: AtHome,
): Promise<PublicationView> {
  const publication = await findShown(at, id)
  const { body, files: kept } = await findTextAndFiles(at, publication.revision_id)
  const attached = attachedFiles(files, at, kept)
  const columns = await listColumns(view)
  const placed = await listColumnsOf(view, id)
  const path = columnPath(columns, placed[0] ?? ('' as typeof id)).reverse()
  const isDocument = publication.kind === 'document'
  const nearby =
    isDocument || !placed[0] ? [] : (await listShown(view, { column: placed[0] }, { limit: NEARBY + 1 })).rows
  const address = publicationAddress(id)
  return {
    address,
    publication,
    text: {
      ...textOfShown(publication, body as SanitisedHtml, isDocument && (await hasMark(at, publication))),
      attachments: attached.map(({ name }) => name),
    },
    files: attached,
    revisions: isDocument ? await listPublicRevisions(at, id) : [],
    beside: isDocument || !placed[0] ? NONE_BESIDE : await loadBeside(view, publication, placed[0]),
    nearby: nearby.filter((row) => row.publication_id !== id).slice(0, NEARBY),
    column: path.at(-1),
    columnType: path[0] && columnTypeOf(path[0]),
    columns: columns.filter((column) => placed.includes(column.id)).map((column) => columnLink(view, column)),
    trail: path.map((column) => columnLink(view, column)),
    related: await listRelated(at, id),
    shared: elsewhere && {
      name: elsewhere.name,
      original: elsewhere.address(address),
      address: elsewhere.address,
    },
    end: {
      address,
      firstPublishedAt: publication.first_published_at,
      sourcePublishedOn: publication.source_published_on,
      changedAt: publication.published_at,
      changes: publication.revisions - 1,
      // What stands under a text speaks of it on its own site.
      panels: elsewhere ? [] : await placePanels(house, 'publication.footer', view, id),
    },
  }
}

const NONE_BESIDE = { newer: undefined, older: undefined }

/** What stands before and after it in its column: one step in each direction of the same list. */
async function loadBeside(view: View, { publication_id, listed_at }: ShownPublication, column: Id) {
  const cursor = { key: listed_at.toISOString(), id: publication_id }
  const [newer] = (await listShown(view, { column }, { limit: 1, cursor, backwards: true })).rows
  const [older] = (await listShown(view, { column }, { limit: 1, cursor })).rows
  return { newer, older }
}

/** A red head belongs to an agency that bears a mark of its own. Without a number there is none to ask for. */
async function hasMark(
  view: View,
  { document_number, organisation_id }: Pick<ShownPublication, 'document_number' | 'organisation_id'>,
) {
  if (document_number === null) return false
  const organisation = await seekOrganisation(view, organisation_id)
  return (organisation?.agency_mark ?? '') !== ''
}

function textOfShown(publication: ShownPublication, body: SanitisedHtml, isAgency: boolean): TextToShow {
  const { kind, title, title_phrases, summary, publisher, document_number, signed_on, source, editor } =
    publication
  return {
    ...{ kind, title, title_phrases, summary, body, publisher, document_number, signed_on, source, editor },
    is_agency: isAgency,
    is_proactive: publication.disclosure_attribute === 'proactive',
    published_at: publication.first_published_at,
    source_published_on: publication.source_published_on,
  }
}

/** An earlier text with the facts that were printed on it then. */
export async function loadEarlierText(
  view: View,
  publication: ShownPublication,
  revision: PublicRevision & { meta: string; body: string },
): Promise<TextToShow> {
  const { title, document_number, signed_on, published_at, source_published_on } = revision
  const meta = JSON.parse(revision.meta) as {
    source?: string | null
    editor?: string | null
    summary?: string
  }
  return {
    ...{ title, document_number, signed_on, source_published_on },
    kind: publication.kind,
    title_phrases: phrasesOf(title),
    body: revision.body as SanitisedHtml,
    publisher: publication.publisher,
    is_agency: await hasMark(view, { document_number, organisation_id: publication.organisation_id }),
    is_proactive: publication.disclosure_attribute === 'proactive',
    summary: meta.summary,
    source: meta.source ?? null,
    editor: meta.editor ?? null,
    published_at: published_at ?? undefined,
  }
}

/** ColumnType of the government's metadata tags, by the top of the column's branch. */
export function columnTypeOf(top: Pick<ColumnRow, 'slug'>): string {
  const [branch = ''] = top.slug.split('/')
  return COLUMN_TYPES[branch] ?? '信息公开'
}

const COLUMN_TYPES: Readonly<Record<string, string>> = {
  news: '工作动态',
  policies: '政策文件',
  press: '工作动态',
  interaction: '互动交流',
  about: '概况信息',
  service: '办事服务',
}

export function columnLink(view: Pick<View, 'language'>, column: ColumnRow) {
  return { href: `/columns/${column.slug}`, label: columnName(view, column) }
}

export function columnName(
  { language }: Pick<View, 'language'>,
  { name, name_en }: Pick<ColumnRow, 'name' | 'name_en'>,
): string {
  return language === 'en' && name_en ? name_en : name
}
