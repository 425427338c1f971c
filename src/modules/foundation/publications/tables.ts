import type { ColumnType, Generated } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Validity } from '#platform/module'
import type { ColumnKind } from './columns-rules.ts'
import './lifecycle-tables.ts'
import type { ReviewStep, RevisionKind, RevisionState, Standing } from './rules.ts'
import type { Stage, StatutoryCategory } from './schema.ts'

export type ColumnRow = {
  site_id: SiteId
  id: Id
  parent_id: Id | null
  slug: string
  name: string
  name_en: string
  description: string
  kind: ColumnKind
  update_limit_days: number | null
  in_menu: boolean
  sort_order: number
  /** The one that a column of the kind `article` shows. */
  publication_id: Id | null
  /** Where a column of the kind `link` leads. */
  link: string | null
  /** Null: every organisation may publish here; else these and those below them. */
  publishers: Id[] | null
  closed_at: Date | null
  closed_into: Id | null
}

/** What a column may be made without. */
type LateColumn = 'publication_id' | 'link' | 'publishers' | 'closed_at' | 'closed_into'
type ColumnTable = Omit<ColumnRow, LateColumn> & { [Name in LateColumn]: Generated<ColumnRow[Name]> }

export type PublicationRow = {
  site_id: SiteId
  id: Id
  kind: string
  organisation_id: OrganisationId
  log_item: string
  log_rev: number
  /** The entry whose inclusion in the log makes it stand public. */
  opening_rev: number | null
  standing: Standing
  standing_reason: string | null
  standing_at: Date | null
  redirects_to: string | null
  index_number: string | null
  stage: Stage | null
  audience: 'public' | 'specific-group'
  disclosure_attribute: 'proactive' | 'on-request' | 'not-public'
  disclosure_reason: string | null
  legal_basis: string | null
  ground_code: string | null
  next_review_on: CivilDate | null
  statutory_category: StatutoryCategory | null
  shown_revision_id: Id | null
  first_published_at: Date | null
  import_key: string | null
  leaves_at: Date | null
  leaves_reason: string | null
  leaves_set_by: string | null
  created_at: Date
  created_by: string
}

export type RevisionRow = {
  site_id: SiteId
  id: Id
  publication_id: Id
  organisation_id: OrganisationId
  number: number
  kind: RevisionKind
  state: RevisionState
  /** The entry of its release. */
  log_rev: number | null
  /** What it becomes once that entry is included. */
  released_to: 'published' | 'superseded' | null
  content: unknown
  title: string
  edit: number
  content_hash: string
  reason: string | null
  author_id: string
  last_editor_id: string
  emergency: boolean
  emergency_by: string | null
  secrecy: 'open' | 'not-open' | null
  submitted_at: Date | null
  due_on: CivilDate | null
  approved_hash: string | null
  approved_at: Date | null
  approver_id: string | null
  scheduled_at: Date | null
  released_by: string | null
  published_at: Date | null
  source_published_on: CivilDate | null
  document_number: string | null
  signed_on: CivilDate | null
  effective_on: CivilDate | null
  validity: Validity | null
  /** Its words were erased by law: content, title and parts are empty. */
  erased_at: Date | null
  created_at: Date
  updated_at: Date
}

export type PartRow = {
  site_id: SiteId
  revision_id: Id
  name: string
  media_type: string
  bytes: Buffer | null
  salt: Buffer | null
  commitment: string
  file_id: Id | null
  /** The name under which readers see the file. */
  label: string | null
  erased_at: Date | null
}

export type FileRow = {
  site_id: SiteId
  id: Id
  organisation_id: OrganisationId
  publication_id: Id | null
  purpose: 'attachment' | 'image'
  original_key: string | null
  cleaned_key: string | null
  media_type: string
  extension: string
  name: string
  length: number
  sha256: string
  salt: Buffer | null
  commitment: string
  text: string
  removed: string[]
  warnings: string[]
  width: number | null
  height: number | null
  uploaded_by: string
  uploaded_at: Date
  erased_at: Date | null
}

export type ReviewRow = {
  site_id: SiteId
  id: Id
  revision_id: Id
  step: ReviewStep | 'secrecy'
  conclusion: 'passed' | 'returned' | 'open' | 'not-open'
  reviewer_id: string
  content_hash: string
  reason: string
  at: Date
}

/** What somebody is typing and has not saved: fields of the form as they stand in the browser. */
export type AutosaveRow = {
  site_id: SiteId
  revision_id: Id
  person_id: string
  organisation_id: OrganisationId
  edit: number
  typed: Record<string, string | string[]>
  begun_at: Date
  at: Date
}

export type ShownRow = {
  site_id: SiteId
  publication_id: Id
  revision_id: Id
  number: number
  kind: string
  organisation_id: OrganisationId
  publisher: string
  title: string
  title_phrases: string[]
  summary: string
  index_number: string
  document_number: string | null
  subject_category: string | null
  signed_on: CivilDate | null
  effective_on: CivilDate | null
  expires_on: CivilDate | null
  validity: Validity | null
  source: string | null
  editor: string | null
  keywords: string
  disclosure_attribute: string
  stage: Stage | null
  statutory_category: StatutoryCategory | null
  listed_at: Date
  first_published_at: Date
  published_at: Date
  source_published_on: CivilDate | null
  revisions: number
  /** Whose text it is: the site's own, or that of the site it was taken in from. */
  source_site_id: SiteId
  /** The name of the other site. */
  shared_from: string | null
}

export type SharingRow = {
  site_id: SiteId
  publication_id: Id
  source_site_id: SiteId
  shared_by: string
  shared_at: Date
  ended_by: string | null
  ended_at: Date | null
}

/** Own unless said otherwise: the table fills it in. */
type ShownTable = Omit<ShownRow, 'source_site_id' | 'shared_from'> & {
  source_site_id: Generated<SiteId>
  shared_from: Generated<string | null>
}

declare module '#platform/database' {
  interface Tables {
    'publications.column': ColumnTable
    'publications.column_address': { site_id: SiteId; slug: string; column_id: Id; given_up_at: Date }
    'publications.route': {
      site_id: SiteId
      kind: string
      reviews: ReviewStep[]
      review_within_working_days: number
    }
    'publications.index_series': { site_id: SiteId; org_code: string; year: number; last_serial: number }
    'publications.publication': PublicationRow
    'publications.revision': RevisionRow
    'publications.part': PartRow
    'publications.file': FileRow
    'publications.review': ReviewRow
    'publications.autosave': Omit<AutosaveRow, 'typed'> & {
      typed: ColumnType<AutosaveRow['typed'], string, string>
    }
    'publications.finding_decision': {
      site_id: SiteId
      revision_id: Id
      fingerprint: string
      masked: string
      reason: string
      decided_by: string
      at: Date
    }
    'publications.placement': {
      site_id: SiteId
      publication_id: Id
      column_id: Id
      source_site_id: Generated<SiteId>
    }
    'publications.sharing': SharingRow
    'publications.shown': ShownTable
    'publications.shown_in': { site_id: SiteId; column_id: Id; publication_id: Id; listed_at: Date }
    'publications.standing_change': {
      site_id: SiteId
      id: Id
      publication_id: Id
      from_standing: Standing
      to_standing: Standing
      reason: string
      at: Date
      by: string
      log_rev: number | null
      /** Decided, and effective only with its entry in the log. */
      pending: Generated<boolean>
    }
    'publications.import_batch': {
      site_id: SiteId
      id: Id
      folder: string
      mode: 'published' | 'drafts'
      files: number
      report: string
      at: Date
      by: string
    }
  }
}
