import type { Id, OrganisationId } from '#kernel/ids'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import type { House } from '#platform/house'
import { phrasesOf } from '#platform/segmentation'
import { validityOn } from '../content.ts'
import { viewOfAct } from '../gates.ts'
import { listingDate } from '../listing-date.ts'
import { columnPath, listColumns } from '../queries.ts'
import type { PublicationRow, RevisionRow, ShownRow } from '../tables.ts'
import { affectedByOthers, validityGiven } from './restating.ts'

/** A text, and the publication it stands for. */
export type Showing = { publication: PublicationRow; revision: RevisionRow }

/** Moves the shown revisions of publications, and with them every list they stand in; the same few statements for many. */
export async function showAll(act: Act, house: House, showings: readonly Showing[]): Promise<void> {
  if (showings.length === 0) return
  const nameOf = publisherNames(act)
  const given = await affectedByOthers(
    act,
    showings.map(({ publication }) => publication.id),
  )
  const rows: ShownRow[] = []
  for (const { publication, revision } of showings) {
    const publishable = house.publishable(publication.kind)
    await publishable.project(act, publication.id, revision.content)
    const row = shownRow(act, publication, revision, {
      facts: publishable.facts(revision.content),
      publisher: await nameOf(publication.organisation_id),
    })
    const { published_at } = row
    const validity = given.has(publication.id)
      ? await validityGiven(act, publication.id, { kind: revision.kind, published_at })
      : undefined
    rows.push(validity ? { ...row, validity } : row)
  }
  const columns = Object.keys(rows[0]!) as (keyof ShownRow)[]
  await act.tx
    .insertInto('publications.shown')
    .values(rows)
    .onConflict((clash) =>
      clash
        .columns(['site_id', 'publication_id'])
        .doUpdateSet((row) =>
          Object.fromEntries(columns.map((column) => [column, row.ref(`excluded.${column}`)])),
        ),
    )
    .execute()
  await placeAll(act, rows)
}

function publisherNames(act: Act): (id: OrganisationId) => Promise<string> {
  const known = new Map<OrganisationId, string>()
  return async (id) => {
    const name = known.get(id) ?? (await findOrganisation(viewOfAct(act), id)).name
    known.set(id, name)
    return name
  }
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

type Placed = Pick<ShownRow, 'publication_id' | 'listed_at'>

/** Each stands in the columns it was put into, and in all above them. */
export async function placeAll(act: Act, placed: readonly Placed[]): Promise<void> {
  const ids = placed.map(({ publication_id }) => publication_id)
  const columns = await listColumns(viewOfAct(act))
  const placements = await act.tx
    .selectFrom('publications.placement')
    .select(['publication_id', 'column_id'])
    .where('site_id', '=', act.site)
    .where('publication_id', 'in', ids)
    .execute()
  const listedAt = new Map(placed.map(({ publication_id, listed_at }) => [publication_id, listed_at]))
  const all = new Map(
    placements
      .flatMap(({ publication_id, column_id }) =>
        columnPath(columns, column_id).map(({ id }) => ({ publication_id, column_id: id })),
      )
      .map((place) => [`${place.publication_id} ${place.column_id}`, place]),
  )
  await act.tx
    .deleteFrom('publications.shown_in')
    .where('site_id', '=', act.site)
    .where('publication_id', 'in', ids)
    .execute()
  if (all.size === 0) return
  await act.tx
    .insertInto('publications.shown_in')
    .values(
      [...all.values()].map((place) => ({
        ...place,
        site_id: act.site,
        listed_at: listedAt.get(place.publication_id)!,
      })),
    )
    .execute()
}
