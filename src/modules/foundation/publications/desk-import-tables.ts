import type { CivilDate } from '#kernel/calendar'
import type { Id, OrganisationId, SiteId } from '#kernel/ids'
import type { ImportMode } from './commands/importing-decisions.ts'
import type { Outcome } from './import/report.ts'

/** Where an import from the desk stands: read and foreseen, accepted by two, written; or given up. */
export const IMPORT_STATES = ['checking', 'checked', 'running', 'done', 'stopped', 'discarded'] as const
export type ImportState = (typeof IMPORT_STATES)[number]

export type ImportRunRow = {
  site_id: SiteId
  id: Id
  organisation_id: OrganisationId
  name: string
  mode: ImportMode
  column_ids: Id[]
  state: ImportState
  total: number
  done: number
  report_hash: string | null
  stopped_because: string | null
  handed_in_by: string
  handed_in_at: Date
  confirmed_at: Date | null
  accepted_by: string | null
  accepted_at: Date | null
  finished_at: Date | null
}

export type ImportStep = 'foreseen' | 'done'

declare module '#platform/database' {
  interface Tables {
    'publications.import_run': ImportRunRow
    'publications.import_repeal': {
      site_id: SiteId
      place: string
      title: string
      repealed_on: CivilDate
      by_key: string
    }
    'publications.import_source': { site_id: SiteId; run_id: Id; path: string; bytes: Buffer }
    'publications.import_line': {
      site_id: SiteId
      run_id: Id
      step: ImportStep
      place: number
      path: string
      title: string
      outcome: Outcome
      is_error: boolean
      is_warning: boolean
      report: unknown
    }
  }
}
