import { instantAt } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import type { SanitisedHtml } from '#kernel/rich-text'
import type { View } from '#platform/act'
import type { Searchable, SearchRow } from '#platform/module'
import { textOf } from '#platform/rich-text'
import { listFiles, listPublicFiles } from './attachments-queries.ts'
import { publicationAddress } from './content.ts'
import { columnPath, listColumns, listColumnsOf } from './queries.ts'

/** Each publication once as it stands, and once more for every earlier legal version: those are found behind a filter. */
export const searchablePublications: Searchable = {
  kind: 'publication',
  events: [
    'publication.published',
    'publication.withdrawn',
    'publication.restored',
    'publication.version-added',
    'publication.withdrawn-after-restoring',
    'publication.redirected',
    'publication.erased',
    'publication.aged',
    'publication.amended',
    'publication.validity-changed',
    'publication.part-erased',
    'publication.words-erased',
    'publication.shared',
    'publication.unshared',
  ],
  rows: rowsOf,
  subjects: async (view, after, limit) => {
    const rows = await view.db
      .selectFrom('publications.shown')
      .select('publication_id')
      .where('site_id', '=', view.site)
      .$if(after !== undefined, (query) => query.where('publication_id', '>', after!))
      .orderBy('publication_id')
      .limit(limit)
      .execute()
    return rows.map(({ publication_id }) => publication_id)
  },
}

async function rowsOf(view: View, publication: Id): Promise<SearchRow[]> {
  const versions = await readVersions(view, publication)
  if (versions.length === 0) return []
  const columns = await listColumns(view)
  const placed = (await listColumnsOf(view, publication)).flatMap((id) =>
    columnPath(columns, id).map(({ slug }) => slug),
  )
  const texts = await textsOfFiles(
    { ...view, site: versions[0]!.source_site_id },
    versions.map(({ revision_id }) => revision_id),
  )
  return versions.map((version) => searchRow(view, version, { columns: [...new Set(placed)], texts }))
}

/** More of a table of figures finds nothing that its beginning does not. */
const MOST_CHARACTERS = 300_000

type FileText = { name: string; text: string }
type Beside = { columns: string[]; texts: ReadonlyMap<Id, FileText[]> }

/** What is written in the files of each text, under the names that readers see. */
async function textsOfFiles(view: View, revisions: readonly Id[]): Promise<ReadonlyMap<Id, FileText[]>> {
  const files = (await listPublicFiles(view, revisions)).filter(
    ({ purpose, erased_at }) => purpose === 'attachment' && !erased_at,
  )
  const rows = await listFiles(
    view.db,
    view.site,
    files.map(({ id }) => id),
  )
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  const byRevision = Map.groupBy(files, ({ revision_id }) => revision_id)
  return new Map(
    [...byRevision].map(([revision, of]) => [
      revision,
      of.map(({ id, label }) => ({
        name: label ?? '',
        text: (texts.get(id) ?? '').slice(0, MOST_CHARACTERS),
      })),
    ]),
  )
}

type Version = Awaited<ReturnType<typeof readVersions>>[number]

function searchRow(view: View, version: Version, { columns, texts }: Beside): SearchRow {
  const { publication_id, current, number, body } = version
  const address = publicationAddress(publication_id)
  return {
    id: version.revision_id,
    site: view.site,
    address: current ? address : `${address}/revisions/${number}`,
    title: version.title,
    document_number: version.document_number,
    publisher: version.publisher,
    organisation: version.organisation_id,
    kind: version.kind,
    columns,
    validity: version.validity,
    published_at: version.source_published_on
      ? instantAt(version.source_published_on)
      : version.published_at!,
    dated_on: version.signed_on,
    current,
    shared_from: version.shared_from,
    text: textOf((body?.toString('utf8') ?? '') as SanitisedHtml),
    attachments: texts.get(version.revision_id) ?? [],
  }
}

/** The shown revision, and those that a newer legal version replaced; a text that was only corrected is not kept apart. */
async function readVersions(view: View, publication: Id) {
  const rows = await view.db
    .selectFrom('publications.shown as s')
    .innerJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 's.source_site_id').onRef('r.publication_id', '=', 's.publication_id'),
    )
    .innerJoin('publications.part as p', (on) =>
      on.onRef('p.site_id', '=', 'r.site_id').onRef('p.revision_id', '=', 'r.id').on('p.name', '=', 'body'),
    )
    .select([
      'r.id as revision_id',
      'r.publication_id',
      'r.number',
      'r.title',
      'r.document_number',
      'r.validity',
      'r.signed_on',
    ])
    .select([
      'r.published_at',
      'r.source_published_on',
      's.publisher',
      's.organisation_id',
      's.kind',
      'p.bytes as body',
    ])
    .select([
      's.validity as shown_validity',
      's.revision_id as shown_id',
      's.source_site_id',
      's.shared_from',
    ])
    .where('s.site_id', '=', view.site)
    .where('s.publication_id', '=', publication)
    .where('r.state', 'in', ['published', 'superseded'])
    .where((on) => on.or([on('r.id', '=', on.ref('s.revision_id')), on('r.validity', '=', 'amended')]))
    .execute()
  return rows.map((row) => {
    const current = row.revision_id === row.shown_id
    return { ...row, current, validity: current ? row.shown_validity : row.validity }
  })
}
