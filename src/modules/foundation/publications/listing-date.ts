import { type CivilDate, civilDateOf, instantAt } from '#kernel/calendar'
import type { PublicationRow, RevisionRow, ShownRow } from './tables.ts'

/** Where nobody knows when a text was first public, it stands behind everything that has a day. */
export const UNDATED = instantAt('1900-01-01')

/** The day by which lists go: that of first publication, here or, for what came from elsewhere, there. */
export function listingDate(publication: PublicationRow, revision: RevisionRow): Date {
  if (revision.source_published_on) return instantAt(revision.source_published_on)
  const isUnknown = publication.import_key !== null && revision.kind !== 'version'
  return isUnknown ? UNDATED : (publication.first_published_at ?? revision.published_at!)
}

/** The day to show in a list, if there is one. */
export function listedOn({ listed_at }: Pick<ShownRow, 'listed_at'>): CivilDate | undefined {
  return isUndated({ listed_at }) ? undefined : civilDateOf(listed_at)
}

export function isUndated({ listed_at }: Pick<ShownRow, 'listed_at'>): boolean {
  return listed_at.getTime() === UNDATED.getTime()
}
