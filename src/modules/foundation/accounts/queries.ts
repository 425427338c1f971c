import { sql } from 'kysely'
import { type Cursor, DEFAULT_LIMIT, pageOf } from '#kernel/cursors'
import { type OrganisationId, type PersonId, readId, type SiteId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { Act, View } from '#platform/act'
import type { Reader } from '#platform/database'
import { IDLE_FOR, LASTS_FOR } from './rules.ts'
import type { GrantRow, PersonRow } from './tables.ts'

export type Colleague = { id: PersonId; name: string; post: string; organisation_id: OrganisationId }
export type Grant = Pick<GrantRow, 'id' | 'person_id' | 'role' | 'organisation_id' | 'granted_at'>
export type OpenSession = Awaited<ReturnType<typeof listOpenSessions>>[number]

/** Names for whoever the record, a review or a case names. Jobs and seeds are named there too, and are nobody. */
export async function nameColleagues(
  { db, site }: Pick<View, 'db' | 'site'>,
  named: readonly string[],
): Promise<Map<PersonId, Colleague>> {
  const ids = named.filter((one): one is PersonId => readId(one) === one)
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('accounts.colleague')
    .select(['id', 'name', 'post', 'organisation_id'])
    .where('site_id', '=', site)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Those in the reader's scope: a protected read, so it goes through `look`. */
export async function pagePeople(
  view: View,
  asked: { q?: string | undefined; after?: Cursor | undefined; limit?: number },
) {
  const limit = asked.limit ?? DEFAULT_LIMIT
  let query = view.db
    .selectFrom('accounts.person')
    .selectAll()
    .select(secondFactorSince(view.site))
    .select(lastSignIn(view.site))
    .where('site_id', '=', view.site)
    .orderBy('login')
    .orderBy('id')
    .limit(limit + 1)
  if (asked.q) {
    const like = `%${asked.q.normalize('NFKC').replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((the) =>
      the.or([
        the('name', 'like', like),
        the('login', 'like', like.toLowerCase()),
        the('post', 'like', like),
      ]),
    )
  }
  const { after } = asked
  if (after)
    query = query.where((the) =>
      the(the.refTuple('login', 'id'), '>', the.tuple(after.key, after.id as PersonId)),
    )
  return pageOf(await query.execute(), limit, ({ login, id }) => ({ key: login, id }))
}

export async function findPerson(view: View, id: PersonId) {
  return byId(view.db, view.site, id)
    .select(secondFactorSince(view.site))
    .select(resetAskedAt(view.site))
    .select(lastSignIn(view.site))
    .executeTakeFirstOrThrow(unknown)
}

/** For a command about to change what the person may do: nobody else may, until it commits. */
export async function lockPerson(act: Act, id: PersonId): Promise<PersonRow> {
  return byId(act.tx, act.site, id).forUpdate().executeTakeFirstOrThrow(unknown)
}

export async function listGrants(
  { db, site }: Pick<View, 'db' | 'site'>,
  people: readonly PersonId[],
): Promise<Grant[]> {
  if (people.length === 0) return []
  return db
    .selectFrom('accounts.role_grant')
    .select(['id', 'person_id', 'role', 'organisation_id', 'granted_at'])
    .where('site_id', '=', site)
    .where('person_id', 'in', [...people])
    .where('withdrawn_at', 'is', null)
    .orderBy('granted_at')
    .orderBy('id')
    .execute()
}

/** Who holds one of the four roles, of those in scope. */
export async function listHolders(view: View, roles: readonly string[]) {
  return view.db
    .selectFrom('accounts.role_grant')
    .innerJoin('accounts.colleague', (join) =>
      join
        .onRef('accounts.colleague.site_id', '=', 'accounts.role_grant.site_id')
        .onRef('accounts.colleague.id', '=', 'accounts.role_grant.person_id'),
    )
    .select(['accounts.role_grant.role', 'accounts.colleague.id', 'accounts.colleague.name'])
    .where('accounts.role_grant.site_id', '=', view.site)
    .where('accounts.role_grant.withdrawn_at', 'is', null)
    .where('accounts.role_grant.role', 'in', [...roles])
    .orderBy('accounts.colleague.name')
    .execute()
}

export async function listRoles({ db, site }: Pick<View, 'db' | 'site'>) {
  return db
    .selectFrom('accounts.role')
    .selectAll()
    .where('site_id', '=', site)
    .orderBy('sort_order')
    .execute()
}

/** Open ones only, newest first. The caller reaches the person. */
export async function listOpenSessions({ db, site }: Pick<View, 'db' | 'site'>, person: PersonId, now: Date) {
  return db
    .selectFrom('accounts.session')
    .select(['id', 'started_at', 'last_seen_at', 'ip', 'agent'])
    .where('site_id', '=', site)
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .where('last_seen_at', '>', new Date(now.getTime() - IDLE_FOR))
    .where('started_at', '>', new Date(now.getTime() - LASTS_FOR))
    .orderBy('started_at', 'desc')
    .execute()
}

/** The last tries, right and wrong ones: a person sees when someone else knocks. */
export async function listAttempts({ db, site }: Pick<View, 'db' | 'site'>, person: PersonId, limit = 10) {
  return db
    .selectFrom('accounts.attempt')
    .select(['id', 'at', 'purpose', 'outcome', 'ip', 'agent'])
    .where('site_id', '=', site)
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function countRecoveryCodes(
  { db, site }: Pick<View, 'db' | 'site'>,
  person: PersonId,
): Promise<number> {
  const { left } = await db
    .selectFrom('accounts.recovery_code')
    .select((the) => the.fn.countAll<number>().as('left'))
    .where('site_id', '=', site)
    .where('person_id', '=', person)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow()
  return left
}

function byId(db: Reader, site: SiteId, id: PersonId) {
  return db.selectFrom('accounts.person').selectAll().where('site_id', '=', site).where('id', '=', id)
}

function secondFactorSince(site: SiteId) {
  return sql<Date | null>`(select confirmed_at from accounts.second_factor as factor
    where factor.site_id = ${site} and factor.person_id = person.id)`.as('second_factor_since')
}

function resetAskedAt(site: SiteId) {
  return sql<Date | null>`(select reset_asked_at from accounts.second_factor as factor
    where factor.site_id = ${site} and factor.person_id = person.id)`.as('reset_asked_at')
}

function lastSignIn(site: SiteId) {
  return sql<Date | null>`(select max(at) from accounts.attempt
    where attempt.site_id = ${site} and attempt.person_id = person.id and purpose = 'sign-in' and outcome = 'right')`.as(
    'last_sign_in_at',
  )
}

function unknown() {
  return new NotFound('account.unknown')
}
