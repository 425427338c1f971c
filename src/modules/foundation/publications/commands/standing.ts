import { addMonths, type CivilDate } from '#kernel/calendar'
import { type Id, newId } from '#kernel/ids'
import { Conflict, Invalid } from '#kernel/refusals'
import { type Act, demand, type LogPart, record } from '#platform/act'
import type { House } from '#platform/house'
import type { Ground } from '#platform/module'
import type { LogType } from '#transparency-log/leaf'
import { lockPublication } from '../drafts.ts'
import { viewOfAct } from '../gates.ts'
import { listReleasedParts } from '../parts.ts'
import { type Standing, stand, standsFor } from '../rules.ts'
import type { PublicationRow } from '../tables.ts'
import { type Change as Noted, note } from './noting.ts'
import { hide } from './showing.ts'

/** Takes a publication down, with a notice and its reason in its place. Nothing is deleted in silence. */
export async function withdrawPublication(act: Act, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  await withdrawNow(act, publication, reason)
}

/** The basis of a withdrawal: no law orders it, the agency says why in its notice. */
const OWN_DECISION = 'agency-decision'

/** The caller holds the lock and has asked for the right; `by` is who decided it, where that is not who acts. */
export async function withdrawNow(
  act: Act,
  publication: PublicationRow,
  reason: string,
  by?: string,
): Promise<void> {
  await changeStanding(
    act,
    publication,
    { to: 'withdrawn', reason, log: 'withdraw', law: [OWN_DECISION] },
    by,
  )
  await hide(act, publication.id)
}

export async function restorePublication(act: Act, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  if (publication.standing !== 'withdrawn' || publication.opening_rev !== null)
    throw new Conflict('publication.wrong-standing', { from: publication.standing, to: 'public' })
  if (publication.disclosure_attribute !== 'proactive' || publication.audience !== 'public')
    throw new Conflict('standing.closed')
  await decideRestoration(act, publication, reason)
}

/** The notice stays until the decision stands in the public log. */
async function decideRestoration(act: Act, publication: PublicationRow, reason: string): Promise<void> {
  const rev = publication.log_rev + 1
  await act.tx
    .updateTable('publications.publication')
    .set({ log_rev: rev, opening_rev: rev })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  await insertChange(act, publication, { to: 'public', reason, log_rev: rev, pending: true })
  await record(act, {
    event: 'publication.restore-decided',
    subject: publication.id,
    organisation: publication.organisation_id,
    log: { item: publication.log_item, rev, type: 'restore', parts: [] },
  })
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

/** The page is gone at once; its words follow when the owner's job has run. The notice speaks in the words of the law. */
export async function standErased(
  act: Act,
  publication: PublicationRow,
  { code, words }: { code: string; words: string },
): Promise<void> {
  const parts = await listReleasedParts(act, publication.id)
  await changeStanding(act, publication, { to: 'erased', reason: words, log: 'erase', law: [code], parts })
  await hide(act, publication.id)
}

/** One earlier text of several, or a part of it: the publication stays where it stands, and the log says what went. */
export async function recordPartialErasure(
  act: Act,
  publication: PublicationRow,
  { code, parts }: { code: string; parts: LogPart[] },
): Promise<void> {
  const rev = publication.log_rev + 1
  await act.tx
    .updateTable('publications.publication')
    .set({ log_rev: rev })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  await record(act, {
    event: 'publication.part-erased',
    subject: publication.id,
    organisation: publication.organisation_id,
    log: { item: publication.log_item, rev, type: 'erase', parts, law: [code] },
  })
}

export type NotPublicDecision = { ground: string; reason: string; next_review_on?: CivilDate | null }

/**
 * OGI 13 to 16: the decision that something is not made public, with the ground it rests on. It is itself on record,
 * and looked at again within a year (OGI 18). For a policy document one person proposes it and another consents.
 */
export async function decideNotPublic(
  act: Act,
  house: House,
  id: Id,
  decision: NotPublicDecision,
): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.not-public', publication.organisation_id)
  if (publication.kind === 'document') throw new Conflict('not-public.needs-consent')
  await keepNotPublic(act, publication, await readDecision(act, house, decision))
}

export type ReadDecision = { ground: Ground; reason: string; next_review_on: CivilDate }

