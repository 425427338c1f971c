import { newId, type PersonId } from '#kernel/ids'
import { Forbidden } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { lockPerson } from './queries.ts'
import { INVITED_FOR } from './rules.ts'
import type { PersonForm } from './schema.ts'
import { hashOfCode, newCode } from './second-factor.ts'
import { endAllSessions } from './sessions.ts'
import type { PersonRow } from './tables.ts'

export type Created =
  | { ok: true; id: PersonId; invitation: string }
  | { ok: false; errors: Readonly<Record<string, string>> }

/** No default password: the person gets a code on paper, and sets password and second factor alone with it. */
export async function createPerson(act: Act, form: PersonForm): Promise<Created> {
  demand(act, 'account.manage', form.organisation)
  const id = newId(act.now)
  const { organisation, ...fields } = form
  const isNew = await insertPerson(act, { ...fields, id, organisation_id: organisation })
  if (!isNew) return { ok: false, errors: { login: 'account.login-taken' } }
  await record(act, { event: 'account.created', subject: id, organisation })
  return { ok: true, id, invitation: await invitePerson(act, id) }
}

/** Also when a password was forgotten. It never goes past a second factor that exists. */
export async function invitePerson(act: Act, id: PersonId): Promise<string> {
  const { organisation_id } = await lockPerson(act, id)
  demand(act, 'account.manage', organisation_id)
  const code = newCode()
  const invitation = {
    code_hash: hashOfCode(code),
    expires_at: new Date(act.now.getTime() + INVITED_FOR),
    made_by: act.actor.id,
  }
  await act.tx
    .insertInto('accounts.invitation')
    .values({ site_id: act.site, person_id: id, ...invitation })
    .onConflict((conflict) => conflict.columns(['site_id', 'person_id']).doUpdateSet(invitation))
    .execute()
  await record(act, { event: 'account.invited', subject: id, organisation: organisation_id })
  return code
}

/** Never deleted: what they did keeps their name. */
export async function disablePerson(act: Act, id: PersonId): Promise<void> {
  const { organisation_id } = await lockPerson(act, id)
  demand(act, 'account.manage', organisation_id)
  if (act.actor.kind === 'person' && act.actor.id === id) throw new Forbidden('account.not-oneself')
  await setDisabled(act, id, act.now)
  await endAllSessions(act, id, undefined)
  await record(act, { event: 'account.disabled', subject: id, organisation: organisation_id })
}

export async function enablePerson(act: Act, id: PersonId): Promise<void> {
  const { organisation_id } = await lockPerson(act, id)
  demand(act, 'account.manage', organisation_id)
  await setDisabled(act, id, null)
  await record(act, { event: 'account.enabled', subject: id, organisation: organisation_id })
}

/** False when somebody bears the log-in name already, perhaps out of the actor's sight. */
export async function insertPerson(
  act: Act,
  person: Pick<PersonRow, 'id' | 'login' | 'name' | 'post' | 'organisation_id' | 'email'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await act.tx
    .insertInto('accounts.person')
    .values({ site_id: act.site, created_at: act.now, disabled_at: null, ...person })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

async function setDisabled(act: Act, id: PersonId, disabled_at: Date | null): Promise<void> {
  await act.tx
    .updateTable('accounts.person')
    .set({ disabled_at })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
}
