import type { ColumnType } from 'kysely'
import type { CivilDate } from '#kernel/calendar'
import type { CalendarData } from '#kernel/calendar-data'
import type { Id, SiteId } from '#kernel/ids'

export type VersionRow = {
  site_id: SiteId
  id: Id
  number: number
  name: string
  data: CalendarData
  known_from: CivilDate
  known_through: CivilDate
  source: string
  reason: string
  made_at: Date
  made_by: string
}

declare module '#platform/database' {
  interface Tables {
    'calendar.version': Omit<VersionRow, 'data'> & { data: ColumnType<CalendarData, string, never> }
  }
}
