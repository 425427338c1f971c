import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { Block } from './home-blocks.ts'

export const REPORT_KINDS = ['spelling', 'content', 'link', 'display', 'other'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]
export const REPORT_STATUSES = ['new', 'answered', 'closed'] as const
export type ReportStatus = (typeof REPORT_STATUSES)[number]

export type PageReportRow = {
  site_id: SiteId
  id: Id
  page: string
  title: string
  publication_id: Id | null
  organisation_id: OrganisationId
  kind: ReportKind
  status: ReportStatus
  answer: string | null
  received_at: Date
  settled_at: Date | null
  settled_by: string | null
}

declare module '#platform/database' {
  interface Tables {
    'portal.moved_address': {
      site_id: SiteId
      path: string
      target: string
      added_at: Date
      added_by: string
    }
    'portal.home': {
      site_id: SiteId
      edit: number
      shown: Block[] | null
      draft: Block[] | null
      updated_at: Date
      updated_by: string
    }
    'portal.setting': { site_id: SiteId; security_contact: string; updated_at: Date; updated_by: string }
    'portal.page_report': PageReportRow
    'portal.page_report_words': {
      site_id: SiteId
      report_id: Id
      organisation_id: OrganisationId
      words: string
      party_id: Id | null
      contact: string | null
    }
    'portal.usefulness': {
      site_id: SiteId
      page: string
      day: CivilDate
      id: Id
      publication_id: Id | null
      yes: number
      no: number
    }
    'portal.usefulness_key': { site_id: SiteId; day: CivilDate; key: Buffer }
    'portal.usefulness_visitor': { site_id: SiteId; day: CivilDate; visitor: string }
    'portal.usefulness_reason': { site_id: SiteId; id: Id; page: string; day: CivilDate; reason: string }
  }
}
