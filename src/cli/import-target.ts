import { type Id, type OrganisationId, readId, type SiteId } from '#kernel/ids'
import { listOrganisations } from '#modules/foundation/organisations'
import { listColumns } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import type { Site } from '#platform/sites'
import type { World } from '#platform/world'
import { UsageError } from './command.ts'

const USUAL_COLUMN = 'policies/documents'

export type Wanted = {
  site: string | undefined
  column: string | undefined
  organisation: string | undefined
}
export type Target = { site: SiteId; columns: Id[]; organisation: OrganisationId }

/** Where the material goes, from what was said and what the site has. */
export async function findTarget({ db, sites }: World, wanted: Wanted): Promise<Target> {
  const site = wanted.site === undefined ? (await sites.all())[0] : await sites.byKey(wanted.site)
  if (!site)
    throw new UsageError(
      `--site ${wanted.site}: there is no such site. There are: ${(await sites.all()).map(({ key }) => key).join(', ')}`,
    )
  const view: View = { db, site: site.id, language: 'zh-CN', reads: new Set<string>() }
  return {
    site: site.id,
    columns: [await findColumn(view, wanted.column)],
    organisation: await findHolder(view, site, wanted.organisation),
  }
}

async function findColumn(view: View, wanted: string | undefined): Promise<Id> {
  const columns = await listColumns(view)
  const column = columns.find(({ slug }) => slug === (wanted ?? USUAL_COLUMN))
  if (column) return column.id
  const known = columns.map(({ slug }) => slug).join(', ')
  throw new UsageError(
    wanted === undefined
      ? `Say with --column where the material goes: ${known}`
      : `--column ${wanted}: there is no such column. There are: ${known}`,
  )
}

/** Without a word: the agency that runs the site, as the site's own facts name it. */
async function findHolder(
  view: View,
  { operator, owner }: Site,
  wanted: string | undefined,
): Promise<OrganisationId> {
  const organisations = await listOrganisations(view)
  if (wanted !== undefined) {
    const found = organisations.find(({ id, credit_code }) => credit_code === wanted || id === readId(wanted))
    if (!found)
      throw new UsageError(
        `--organisation ${wanted}: no organisation of this site has this credit code or id.`,
      )
    return found.id
  }
  const holders = [...operator.split('、'), owner]
  const found = holders
    .map((holder) => organisations.find(({ name }) => name === holder))
    .find((one) => one !== undefined)
  if (!found)
    throw new UsageError(
      'Say with --organisation, by credit code or id, which organisation publishes the material.',
    )
  return found.id
}
