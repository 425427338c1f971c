import type { PersonId } from '#kernel/ids'
import { Conflict, Forbidden } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { lockPerson } from './queries.ts'
import { endAllSessions } from './sessions.ts'

/** Phone and recovery codes are lost: an administrator who has seen the person asks. */
export async function askForReset(act: Act, person: PersonId): Promise<void> {
  const { organisation_id } = await lockPerson(act, person)
  demand(act, 'account.manage', organisation_id)
  refuseOneself(act, person)
  const { numUpdatedRows } = await factorOf(act, person)
    .set({ reset_asked_at: act.now, reset_asked_by: act.actor.id })
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Conflict('account.no-second-factor')
  await record(act, { event: 'account.reset-asked', subject: person, organisation: organisation_id })
}

/**
 * The security officer, who is never that administrator, confirms. The way back in is a new invitation, which sets
 * password and second factor together.
 */
export async function confirmReset(act: Act, person: PersonId): Promise<void> {
  const { organisation_id } = await lockPerson(act, person)
  demand(act, 'account.grant', organisation_id)
  refuseOneself(act, person)
  const { numUpdatedRows } = await factorOf(act, person)
    .set({ secret: null, pending: null, confirmed_at: null, reset_asked_at: null, reset_asked_by: null })
    .where('reset_asked_by', '<>', act.actor.id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new Conflict('account.no-reset-asked')
  await act.tx
    .deleteFrom('accounts.recovery_code')
    .where('site_id', '=', act.site)
    .where('person_id', '=', person)
    .execute()
  await endAllSessions(act, person, undefined)
  await record(act, { event: 'account.second-factor-reset', subject: person, organisation: organisation_id })
}

function factorOf(act: Act, person: PersonId) {
  return act.tx
    .updateTable('accounts.second_factor')
    .where('site_id', '=', act.site)
    .where('person_id', '=', person)
}

function refuseOneself(act: Act, person: PersonId): void {
  if (act.actor.kind === 'person' && act.actor.id === person) throw new Forbidden('account.not-oneself')
}
