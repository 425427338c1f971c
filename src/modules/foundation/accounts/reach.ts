import { CompiledQuery, sql } from 'kysely'
import type { Id, OrganisationId, PersonId, SiteId } from '#kernel/ids'
import type { Act, View } from '#platform/act'

/** What the door must know of a person. Only the functions of the schema give it: no select reaches these columns. */
export type Secrets = {
  person_id: PersonId
  login: string
  name: string
  organisation_id: OrganisationId
  disabled_at: Date | null
  phc: string | null
  secret: string | null
  pending: string | null
  last_step: number
  invitation_hash: string | null
  invitation_expires_at: Date | null
}

type Where = Pick<View, 'db' | 'site'>

/** From here on the transaction also reaches the rows of this person: for what people do to their own account. */
export async function reachOneself(act: Act, person: PersonId): Promise<void> {
  await act.tx.executeQuery(CompiledQuery.raw(`select set_config('app.person', $1, true)`, [person]))
}

/** The same for reading. */
export async function reachOneselfIn({ db }: Where, person: PersonId): Promise<void> {
  await db.executeQuery(CompiledQuery.raw(`select set_config('app.person', $1, true)`, [person]))
}

export async function findForSignIn(act: Act, login: string): Promise<Secrets | undefined> {
  const { rows } = await sql<Secrets>`select * from accounts.find_for_sign_in(${act.site}, ${login})`.execute(
    act.tx,
  )
  return rows[0]
}

export async function findSecrets({ db, site }: Where, person: PersonId): Promise<Secrets | undefined> {
  const { rows } = await sql<Secrets>`select * from accounts.find_secrets(${site}, ${person}::uuid)`.execute(
    db,
  )
  return rows[0]
}

export async function spendRecoveryCode(act: Act, person: PersonId, hash: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select accounts.use_recovery_code(${act.site}, ${person}::uuid, ${hash}, ${act.now}) as used`.execute(
    act.tx,
  )
  return rows[0]?.used === true
}

export type FoundSession = {
  id: Id
  person_id: PersonId
  name: string
  organisation_id: OrganisationId
  organisation: string
  started_at: Date
  last_seen_at: Date
  elevated_until: Date | null
  grants: { permissions: string[]; organisations: OrganisationId[] }[]
}

export async function findSession(
  db: View['db'],
  site: SiteId,
  hash: string,
): Promise<FoundSession | undefined> {
  const { rows } = await sql<FoundSession>`select * from accounts.find_session(${site}, ${hash})`.execute(db)
  return rows[0]
}

export async function touchSession(db: View['db'], site: SiteId, session: Id, now: Date): Promise<void> {
  await sql`select accounts.touch_session(${site}, ${session}::uuid, ${now})`.execute(db)
}
