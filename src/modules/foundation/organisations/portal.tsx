import { readCursor } from '#kernel/cursors'
import { addressOf, type Id, idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { View } from '#platform/act'
import { placePanels } from '#platform/house'
import { addressOn } from '#platform/http/call'
import { ListQuery, readStrictQuery } from '#platform/http/query'
import type { Surface } from '#platform/surface'
import { listFormerNames, listPredecessors, listSuccessors } from './history.ts'
import { OrganisationListPage } from './pages/organisation-list.tsx'
import { OrganisationPage } from './pages/organisation-page.tsx'
import { findOrganisation, listAbove, listBelow, listOrganisations, pageOrganisations } from './queries.ts'
import type { OrganisationRow } from './tables.ts'

type ById = { Params: { id: string } }

/** Pages anyone can open, under /organisations, each with its twin for programs. */
export const portal: Surface = (pages, { house, view }) => {
  pages.get('/', { config: { cache: [] } }, async (call) => (
    <OrganisationListPage organisations={await listOrganisations(view(call))} />
  ))

  pages.get('.json', { config: { cache: ['cursor', 'limit'] } }, async (call) => {
    const { cursor, limit } = readStrictQuery(ListQuery, call.query)
    const { rows, next } = await pageOrganisations(
      view(call),
      cursor === undefined ? undefined : readCursor(cursor),
      limit,
    )
    return { organisations: rows.map(shownToAll), next: next ?? null }
  })

  pages.get<ById>('/:id', { config: { cache: [] } }, async (call, reply) => {
    const at = view(call)
    const organisation = await findByAddress(at, call.params.id)
    if (organisation.redirects_to) {
      const successor = `/organisations/${addressOf(organisation.redirects_to)}`
      return reply.header('cache-control', 'no-cache').redirect(addressOn(call.sitePrefix)(successor), 301)
    }
    const above = await listAbove(at, organisation)
    const below = await listBelow(at, organisation.id)
    const panels = await placePanels(house, 'organisation.page', at, organisation.id)
    return (
      <OrganisationPage
        {...{ organisation, above, below, panels }}
        formerNames={await listFormerNames(at, organisation.id)}
        successors={organisation.closed_on ? await listSuccessors(at, organisation.id) : []}
        predecessors={await listPredecessors(at, organisation.id)}
      />
    )
  })

  pages.get<ById>('/:id.json', { config: { cache: [] } }, async (call) =>
    shownToAll(await findByAddress(view(call), call.params.id)),
  )
}

export async function findByAddress(view: View, address: string): Promise<OrganisationRow> {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('organisation.unknown')
  return findOrganisation(view, id)
}

/** Named one by one: a column added to the table does not become public by itself. */
export function shownToAll(organisation: OrganisationRow) {
  const { kind, name, short_name, name_en, credit_code, division_code, agency_mark } = organisation
  const { head_post, head_name, functions, address, phone, hours, closed_on } = organisation
  const { leaders, contacts, email, postcode } = organisation
  return {
    id: addressOf(organisation.id),
    parent: organisation.parent_id && addressOf(organisation.parent_id as Id),
    ...{ kind, name, short_name, name_en, credit_code, division_code, agency_mark },
    ...{ head_post, head_name, functions, address, phone, hours, closed_on },
    ...{ leaders, contacts, email, postcode },
  }
}
