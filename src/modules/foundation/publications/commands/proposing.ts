import type { CivilDate } from '#kernel/calendar'
import { type Id, newId } from '#kernel/ids'
import { Conflict, Forbidden, Invalid, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import { isUniqueViolation } from '#platform/database'
import type { House } from '#platform/house'
import { addJobs } from '#platform/jobs'
import { lockPublication } from '../drafts.ts'
import { seekErasureGround } from '../erasure-grounds.ts'
import type { ProposalRow } from '../lifecycle-tables.ts'
import { logPartsOf } from '../parts.ts'
import { stand, standsFor } from '../rules.ts'
import type { PublicationRow } from '../tables.ts'
import { type Attributes, applyAttributes, isNarrower, refuseUnlessOpen, wasPublic } from './amending.ts'
import { keepNotPublic, readDecision, recordPartialErasure, standErased } from './standing.ts'

/** What one person may ask for and only another may decide (ASVS 2.3.4). Asking changes nothing yet. */

export type ErasureRequest = {
  ground: string
  reason: string
  /** One earlier text; without it, everything. */
  revision?: Id | undefined
  /** One part of that text. */
  part?: string | undefined
}

export async function proposeErasure(act: Act, id: Id, request: ErasureRequest): Promise<Id> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.withdraw', publication.organisation_id)
  const { ground, reason, revision, part } = request
  if (!seekErasureGround(ground)) throw new Invalid('erasure.ground', { ground: 'erasure.ground' })
  if (revision) await refuseUnlessErasable(act, publication, revision, part)
  else stand(standsFor(publication), 'erased')
  return propose(act, publication, {
    ...{ kind: 'erasure', reason, ground_code: ground },
    ...{ revision_id: revision ?? null, part: part ?? null },
  })
}

/** For a policy document: by whoever writes or decides about it; the disclosure office consents. */
export async function proposeNotPublic(
  act: Act,
  house: House,
  id: Id,
  decision: { ground: string; reason: string; next_review_on?: CivilDate | null },
): Promise<Id> {
  const publication = await lockPublication(act, id)
  if (!act.actor.may('publication.not-public', publication.organisation_id))
    demand(act, 'publication.draft', publication.organisation_id)
  stand(standsFor(publication), 'not-public')
  const { ground, reason, next_review_on } = await readDecision(act, house, decision)
  return propose(act, publication, { kind: 'not-public', reason, ground_code: ground.code, next_review_on })
}

export async function proposeNarrowing(
  act: Act,
  id: Id,
  { reason, ...change }: Attributes & { reason: string },
): Promise<Id> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.draft', publication.organisation_id)
  await refuseUnlessOpen(act, publication)
  if (reason === '') throw new Invalid('standing.reason-missing', { reason: 'standing.reason-missing' })
  if (!wasPublic(publication) || !isNarrower(publication, change))
    throw new Conflict('attributes.not-narrower')
  return propose(act, publication, { kind: 'narrowing', reason, change: JSON.stringify(change) })
}

/** The second hand, the disclosure office's. What was asked for is done in the same act. */
export async function confirmProposal(act: Act, house: House, id: Id, reason: string): Promise<void> {
  const { proposal, publication } = await lockProposal(act, id)
  demand(act, 'publication.not-public', publication.organisation_id)
  if (proposal.asked_by === act.actor.id) throw new Forbidden('proposal.same-person')
  await decide(act, proposal, 'confirmed', reason)
  if (proposal.kind === 'erasure') return erase(act, publication, proposal)
  if (proposal.kind === 'narrowing')
    return applyAttributes(act, publication, proposal.change as Attributes, proposal.reason)
  const decision = await readDecision(act, house, {
    ...{ ground: proposal.ground_code!, reason: proposal.reason },
    next_review_on: proposal.next_review_on,
  })
  await keepNotPublic(act, publication, decision)
}

export async function refuseProposal(act: Act, id: Id, reason: string): Promise<void> {
  const { proposal, publication } = await lockProposal(act, id)
  demand(act, 'publication.not-public', publication.organisation_id)
  if (proposal.asked_by === act.actor.id) throw new Forbidden('proposal.same-person')
  if (reason === '') throw new Invalid('standing.reason-missing', { reason: 'standing.reason-missing' })
  await decide(act, proposal, 'refused', reason)
}

export async function takeBackProposal(act: Act, id: Id): Promise<void> {
  const { proposal } = await lockProposal(act, id)
  if (proposal.asked_by !== act.actor.id) throw new Forbidden('proposal.not-yours')
  await decide(act, proposal, 'taken-back', '')
}

