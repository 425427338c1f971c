import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Draft, draftOf, type Reading, withErrors } from '#kernel/forms'
import { type Id, idOfAddress, type OrganisationId, readId } from '#kernel/ids'
import { Invalid, NotFound } from '#kernel/refusals'
import { nameColleagues } from '#modules/foundation/accounts'
import type { Actor, View } from '#platform/act'
import { addressOn } from '#platform/http/call'
import { findPublication, findRevision } from './drafts.ts'
import type { Names } from './pages/desk-words.ts'
import type { PublicationRow, RevisionRow } from './tables.ts'

export type ById = { Params: { id: string } }

/** What one desk page of a revision is about. */
export type Opened = { publication: PublicationRow; revision: RevisionRow }

/** What is not in the reader's organisations is not there: unknown and out of scope look the same. */
export async function openPublication(view: View, actor: Actor, address: string): Promise<PublicationRow> {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('publication.unknown')
  const publication = (await findPublication(view.db, view.site, id)) as PublicationRow
  if (!isInScope(actor, publication.organisation_id)) throw new NotFound('publication.unknown')
  return publication
}

export async function openRevision(view: View, actor: Actor, address: string): Promise<Opened> {
  const id = idOfAddress(address)
  if (!id) throw new NotFound('revision.unknown')
  const revision = await findRevision(view, id)
  if (!isInScope(actor, revision.organisation_id)) throw new NotFound('revision.unknown')
  if (revision.erased_at) throw new NotFound('revision.erased')
  const publication = (await findPublication(view.db, view.site, revision.publication_id)) as PublicationRow
  return { publication, revision }
}

/** Published revisions are open to all by row-level policy; the desk of others still has no business with them. */
export function isInScope({ unit }: Actor, organisation: OrganisationId): boolean {
  return unit === '*' || unit.split(',').includes(organisation)
}

export function idOf(address: string, code: string): Id {
  const id = idOfAddress(address)
  if (!id) throw new NotFound(code)
  return id
}

/** Seeds and jobs write texts too: what is no person has no name here. */
export async function namesOf(view: View, ids: readonly (string | null)[]): Promise<Names> {
  const people = new Set(ids.filter((id): id is Id => id !== null && readId(id) === id))
  const colleagues = await nameColleagues(view, [...people])
  return new Map([...colleagues].map(([id, { name }]) => [id, name]))
}

/** After an act: the page to read next, which says in its first line what was done. */
export function goTo(call: FastifyRequest, reply: FastifyReply, path: string, done?: string): FastifyReply {
  return reply.redirect(addressOn(call.sitePrefix)(done ? `${path}?done=${done}` : path), 303)
}

/** ASVS 7.5.3: before what cannot be taken back, the person proves anew who sits there. */
export function isElevated({ person, circumstances }: FastifyRequest): boolean {
  return person?.elevatedUntil !== undefined && person.elevatedUntil > circumstances.now
}

export { askForProof as elevate } from '#platform/http/step-up'

/** Errors that only the command could find come back to the form; every other refusal has a page of its own. */
export async function attempt<Value>(body: unknown, command: () => Promise<Value>): Promise<Reading<Value>> {
  try {
    return { ok: true, value: await command() }
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    return { ok: false, draft: withErrors(draftOf((body ?? {}) as Draft['values']), error.fields) }
  }
}

export function doneOf(call: FastifyRequest): string | undefined {
  const { done } = call.query as { done?: unknown }
  return typeof done === 'string' && DONE.has(done) ? done : undefined
}

const DONE: ReadonlySet<string> = new Set([
  'drafted',
  'saved',
  'attached',
  'attached-unsaved',
  'submitted',
  'taken-back',
  'reviewed',
  'returned',
  'secrecy',
  'decided',
  'emergency',
  'released',
  'scheduled',
  'unscheduled',
  'begun',
  'withdrawn',
  'restored',
  'redirected',
  'not-public',
  'reopened',
  'leaving',
  'staying',
  'proposed',
  'confirmed',
  'refused',
  'not-asked',
  'amended',
  'related',
  'unrelated',
  'numbering',
  'shared',
  'unshared',
])
