import type { Id } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import { type Act, demand } from '#platform/act'
import { findRevision } from '../drafts.ts'
import { mayEdit } from '../rules.ts'

export type Typed = Readonly<Record<string, string | string[]>>

/** After half an hour without a word it is another sitting. */
const ONE_SITTING_MS = 30 * 60_000

/**
 * Keeps what is being typed. No record and no event: nothing of the text has changed. What the same person has saved
 * meanwhile, in this window or another, is newer and is left alone.
 */
export async function keepTyping(act: Act, id: Id, given: { edit: number; typed: Typed }): Promise<boolean> {
  const revision = await findRevision({ db: act.tx, site: act.site, language: 'zh-CN', reads: new Set() }, id)
  demand(act, 'publication.draft', revision.organisation_id)
  if (!mayEdit(revision.state)) throw new Conflict('revision.not-editable', { state: revision.state })
  if (revision.edit > given.edit && revision.last_editor_id === act.actor.id) return false
  const before = await ownRow(act, id)
  const isSameSitting = before && act.now.getTime() - before.at.getTime() < ONE_SITTING_MS
  const written = {
    edit: given.edit,
    typed: JSON.stringify(given.typed),
    begun_at: isSameSitting ? before.begun_at : act.now,
    at: act.now,
  }
  await act.tx
    .insertInto('publications.autosave')
    .values({
      site_id: act.site,
      revision_id: id,
      person_id: act.actor.id,
      organisation_id: revision.organisation_id,
      ...written,
    })
    .onConflict((on) => on.columns(['site_id', 'revision_id', 'person_id']).doUpdateSet(written))
    .execute()
  return true
}

/** Saved or put aside: what this person was typing is over. */
export async function forgetTyping(act: Act, id: Id): Promise<void> {
  await act.tx
    .deleteFrom('publications.autosave')
    .where('site_id', '=', act.site)
    .where('revision_id', '=', id)
    .where('person_id', '=', act.actor.id)
    .execute()
}

/** Nobody comes back to a sentence of last month. */
export async function forgetOldTyping(act: Act, before: Date): Promise<void> {
  await act.tx
    .deleteFrom('publications.autosave')
    .where('site_id', '=', act.site)
    .where('at', '<', before)
    .execute()
}

async function ownRow(act: Act, id: Id) {
  return act.tx
    .selectFrom('publications.autosave')
    .select(['begun_at', 'at'])
    .where('site_id', '=', act.site)
    .where('revision_id', '=', id)
    .where('person_id', '=', act.actor.id)
    .forUpdate()
    .executeTakeFirst()
}
