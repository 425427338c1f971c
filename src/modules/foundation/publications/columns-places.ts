import type { Id, OrganisationId } from '#kernel/ids'
import { Invalid } from '#kernel/refusals'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import { FILLABLE } from './columns-rules.ts'
import { viewOfAct } from './gates.ts'
import { listColumns } from './queries.ts'

/** Whether the columns take texts at all, and texts of this organisation: named ones, and all below them, may publish. */
export async function demandPlaces(
  act: Act,
  organisation: OrganisationId,
  columns: readonly Id[],
): Promise<void> {
  const view = viewOfAct(act)
  const chosen = (await listColumns(view)).filter(({ id }) => columns.includes(id))
  if (chosen.length !== new Set(columns).size || chosen.some(({ kind }) => !FILLABLE.includes(kind)))
    throw new Invalid('column.unknown', { columns: 'column.unknown' })
  if (chosen.every(({ publishers }) => publishers === null)) return
  const { path } = await findOrganisation(view, organisation)
  const mayAll = chosen.every(
    ({ publishers }) => publishers === null || publishers.some((id) => path.includes(id)),
  )
  if (!mayAll) throw new Invalid('column.not-yours', { columns: 'column.not-yours' })
}
