import { newId, type OrganisationId } from '#kernel/ids'
import { Conflict, NotFound } from '#kernel/refusals'
import { type Act, demand, record, type View } from '#platform/act'
import { lockOrganisation, organisationsTag, organisationTag } from './queries.ts'
import type { ClosingForm, RenamingForm } from './schema.ts'

export type FormerName = { name: string; until: string; basis: string }
export type Related = { id: OrganisationId; name: string; name_en: string; closed_on: string | null }

/** The earlier name stays with its last day: readers of old documents find the agency under it. */
export async function renameOrganisation(act: Act, id: OrganisationId, form: RenamingForm): Promise<void> {
  demand(act, 'organisation.edit', id)
  const before = await lockOrganisation(act.tx, act.site, id)
  if (before.closed_on) throw new Conflict('organisation.is-closed')
  await act.tx
    .insertInto('organisations.former_name')
    .values({
      site_id: act.site,
      id: newId(act.now),
      organisation_id: id,
      name: before.name,
      until: form.until,
      basis: form.basis,
    })
    .execute()
  await act.tx
    .updateTable('organisations.organisation')
    .set({ name: form.name, short_name: form.short_name, name_en: form.name_en })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, { event: 'organisation.renamed', subject: id, organisation: id })
}

/** Nothing is deleted: page, documents and history stay, and say who does the work now. */
export async function closeOrganisation(act: Act, id: OrganisationId, form: ClosingForm): Promise<void> {
  demand(act, 'organisation.edit', id)
  const before = await lockOrganisation(act.tx, act.site, id)
  if (before.closed_on) throw new Conflict('organisation.is-closed')
  if (!before.parent_id) throw new Conflict('organisation.root-stays')
  await refuseOpenBelow(act, id)
  const successors = form.successors.filter((successor) => successor !== id)
  await refuseClosed(act, successors)
  await act.tx
    .updateTable('organisations.organisation')
    .set({
      closed_on: form.closed_on,
      closing_basis: form.basis,
      redirects_to: form.sends_on && successors.length === 1 ? successors[0]! : null,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  if (successors.length > 0) {
    const rows = successors.map((successor_id) => ({ site_id: act.site, organisation_id: id, successor_id }))
    await act.tx.insertInto('organisations.succession').values(rows).execute()
  }
  await record(act, { event: 'organisation.closed', subject: id, organisation: id })
}

/** For a closing that was a mistake. */
export async function reopenOrganisation(act: Act, id: OrganisationId): Promise<void> {
  demand(act, 'organisation.edit', id)
  const before = await lockOrganisation(act.tx, act.site, id)
  if (!before.closed_on) throw new Conflict('organisation.not-closed')
  await act.tx
    .deleteFrom('organisations.succession')
    .where('site_id', '=', act.site)
    .where('organisation_id', '=', id)
    .execute()
  await act.tx
    .updateTable('organisations.organisation')
    .set({ closed_on: null, closing_basis: '', redirects_to: null })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, { event: 'organisation.reopened', subject: id, organisation: id })
}

export async function listFormerNames(view: View, id: OrganisationId): Promise<FormerName[]> {
  view.reads.add(organisationTag(id))
  return view.db
    .selectFrom('organisations.former_name')
    .select(['name', 'until', 'basis'])
    .where('site_id', '=', view.site)
    .where('organisation_id', '=', id)
    .orderBy('until', 'desc')
    .execute()
}

export function listSuccessors(view: View, id: OrganisationId): Promise<Related[]> {
  return related(view, { from: 'organisation_id', to: 'successor_id' }, id)
}

export function listPredecessors(view: View, id: OrganisationId): Promise<Related[]> {
  return related(view, { from: 'successor_id', to: 'organisation_id' }, id)
}

type Way = { from: 'organisation_id' | 'successor_id'; to: 'organisation_id' | 'successor_id' }

function related(view: View, { from, to }: Way, id: OrganisationId): Promise<Related[]> {
  view.reads.add(organisationsTag(view.site))
  return view.db
    .selectFrom('organisations.succession as s')
    .innerJoin('organisations.organisation as o', (on) =>
      on.onRef('o.site_id', '=', 's.site_id').onRef('o.id', '=', `s.${to}`),
    )
    .select(['o.id', 'o.name', 'o.name_en', 'o.closed_on'])
    .where('s.site_id', '=', view.site)
    .where(`s.${from}`, '=', id)
    .orderBy('o.sort_key')
    .execute()
}

async function refuseOpenBelow(act: Act, id: OrganisationId): Promise<void> {
  const below = await act.tx
    .selectFrom('organisations.organisation')
    .select('short_name')
    .where('site_id', '=', act.site)
    .where('parent_id', '=', id)
    .where('closed_on', 'is', null)
    .executeTakeFirst()
  if (below) throw new Conflict('organisation.open-below', { name: below.short_name })
}

async function refuseClosed(act: Act, successors: readonly OrganisationId[]): Promise<void> {
  if (successors.length === 0) return
  const open = await act.tx
    .selectFrom('organisations.organisation')
    .select('id')
    .where('site_id', '=', act.site)
    .where('id', 'in', [...successors])
    .where('closed_on', 'is', null)
    .execute()
  if (open.length !== new Set(successors).size) throw new NotFound('organisation.successor-unknown')
}
