import type { SiteId } from '#kernel/ids'
import { defineModule } from '#platform/module'
import { api } from './api.ts'
import { apiMessages } from './api-messages.ts'
import { desk } from './desk.tsx'
import { deskMessages } from './desk-messages.ts'
import { learn, reindex } from './indexing.ts'
import { searchMessages } from './messages.ts'
import { portal } from './portal.tsx'
import './tables.ts'

/** Fed by what modules contribute as `searchable`; imported by none of them. */
export const search = defineModule({
  name: 'collectors/search',
  uses: [],
  messages: [searchMessages, deskMessages, apiMessages],
  permissions: ['search.edit'],
  menu: {
    desk: [
      { href: '/desk/search', key: 'search.desk-menu', permission: 'search.edit', group: 'site', order: 60 },
    ],
  },
  portal,
  desk,
  api: { search: api },
  // Four in the morning in the capital.
  cron: [{ task: 'search.learn', match: '0 20 * * *' }],
  jobs: {
    'search.learn': { permissions: [], run: learn },
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
export { writeNames } from './naming.ts'
export { postgresEngine } from './postgres-engine.ts'
export { insertRows } from './postgres-rows.ts'
export { type Suggestion, suggest } from './suggestions.ts'
