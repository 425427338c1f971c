/** Where a document goes: what it says of itself, looked up on the site; else where the import as a whole goes. */
import { type Id, type OrganisationId, readId } from '#kernel/ids'
import { listOrganisations } from '#modules/foundation/organisations'
import type { View } from '#platform/act'
import { listColumns } from '../queries.ts'
import type { ImportLaw } from './import-file.ts'
import type { Problem } from './problems.ts'

export type Placed = { organisation: OrganisationId; columns: readonly Id[] }
export type PlacedLaw = ImportLaw & Placed

/** What the site does not have is an error of the text that names it. */
export async function placeLaws(view: View, laws: readonly ImportLaw[], usual: Placed): Promise<PlacedLaw[]> {
  if (!laws.some(({ versions }) => versions.some(({ stated }) => stated)))
    return laws.map((law) => ({ ...law, ...usual }))
  const columns = await listColumns(view)
  const organisations = await listOrganisations(view)
  return laws.map((law) => {
    const newest = law.versions.at(-1)!
    const { columns: named = [], organisation: wanted = null, said: where } = newest.stated ?? {}
    const found = named.map(
      (name) => columns.find((column) => column.slug === name || column.name === name)?.id,
    )
    const publisher = organisations.find(
      ({ id, credit_code, name, short_name }) =>
        wanted !== null &&
        (credit_code === wanted || name === wanted || short_name === wanted || id === readId(wanted)),
    )
    const problems: Problem[] = named
      .filter((_, at) => found[at] === undefined)
      .map((said) => ({ severity: 'error', code: 'column-unknown', ...where?.column, said }))
    if (wanted !== null && !publisher)
      problems.push({ severity: 'error', code: 'organisation-unknown', ...where?.organisation, said: wanted })
    const known = found.filter((id) => id !== undefined)
    return {
      ...law,
      versions: [...law.versions.slice(0, -1), { ...newest, problems: [...newest.problems, ...problems] }],
      organisation: publisher?.id ?? usual.organisation,
      columns: known.length > 0 ? known : usual.columns,
    }
  })
}
