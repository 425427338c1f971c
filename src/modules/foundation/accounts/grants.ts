import { type Id, newId, type OrganisationId, type PersonId } from '#kernel/ids'
import { Conflict, Forbidden, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { isUniqueViolation } from '#platform/database'
import { listGrants, listRoles, lockPerson } from './queries.ts'
import { roleInTheWay } from './rules.ts'
import { endAllSessions } from './sessions.ts'

export type NewGrant = { person: PersonId; role: string; organisation: OrganisationId }

/** By the security officer, never for themself; the person signs in anew and so holds the new role everywhere at once. */
export async function grantRole(act: Act, grant: NewGrant): Promise<void> {
  demand(act, 'account.grant', grant.organisation)
  refuseOneself(act, grant.person)
  await lockPerson(act, grant.person)
  if (!(await listRoles({ db: act.tx, site: act.site })).some(({ name }) => name === grant.role)) {
    throw new NotFound('account.role-unknown')
  }
  const held = await listGrants({ db: act.tx, site: act.site }, [grant.person])
  const inTheWay = roleInTheWay(
    held.map(({ role }) => role),
    grant.role,
  )
  if (inTheWay) throw new Conflict('account.roles-exclusive', { held: inTheWay, wanted: grant.role })
  await insertGrant(act, grant)
  await endAllSessions(act, grant.person, undefined)
  await record(act, {
    event: 'account.role-granted',
    subject: grant.person,
    organisation: grant.organisation,
  })
}

export async function withdrawRole(act: Act, person: PersonId, id: Id): Promise<void> {
  refuseOneself(act, person)
  await lockPerson(act, person)
  const grant = (await listGrants({ db: act.tx, site: act.site }, [person])).find((one) => one.id === id)
  if (!grant) throw new NotFound('account.grant-unknown')
  demand(act, 'account.grant', grant.organisation_id)
  await act.tx
    .updateTable('accounts.role_grant')
    .set({ withdrawn_at: act.now, withdrawn_by: act.actor.id })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await endAllSessions(act, person, undefined)
  await record(act, { event: 'account.role-withdrawn', subject: person, organisation: grant.organisation_id })
}

/** Without a check of permission: for commands here and for seeds. The index refuses what a race let through. */
export async function insertGrant(act: Act, { person, role, organisation }: NewGrant): Promise<void> {
  await act.tx
    .insertInto('accounts.role_grant')
    .values({
      site_id: act.site,
      id: newId(act.now),
      person_id: person,
      role,
      organisation_id: organisation,
      granted_at: act.now,
      granted_by: act.actor.id,
      withdrawn_at: null,
      withdrawn_by: null,
    })
    .execute()
    .catch((error: unknown) => asRefusal(error, role))
}

function refuseOneself(act: Act, person: PersonId): void {
  if (act.actor.kind === 'person' && act.actor.id === person) throw new Forbidden('account.not-to-oneself')
}

function asRefusal(error: unknown, role: string): never {
  if (isUniqueViolation(error, 'role_grant_four_never_united')) {
    throw new Conflict('account.roles-exclusive', { held: role, wanted: role })
  }
  if (isUniqueViolation(error, 'role_grant_once')) throw new Conflict('account.role-held')
  throw error
}
