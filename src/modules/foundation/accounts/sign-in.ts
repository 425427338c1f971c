import type { Id } from '#kernel/ids'
import { type Act, record } from '#platform/act'
import type { SignedIn } from '#platform/http/identity'
import type { Vault } from '#platform/vault'
import { type Begun, beginAttempt, concludeAttempt, type Origin } from './attempts.ts'
import { type CodeVerdict, spendCode } from './codes.ts'
import type { Passwords } from './passwords.ts'
import { findForSignIn, findSecrets, type Secrets } from './reach.ts'
import type { Outcome } from './rules.ts'
import type { SignInForm } from './schema.ts'
import { elevateSession, startSession } from './sessions.ts'

/** Begins and commits an act with what the caller already knows of the call. */
export type Performing = <T>(command: (act: Act) => Promise<T>) => Promise<T>
export type Keys = { vault: Vault; passwords: Passwords }

/** What went wrong, as a message key, and how long to wait where that is the reason. */
export type Refused = { ok: false; field: 'code' | ''; why: string; retryAfterSeconds?: number }
export type Entered = { ok: true; token: string } | Refused

/**
 * Password and code in one form. Two acts with the slow hash between them, so that no connection waits for it; a
 * refusal is returned, not thrown: what is thrown leaves no trace, and every try must leave one.
 */
export async function signIn(
  perform: Performing,
  keys: Keys,
  form: SignInForm,
  origin: Origin,
): Promise<Entered> {
  const { begun, secrets } = await perform(async (act) => {
    const secrets = await findForSignIn(act, form.login)
    const who = {
      login: secrets?.login ?? `#${keys.vault.lookupHash(form.login)}`,
      person: secrets?.person_id,
    }
    return { begun: await beginAttempt(act, 'sign-in', who, origin), secrets }
  })
  if (!begun.ok) return lockedOut(begun)
  const phc = secrets?.phc ?? undefined
  const isRight = await keys.passwords.verify(form.password, phc)
  return perform((act) =>
    concludeSignIn(act, keys.vault, {
      attempt: begun.id,
      secrets: isRight ? secrets : undefined,
      form,
      origin,
    }),
  )
}

type Conclusion = { attempt: Id; secrets: Secrets | undefined; form: SignInForm; origin: Origin }

async function concludeSignIn(
  act: Act,
  vault: Vault,
  { attempt, secrets, form, origin }: Conclusion,
): Promise<Entered> {
  // Read again: the password may have been changed, or the person disabled, while the hash was made.
  const now = secrets && (await findSecrets({ db: act.tx, site: act.site }, secrets.person_id))
  if (!now || now.phc !== secrets.phc) return refuse(act, attempt, 'wrong')
  if (now.disabled_at) return refuse(act, attempt, 'disabled')
  const verdict = await spendCode(act, vault, now, form.code)
  if (verdict !== 'right') return refuse(act, attempt, outcomeOf(verdict))
  const token = await startSession(act, now.person_id, origin)
  await concludeAttempt(act, attempt, 'right')
  await record(act, { event: 'account.signed-in', subject: now.person_id, organisation: now.organisation_id })
  return { ok: true, token }
}

/** The person proves again who they are, before an act that cannot be taken back. */
export async function elevate(
  act: Act,
  vault: Vault,
  person: SignedIn,
  code: string,
  origin: Origin,
): Promise<Entered> {
  const secrets = await findSecrets({ db: act.tx, site: act.site }, person.id)
  if (!secrets) return wrongCode('wrong')
  const begun = await beginAttempt(act, 'elevation', { login: secrets.login, person: person.id }, origin)
  if (!begun.ok) return lockedOut(begun)
  const verdict = await spendCode(act, vault, secrets, code)
  await concludeAttempt(act, begun.id, outcomeOf(verdict))
  if (verdict !== 'right') return wrongCode(verdict)
  const token = await elevateSession(act, person.sessionId)
  await record(act, { event: 'account.elevated', subject: person.id, organisation: secrets.organisation_id })
  return { ok: true, token }
}

export function outcomeOf(verdict: CodeVerdict): Outcome {
  return verdict === 'right' ? 'right' : verdict === 'used' ? 'used-code' : 'wrong-code'
}

export function wrongCode(verdict: Exclude<CodeVerdict, 'right'>): Refused {
  return { ok: false, field: 'code', why: verdict === 'used' ? 'account.code-used' : 'account.code-wrong' }
}

export function lockedOut({ retryAfterSeconds }: Extract<Begun, { ok: false }>): Refused {
  return { ok: false, field: '', why: 'account.locked', retryAfterSeconds }
}

/** A used code alone is told apart: only the right password with a right code gets that far. */
async function refuse(act: Act, attempt: Id, outcome: Outcome): Promise<Refused> {
  await concludeAttempt(act, attempt, outcome)
  if (outcome === 'used-code') return wrongCode('used')
  return { ok: false, field: '', why: 'account.sign-in-wrong' }
}
