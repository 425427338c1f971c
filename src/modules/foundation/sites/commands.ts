import { newId, type SiteId, siteId } from '#kernel/ids'
import { Conflict, Forbidden, Invalid, NotFound } from '#kernel/refusals'
import { listAllOrganisations } from '#modules/foundation/organisations'
import { type Act, record, type View } from '#platform/act'
import { isUniqueViolation, type Reader } from '#platform/database'
import type { Site } from '#platform/sites'
import { SITE_FIELDS, type SiteForm, SiteHost, SiteKey } from './schema.ts'

/** Which number the next site has; who adds two at once is refused the second. */
export async function nextSite(db: Reader): Promise<SiteId> {
  const { last } = await db
    .selectFrom('platform.site')
    .select((row) => row.fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  return siteId(Number(last ?? 0) + 1)
}

/** The operator's act: `act.site` is the new one. What a site needs to begin with comes from the seeds afterwards. */
export async function establishSite(
  act: Act,
  { key, host, ...form }: { key: string; host: string } & SiteForm,
): Promise<void> {
  refuseWrong(key, host)
  await act.tx
    .insertInto('platform.site')
    .values({ id: act.site, key, host, ...form })
    .execute()
    .catch(asRefusal)
  await record(act, { event: 'site.established', subject: newId(act.now), organisation: undefined })
}

/** A host name moves between sites by the operator only: whoever answers under it speaks for its owner. */
export async function moveHost(act: Act, host: string): Promise<void> {
  refuseWrong('main', host)
  const before = await lockSite(act)
  if (before.host === host) return
  await act.tx
    .updateTable('platform.site')
    .set({ host })
    .where('id', '=', act.site)
    .execute()
    .catch(asRefusal)
  await keep(act, { host: before.host }, { host })
}

export async function amendSite(act: Act, form: SiteForm): Promise<void> {
  const before = await lockSite(act)
  const changed = SITE_FIELDS.filter((field) => before[field] !== form[field])
  if (changed.length === 0) return
  const only = (from: SiteForm) => Object.fromEntries(changed.map((field) => [field, from[field]]))
  await act.tx.updateTable('platform.site').set(only(form)).where('id', '=', act.site).execute()
  await keep(act, only(before), only(form))
}

/** The identity of a site is its own, so the right is needed over the organisation above all others. */
export async function demandSiteEditor(
  { site, actor }: Pick<Act, 'site' | 'actor'>,
  db: Reader,
): Promise<void> {
  const view: View = { db, site, language: 'zh-CN', reads: new Set() }
  const root = (await listAllOrganisations(view)).find(({ parent_id }) => parent_id === null)
  if (!root || !actor.may('site.edit', root.id))
    throw new Forbidden('permission.missing', { permission: 'site.edit' })
}

async function keep(act: Act, before: object, after: object): Promise<void> {
  const id = newId(act.now)
  await act.tx
    .insertInto('sites.amendment')
    .values({
      ...{ site_id: act.site, id, at: act.now, by: act.actor.id },
      ...{ before: JSON.stringify(before), after: JSON.stringify(after) },
    })
    .execute()
  await record(act, { event: 'site.amended', subject: id, organisation: undefined })
}

async function lockSite({ tx, site }: Act): Promise<Site> {
  const row = await tx
    .selectFrom('platform.site')
    .selectAll()
    .where('id', '=', site)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new NotFound('site.unknown')
  return row
}

function refuseWrong(key: string, host: string): void {
  if (!SiteKey.safeParse(key).success) throw new Invalid('site.key-wrong', { key: 'site.key-wrong' })
  if (!SiteHost.safeParse(host).success) throw new Invalid('site.host-wrong', { host: 'site.host-wrong' })
}

function asRefusal(error: unknown): never {
  for (const [constraint, code] of [
    ['site_key_key', 'site.key-taken'],
    ['site_host_key', 'site.host-taken'],
    ['site_pkey', 'site.added-at-once'],
  ] as const) {
    if (isUniqueViolation(error, constraint)) throw new Conflict(code)
  }
  throw error
}
