import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, EMPTY_DRAFT, readForm, typed, withErrors } from '#kernel/forms'
import { ownAddress } from '#platform/http/call'
import { readWaiting, waitingOf, writeWaiting } from './again.ts'
import { seekDemo } from './demo.ts'
import {
  type Door,
  giveSession,
  goTo,
  keysOf,
  originOf,
  performing,
  personOf,
  sent,
  siteWords,
  takeSession,
  withoutSecrets,
} from './door.ts'
import { acceptInvitation, openInvitation } from './invitations.ts'
import { AgainPage } from './pages/again-page.tsx'
import { ElevatePage } from './pages/elevate-page.tsx'
import { AcceptancePage, InvitationPage, RecoveryCodesPage } from './pages/invitation-page.tsx'
import { SignInFormPage } from './pages/sign-in-form.tsx'
import { AcceptanceForm, CodeForm, InvitationForm, SignInForm } from './schema.ts'
import { signOut } from './sessions.ts'
import { elevate, signIn } from './sign-in.ts'

type Back = { Querystring: { back?: string; login?: string; path?: string } }

/** Nobody has signed in yet, so no token stands behind these forms: headers and SameSite decide. */
const AT_THE_DOOR = { config: { open: true, tokenless: true } }

/** In, out, and proving it again. */
export function signInRoutes(pages: FastifyInstance, door: Door): void {
  pages.get<Back>('/sign-in', AT_THE_DOOR, async (call, reply) => {
    const { back, login } = call.query
    if (call.person) return goTo(call, reply, back)
    reply.header('cache-control', 'no-store')
    const demo = await demoFor(door, call)
    return <SignInFormPage draft={draftOf({ login, back: ownAddress(back, '/desk') })} demo={demo} />
  })

  pages.post('/sign-in', AT_THE_DOOR, async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const form = readForm(SignInForm, call.body)
    if (!form.ok) {
      return reply
        .code(422)
        .send(<SignInFormPage draft={withoutSecrets(form.draft)} demo={await demoFor(door, call)} />)
    }
    const result = await signIn(performing(door, call), keysOf(door), form.value, originOf(call))
    if (result.ok) {
      giveSession(door, reply, result.token)
      return goTo(call, reply, sent(call).values.back)
    }
    if (result.retryAfterSeconds) reply.header('retry-after', String(result.retryAfterSeconds))
    const draft = withErrors(withoutSecrets(sent(call)), { [result.field]: result.why })
    const page = (
      <SignInFormPage draft={draft} demo={await demoFor(door, call)} waitSeconds={result.retryAfterSeconds} />
    )
    return reply.code(result.retryAfterSeconds ? 429 : 422).send(page)
  })

  pages.post('/sign-out', async (call, reply) => {
    const { id: person, sessionId, organisationId } = personOf(call)
    await door.perform(call, (act) => signOut(act, { id: sessionId, person, organisation: organisationId }))
    takeSession(door, reply)
    return goTo(call, reply, '/desk/sign-in')
  })

  pages.get<Back>('/elevate', async (call) => (
    <ElevatePage draft={draftOf({ back: ownAddress(call.query.back, '/desk') })} />
  ))

  pages.get<Back>('/elevate/again', async (call) => (
    <ElevatePage draft={draftOf({ back: ownAddress(call.query.back, '/desk') })} />
  ))

  pages.post<Back>('/elevate/again', async (call) => {
    const { back, path } = call.query
    const again = writeWaiting(waitingOf(path, call.body))
    return <ElevatePage draft={draftOf({ back: ownAddress(back, '/desk'), again })} />
  })

  pages.post('/elevate', async (call, reply) => {
    const kept = keptFor(call)
    const form = readForm(CodeForm, call.body)
    if (!form.ok) return reply.code(422).send(<ElevatePage draft={withErrors(kept, form.draft.errors)} />)
    const result = await door.perform(call, (act) =>
      elevate(act, door.vault, personOf(call), form.value.code, originOf(call)),
    )
    if (result.ok) {
      giveSession(door, reply, result.token)
      return proven(call, reply, kept)
    }
    if (result.retryAfterSeconds) reply.header('retry-after', String(result.retryAfterSeconds))
    const page = (
      <ElevatePage
        draft={withErrors(kept, { [result.field]: result.why })}
        waitSeconds={result.retryAfterSeconds}
      />
    )
    return reply.code(result.retryAfterSeconds ? 429 : 422).send(page)
  })
}

/** Where the person was going, and the form that waits for the proof. */
export function keptFor(call: FastifyRequest): Draft {
  const { back, again } = sent(call).values
  return draftOf({ back: ownAddress(back, '/desk'), again: writeWaiting(readWaiting(again)) })
}

export function proven(call: FastifyRequest, reply: FastifyReply, kept: Draft) {
  const waiting = readWaiting(typed(kept, 'again'))
  const back = typed(kept, 'back')
  return waiting
    ? reply.header('cache-control', 'no-store').send(<AgainPage waiting={waiting} back={back} />)
    : goTo(call, reply, back)
}

/** The first way in: log-in name and invitation, then password and second factor together. */
export function invitationRoutes(pages: FastifyInstance, door: Door): void {
  pages.get('/invitation', AT_THE_DOOR, async () => <InvitationPage draft={EMPTY_DRAFT} />)

  pages.post('/invitation', AT_THE_DOOR, async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const form = readForm(InvitationForm, call.body)
    if (!form.ok) return reply.code(422).send(<InvitationPage draft={form.draft} />)
    const opened = await door.perform(call, (act) =>
      openInvitation(act, keysOf(door), form.value, originOf(call)),
    )
    if (!opened.ok) {
      if (opened.retryAfterSeconds) reply.header('retry-after', String(opened.retryAfterSeconds))
      const draft = withErrors(sent(call), opened.errors)
      return reply
        .code(opened.retryAfterSeconds ? 429 : 422)
        .send(<InvitationPage draft={draft} waitSeconds={opened.retryAfterSeconds} />)
    }
    return <AcceptancePage draft={draftOf({ ...form.value })} {...opened} />
  })

  pages.post('/invitation/acceptance', AT_THE_DOOR, async (call, reply) => {
    reply.header('cache-control', 'no-store')
    const form = readForm(AcceptanceForm, call.body)
    const accepted = form.ok
      ? await acceptInvitation(performing(door, call), keysOf(door), {
          form: form.value,
          words: siteWords(call),
          origin: originOf(call),
        })
      : { ok: false as const, errors: form.draft.errors }
    if (accepted.ok) return <RecoveryCodesPage codes={accepted.recoveryCodes} isFirst />
    const draft = withErrors(withoutSecrets(sent(call)), accepted.errors)
    const proof = readForm(InvitationForm, call.body)
    const isLocked = 'retryAfterSeconds' in accepted && accepted.retryAfterSeconds
    if (!proof.ok || isLocked || accepted.errors.invitation) {
      return reply
        .code(isLocked ? 429 : 422)
        .send(<InvitationPage draft={draft} waitSeconds={isLocked || undefined} />)
    }
    const opened = await door.perform(call, (act) =>
      openInvitation(act, keysOf(door), proof.value, originOf(call)),
    )
    if (!opened.ok) return reply.code(422).send(<InvitationPage draft={withErrors(draft, opened.errors)} />)
    return reply.code(422).send(<AcceptancePage draft={draft} {...opened} />)
  })
}

export function demoFor(door: Door, call: FastifyRequest) {
  return seekDemo(door.view(call), door.vault, { now: call.circumstances.now, ip: call.ip })
}