export async function readDecision(
  act: Act,
  house: House,
  { ground: code, reason, next_review_on }: NotPublicDecision,
): Promise<ReadDecision> {
  const ground = (await house.grounds(viewOfAct(act))).find((one) => one.code === code)
  if (!ground) throw new Conflict('not-public.unknown-ground', { ground: code })
  const last = addMonths(act.today, 12)
  const on = next_review_on ?? last
  if (on <= act.today || on > last)
    throw new Invalid('not-public.review-date', { next_review_on: 'not-public.review-date' })
  return { ground, reason, next_review_on: on }
}

/** Attribute, reason, basis and ground say the same afterwards. The caller holds the lock. */
export async function keepNotPublic(
  act: Act,
  publication: PublicationRow,
  { ground, reason, next_review_on }: ReadDecision,
): Promise<void> {
  await changeStanding(act, publication, {
    to: 'not-public',
    reason,
    log: 'not-public',
    law: [ground.code],
    ground_code: ground.code,
    next_review_on,
    ...{ disclosure_attribute: 'not-public', disclosure_reason: reason, legal_basis: ground.law },
  })
  await note(act, publication, attributeChange(publication, 'not-public'), reason)
}

/** OGI 18: what has become open to the public is opened. It is a draft again, with openness as its rule. */
export async function reopenPublication(act: Act, id: Id, reason: string): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.not-public', publication.organisation_id)
  if (publication.standing !== 'not-public')
    throw new Conflict('publication.wrong-standing', { from: publication.standing, to: 'unpublished' })
  await changeStanding(act, publication, {
    to: 'unpublished',
    reason,
    ...{ ground_code: null, next_review_on: null },
    ...{ disclosure_attribute: 'proactive', disclosure_reason: null, legal_basis: null },
  })
  await note(act, publication, attributeChange(publication, 'proactive'), reason)
}

function attributeChange(
  { disclosure_attribute: before }: PublicationRow,
  after: PublicationRow['disclosure_attribute'],
): Noted[] {
  return before === after ? [] : [{ what: 'disclosure_attribute', before, after }]
}

type Change = {
  to: Standing
  reason: string
  /** Reopening changes nothing that the public log speaks of. */
  log?: LogType
  law?: string[]
  parts?: LogPart[]
} & Partial<
  Pick<
    PublicationRow,
    | 'redirects_to'
    | 'ground_code'
    | 'next_review_on'
    | 'disclosure_attribute'
    | 'disclosure_reason'
    | 'legal_basis'
  >
>

async function changeStanding(
  act: Act,
  publication: PublicationRow,
  { to, reason, log, law, parts = [], ...columns }: Change,
  by = act.actor.id,
): Promise<void> {
  const rev = log ? publication.log_rev + 1 : publication.log_rev
  await act.tx
    .updateTable('publications.publication')
    .set({
      standing: stand(standsFor(publication), to),
      standing_reason: reason,
      standing_at: act.now,
      log_rev: rev,
      // Taking down never waits, not even for what was about to appear.
      opening_rev: null,
      ...{ leaves_at: null, leaves_reason: null, leaves_set_by: null },
      ...columns,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  await insertChange(act, publication, { to, reason, log_rev: log ? rev : null, by })
  await record(act, {
    event: `publication.${EVENT[to]}`,
    subject: publication.id,
    organisation: publication.organisation_id,
    ...(log && {
      log: { item: publication.log_item, rev, type: log, parts, ...(law ? { law } : {}) },
    }),
  })
}

type NewChange = { to: Standing; reason: string; log_rev: number | null; pending?: boolean; by?: string }

async function insertChange(
  act: Act,
  publication: PublicationRow,
  { to, reason, log_rev, pending = false, by = act.actor.id }: NewChange,
): Promise<void> {
  await act.tx
    .insertInto('publications.standing_change')
    .values({
      ...{ site_id: act.site, id: newId(act.now), publication_id: publication.id },
      ...{ from_standing: publication.standing, to_standing: to, reason, at: act.now, by },
      ...{ log_rev, pending },
    })
    .execute()
}

const EVENT: Record<Standing, string> = {
  public: 'restored',
  withdrawn: 'withdrawn',
  redirected: 'redirected',
  erased: 'erased',
  'not-public': 'kept-not-public',
  unpublished: 'reopened',
}
