import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { RelationKind } from './relations-rules.ts'

/** What was changed about a publication beside its text. */
export const AMENDED = [
  'disclosure_attribute',
  'disclosure_reason',
  'legal_basis',
  'columns',
  'stage',
  'audience',
  'statutory_category',
  'validity',
  'leaves_at',
  'relation',
] as const
export type Amended = (typeof AMENDED)[number]

export const PROPOSAL_KINDS = ['erasure', 'not-public', 'narrowing'] as const
export type ProposalKind = (typeof PROPOSAL_KINDS)[number]

export type ProposalRow = {
  site_id: SiteId
  id: Id
  publication_id: Id
  organisation_id: OrganisationId
  kind: ProposalKind
  reason: string
  ground_code: string | null
  next_review_on: CivilDate | null
  revision_id: Id | null
  part: string | null
  change: unknown
  asked_by: string
  asked_at: Date
  outcome: 'confirmed' | 'refused' | 'taken-back' | null
  decided_by: string | null
  decided_at: Date | null
  decision_reason: string | null
  done_at: Date | null
}

export type AmendmentRow = {
  site_id: SiteId
  id: Id
  publication_id: Id
  organisation_id: OrganisationId
  what: Amended
  before: string | null
  after: string | null
  reason: string
  is_public: boolean
  at: Date
  by: string
}

export type RelationRow = {
  site_id: SiteId
  id: Id
  from_id: Id
  to_id: Id
  kind: RelationKind
  made_at: Date
  made_by: string
  ended_at: Date | null
  ended_by: string | null
  end_reason: string | null
}

declare module '#platform/database' {
  interface Tables {
    'publications.relation': RelationRow
    'publications.amendment': AmendmentRow
    'publications.proposal': ProposalRow
    'publications.index_rule': {
      site_id: SiteId
      id: Id
      template: string
      reason: string
      set_at: Date
      set_by: string
    }
  }
}
