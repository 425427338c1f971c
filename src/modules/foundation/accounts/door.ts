import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, EMPTY_DRAFT } from '#kernel/forms'
import { addressOn, ownAddress } from '#platform/http/call'
import { type SignedIn, sessionCookieName } from '#platform/http/identity'
import type { Tools } from '#platform/surface'
import type { Origin } from './attempts.ts'
import type { Passwords } from './passwords.ts'
import type { Keys, Performing } from './sign-in.ts'

export { askForProof as askToElevate } from '#platform/http/step-up'

/** What the routes of this module share: the tools, and the hasher whose turns all of them wait for. */
export type Door = Tools & { passwords: Passwords }

export function keysOf({ vault, passwords }: Door): Keys {
  return { vault, passwords }
}

export function performing(door: Door, call: FastifyRequest): Performing {
  return (command) => door.perform(call, command)
}

export function originOf(call: FastifyRequest): Origin {
  return { ip: call.ip, agent: call.headers['user-agent'] ?? '' }
}

/** SameSite=Lax and not Strict: a link in a mail to the desk must find its reader signed in. */
export function giveSession(door: Door, reply: FastifyReply, token: string): void {
  const secure = door.publicUrl.startsWith('https:')
  reply.setCookie(sessionCookieOf(door), token, { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

export function takeSession(door: Door, reply: FastifyReply): void {
  const secure = door.publicUrl.startsWith('https:')
  reply.clearCookie(sessionCookieOf(door), { path: '/', httpOnly: true, sameSite: 'lax', secure })
}

export function goTo(call: FastifyRequest, reply: FastifyReply, path: unknown, otherwise = '/desk') {
  return reply.redirect(addressOn(call.sitePrefix)(ownAddress(path, otherwise)), 303)
}

/** The guard of the desk has let nobody else through. */
export function personOf({ person }: FastifyRequest): SignedIn {
  if (!person) throw new Error('unreachable: the desk is shown to nobody')
  return person
}

/** Whether the last proof still holds; if not, `askToElevate` takes the form along to the page that asks for another. */
export function isFresh({ elevatedUntil }: SignedIn): boolean {
  return elevatedUntil !== undefined
}

/** What was typed, without what must never come back to a page. */
export function withoutSecrets(draft: Draft): Draft {
  const { password: _, present: __, code: ___, ...values } = draft.values
  return { values, errors: draft.errors }
}

/** Everything that was sent, for a page that asks again after the rules have refused it. */
export function sent(call: FastifyRequest): Draft {
  return typeof call.body === 'object' && call.body !== null
    ? draftOf(call.body as Draft['values'])
    : EMPTY_DRAFT
}

/** Words that no password of this site may be made of. */
export function siteWords({ site }: FastifyRequest): string[] {
  return [site.key, site.host, site.name, site.name_en]
}

function sessionCookieOf(door: Door): string {
  return sessionCookieName(door.publicUrl)
}
