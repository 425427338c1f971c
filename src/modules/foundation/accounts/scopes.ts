import type { Permission } from '#platform/act'

/** What a program may be allowed. Reviews are made by people: no scope reaches them, nor the approval that follows. */
export const SCOPES = {
  draft: ['publication.read', 'publication.draft'],
  publish: ['publication.read', 'publication.release'],
} as const satisfies Readonly<Record<string, readonly Permission[]>>
export type TokenScope = keyof typeof SCOPES
export const SCOPE_NAMES = Object.keys(SCOPES) as TokenScope[]
