import { newId } from '#kernel/ids'
import type { Act } from '#platform/act'
import type { Amended } from '../lifecycle-tables.ts'
import type { PublicationRow } from '../tables.ts'

export type Change = { what: Amended; before: string | null; after: string | null }

/** Writes down what was changed beside the text; readers are told of what changed once a publication was public. */
export async function note(
  act: Act,
  publication: Pick<PublicationRow, 'id' | 'organisation_id' | 'first_published_at'>,
  changes: readonly Change[],
  reason: string,
): Promise<void> {
  if (changes.length === 0) return
  await act.tx
    .insertInto('publications.amendment')
    .values(
      changes.map((change) => ({
        ...change,
        site_id: act.site,
        id: newId(act.now),
        publication_id: publication.id,
        organisation_id: publication.organisation_id,
        reason,
        is_public: publication.first_published_at !== null,
        at: act.now,
        by: act.actor.id,
      })),
    )
    .execute()
}
