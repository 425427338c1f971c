import type { Id, PersonId, SiteId } from '#kernel/ids'
import type { Actor, Permission } from '../act.ts'

/** A person at the desk, as a session token names them. */
export type SignedIn = {
  id: PersonId
  name: string
  organisation: string
  organisationId: Id
  sessionId: Id
  /** Until when the person has freshly proven who they are (step-up before approving, releasing, erasing). */
  elevatedUntil: Date | undefined
  forgeryToken: string
  /** Whether the person holds a permission in any organisation: for menus, never instead of a command's own check. */
  holds(permission: Permission): boolean
  actor: Actor
}

/** A program, as its token names it: it acts for an organisation, within the scopes that a person gave it. */
export type Token = {
  id: Id
  name: string
  holds(permission: Permission): boolean
  actor: Actor
}

/** The same for programs. Unknown, ended and expired tokens give undefined. */
export type IdentifyToken = (token: string, site: SiteId, now: Date) => Promise<Token | undefined>

/** Supplied by the module that keeps accounts. Unknown, ended and idle sessions give undefined. */
export type Identify = (token: string, site: SiteId, now: Date) => Promise<SignedIn | undefined>

/** `__Host-` binds the cookie to this host, and works over HTTPS only: the plain demo needs another name. */
export function sessionCookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-session' : 'mingtang_session'
}
