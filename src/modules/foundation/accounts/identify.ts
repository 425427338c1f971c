import { createHmac } from 'node:crypto'
import type { OrganisationId } from '#kernel/ids'
import type { Actor, Permission } from '#platform/act'
import type { Reader } from '#platform/database'
import type { Identify } from '#platform/http/identity'
import { type FoundSession, findSession, touchSession } from './reach.ts'
import { isAlive, isDueToBeSeen } from './rules.ts'
import { hashOfToken } from './sessions.ts'

/**
 * Session token → person. One query a call; `secret` makes the tokens against forgery, which are not stored. They hold
 * for the session, not for its token: proving oneself anew in one window must not spoil the forms open in another.
 */
export function identifyWith(db: Reader, secret: Buffer | string): Identify {
  return async (token, site, now) => {
    if (!/^[\w-]{43}$/.test(token)) return undefined
    const hash = hashOfToken(token)
    const session = await findSession(db, site, hash)
    if (!session || !isAlive(session, now)) return undefined
    if (isDueToBeSeen(session, now)) await touchSession(db, site, session.id, now)
    const scopes = scopesOf(session)
    const { elevated_until } = session
    return {
      id: session.person_id,
      name: session.name,
      organisation: session.organisation,
      organisationId: session.organisation_id,
      sessionId: session.id,
      elevatedUntil: elevated_until && elevated_until > now ? elevated_until : undefined,
      forgeryToken: createHmac('sha256', secret).update(`forgery ${session.id}`).digest('base64url'),
      holds: (permission) => [...scopes.values()].some((held) => held.has(permission)),
      actor: actorOf(session, scopes),
    }
  }
}

type Scopes = ReadonlyMap<OrganisationId, ReadonlySet<string>>

function actorOf({ person_id }: FoundSession, scopes: Scopes): Actor {
  return {
    kind: 'person',
    id: person_id,
    may: (permission: Permission, organisation) => scopes.get(organisation)?.has(permission) === true,
    unit: [...scopes.keys()].join(','),
  }
}

/** Every organisation that a grant reaches, with all that the grants allow there. */
function scopesOf({ grants }: FoundSession): Scopes {
  const scopes = new Map<OrganisationId, Set<string>>()
  for (const { permissions, organisations } of grants) {
    // A role without permissions (the evaluator's) opens no protected row either.
    if (permissions.length === 0) continue
    for (const organisation of organisations) {
      const held = scopes.get(organisation) ?? new Set()
      for (const permission of permissions) held.add(permission)
      scopes.set(organisation, held)
    }
  }
  return scopes
}
