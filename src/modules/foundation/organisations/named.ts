import { addressOf, type Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Named } from '#platform/module'
import { listAllOrganisations } from './queries.ts'

/** Agencies by their names, former ones too; a closed one leads to the page that says who does its work now. */
export const namedOrganisations: Named = {
  kind: 'organisation',
  events: [
    'organisation.established',
    'organisation.amended',
    'organisation.renamed',
    'organisation.closed',
    'organisation.reopened',
  ],
  things: async (view) => {
    const all = await listAllOrganisations(view)
    const former = await formerNames(view)
    return all.map(({ id, name, name_en, short_name, path }) => ({
      ...{ id, name, name_en, path },
      others: [short_name, ...(former.get(id) ?? [])],
      address: `/organisations/${addressOf(id)}`,
    }))
  },
}

async function formerNames({ db, site }: View): Promise<Map<Id, string[]>> {
  const rows = await db
    .selectFrom('organisations.former_name')
    .select(['organisation_id', 'name'])
    .where('site_id', '=', site)
    .orderBy('name')
    .execute()
  const names = new Map<Id, string[]>()
  for (const { organisation_id: id, name } of rows) names.set(id, [...(names.get(id) ?? []), name])
  return names
}
