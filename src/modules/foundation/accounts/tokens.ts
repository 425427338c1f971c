import { sql } from 'kysely'
import { addDays, type CivilDate, civilDateOf, instantAt } from '#kernel/calendar'
import { type Id, newId, type OrganisationId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { type Act, type Actor, demand, record, type View } from '#platform/act'
import type { Reader } from '#platform/database'
import type { IdentifyToken } from '#platform/http/identity'
import { SEEN_EVERY } from './rules.ts'
import { SCOPES, type TokenScope } from './scopes.ts'
import { hashOfToken, newToken } from './sessions.ts'

/** Told apart from other secrets by scanners of source code, which look for such beginnings. */
const MARK = 'mt_'

export type NewToken = { name: string; organisation: OrganisationId; scopes: TokenScope[]; until: CivilDate }
export type TokenRow = Awaited<ReturnType<typeof listTokens>>[number]

/** By the security officer; the token itself is shown once and kept as its hash. It ends with the day that is given. */
export async function makeToken(act: Act, { name, organisation, scopes, until }: NewToken): Promise<string> {
  demand(act, 'account.grant', organisation)
  const id = newId(act.now)
  const { token, hash } = newToken()
  await act.tx
    .insertInto('accounts.token')
    .values({
      site_id: act.site,
      id,
      name,
      organisation_id: organisation,
      scopes,
      token_hash: hash,
      made_at: act.now,
      made_by: act.actor.id,
      expires_at: instantAt(addDays(until, 1)),
      last_used_at: null,
      ended_at: null,
      ended_by: null,
    })
    .execute()
  await record(act, { event: 'account.token-made', subject: id, organisation })
  return MARK + token
}

export async function endToken(act: Act, id: Id): Promise<void> {
  const token = await act.tx
    .selectFrom('accounts.token')
    .select('organisation_id')
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!token) throw new NotFound('account.token-unknown')
  demand(act, 'account.grant', token.organisation_id)
  // Two officers at once: the row lets one of them through.
  const { numUpdatedRows } = await act.tx
    .updateTable('accounts.token')
    .set({ ended_at: act.now, ended_by: act.actor.id })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw new NotFound('account.token-unknown')
  await record(act, { event: 'account.token-ended', subject: id, organisation: token.organisation_id })
}

/** Those in the reader's scope, ended ones last: some dozens at most. */
export async function listTokens({ db, site }: View) {
  return db
    .selectFrom('accounts.token')
    .select(['id', 'name', 'organisation_id', 'scopes', 'made_at', 'made_by'])
    .select(['expires_at', 'last_used_at', 'ended_at'])
    .where('site_id', '=', site)
    .orderBy('ended_at', (order) => order.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .limit(200)
    .execute()
}

export function isOver({ ended_at, expires_at }: Pick<TokenRow, 'ended_at' | 'expires_at'>, now: Date) {
  return ended_at !== null || expires_at <= now
}

/** The last day on which it works. */
export function lastDayOf({ expires_at }: Pick<TokenRow, 'expires_at'>): CivilDate {
  return civilDateOf(new Date(expires_at.getTime() - 1))
}

type FoundToken = {
  id: Id
  name: string
  scopes: TokenScope[]
  expires_at: Date
  last_used_at: Date | null
  organisations: OrganisationId[]
}

/** Token → program. One query a call. */
export function identifyTokenWith(db: Reader): IdentifyToken {
  return async (text, site, now) => {
    if (!/^mt_[\w-]{43}$/.test(text)) return undefined
    const hash = hashOfToken(text.slice(MARK.length))
    const { rows } = await sql<FoundToken>`select * from accounts.find_token(${site}, ${hash})`.execute(db)
    const [found] = rows
    if (!found || found.expires_at <= now) return undefined
    const { id, name, last_used_at } = found
    if (!last_used_at || now.getTime() - last_used_at.getTime() >= SEEN_EVERY)
      await sql`select accounts.touch_token(${site}, ${id}::uuid, ${now})`.execute(db)
    const permissions = new Set<string>(found.scopes.flatMap((scope) => SCOPES[scope]))
    return {
      id,
      name,
      holds: (permission) => permissions.has(permission),
      actor: actorOf(found, permissions),
    }
  }
}

function actorOf({ id, organisations }: FoundToken, permissions: ReadonlySet<string>): Actor {
  const reach = new Set(organisations)
  return {
    kind: 'token',
    id,
    unit: organisations.join(','),
    may: (permission, organisation) => permissions.has(permission) && reach.has(organisation),
  }
}
