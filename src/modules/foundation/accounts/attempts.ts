import { sql } from 'kysely'
import { type Id, newId, type PersonId } from '#kernel/ids'
import type { Act } from '#platform/act'
import { type Failures, lockedFor, networkOf, type Outcome, type Purpose, WITHIN } from './rules.ts'

/** Where a call came from, as the log keeps it. */
export type Origin = { ip: string; agent: string }

export type Begun = { ok: true; id: Id } | { ok: false; retryAfterSeconds: number }

/**
 * Counted before anything is compared, and before the slow hash: a hundred at once cannot all be the first. Tries of
 * one account from one network wait for one another here, for microseconds.
 */
export async function beginAttempt(
  act: Act,
  purpose: Purpose,
  who: { login: string; person: PersonId | undefined },
  origin: Origin,
): Promise<Begun> {
  const prefix = networkOf(origin.ip)
  const login = who.login.slice(0, 100)
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${act.site} ${login} ${prefix}`}, 0))`.execute(
    act.tx,
  )
  const seconds = lockedFor(await countFailures(act, login, prefix), act.now)
  const id = newId(act.now)
  await act.tx
    .insertInto('accounts.attempt')
    .values({
      site_id: act.site,
      id,
      at: act.now,
      purpose,
      login,
      person_id: who.person ?? null,
      ip: origin.ip.slice(0, 64),
      ip_prefix: prefix,
      agent: printable(origin.agent).slice(0, 200),
      outcome: seconds ? 'locked' : 'begun',
    })
    .execute()
  return seconds ? { ok: false, retryAfterSeconds: seconds } : { ok: true, id }
}

export async function concludeAttempt(act: Act, attempt: Id, outcome: Outcome): Promise<void> {
  await sql`select accounts.conclude_attempt(${act.site}, ${attempt}::uuid, ${outcome})`.execute(act.tx)
}

async function countFailures(act: Act, login: string, prefix: string): Promise<Failures> {
  const since = new Date(act.now.getTime() - WITHIN)
  const { rows } = await sql<Failures>`
    select * from accounts.count_failures(${act.site}, ${login}, ${prefix}, ${since})`.execute(act.tx)
  return rows[0]!
}

/** Headers are anyone's text: nothing that could break a line of a log. */
function printable(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '')
}
