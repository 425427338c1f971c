import type { Id } from '#kernel/ids'
import { BUREAU, ORGANISATIONS } from '#modules/foundation/organisations'
import { type Act, recordAll } from '#platform/act'
import type { Seed } from '#platform/module'
import type { Vault } from '#platform/vault'
import { setPassword } from './credentials.ts'
import { demoPassword } from './demo.ts'
import { insertGrant } from './grants.ts'
import { passwordsWith } from './passwords.ts'
import { insertPerson } from './people.ts'
import { ROLES, type RoleName } from './roles.ts'
import { newSecret } from './second-factor.ts'
import { PEOPLE, type SeedPerson, STAFF_OF_BUREAU } from './seed-data.ts'

export const roles: Seed = {
  name: 'roles',
  when: 'always',
  run: async (tools, site) => {
    await tools.perform(site, async ({ tx }) => {
      const rows = Object.entries(ROLES).map(([name, permissions], at) => ({
        site_id: site,
        name,
        permissions: [...permissions],
        sort_order: at * 10,
      }))
      await tx.insertInto('accounts.role').values(rows).execute()
    })
  },
}

/** Hashed once for all: with one password for everybody, separate salts would protect nothing and cost a second. */
export const staffOfYunxi: Seed = {
  name: 'staff',
  when: 'demo',
  run: async (tools, site) => {
    const phc = await passwordsWith().hash(demoPassword(tools.vault))
    await tools.perform(site, async (act) => {
      for (const person of Object.values<SeedPerson>(PEOPLE))
        await seedPerson(act, person, { vault: tools.vault, phc })
    })
  },
}

/** The staff of the transport bureau on its own site. */
export const staffOfBureau: Seed = {
  name: 'staff-of-bureau',
  when: 'demo',
  site: 'jtj',
  run: async (tools, site) => {
    const phc = await passwordsWith().hash(demoPassword(tools.vault))
    await tools.perform(site, async (act) => {
      for (const { role, ...person } of Object.values(STAFF_OF_BUREAU)) {
        const roles = [{ role, organisation: BUREAU.id }]
        await seedAccount(act, { ...person, organisation: BUREAU.id, roles }, { vault: tools.vault, phc })
      }
    })
  },
}

type Keys = { vault: Vault; phc: string }

function seedPerson(act: Act, person: SeedPerson, keys: Keys): Promise<void> {
  const roles = person.roles.map(({ role, at }) => ({ role, organisation: ORGANISATIONS[at].id }))
  return seedAccount(act, { ...person, organisation: ORGANISATIONS[person.organisation].id, roles }, keys)
}

type Account = Pick<SeedPerson, 'id' | 'login' | 'name' | 'post'> & {
  organisation: Id
  roles: readonly { role: RoleName; organisation: Id }[]
}

async function seedAccount(
  act: Act,
  { id, login, name, post, organisation: organisation_id, roles }: Account,
  { vault, phc }: Keys,
): Promise<void> {
  await insertPerson(act, { id, login, name, post, email: login, organisation_id })
  await recordAll(act, [{ event: 'account.created', subject: id, organisation: organisation_id }])
  if (roles.length === 0) return
  await setPassword(act, { person_id: id, organisation_id }, phc)
  await act.tx
    .insertInto('accounts.second_factor')
    .values({
      site_id: act.site,
      person_id: id,
      secret: vault.sealSecret(newSecret()),
      pending: null,
      last_step: 0,
      confirmed_at: act.now,
      reset_asked_at: null,
      reset_asked_by: null,
    })
    .execute()
  for (const { role, organisation } of roles) {
    await insertGrant(act, { person: id, role, organisation })
    await recordAll(act, [{ event: 'account.role-granted', subject: id, organisation }])
  }
}
