import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { Conflict, NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import type { Reader, Writer } from '#platform/database'
import type { ReviewStep } from './rules.ts'
import type { RevisionRow } from './tables.ts'

/** Revisions as the desk sees them; row-level policies leave out what is not in the reader's scope. */
export async function findRevision(view: View, id: Id): Promise<RevisionRow> {
  return byId(view.db, view.site, id).executeTakeFirstOrThrow(unknown)
}

/** For a command about to change the revision: nobody else may, until it commits. */
export async function lockRevision(act: { tx: Writer; site: number }, id: Id): Promise<RevisionRow> {
  const revision = await byId(act.tx, act.site, id).forUpdate().executeTakeFirstOrThrow(unknown)
  if (revision.erased_at) throw new Conflict('revision.erased')
  return revision
}

export async function findPublication(db: Reader, site: number, id: Id) {
  return publicationById(db, site, id).executeTakeFirstOrThrow(unknownPublication)
}

export async function lockPublication(act: { tx: Writer; site: number }, id: Id) {
  return publicationById(act.tx, act.site, id).forUpdate().executeTakeFirstOrThrow(unknownPublication)
}

export async function listReviews(db: Reader, site: number, revision: Id) {
  return db
    .selectFrom('publications.review')
    .selectAll()
    .where('site_id', '=', site as never)
    .where('revision_id', '=', revision)
    .orderBy('id')
    .execute()
}

export async function findRoute(
  db: Reader,
  site: number,
  kind: string,
): Promise<{ reviews: ReviewStep[]; within: number }> {
  const row = await db
    .selectFrom('publications.route')
    .select(['reviews', 'review_within_working_days'])
    .where('site_id', '=', site as never)
    .where('kind', 'in', [kind, '*'])
    .orderBy(sql`kind = '*'`)
    .executeTakeFirst()
  return row
    ? { reviews: row.reviews, within: row.review_within_working_days }
    : { reviews: ['first-review', 'second-review', 'final-review'], within: 1 }
}

export async function listRevisionsOf(view: View, publication: Id) {
  return view.db
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .orderBy('number', 'desc')
    .execute()
}

export async function listFindingDecisions(db: Reader, site: number, revision: Id) {
  return db
    .selectFrom('publications.finding_decision')
    .selectAll()
    .where('site_id', '=', site as never)
    .where('revision_id', '=', revision)
    .execute()
}

function byId(db: Reader, site: number, id: Id) {
  return db
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', site as never)
    .where('id', '=', id)
}

function publicationById(db: Reader, site: number, id: Id) {
  return db
    .selectFrom('publications.publication')
    .selectAll()
    .where('site_id', '=', site as never)
    .where('id', '=', id)
}

function unknown() {
  return new NotFound('revision.unknown')
}

function unknownPublication() {
  return new NotFound('publication.unknown')
}
