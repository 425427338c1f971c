import type { SiteId } from '#kernel/ids'
import { defineModule } from '#platform/module'
import { reindex } from './indexing.ts'
import { searchMessages } from './messages.ts'
import { portal } from './portal.tsx'
import './tables.ts'

/** Fed by what modules contribute as `searchable`; imported by none of them. */
export const search = defineModule({
  name: 'collectors/search',
  uses: [],
  messages: [searchMessages],
  portal,
  jobs: {
    'search.reindex': {
      permissions: [],
      run: async (tools, { site }) => {
        await reindex(tools, site as SiteId)
      },
    },
  },
})

export type { Asked, Found, SearchEngine, SearchFilters, SearchHit } from './engine.ts'
export { indexSubject, type Progress, reindex, searchTasks } from './indexing.ts'
export { postgresEngine } from './postgres-engine.ts'
export { insertRows } from './postgres-rows.ts'
