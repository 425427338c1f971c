import { sql } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import { newId, type OrganisationId } from '#kernel/ids'
import { indexNumberTemplate, orgCodeOf } from '#kernel/index-number'
import { Invalid } from '#kernel/refusals'
import { findOrganisation, listOrganisations } from '#modules/foundation/organisations'
import { type Act, record, type View } from '#platform/act'
import { demandArranging } from '../arrangers.ts'
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
  const template = indexNumberTemplate(await findTemplate(viewOfAct(act)))
  const month = Number(act.today.slice(5, 7))
  const drawn = Array.from({ length: count }, (_, at) =>
    template.format({ credit_code, year, month, serial: last_serial - count + 1 + at }),
  )
  const free = await withoutTaken(act, drawn)
  if (free.length === count) return free
  // A number of an earlier form, or one that came with an import, stands in the way: it is passed over for good.
  return [...free, ...(await nextIndexNumbers(act, organisation, count - free.length))]
}

async function withoutTaken(act: Act, numbers: readonly string[]): Promise<string[]> {
  const taken = await act.tx
    .selectFrom('publications.publication')
    .select('index_number')
    .where('site_id', '=', act.site)
    .where('index_number', 'in', numbers)
    .execute()
  const known = new Set(taken.map(({ index_number }) => index_number))
  return numbers.filter((number) => !known.has(number))
}

/** Site47, national standard of the catalogue: each site decides the form once, and every later change has its reason. */
export async function setIndexTemplate(
  act: Act,
  { template, reason }: { template: string; reason: string },
): Promise<void> {
  await demandArranging(act)
  if (!isTemplate(template)) throw new Invalid('index-number.template', { template: 'index-number.template' })
  const id = newId(act.now)
  await act.tx
    .insertInto('publications.index_rule')
    .values({ site_id: act.site, id, template, reason, set_at: act.now, set_by: act.actor.id })
    .execute()
  await record(act, { event: 'index-number.template-set', subject: id, organisation: undefined })
}

export async function findTemplate(view: View): Promise<string> {
  const [newest] = await listTemplates(view)
  return newest?.template ?? DEFAULT_TEMPLATE
}

/** Every form that this site ever had, newest first. */
export async function listTemplates(view: View) {
  return view.db
    .selectFrom('publications.index_rule')
    .select(['id', 'template', 'reason', 'set_at', 'set_by'])
    .where('site_id', '=', view.site)
    .orderBy('id', 'desc')
    .limit(50)
    .execute()
}

export function isTemplate(template: string): boolean {
  try {
    indexNumberTemplate(template)
    return template.length <= 80
  } catch {
    // The kernel says no by throwing; the form asks again.
    return false
  }
}

/** What the next number of some agencies would look like, without drawing it. */
export async function foreseeNumbers(view: View, template: string, today: CivilDate, limit = 3) {
  const series = await view.db
    .selectFrom('publications.index_series')
    .select(['org_code', 'last_serial'])
    .where('site_id', '=', view.site)
    .where('year', '=', Number(today.slice(0, 4)))
    .execute()
  const serials = new Map(series.map(({ org_code, last_serial }) => [org_code, last_serial]))
  const { format } = indexNumberTemplate(template)
  const agencies = (await listOrganisations(view)).filter(({ credit_code }) => credit_code)
  return agencies.slice(0, limit).map(({ short_name, credit_code }) => ({
    agency: short_name,
    number: format({
      credit_code,
      year: Number(today.slice(0, 4)),
      month: Number(today.slice(5, 7)),
      serial: (serials.get(orgCodeOf(credit_code)) ?? 0) + 1,
    }),
  }))
}
