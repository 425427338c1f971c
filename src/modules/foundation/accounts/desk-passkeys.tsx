import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { draftOf, readForm, typed, withErrors } from '#kernel/forms'
import { idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import { ownAddress } from '#platform/http/call'
import { demoFor, keptFor, proven } from './desk-sign-in.tsx'
import { askToElevate, type Door, giveSession, goTo, isFresh, originOf, personOf, sent } from './door.ts'
import { ElevatePage } from './pages/elevate-page.tsx'
import { SignInFormPage } from './pages/sign-in-form.tsx'
import {
  askForPasskey,
  elevateWithPasskey,
  enrolPasskey,
  offerEnrolment,
  type RelyingParty,
  removePasskey,
  signInWithPasskey,
} from './passkeys.ts'
import type { Refused } from './sign-in.ts'

const AT_THE_DOOR = { config: { open: true, tokenless: true } }

/** What the browser made of the device's answer: JSON in one field of a form. */
const Answer = z.object({
  response: z.string('account.passkey-wrong').max(20_000, 'account.passkey-wrong').transform(readJson),
})
const Enrolment = Answer.extend({
  name: z
    .string('account.passkey.name-missing')
    .trim()
    .min(1, 'account.passkey.name-missing')
    .max(40, 'account.too-long'),
})

/** Signing in, proving anew and enrolling with a key that the person's device keeps. Needs a browser with a script. */
export function passkeyRoutes(pages: FastifyInstance, door: Door): void {
  pages.post('/sign-in/passkey/options', AT_THE_DOOR, (call) =>
    door.perform(call, (act) => askForPasskey(act, relyingParty(door, call), 'sign-in')),
  )

  pages.post('/sign-in/passkey', AT_THE_DOOR, async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const kept = draftOf({ back: ownAddress(sent(call).values.back, '/desk') })
    const form = readForm(Answer, call.body)
    const result = form.ok
      ? await door.perform(call, (act) =>
          signInWithPasskey(act, givenIn(door, call, form.value.response as AuthenticationResponseJSON)),
        )
      : WRONG
    if (result.ok) {
      giveSession(door, reply, result.token)
      return goTo(call, reply, typed(kept, 'back'))
    }
    const draft = withErrors(kept, { [result.field]: result.why })
    const page = (
      <SignInFormPage draft={draft} demo={await demoFor(door, call)} waitSeconds={result.retryAfterSeconds} />
    )
    return refused(reply, result).send(page)
  })

  pages.post('/elevate/passkey/options', (call) =>
    door.perform(call, (act) => askForPasskey(act, relyingParty(door, call), 'elevation', personOf(call).id)),
  )

  pages.post('/elevate/passkey', async (call, reply) => {
    const kept = keptFor(call)
    const form = readForm(Answer, call.body)
    const result = form.ok
      ? await door.perform(call, (act) =>
          elevateWithPasskey(
            act,
            personOf(call),
            givenIn(door, call, form.value.response as AuthenticationResponseJSON),
          ),
        )
      : WRONG
    if (result.ok) {
      giveSession(door, reply, result.token)
      return proven(call, reply, kept)
    }
    const draft = withErrors(kept, { [result.field]: result.why })
    return refused(reply, result).send(<ElevatePage draft={draft} waitSeconds={result.retryAfterSeconds} />)
  })

  enrolmentRoutes(pages, door)
}

/** A new key opens the account for ever: the person proves anew who they are, here and on adding it. */
function enrolmentRoutes(pages: FastifyInstance, door: Door): void {
  pages.post('/account/passkeys/options', async (call, reply) => {
    if (!isFresh(personOf(call))) return askToElevate(call, reply, '/desk/account')
    return door.perform(call, (act) => offerEnrolment(act, relyingParty(door, call), personOf(call).id))
  })

  pages.post('/account/passkeys', async (call, reply) => {
    if (!isFresh(personOf(call))) return askToElevate(call, reply, '/desk/account')
    const form = readForm(Enrolment, call.body)
    if (!form.ok) return goTo(call, reply, '/desk/account?done=passkey-wrong')
    const { name, response } = form.value
    const isAdded = await door.perform(call, (act) =>
      enrolPasskey(act, relyingParty(door, call), personOf(call).id, {
        name,
        response: response as RegistrationResponseJSON,
      }),
    )
    return goTo(call, reply, `/desk/account?done=${isAdded ? 'passkey' : 'passkey-wrong'}`)
  })

  pages.post<{ Params: { id: string } }>('/account/passkeys/:id/removal', async (call, reply) => {
    const id = idOfAddress(call.params.id)
    if (!id) throw new NotFound('account.passkey-unknown')
    await door.perform(call, (act) => removePasskey(act, personOf(call), id))
    return goTo(call, reply, '/desk/account?done=passkey-removed')
  })
}

const WRONG: Refused = { ok: false, field: '', why: 'account.passkey-wrong' }

function refused(reply: FastifyReply, { retryAfterSeconds }: Refused): FastifyReply {
  if (retryAfterSeconds) reply.header('retry-after', String(retryAfterSeconds))
  return reply.code(retryAfterSeconds ? 429 : 422)
}

function givenIn(door: Door, call: FastifyRequest, response: AuthenticationResponseJSON) {
  return { rp: relyingParty(door, call), response, origin: originOf(call), vault: door.vault }
}

/** The address in the browser's bar: PUBLIC_URL where the host is its own, else the host that was called. */
function relyingParty({ publicUrl }: Door, call: FastifyRequest): RelyingParty {
  const { host, hostname, origin } = new URL(publicUrl)
  return call.host === host
    ? { id: hostname, origin, name: call.site.name }
    : {
        id: call.hostname.replace(/:\d+$/, ''),
        origin: `${call.protocol}://${call.host}`,
        name: call.site.name,
      }
}

function readJson(text: string, context: z.core.$RefinementCtx): object {
  try {
    const value: unknown = JSON.parse(text)
    if (
      typeof value === 'object' &&
      value !== null &&
      'response' in value &&
      typeof value.response === 'object'
    )
      return value
  } catch {
    // falls through: what is no JSON is no answer of a device
  }
  context.addIssue({ code: 'custom', message: 'account.passkey-wrong' })
  return z.NEVER
}
