import type { Surface } from '#platform/surface'
import { accountRoutes } from './desk-account.tsx'
import { passkeyRoutes } from './desk-passkeys.tsx'
import { grantRoutes, peopleRoutes } from './desk-people.tsx'
import { invitationRoutes, signInRoutes } from './desk-sign-in.tsx'
import { signInLogRoutes } from './desk-sign-in-log.tsx'
import { tokenRoutes } from './desk-tokens.tsx'
import type { Door } from './door.ts'
import { passwordsWith } from './passwords.ts'

/** Mounted at /desk itself: its door, one's own account, and the accounts of others. */
export const desk: Surface = (pages, tools) => {
  const door: Door = { ...tools, passwords: passwordsWith() }

  signInRoutes(pages, door)
  invitationRoutes(pages, door)
  accountRoutes(pages, door)
  peopleRoutes(pages, door)
  grantRoutes(pages, door)
  tokenRoutes(pages, door)
  passkeyRoutes(pages, door)
  signInLogRoutes(pages, door)
}
