import { createHash } from 'node:crypto'
import type { PersonId, SiteId } from '#kernel/ids'
import type { View } from '#platform/act'
import { findSetting } from '#platform/seeding'
import { FIRST_SITE } from '#platform/sites'
import type { Vault } from '#platform/vault'
import { findSecrets } from './reach.ts'
import { codeNow, inGroups } from './second-factor.ts'
import { type BureauPerson, PEOPLE, type SeedPerson, STAFF_OF_BUREAU } from './seed-data.ts'

export type DemoAccount = { login: string; name: string; post: string; code: string }
export type Demo = { password: string; accounts: DemoAccount[] }

/**
 * One password for the fictional staff of this installation. It is not stored: it follows from the master key, so a
 * copy of the database alone opens nothing, and two installations never share it.
 */
export function demoPassword(vault: Pick<Vault, 'lookupHash'>): string {
  const bytes = createHash('sha256').update(vault.lookupHash('password of the demo staff')).digest()
  return inGroups([...bytes.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length]!).join(''))
}

const LETTERS = 'abcdefghjkmnpqrstvwxyz23456789'

/**
 * What the sign-in page prints in the demo: undefined unless the database says that this is one, and unless the
 * reader sits at the machine itself.
 */
export async function seekDemo(
  view: Pick<View, 'db' | 'site'>,
  vault: Vault,
  at: { now: Date; ip: string },
): Promise<Demo | undefined> {
  if (!isLoopback(at.ip) || (await findSetting(view.db, 'demo')) !== 'on') return undefined
  const accounts: DemoAccount[] = []
  for (const { id, login, name, post } of staffOf(view.site)) {
    const code = await codeOfDemo(view, vault, id, at.now)
    if (code) accounts.push({ login, name, post, code })
  }
  return accounts.length > 0 ? { password: demoPassword(vault), accounts } : undefined
}

/** The code that this person could type now. */
export async function codeOfDemo(
  view: Pick<View, 'db' | 'site'>,
  vault: Vault,
  person: PersonId,
  now: Date,
): Promise<string | undefined> {
  const secrets = await findSecrets(view, person)
  if (!secrets?.secret || secrets.disabled_at) return undefined
  return codeNow(vault.openSecret(secrets.secret), now, secrets.last_step)
}

/** Each site has its own: the city's is the first. */
export function staffOf(site: SiteId): readonly Pick<BureauPerson, 'id' | 'login' | 'name' | 'post'>[] {
  return site === FIRST_SITE ? staffWithRoles() : Object.values(STAFF_OF_BUREAU)
}

export function staffWithRoles(): SeedPerson[] {
  return Object.values<SeedPerson>(PEOPLE).filter(({ roles }) => roles.length > 0)
}

function isLoopback(ip: string): boolean {
  return ip === '::1' || /^(::ffff:)?127\./.test(ip)
}
