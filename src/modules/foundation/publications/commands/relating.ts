import { type Id, newId } from '#kernel/ids'
import { Conflict, Forbidden, Invalid, NotFound } from '#kernel/refusals'
import { findOrganisation, listAbove } from '#modules/foundation/organisations'
import { type Act, demand, type Happening, record } from '#platform/act'
import { isUniqueViolation } from '#platform/database'
import type { House } from '#platform/house'
import { findPublication } from '../drafts.ts'
import { viewOfAct } from '../gates.ts'
import {
  affectsValidity,
  kindOf,
  type RelationKind,
  type RelationWord,
  traceOf,
  wordOf,
} from '../relations-rules.ts'
import type { PublicationRow } from '../tables.ts'
import { note } from './noting.ts'
import { restateValidity } from './restating.ts'

/** Joins two publications. Who amends or repeals must have the power to: the issuer itself, or an agency above it. */
export async function relate(
  act: Act,
  house: House,
  here: Id,
  { word, other }: { word: RelationWord; other: Id },
): Promise<Id> {
  const own = await findPublication(act.tx, act.site, here)
  demand(act, 'publication.draft', own.organisation_id)
  const { kind, isFrom } = kindOf(word)
  const far = await findOther(act, own, other)
  const [from, to] = isFrom ? [own, far] : [far, own]
  if (affectsValidity(kind)) await refuseWithoutPower(act, from, to)
  const id = await insertRelation(act, { from: from.id, to: to.id, kind })
  await tell(act, [own, far], { event: 'publication.related' })
  await note(act, from, [{ what: 'relation', before: null, after: traceOf(wordOf(kind, true), to.id) }], '')
  await note(act, to, [{ what: 'relation', before: null, after: traceOf(wordOf(kind, false), from.id) }], '')
  if (affectsValidity(kind)) await restateValidity(act, house, to.id, await nameOf(act, from))
  return id
}

/** Ends a relation; what it did to the standing in law of a document is undone with it. */
export async function endRelation(act: Act, house: House, id: Id, reason: string): Promise<void> {
  const relation = await lockRelation(act, id)
  const from = await findPublication(act.tx, act.site, relation.from_id)
  const to = await findPublication(act.tx, act.site, relation.to_id)
  const isOwn = act.actor.may('publication.draft', from.organisation_id)
  demand(act, 'publication.draft', isOwn ? from.organisation_id : to.organisation_id)
  if (affectsValidity(relation.kind)) await refuseWithoutPower(act, from, to)
  await act.tx
    .updateTable('publications.relation')
    .set({ ended_at: act.now, ended_by: act.actor.id, end_reason: reason })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await tell(act, [from, to], { event: 'publication.unrelated' })
  await note(
    act,
    from,
    [{ what: 'relation', before: traceOf(wordOf(relation.kind, true), to.id), after: null }],
    reason,
  )
  await note(
    act,
    to,
    [{ what: 'relation', before: traceOf(wordOf(relation.kind, false), from.id), after: null }],
    reason,
  )
  if (affectsValidity(relation.kind)) await restateValidity(act, house, to.id, reason)
}

/** A publication that the actor can neither see nor work on is not there. */
async function findOther(act: Act, own: PublicationRow, id: Id): Promise<PublicationRow> {
  if (id === own.id) throw new Invalid('relation.itself', { other: 'relation.itself' })
  const other = await findPublication(act.tx, act.site, id)
  const isInScope = act.actor.may('publication.read', other.organisation_id)
  if (other.standing !== 'public' && !isInScope) throw new NotFound('publication.unknown')
  if (other.standing === 'erased') throw new Invalid('relation.erased', { other: 'relation.erased' })
  return other
}

async function refuseWithoutPower(act: Act, from: PublicationRow, to: PublicationRow): Promise<void> {
  if (from.kind !== 'document' || to.kind !== 'document')
    throw new Invalid('relation.no-document', { other: 'relation.no-document' })
  demand(act, 'publication.draft', from.organisation_id)
  if (from.organisation_id === to.organisation_id) return
  if (act.actor.may('publication.draft', to.organisation_id)) return
  const view = viewOfAct(act)
  const above = await listAbove(view, await findOrganisation(view, to.organisation_id))
  if (!above.some(({ id }) => id === from.organisation_id)) throw new Forbidden('relation.no-power')
}

async function insertRelation(
  act: Act,
  { from, to, kind }: { from: Id; to: Id; kind: RelationKind },
): Promise<Id> {
  const id = newId(act.now)
  try {
    await act.tx
      .insertInto('publications.relation')
      .values({
        ...{ site_id: act.site, id, kind, from_id: from, to_id: to, made_at: act.now, made_by: act.actor.id },
        ...{ ended_at: null, ended_by: null, end_reason: null },
      })
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'relation_once'))
      throw new Invalid('relation.exists', { other: 'relation.exists' })
    throw error
  }
  return id
}

async function lockRelation(act: Act, id: Id) {
  const relation = await act.tx
    .selectFrom('publications.relation')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!relation) throw new NotFound('relation.unknown')
  if (relation.ended_at) throw new Conflict('relation.ended')
  return relation
}

/** Both pages show it, so both are told. */
async function tell(
  act: Act,
  both: readonly PublicationRow[],
  { event }: Pick<Happening, 'event'>,
): Promise<void> {
  for (const { id, organisation_id } of both)
    await record(act, { event, subject: id, organisation: organisation_id })
}

/** By number where it has one: what the history page gives as the reason of a changed validity. */
async function nameOf(act: Act, { id }: PublicationRow): Promise<string> {
  const { title, document_number } = await act.tx
    .selectFrom('publications.revision')
    .select(['title', 'document_number'])
    .where('site_id', '=', act.site)
    .where('publication_id', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return document_number ?? title
}
