import { addMonths } from '#kernel/calendar'
import { type Id, newId } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import { type Act, demand, type LogType, record } from '#platform/act'
import type { House } from '#platform/house'
import { lockPublication } from '../drafts.ts'
import { viewOfAct } from '../gates.ts'
import { type Standing, stand } from '../rules.ts'
import type { PublicationRow, RevisionRow } from '../tables.ts'
import { hide, show } from './showing.ts'

/** Takes a publication down, with a notice and its reason in its place. Nothing is deleted in silence. */
export async function withdrawPublication(act: Act, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  await changeStanding(act, publication, { to: 'withdrawn', reason, log: 'withdraw' })
  await hide(act, id)
}

export async function restorePublication(act: Act, house: House, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  if (publication.standing !== 'withdrawn')
    throw new Conflict('publication.wrong-standing', { from: publication.standing, to: 'public' })
  await changeStanding(act, publication, { to: 'public', reason, log: 'restore' })
  const revision = await act.tx
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', publication.shown_revision_id!)
    .executeTakeFirstOrThrow()
  await show(act, house, id, revision as RevisionRow)
}

/** A page that moved: its address answers for ever, and sends the reader on. */
export async function redirectPublication(
  act: Act,
  id: Id,
  { to, reason }: { to: string; reason: string },
): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  await changeStanding(act, publication, { to: 'redirected', reason, log: 'redirect', redirects_to: to })
  await hide(act, id)
}

/**
 * OGI 13 to 16: the decision that something is not made public, with the ground it rests on. It is itself on record,
 * and looked at again within a year (OGI 18).
 */
export async function decideNotPublic(
  act: Act,
  house: House,
  id: Id,
  decision: { ground: string; reason: string },
): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.not-public', publication.organisation_id)
  const grounds = await house.grounds(viewOfAct(act))
  const ground = grounds.find(({ code }) => code === decision.ground)
  if (!ground) throw new Conflict('not-public.unknown-ground', { ground: decision.ground })
  await changeStanding(act, publication, {
    to: 'not-public',
    reason: decision.reason,
    log: 'not-public',
    law: [ground.code],
    ground_code: ground.code,
    next_review_on: addMonths(act.today, 12),
  })
}

type Change = {
  to: Standing
  reason: string
  log: LogType
  law?: string[]
  redirects_to?: string
  ground_code?: string
  next_review_on?: PublicationRow['next_review_on']
}

async function changeStanding(
  act: Act,
  publication: PublicationRow,
  { to, reason, log, law, ...columns }: Change,
): Promise<void> {
  const rev = publication.log_rev + 1
  await act.tx
    .updateTable('publications.publication')
    .set({
      standing: stand(publication.standing, to),
      standing_reason: reason,
      standing_at: act.now,
      log_rev: rev,
      ...columns,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  await act.tx
    .insertInto('publications.standing_change')
    .values({
      site_id: act.site,
      id: newId(act.now),
      publication_id: publication.id,
      from_standing: publication.standing,
      to_standing: to,
      reason,
      at: act.now,
      by: act.actor.id,
    })
    .execute()
  await record(act, {
    event: `publication.${EVENT[to]}`,
    subject: publication.id,
    organisation: publication.organisation_id,
    log: { item: publication.log_item, rev, type: log, parts: [], ...(law ? { law } : {}) },
  })
}

const EVENT: Record<Standing, string> = {
  public: 'restored',
  withdrawn: 'withdrawn',
  redirected: 'redirected',
  erased: 'erased',
  'not-public': 'kept-not-public',
  unpublished: 'reopened',
}
