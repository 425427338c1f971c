import { newId, type OrganisationId } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { isUniqueViolation } from '#platform/database'
import { isCreditCodeTaken, lockDescendants, lockOrganisation } from './queries.ts'
import { carriedAlong, type Place, placeUnder } from './rules.ts'
import { contactsIn, leadersIn, type OrganisationForm } from './schema.ts'
import type { OrganisationRow } from './tables.ts'

/** What only the stored organisations could tell to be wrong: field and message key. */
export type Wrong = { ok: false; errors: Readonly<Record<string, string>> }
export type Established = { ok: true; id: OrganisationId } | Wrong

export const OPEN = { closed_on: null, closing_basis: '', redirects_to: null }

const TAKEN: Wrong = { ok: false, errors: { credit_code: 'organisation.credit-code-taken' } }

/** Below a parent the right over the parent is needed; the one root is established by the installation itself. */
export async function establishOrganisation(act: Act, form: OrganisationForm): Promise<Established> {
  const id = newId(act.now)
  demand(act, 'organisation.edit', form.parent ?? id)
  if (await isTaken(act, form.credit_code, undefined)) return TAKEN
  const place = placeUnder(await lockParent(act, form), id, form.sort_order)
  await insertOrganisation(act, { id, ...fieldsOf(form), ...place, ...OPEN })
  await record(act, { event: 'organisation.established', subject: id, organisation: id })
  return { ok: true, id }
}

/** A change of place takes all below along. Needs the right over the organisation, and over its new parent. */
export async function amendOrganisation(
  act: Act,
  id: OrganisationId,
  form: OrganisationForm,
): Promise<Established> {
  demand(act, 'organisation.edit', id)
  await lockTree(act)
  const before = await lockOrganisation(act.tx, act.site, id)
  if (form.parent && form.parent !== before.parent_id) demand(act, 'organisation.edit', form.parent)
  if (!form.parent && before.parent_id) throw new Conflict('organisation.second-root')
  if (await isTaken(act, form.credit_code, id)) return TAKEN
  const place = placeUnder(await lockParent(act, form), id, form.sort_order)
  await act.tx
    .updateTable('organisations.organisation')
    .set({ ...stored(fieldsOf(form)), ...place })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
    .catch(asRefusal)
  await carryDescendants(act, before, place)
  await record(act, { event: 'organisation.amended', subject: id, organisation: id })
  return { ok: true, id }
}

/** Without a check of permission: for commands here and for seeds, which bring ids of their own. */
export async function insertOrganisation(act: Act, row: Omit<OrganisationRow, 'site_id'>): Promise<void> {
  await act.tx
    .insertInto('organisations.organisation')
    .values({ site_id: act.site, ...stored(row) })
    .execute()
    .catch(asRefusal)
}

/** Two organisations moving under each other at once would make a ring: moves wait for one another. */
async function lockTree(act: Act): Promise<void> {
  await act.tx
    .selectFrom('organisations.organisation')
    .select('id')
    .where('site_id', '=', act.site)
    .where('parent_id', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
}

async function lockParent(act: Act, { parent }: OrganisationForm): Promise<Place | undefined> {
  return parent && lockOrganisation(act.tx, act.site, parent)
}

async function carryDescendants(act: Act, from: OrganisationRow, to: Place): Promise<void> {
  if (from.sort_key === to.sort_key && from.path.join() === to.path.join()) return
  for (const descendant of await lockDescendants(act.tx, act.site, from.id)) {
    await act.tx
      .updateTable('organisations.organisation')
      .set(carriedAlong(descendant, from, to))
      .where('site_id', '=', act.site)
      .where('id', '=', descendant.id)
      .execute()
  }
}

function fieldsOf(form: OrganisationForm) {
  const { parent, leader_post: _, leader_name: __, leader_duties: ___, ...rest } = form
  const { contact_office: ____, contact_phone: _____, ...fields } = rest
  return {
    ...fields,
    parent_id: parent ?? null,
    leaders: leadersIn(form),
    contacts: contactsIn(form),
  }
}

/** The driver would write a list as an array of PostgreSQL; these columns hold JSON. */
function stored<Row extends Pick<OrganisationRow, 'leaders' | 'contacts'>>(row: Row): Row {
  return {
    ...row,
    leaders: JSON.stringify(row.leaders) as never,
    contacts: JSON.stringify(row.contacts) as never,
  }
}

function isTaken(act: Act, code: string, not: OrganisationId | undefined): Promise<boolean> {
  return isCreditCodeTaken({ db: act.tx, site: act.site }, code, { not })
}

/** Two people entering the same code at once: the second meets the constraint. */
function asRefusal(error: unknown): never {
  if (isUniqueViolation(error, 'organisation_site_id_credit_code_key')) {
    throw new Conflict('organisation.credit-code-taken')
  }
  if (isUniqueViolation(error, 'organisation_one_root')) throw new Conflict('organisation.second-root')
  throw error
}