async function erase(act: Act, publication: PublicationRow, proposal: ProposalRow): Promise<void> {
  const { code, title: words } = seekErasureGround(proposal.ground_code!)!
  if (proposal.revision_id) {
    await refuseUnlessErasable(act, publication, proposal.revision_id, proposal.part ?? undefined)
    const all = await logPartsOf(act, proposal.revision_id)
    const parts = proposal.part ? all.filter(({ n }) => n === proposal.part) : all
    await recordPartialErasure(act, publication, { code, parts })
  } else {
    await standErased(act, publication, { code, words })
  }
  await addJobs(act.tx, [
    {
      name: 'publications.erase',
      payload: { site: act.site, proposal: proposal.id },
      key: `erase:${proposal.id}`,
    },
  ])
}

/** The shown text can only go with the whole publication: a corrected one is released first, then the earlier erased. */
async function refuseUnlessErasable(
  act: Act,
  publication: PublicationRow,
  revision: Id,
  part: string | undefined,
): Promise<void> {
  const row = await act.tx
    .selectFrom('publications.revision')
    .select(['state', 'erased_at'])
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication.id)
    .where('id', '=', revision)
    .executeTakeFirst()
  if (!row) throw new NotFound('revision.unknown')
  if (publication.shown_revision_id === revision)
    throw new Invalid('erasure.shown', { scope: 'erasure.shown' })
  if (row.state !== 'superseded' && row.state !== 'published')
    throw new Invalid('erasure.pending', { scope: 'erasure.pending' })
  const left = await act.tx
    .selectFrom('publications.part')
    .select('name')
    .where('site_id', '=', act.site)
    .where('revision_id', '=', revision)
    .where('erased_at', 'is', null)
    .$if(part !== undefined, (query) => query.where('name', '=', part!))
    .execute()
  if (left.length === 0) throw new Invalid('erasure.gone', { scope: 'erasure.gone' })
}

type Asked = Pick<ProposalRow, 'kind' | 'reason'> &
  Partial<Pick<ProposalRow, 'ground_code' | 'next_review_on' | 'revision_id' | 'part' | 'change'>>

async function propose(act: Act, publication: PublicationRow, asked: Asked): Promise<Id> {
  const id = newId(act.now)
  try {
    await act.tx
      .insertInto('publications.proposal')
      .values({
        ...{ ground_code: null, next_review_on: null, revision_id: null, part: null, change: null },
        ...asked,
        ...{ site_id: act.site, id, publication_id: publication.id },
        ...{ organisation_id: publication.organisation_id, asked_by: act.actor.id, asked_at: act.now },
        ...{ outcome: null, decided_by: null, decided_at: null, decision_reason: null },
      } as never)
      .execute()
  } catch (error) {
    if (isUniqueViolation(error, 'proposal_one_open')) throw new Conflict('proposal.one-open')
    throw error
  }
  await tell(act, publication, `publication.${asked.kind}-proposed`)
  return id
}

async function decide(
  act: Act,
  proposal: ProposalRow,
  outcome: NonNullable<ProposalRow['outcome']>,
  reason: string,
): Promise<void> {
  await act.tx
    .updateTable('publications.proposal')
    .set({ outcome, decided_by: act.actor.id, decided_at: act.now, decision_reason: reason })
    .where('site_id', '=', act.site)
    .where('id', '=', proposal.id)
    .execute()
  await tell(
    act,
    { id: proposal.publication_id, organisation_id: proposal.organisation_id },
    `publication.${proposal.kind}-${outcome}`,
  )
}

function tell(
  act: Act,
  { id, organisation_id }: Pick<PublicationRow, 'id' | 'organisation_id'>,
  event: string,
): Promise<Id> {
  return record(act, { event, subject: id, organisation: organisation_id })
}

/** The publication first, as every other act does: two locks in one order cannot wait for each other. */
async function lockProposal(act: Act, id: Id) {
  const seen = await proposalById(act, id).executeTakeFirst()
  if (!seen) throw new NotFound('proposal.unknown')
  const publication = await lockPublication(act, seen.publication_id)
  const proposal = await proposalById(act, id).forUpdate().executeTakeFirstOrThrow()
  if (proposal.outcome) throw new Conflict('proposal.decided')
  return { proposal, publication }
}

function proposalById(act: Act, id: Id) {
  return act.tx
    .selectFrom('publications.proposal')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', id)
}
