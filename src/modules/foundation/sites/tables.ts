import type { Id, SiteId } from '#kernel/ids'

declare module '#platform/database' {
  interface Tables {
    /** Only the fields that changed, by their names. */
    'sites.amendment': { site_id: SiteId; id: Id; at: Date; by: string; before: string; after: string }
  }
}
