import { createHash, randomBytes } from 'node:crypto'
import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { sql } from 'kysely'
import { type Id, newId, type OrganisationId, type PersonId } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { type Act, record, type View } from '#platform/act'
import type { SignedIn } from '#platform/http/identity'
import type { Vault } from '#platform/vault'
import { beginAttempt, concludeAttempt, type Origin } from './attempts.ts'
import { demandSecrets } from './credentials.ts'
import { reachOneself } from './reach.ts'
import type { Outcome, Purpose } from './rules.ts'
import { elevateSession, startSession } from './sessions.ts'
import { type Entered, lockedOut, type Refused } from './sign-in.ts'

/** The relying party: the host name that a key is bound to, and the origin that the browser must have been at. */
export type RelyingParty = { id: string; origin: string; name: string }

type ChallengePurpose = 'sign-in' | 'elevation' | 'enrolment'

const CHALLENGE_LASTS_MS = 5 * 60_000
export const MOST_PASSKEYS = 10

/** What the device is asked to make. `residentKey`: it must be found without a log-in name. */
export async function offerEnrolment(act: Act, rp: RelyingParty, person: PersonId) {
  const { login, name } = await demandSecrets(act, person)
  await reachOneself(act, person)
  const known = await listPasskeys({ db: act.tx, site: act.site }, person)
  const challenge = await giveChallenge(act, 'enrolment', person)
  return generateRegistrationOptions({
    ...{ rpID: rp.id, rpName: rp.name, userName: login, userDisplayName: name },
    userID: new Uint8Array(Buffer.from(person.replaceAll('-', ''), 'hex')),
    challenge,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential_id, transports }) => ({
      id: credential_id,
      transports: transports as AuthenticatorTransport[],
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** False when the answer is not that of a device at this host to this very question. */
export async function enrolPasskey(
  act: Act,
  rp: RelyingParty,
  person: PersonId,
  { name, response }: { name: string; response: RegistrationResponseJSON },
): Promise<boolean> {
  const { organisation_id } = await demandSecrets(act, person)
  await reachOneself(act, person)
  const known = await listPasskeys({ db: act.tx, site: act.site }, person)
  const verified = await verifyRegistrationResponse({
    response,
    expectedChallenge: (challenge) => isTaken(act, 'enrolment', challenge, person),
    expectedOrigin: rp.origin,
    expectedRPID: rp.id,
    requireUserVerification: true,
  }).catch(() => ({ verified: false }) as const)
  if (!verified.verified || known.length >= MOST_PASSKEYS) return false
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
  await act.tx
    .insertInto('accounts.passkey')
    .values({
      site_id: act.site,
      id: newId(act.now),
      person_id: person,
      credential_id: id,
      public_key: Buffer.from(publicKey),
      rp_id: rp.id,
      counter,
      transports,
      name,
      made_at: act.now,
      last_used_at: null,
    })
    .execute()
  await record(act, { event: 'account.passkey-added', subject: person, organisation: organisation_id })
  return true
}

export async function removePasskey(act: Act, person: SignedIn, id: Id): Promise<void> {
  await reachOneself(act, person.id)
  const { numDeletedRows } = await act.tx
    .deleteFrom('accounts.passkey')
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .where('person_id', '=', person.id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new NotFound('account.passkey-unknown')
  await record(act, {
    event: 'account.passkey-removed',
    subject: person.id,
    organisation: person.organisationId,
  })
}

/** The caller reaches the person. */
export async function listPasskeys({ db, site }: Pick<View, 'db' | 'site'>, person: PersonId) {
  return db
    .selectFrom('accounts.passkey')
    .select(['id', 'credential_id', 'transports', 'name', 'made_at', 'last_used_at'])
    .where('site_id', '=', site)
    .where('person_id', '=', person)
    .orderBy('id')
    .execute()
}

/** Nobody is named: the device offers the keys that it has for this host. */
export async function askForPasskey(
  act: Act,
  rp: RelyingParty,
  purpose: 'sign-in' | 'elevation',
  person?: PersonId,
) {
  const challenge = await giveChallenge(act, purpose, person)
  return generateAuthenticationOptions({ rpID: rp.id, challenge, userVerification: 'required' })
}

type Given = { rp: RelyingParty; response: AuthenticationResponseJSON; origin: Origin; vault: Vault }

/**
 * A key that was unlocked by finger, face or number is possession and knowledge together (NIST SP 800-63B AAL2): no
 * password and no second code are asked for.
 */
export async function signInWithPasskey(act: Act, given: Given): Promise<Entered> {
  const judged = await judge(act, 'sign-in', given)
  if (!judged.ok) return judged.refused
  const { person_id, organisation_id } = judged.passkey
  await reachOneself(act, person_id)
  const token = await startSession(act, person_id, given.origin)
  await record(act, { event: 'account.signed-in', subject: person_id, organisation: organisation_id })
  return { ok: true, token }
}

export async function elevateWithPasskey(act: Act, person: SignedIn, given: Given): Promise<Entered> {
  const judged = await judge(act, 'elevation', given, person.id)
  if (!judged.ok) return judged.refused
  await reachOneself(act, person.id)
  const token = await elevateSession(act, person.sessionId)
  await record(act, { event: 'account.elevated', subject: person.id, organisation: person.organisationId })
  return { ok: true, token }
}

type FoundPasskey = {
  id: Id
  person_id: PersonId
  login: string
  organisation_id: OrganisationId
  disabled_at: Date | null
  public_key: Buffer
  rp_id: string
  counter: number
  transports: string[]
}
type Judged = { ok: true; passkey: FoundPasskey } | { ok: false; refused: Refused }

/** Counted like every other try, before anything is compared. */
async function judge(
  act: Act,
  purpose: Purpose & ChallengePurpose,
  given: Given,
  person?: PersonId,
): Promise<Judged> {
  const passkey = await findPasskey(act, given.response.id)
  const who = {
    login: passkey?.login ?? `#${given.vault.lookupHash(String(given.response.id))}`,
    person: passkey?.person_id,
  }
  const begun = await beginAttempt(act, purpose, who, given.origin)
  if (!begun.ok) return { ok: false, refused: lockedOut(begun) }
  const outcome = await outcomeOf(act, purpose, given, { passkey, person })
  await concludeAttempt(act, begun.id, outcome)
  if (outcome !== 'right' || !passkey)
    return { ok: false, refused: { ok: false, field: '', why: 'account.passkey-wrong' } }
  return { ok: true, passkey }
}

async function outcomeOf(
  act: Act,
  purpose: ChallengePurpose,
  { rp, response }: Given,
  { passkey, person }: { passkey: FoundPasskey | undefined; person: PersonId | undefined },
): Promise<Outcome> {
  if (!passkey || (person && person !== passkey.person_id) || passkey.rp_id !== rp.id) return 'wrong'
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => isTaken(act, purpose, challenge, person),
    expectedOrigin: rp.origin,
    expectedRPID: passkey.rp_id,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(passkey.public_key),
      counter: passkey.counter,
      transports: passkey.transports as AuthenticatorTransport[],
    },
  }).catch(() => undefined)
  if (!verified?.verified) return 'wrong'
  if (passkey.disabled_at) return 'disabled'
  const { newCounter } = verified.authenticationInfo
  return (await spend(act, passkey.id, newCounter)) ? 'right' : 'used-code'
}

async function findPasskey(act: Act, credential: unknown): Promise<FoundPasskey | undefined> {
  if (typeof credential !== 'string') return undefined
  const { rows } = await sql<FoundPasskey>`
    select * from accounts.find_passkey(${act.site}, ${credential.slice(0, 1400)})`.execute(act.tx)
  return rows[0]
}

async function spend(act: Act, id: Id, counter: number): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select accounts.use_passkey(${act.site}, ${id}::uuid, ${counter}, ${act.now}) as used`.execute(act.tx)
  return rows[0]?.used === true
}

async function giveChallenge(act: Act, purpose: ChallengePurpose, person: PersonId | undefined) {
  const challenge = randomBytes(32)
  await act.tx
    .insertInto('accounts.challenge')
    .values({
      site_id: act.site,
      hash: hashOfChallenge(challenge.toString('base64url')),
      purpose,
      person_id: person ?? null,
      expires_at: new Date(act.now.getTime() + CHALLENGE_LASTS_MS),
    })
    .execute()
  return new Uint8Array(challenge)
}

/** Once, by the person it was given to. */
async function isTaken(
  act: Act,
  purpose: ChallengePurpose,
  challenge: string,
  person: PersonId | undefined,
): Promise<boolean> {
  const { rows } = await sql<{ person_id: PersonId | null }>`
    select * from accounts.take_challenge(${act.site}, ${hashOfChallenge(challenge)}, ${purpose}, ${act.now})`.execute(
    act.tx,
  )
  return rows.length === 1 && rows[0]!.person_id === (person ?? null)
}

function hashOfChallenge(challenge: string): string {
  return createHash('sha256').update(challenge).digest('base64url')
}
