import type { Id } from '#kernel/ids'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import type { House } from '#platform/house'
import { phrasesOf } from '#platform/segmentation'
import { validityOn } from '../content.ts'
import { findPublication } from '../drafts.ts'
import { viewOfAct } from '../gates.ts'
import { listingDate } from '../listing-date.ts'
import { columnPath, listColumns, listColumnsOf } from '../queries.ts'
import type { PublicationRow, RevisionRow, ShownRow } from '../tables.ts'
import { validityGiven } from './restating.ts'

/** Moves the shown revision of a publication, and with it every list it stands in. */
export async function show(act: Act, house: House, publicationId: Id, revision: RevisionRow): Promise<void> {
  const publication = await findPublication(act.tx, act.site, publicationId)
  const publishable = house.publishable(publication.kind)
  await supersede(act, publicationId, revision)
  await publishable.project(act, publicationId, revision.content)
  const { name } = await findOrganisation(viewOfAct(act), publication.organisation_id)
  const own = shownRow(act, publication, revision, {
    facts: publishable.facts(revision.content),
    publisher: name,
  })
  const given = await validityGiven(act, publicationId, {
    kind: revision.kind,
    published_at: own.published_at,
  })
  const row = given ? { ...own, validity: given } : own
  await act.tx
    .insertInto('publications.shown')
    .values(row)
    .onConflict((clash) => clash.columns(['site_id', 'publication_id']).doUpdateSet(row))
    .execute()
  await placeShown(act, publicationId, row.listed_at)
}

/** Taking down never waits: the row goes, and with it every list, feed and search entry. */
export async function hide(act: Act, publicationId: Id): Promise<void> {
  await act.tx
    .deleteFrom('publications.shown')
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publicationId)
    .execute()
}

type Shown = { facts: ReturnType<ReturnType<House['publishable']>['facts']>; publisher: string }

export function shownRow(
  act: Pick<Act, 'site' | 'today'>,
  publication: PublicationRow,
  revision: RevisionRow,
  { facts, publisher }: Shown,
): ShownRow {
  const firstPublished = publication.first_published_at ?? revision.published_at!
  return {
    site_id: act.site,
    publication_id: publication.id,
    revision_id: revision.id,
    number: revision.number,
    kind: publication.kind,
    organisation_id: publication.organisation_id,
    publisher: facts.issuer ?? publisher,
    title: facts.title,
    title_phrases: phrasesOf(facts.title),
    summary: facts.summary,
    index_number: publication.index_number!,
    document_number: facts.document_number,
    subject_category: facts.subject_category,
    signed_on: facts.signed_on,
    effective_on: facts.effective_on,
    expires_on: facts.expires_on,
    validity: validityOn(facts.validity ?? revision.validity, facts, act.today) ?? null,
    source: facts.source,
    editor: facts.editor,
    keywords: facts.keywords,
    disclosure_attribute: publication.disclosure_attribute,
    stage: publication.stage,
    statutory_category: publication.statutory_category,
    listed_at: listingDate(publication, revision),
    first_published_at: firstPublished,
    published_at: revision.published_at!,
    source_published_on: revision.source_published_on,
    revisions: revision.number,
    ...{ source_site_id: act.site, shared_from: null },
  }
}

async function supersede(act: Act, publication: Id, { id, kind }: RevisionRow): Promise<void> {
  await act.tx
    .updateTable('publications.revision')
    .set((row) => ({
      state: 'superseded' as const,
      // A new legal version makes the text it replaces an amended one; a correction leaves its standing in law alone.
      validity: kind === 'version' ? ('amended' as const) : row.ref('validity'),
      updated_at: act.now,
    }))
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .where('state', '=', 'published')
    .where('id', '<>', id)
    .execute()
}

export async function placeShown(act: Act, publication: Id, listedAt: Date): Promise<void> {
  const view = viewOfAct(act)
  const columns = await listColumns(view)
  const all = new Set(
    (await listColumnsOf(view, publication)).flatMap((id) =>
      columnPath(columns, id).map((column) => column.id),
    ),
  )
  await act.tx
    .deleteFrom('publications.shown_in')
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .execute()
  if (all.size === 0) return
  await act.tx
    .insertInto('publications.shown_in')
    .values(
      [...all].map((column_id) => ({
        site_id: act.site,
        column_id,
        publication_id: publication,
        listed_at: listedAt,
      })),
    )
    .execute()
}
