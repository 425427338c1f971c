import type { Id, PersonId } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import type { SignedIn } from '#platform/http/identity'
import type { Vault } from '#platform/vault'
import { beginAttempt, concludeAttempt, type Origin } from './attempts.ts'
import { passwordFault } from './passwords.ts'
import { findSecrets, reachOneself, type Secrets } from './reach.ts'
import type { PasswordForm } from './schema.ts'
import { hashOfCode, newRecoveryCodes, newSecret, stepOf } from './second-factor.ts'
import { endAllSessions } from './sessions.ts'
import { type Keys, lockedOut, type Performing } from './sign-in.ts'

/** What a person's own password must not be made of. */
export type OwnWords = readonly string[]

export type Done =
  | { ok: true }
  | { ok: false; errors: Readonly<Record<string, string>>; retryAfterSeconds?: number }

/** The present password is asked again; every other session of the person ends (ASVS 7.4.3). */
export async function changePassword(
  perform: Performing,
  keys: Keys,
  given: { person: SignedIn; form: PasswordForm; words: OwnWords; origin: Origin },
): Promise<Done> {
  const { person, form, origin } = given
  const { begun, secrets } = await perform(async (act) => {
    const secrets = await demandSecrets(act, person.id)
    return {
      begun: await beginAttempt(act, 'password', { login: secrets.login, person: person.id }, origin),
      secrets,
    }
  })
  if (!begun.ok) {
    const { why, retryAfterSeconds } = lockedOut(begun)
    return { ok: false, errors: { present: why }, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) }
  }
  const isRight = await keys.passwords.verify(form.present, secrets.phc ?? undefined)
  const fault = passwordFault(form.password, [...given.words, secrets.login, secrets.name])
  const phc = isRight && !fault ? await keys.passwords.hash(form.password) : undefined
  return perform(async (act) => {
    await concludeAttempt(act, begun.id, isRight ? 'right' : 'wrong')
    if (!isRight)
      return { ok: false, errors: { present: 'account.password-wrong', ...(fault && { password: fault }) } }
    if (!phc) return { ok: false, errors: { password: fault! } }
    await setPassword(act, secrets, phc)
    await endAllSessions(act, person.id, person.sessionId)
    return { ok: true }
  })
}

/** Stores a hash that `Passwords` made outside of the act: it takes too long to hold a connection. */
export async function setPassword(
  act: Act,
  { person_id, organisation_id }: Pick<Secrets, 'person_id' | 'organisation_id'>,
  phc: string,
): Promise<void> {
  await reachOneself(act, person_id)
  const credential = { phc, set_at: act.now }
  await act.tx
    .insertInto('accounts.credential')
    .values({ site_id: act.site, person_id, ...credential })
    .onConflict((conflict) => conflict.columns(['site_id', 'person_id']).doUpdateSet(credential))
    .execute()
  await record(act, { event: 'account.password-set', subject: person_id, organisation: organisation_id })
}

const NOT_ASKED = { reset_asked_at: null, reset_asked_by: null }

/** The secret is shown now and once; the present second factor stays until the new one has given a right code. */
export async function enrolSecondFactor(act: Act, vault: Vault, person: PersonId): Promise<string> {
  await reachOneself(act, person)
  const secret = newSecret()
  const pending = vault.sealSecret(secret)
  await act.tx
    .insertInto('accounts.second_factor')
    .values({
      site_id: act.site,
      person_id: person,
      secret: null,
      pending,
      last_step: 0,
      confirmed_at: null,
      ...NOT_ASKED,
    })
    .onConflict((conflict) => conflict.columns(['site_id', 'person_id']).doUpdateSet({ pending }))
    .execute()
  return secret
}

/** False for a wrong code: the person tries again with the same secret. */
export async function confirmSecondFactor(
  act: Act,
  vault: Vault,
  person: PersonId,
  code: string,
): Promise<boolean> {
  const secrets = await demandSecrets(act, person)
  await reachOneself(act, person)
  if (!secrets.pending) throw new Conflict('account.no-enrolment')
  const step = stepOf(vault.openSecret(secrets.pending), code, act.now)
  if (step === undefined) return false
  await act.tx
    .updateTable('accounts.second_factor')
    .set({ secret: secrets.pending, pending: null, last_step: step, confirmed_at: act.now })
    .where('site_id', '=', act.site)
    .where('person_id', '=', person)
    .execute()
  await record(act, {
    event: 'account.second-factor-confirmed',
    subject: person,
    organisation: secrets.organisation_id,
  })
  return true
}

/** Ten new ones, shown once; the earlier ones are void. */
export async function makeRecoveryCodes(act: Act, person: PersonId): Promise<string[]> {
  const { organisation_id } = await demandSecrets(act, person)
  await reachOneself(act, person)
  await act.tx
    .deleteFrom('accounts.recovery_code')
    .where('site_id', '=', act.site)
    .where('person_id', '=', person)
    .execute()
  const codes = newRecoveryCodes()
  await act.tx
    .insertInto('accounts.recovery_code')
    .values(
      codes.map((code) => ({ site_id: act.site, person_id: person, hash: hashOfCode(code), used_at: null })),
    )
    .execute()
  await record(act, { event: 'account.recovery-codes-made', subject: person, organisation: organisation_id })
  return codes
}

export async function demandSecrets(act: Act, person: Id): Promise<Secrets> {
  const secrets = await findSecrets({ db: act.tx, site: act.site }, person)
  if (!secrets) throw new Error(`unreachable: ${person} has signed in and is nobody`)
  return secrets
}
