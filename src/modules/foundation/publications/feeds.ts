import type { Feed } from '#platform/module'
import { enclosedFiles } from './attachments-shown.ts'
import { publicationAddress } from './content.ts'
import { listShown } from './queries.ts'
import type { ShownRow } from './tables.ts'

export const newestFeed: Feed = {
  slug: 'newest',
  title: '最新公开',
  entries: async (view, limit) => {
    const { rows } = await listShown(view, {}, { limit })
    const files = await enclosedFiles(view, rows)
    return rows.map((row) => ({ ...feedEntryOf(row), files: files.get(row.revision_id) ?? [] }))
  },
}

export function feedEntryOf(row: ShownRow) {
  return {
    id: row.publication_id,
    title: row.title,
    address: publicationAddress(row.publication_id),
    summary: row.summary,
    publisher: row.publisher,
    published_at: row.first_published_at,
    updated_at: row.published_at,
  }
}
