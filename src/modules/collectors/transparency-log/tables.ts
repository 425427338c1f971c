import type { Generated } from 'kysely'

declare module '#platform/database' {
  interface Tables {
    'transparency_log.head': { log_id: 1; size: number; root: Buffer }
    'transparency_log.entry': EntryRow
    'transparency_log.tile': { level: number; n: number; hashes: Buffer }
    'transparency_log.checkpoint': { size: number; root: Buffer; at: Generated<Date> }
    'transparency_log.published': { log_id: 1; size: number; note: string; at: Date }
    'transparency_log.included': { log_id: 1; size: number }
    'transparency_log.alarm': AlarmRow
  }
}

export type EntryRow = {
  idx: number
  item: string
  rev: number
  type: string
  at: Date
  unit: string | null
  leaf: Buffer
  leaf_hash: Buffer
}

export type AlarmRow = {
  id: Generated<number>
  at: Date
  code: string
  detail: string
  answered_at: Date | null
  answer: string | null
}
