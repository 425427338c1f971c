import type { Id, SiteId } from '#kernel/ids'

declare module '../database.ts' {
  interface Tables {
    'record.log_outbox': { item: string; rev: number; leaf: Buffer }
    'record.log_item': LogItemRow
    'record.log_manifest': LogManifestRow
    'record.log_announced': { kind: Announced; code: string; item: string; leaf_hash: Buffer }
  }
}

/** What an entry may name only after another entry announced it. */
export type Announced = 'unit' | 'policy' | 'calendar'

/** The last leaf of each item. */
export type LogItemRow = {
  item: string
  site_id: SiteId | null
  subject: Id | null
  rev: number
  leaf_hash: Buffer
  at: string
}

export type LogManifestRow = {
  item: string
  rev: number
  salt: Buffer | null
  manifest: Buffer | null
  erased_at: Date | null
}
