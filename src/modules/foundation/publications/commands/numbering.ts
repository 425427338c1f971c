import { sql } from 'kysely'
import type { OrganisationId } from '#kernel/ids'
import { indexNumberTemplate, orgCodeOf } from '#kernel/index-number'
import { findOrganisation } from '#modules/foundation/organisations'
import type { Act } from '#platform/act'
import { viewOfAct } from '../gates.ts'

const DEFAULT_TEMPLATE = '{org_code}/{yyyy}-{serial:5}'

/** The index number of a publication: unique on its site, given once, never used again, the same through all revisions. */
export async function nextIndexNumber(act: Act, organisation: OrganisationId): Promise<string> {
  const [first] = await nextIndexNumbers(act, organisation, 1)
  return first!
}

/** Numbers are drawn from a row that stays locked until the act commits: no gap is reused, no number given twice. */
export async function nextIndexNumbers(
  act: Act,
  organisation: OrganisationId,
  count: number,
): Promise<string[]> {
  const { credit_code } = await findOrganisation(viewOfAct(act), organisation)
  const year = Number(act.today.slice(0, 4))
  const { last_serial } = await act.tx
    .insertInto('publications.index_series')
    .values({ site_id: act.site, org_code: orgCodeOf(credit_code), year, last_serial: count })
    .onConflict((clash) =>
      clash.columns(['site_id', 'org_code', 'year']).doUpdateSet({
        last_serial: sql<number>`index_series.last_serial + ${count}`,
      }),
    )
    .returning('last_serial')
    .executeTakeFirstOrThrow()
  const template = indexNumberTemplate(await templateOf(act))
  const month = Number(act.today.slice(5, 7))
  return Array.from({ length: count }, (_, at) =>
    template.format({ credit_code, year, month, serial: last_serial - count + 1 + at }),
  )
}

async function templateOf(act: Act): Promise<string> {
  const row = await act.tx
    .selectFrom('platform.setting')
    .select('value')
    .where('name', '=', 'index-number-template')
    .executeTakeFirst()
  return row?.value ?? DEFAULT_TEMPLATE
}
