import { sql } from 'kysely'
import type { OrganisationId, PersonId } from '#kernel/ids'
import type { Permission, View } from '#platform/act'

type Where = Pick<View, 'db' | 'site'>

/** Everybody who holds one of these permissions there, with those they hold; anywhere, where no organisation is named. */
export async function listWhoMay(
  { db, site }: Where,
  wanted: readonly Permission[],
  organisation: OrganisationId | undefined,
): Promise<Map<PersonId, ReadonlySet<Permission>>> {
  const { rows } = await sql<{ person_id: PersonId; permissions: Permission[] }>`
    select * from accounts.who_may(${site}, ${[...wanted]}::text[], ${organisation ?? null}::uuid)`.execute(
    db,
  )
  return new Map(rows.map(({ person_id, permissions }) => [person_id, new Set(permissions)]))
}

export type MailReceiver = { id: PersonId; name: string; email: string }

/** Where mail reaches people who still work here: a protected read, for jobs in the scope of all. */
export async function listMailReceivers(
  { db, site }: Where,
  people: readonly PersonId[],
): Promise<MailReceiver[]> {
  if (people.length === 0) return []
  return db
    .selectFrom('accounts.person')
    .select(['id', 'name', 'email'])
    .where('site_id', '=', site)
    .where('id', 'in', [...people])
    .where('disabled_at', 'is', null)
    .execute()
}
