import type { Id } from '#kernel/ids'
import { type Act, record } from '#platform/act'
import type { House } from '#platform/house'
import type { Validity } from '#platform/module'
import { validityOn } from '../content.ts'
import { findPublication } from '../drafts.ts'
import { listActingRelations, listAffected, listEffectsOn } from '../relations-queries.ts'
import { validityByOthers } from '../relations-rules.ts'
import type { RevisionRow, ShownRow } from '../tables.ts'
import { note } from './noting.ts'

/** What other documents did to this one, if they did anything; its own dates say the rest. */
export async function validityGiven(
  act: Act,
  publication: Id,
  shown: { kind: string; published_at: Date },
): Promise<Validity | undefined> {
  return validityByOthers(await listEffectsOn(act.tx, act.site, publication), shown, act.today)
}

/** Reckons the standing in law of a public document anew: after a relation was made, ended, or came into force. */
export async function restateValidity(act: Act, house: House, id: Id, reason: string): Promise<void> {
  const shown = await lockShown(act, id)
  if (!shown) return
  const revision = await shownRevision(act, shown)
  const validity =
    (await validityGiven(act, id, { kind: revision.kind, published_at: shown.published_at })) ??
    ownValidity(act, house, shown, revision)
  if (validity === shown.validity) return
  await act.tx
    .updateTable('publications.shown')
    .set({ validity })
    .where('site_id', '=', act.site)
    .where('publication_id', '=', id)
    .execute()
  const publication = await findPublication(act.tx, act.site, id)
  await note(act, publication, [{ what: 'validity', before: shown.validity, after: validity }], reason)
  await record(act, {
    event: 'publication.validity-changed',
    subject: id,
    organisation: publication.organisation_id,
  })
}

/** After a document was released or changed its day: everything that it amends, repeals or replaces. */
export async function restateAffected(act: Act, house: House, id: Id, reason: string): Promise<void> {
  for (const affected of await listAffected(act.tx, act.site, id))
    await restateValidity(act, house, affected, reason)
}

/** Which of them another document did anything to, and which did something to another. */
export async function affectedByOthers(act: Act, publications: readonly Id[]): Promise<Set<Id>> {
  return new Set(
    (await listActingRelations(act.tx, act.site, { to: publications })).map(({ to_id }) => to_id),
  )
}

export async function actingOnOthers(act: Act, publications: readonly Id[]): Promise<Set<Id>> {
  return new Set(
    (await listActingRelations(act.tx, act.site, { from: publications })).map(({ from_id }) => from_id),
  )
}

function ownValidity(act: Act, house: House, shown: ShownRow, revision: RevisionRow): Validity | null {
  const facts = house.publishable(shown.kind).facts(revision.content)
  return validityOn(facts.validity ?? revision.validity, facts, act.today) ?? null
}

async function lockShown(act: Act, id: Id): Promise<ShownRow | undefined> {
  return act.tx
    .selectFrom('publications.shown')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('publication_id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

async function shownRevision(act: Act, { revision_id }: ShownRow): Promise<RevisionRow> {
  return act.tx
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', revision_id)
    .executeTakeFirstOrThrow()
}
