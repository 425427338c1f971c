import { sql } from 'kysely'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import { Forbidden, Invalid, NotFound } from '#kernel/refusals'
import { listAllOrganisations } from '#modules/foundation/organisations'
import { type Act, record } from '#platform/act'
import { demandPlaces } from '../columns-places.ts'
import { viewOfAct } from '../gates.ts'
import { shownElsewhere } from '../sharing-queries.ts'

/**
 * Takes a publication of another site into columns of this one: a reference, and nothing of its text. Done again, it
 * moves to other columns. The source is held until the commit: it is either still public, or takes this site along.
 */
export async function sharePublication(
  act: Act,
  { publication, columns }: { publication: Id; columns: readonly Id[] },
): Promise<void> {
  const root = await demandSharing(act)
  if (columns.length === 0)
    throw new Invalid('sharing.columns-missing', { columns: 'sharing.columns-missing' })
  await demandPlaces(act, root, columns)
  const found = await shownElsewhere(act.tx, act.site)
    .select('s.site_id')
    .where('s.publication_id', '=', publication)
    .forShare('p')
    .executeTakeFirst()
  if (!found) throw new Invalid('sharing.not-public', { publication: 'sharing.not-public' })
  const row = { source_site_id: found.site_id, shared_by: act.actor.id, shared_at: act.now }
  await act.tx
    .insertInto('publications.sharing')
    .values({ site_id: act.site, publication_id: publication, ...row, ended_at: null, ended_by: null })
    .onConflict((clash) =>
      clash.columns(['site_id', 'publication_id']).doUpdateSet({ ...row, ended_at: null, ended_by: null }),
    )
    .execute()
  await clearPlaces(act, publication)
  await act.tx
    .insertInto('publications.placement')
    .values(
      [...new Set(columns)].map((column_id) => ({
        ...{ site_id: act.site, publication_id: publication, column_id },
        source_site_id: found.site_id,
      })),
    )
    .execute()
  await mirror(act, found.site_id, publication)
  await record(act, { event: 'publication.shared', subject: publication, organisation: root })
}

/** Here it is gone; in its source nothing changes. */
export async function endSharing(act: Act, publication: Id): Promise<void> {
  const root = await demandSharing(act)
  const ended = await act.tx
    .updateTable('publications.sharing')
    .set({ ended_at: act.now, ended_by: act.actor.id })
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .where('ended_at', 'is', null)
    .returning('source_site_id')
    .executeTakeFirst()
  if (!ended) throw new NotFound('publication.unknown')
  await clearPlaces(act, publication)
  await mirror(act, ended.source_site_id, publication)
  await record(act, { event: 'publication.unshared', subject: publication, organisation: root })
}

/** What the site shows is its own affair, so the right is needed over the organisation above all others. */
export async function demandSharing(act: Pick<Act, 'tx' | 'site' | 'actor'>): Promise<OrganisationId> {
  const view = viewOfAct(act as Act)
  const root = (await listAllOrganisations(view)).find(({ parent_id }) => parent_id === null)
  if (!root || !act.actor.may('publication.share', root.id))
    throw new Forbidden('permission.missing', { permission: 'publication.share' })
  return root.id
}

async function clearPlaces({ tx, site }: Act, publication: Id): Promise<void> {
  await tx
    .deleteFrom('publications.placement')
    .where('site_id', '=', site)
    .where('source_site_id', '<>', site)
    .where('publication_id', '=', publication)
    .execute()
}

async function mirror({ tx }: Act, source: SiteId, publication: Id): Promise<void> {
  await sql`select publications.mirror(${source}, ${publication})`.execute(tx)
}
