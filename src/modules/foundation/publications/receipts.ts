import type { Id } from '#kernel/ids'
import type { View } from '#platform/act'

/**
 * The salts of the parts of a released text, by their names, for whoever checks it against the public log. Nothing of
 * what is not public; a part that was erased has none any more.
 */
export async function listPartSalts(
  view: View,
  publication: Id,
  logRev: number,
): Promise<Map<string, Buffer>> {
  const rows = await view.db
    .selectFrom('publications.publication as p')
    .innerJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 'p.site_id').onRef('r.publication_id', '=', 'p.id'),
    )
    .innerJoin('publications.part as t', (on) =>
      on.onRef('t.site_id', '=', 'r.site_id').onRef('t.revision_id', '=', 'r.id'),
    )
    .select(['t.name', 't.salt'])
    .where('p.site_id', '=', view.site)
    .where('p.id', '=', publication)
    .where('p.standing', '=', 'public')
    .where('p.audience', '=', 'public')
    .where('r.log_rev', '=', logRev)
    .where('r.state', 'in', ['published', 'superseded'])
    .execute()
  return new Map(rows.flatMap(({ name, salt }) => (salt ? [[name, salt]] : [])))
}
