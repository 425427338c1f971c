import type { FastifyRequest } from 'fastify'
import type { OrganisationId } from '#kernel/ids'
import { Forbidden } from '#kernel/refusals'
import { listAllOrganisations } from '#modules/foundation/organisations'
import type { Act, View } from '#platform/act'

/** The organisation above all others: the site is its own. */
export async function findRoot(view: View): Promise<OrganisationId | undefined> {
  return (await listAllOrganisations(view)).find(({ parent_id }) => parent_id === null)?.id
}

export function viewOfAct({ tx, site }: Act): View {
  return { db: tx, site, language: 'zh-CN', reads: new Set() }
}

/** Home page, moved addresses and settings concern the whole site. */
export async function demandSite(act: Act): Promise<void> {
  const root = await findRoot(viewOfAct(act))
  if (!root || !act.actor.may('site.arrange', root)) throw missing()
}

export async function demandSiteAt(call: FastifyRequest, view: View): Promise<void> {
  const root = await findRoot(view)
  if (!root || !call.circumstances.actor.may('site.arrange', root)) throw missing()
}

function missing(): Forbidden {
  return new Forbidden('permission.missing', { permission: 'site.arrange' })
}
