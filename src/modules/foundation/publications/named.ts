import type { Named } from '#platform/module'
import { listColumns } from './queries.ts'

export const namedColumns: Named = {
  kind: 'column',
  events: ['column.arranged'],
  things: async (view) => {
    const columns = await listColumns(view)
    return columns
      .filter(({ kind }) => kind !== 'link')
      .map(({ id, name, name_en, slug }) => ({ id, name, name_en, others: [], address: `/columns/${slug}` }))
  },
}
