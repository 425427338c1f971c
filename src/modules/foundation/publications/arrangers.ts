import { Forbidden } from '#kernel/refusals'
import { listAllOrganisations } from '#modules/foundation/organisations'
import type { Act, Actor, View } from '#platform/act'
import { viewOfAct } from './gates.ts'

/** Columns and the form of index numbers are the site's own: the right is needed over the organisation above all others. */
export async function mayArrange(view: View, actor: Actor): Promise<boolean> {
  const root = (await listAllOrganisations(view)).find(({ parent_id }) => parent_id === null)
  return root !== undefined && actor.may('column.arrange', root.id)
}

export async function demandArranging(act: Act): Promise<void> {
  if (!(await mayArrange(viewOfAct(act), act.actor)))
    throw new Forbidden('permission.missing', { permission: 'column.arrange' })
}
