import { createHash, randomBytes } from 'node:crypto'
import { type Id, newId, type OrganisationId, type PersonId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { Origin } from './attempts.ts'
import { lockPerson } from './queries.ts'
import { reachOneself } from './reach.ts'
import { ELEVATED_FOR } from './rules.ts'

/** 256 random bits; only the hash is stored, so that a stolen backup opens no session. */
export function newToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: hashOfToken(token) }
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The caller has checked who the person is, and reaches them. */
export async function startSession(act: Act, person: PersonId, { ip, agent }: Origin): Promise<string> {
  const { token, hash } = newToken()
  await act.tx
    .insertInto('accounts.session')
    .values({
      site_id: act.site,
      id: newId(act.now),
      person_id: person,
      token_hash: hash,
      started_at: act.now,
      last_seen_at: act.now,
      // Who has just signed in with both factors has just proven who they are.
      elevated_until: new Date(act.now.getTime() + ELEVATED_FOR),
      ended_at: null,
      ip: ip.slice(0, 64),
      agent: agent.slice(0, 200),
    })
    .execute()
  return token
}

/** ASVS 7.2.4: a session that gains power gets a new token. */
export async function elevateSession(act: Act, session: Id): Promise<string> {
  const { token, hash } = newToken()
  await openSessions(act)
    .set({ token_hash: hash, elevated_until: new Date(act.now.getTime() + ELEVATED_FOR) })
    .where('id', '=', session)
    .execute()
  return token
}

export async function signOut(
  act: Act,
  session: { id: Id; person: PersonId; organisation: OrganisationId },
): Promise<void> {
  await reachOneself(act, session.person)
  await openSessions(act).set({ ended_at: act.now }).where('id', '=', session.id).execute()
  await record(act, {
    event: 'account.signed-out',
    subject: session.person,
    organisation: session.organisation,
  })
}

/** One's own session on another device. */
export async function endOwnSession(
  act: Act,
  person: PersonId,
  organisation: OrganisationId,
  session: Id,
): Promise<void> {
  await reachOneself(act, person)
  const { numUpdatedRows } = await openSessions(act)
    .set({ ended_at: act.now })
    .where('id', '=', session)
    .where('person_id', '=', person)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new NotFound('account.session-unknown')
  await record(act, { event: 'account.session-ended', subject: person, organisation })
}

/** All sessions of somebody, by the security officer of their organisation. */
export async function endSessions(act: Act, person: PersonId): Promise<void> {
  const { organisation_id } = await lockPerson(act, person)
  demand(act, 'account.end-session', organisation_id)
  await endAllSessions(act, person, undefined)
  await record(act, { event: 'account.session-ended', subject: person, organisation: organisation_id })
}

/** What follows from a change of roles, of password, or from leaving. The caller reaches the person. */
export async function endAllSessions(act: Act, person: PersonId, except: Id | undefined): Promise<void> {
  let ending = openSessions(act).set({ ended_at: act.now }).where('person_id', '=', person)
  if (except) ending = ending.where('id', '<>', except)
  await ending.execute()
}

function openSessions(act: Act) {
  return act.tx.updateTable('accounts.session').where('site_id', '=', act.site).where('ended_at', 'is', null)
}
