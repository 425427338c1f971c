import { timingSafeEqual } from 'node:crypto'
import type { Act } from '#platform/act'
import { type Begun, beginAttempt, concludeAttempt, type Origin } from './attempts.ts'
import { spendCode } from './codes.ts'
import {
  confirmSecondFactor,
  type Done,
  enrolSecondFactor,
  makeRecoveryCodes,
  type OwnWords,
  setPassword,
} from './credentials.ts'
import { passwordFault } from './passwords.ts'
import { findForSignIn, reachOneself, type Secrets } from './reach.ts'
import type { AcceptanceForm } from './schema.ts'
import { hashOfCode } from './second-factor.ts'
import { endAllSessions } from './sessions.ts'
import { type Keys, lockedOut, type Performing } from './sign-in.ts'

export type Opened = { ok: true; name: string; secret: string | undefined } | Extract<Done, { ok: false }>

type Given = { login: string; invitation: string }

/** Shows the secret of the second factor to whoever brings log-in name and invitation; none where one exists. */
export async function openInvitation(act: Act, keys: Keys, given: Given, origin: Origin): Promise<Opened> {
  const { begun, secrets } = await begin(act, keys, given, origin)
  if (!begun.ok) return locked(begun)
  if (!secrets) {
    await concludeAttempt(act, begun.id, 'wrong')
    return WRONG
  }
  await concludeAttempt(act, begun.id, 'right')
  if (secrets.secret) return { ok: true, name: secrets.name, secret: undefined }
  // The same secret when the page is asked for again: somebody may have scanned it already.
  const secret = secrets.pending
    ? keys.vault.openSecret(secrets.pending)
    : await enrolSecondFactor(act, keys.vault, secrets.person_id)
  return { ok: true, name: secrets.name, secret }
}

export type Accepted = { ok: true; recoveryCodes: string[] } | Extract<Done, { ok: false }>

/** Password and a right code together, or nothing: nobody signs in with a password alone. */
export async function acceptInvitation(
  perform: Performing,
  keys: Keys,
  { form, words, origin }: { form: AcceptanceForm; words: OwnWords; origin: Origin },
): Promise<Accepted> {
  const { begun, secrets } = await perform((act) => begin(act, keys, form, origin))
  if (!begun.ok) return locked(begun)
  const fault = secrets && passwordFault(form.password, [...words, secrets.login, secrets.name])
  if (fault) return perform((act) => conclude(act, begun.id, { password: fault }))
  const phc = secrets && (await keys.passwords.hash(form.password))
  return perform(async (act) => {
    const still = await seekInvited(act, form)
    if (!still || !phc) return conclude(act, begun.id, WRONG.errors)
    if (!(await provesSecondFactor(act, keys, still, form.code))) {
      return conclude(act, begun.id, { code: 'account.code-wrong' })
    }
    return settle(act, still, { phc, attempt: begun.id })
  })
}

async function settle(
  act: Act,
  secrets: Secrets,
  { phc, attempt }: { phc: string; attempt: Parameters<typeof concludeAttempt>[1] },
): Promise<Accepted> {
  await setPassword(act, secrets, phc)
  await endAllSessions(act, secrets.person_id, undefined)
  await act.tx
    .deleteFrom('accounts.invitation')
    .where('site_id', '=', act.site)
    .where('person_id', '=', secrets.person_id)
    .execute()
  await concludeAttempt(act, attempt, 'right')
  return { ok: true, recoveryCodes: await makeRecoveryCodes(act, secrets.person_id) }
}

/** An existing second factor is asked for, never replaced: a reset of the password cannot get past it. */
async function provesSecondFactor(
  act: Act,
  { vault }: Keys,
  secrets: Secrets,
  code: string,
): Promise<boolean> {
  if (secrets.secret) return (await spendCode(act, vault, secrets, code)) === 'right'
  return secrets.pending !== null && confirmSecondFactor(act, vault, secrets.person_id, code)
}

async function begin(act: Act, { vault }: Keys, given: Given, origin: Origin) {
  const secrets = await seekInvited(act, given)
  const known = await findForSignIn(act, given.login)
  const who = { login: known?.login ?? `#${vault.lookupHash(given.login)}`, person: known?.person_id }
  return { begun: await beginAttempt(act, 'invitation', who, origin), secrets }
}

async function seekInvited(act: Act, { login, invitation }: Given): Promise<Secrets | undefined> {
  const secrets = await findForSignIn(act, login)
  if (!secrets?.invitation_hash || !secrets.invitation_expires_at || secrets.disabled_at) return undefined
  if (secrets.invitation_expires_at <= act.now) return undefined
  const [given, known] = [Buffer.from(hashOfCode(invitation)), Buffer.from(secrets.invitation_hash)]
  if (given.length !== known.length || !timingSafeEqual(given, known)) return undefined
  await reachOneself(act, secrets.person_id)
  return secrets
}

const WRONG = { ok: false, errors: { invitation: 'account.invitation-wrong' } } as const

async function conclude(
  act: Act,
  attempt: Parameters<typeof concludeAttempt>[1],
  errors: Readonly<Record<string, string>>,
) {
  await concludeAttempt(act, attempt, 'password' in errors ? 'right' : 'wrong')
  return { ok: false, errors } as const
}

function locked(begun: Extract<Begun, { ok: false }>) {
  const { why, retryAfterSeconds = 1 } = lockedOut(begun)
  return { ok: false, errors: { '': why }, retryAfterSeconds } as const
}
