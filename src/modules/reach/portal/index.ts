import { columnName, listColumns } from '#modules/foundation/publications'
import { defineModule } from '#platform/module'
import { FOOTER } from './footer.ts'
import { portalMessages } from './messages.ts'
import { portal } from './surface.tsx'

export const reachPortal = defineModule({
  name: 'reach/portal',
  uses: ['foundation/organisations', 'foundation/publications'],
  messages: portalMessages,
  mount: { portal: '' },
  menu: {
    footer: FOOTER,
    // A column's name is its own message: what no catalogue has is shown as it is.
    portal: async (view) =>
      (await listColumns(view))
        .filter(({ in_menu, parent_id }) => in_menu && parent_id === null)
        .map((column) => ({ href: `/columns/${column.slug}`, key: columnName(view, column) })),
  },
  portal,
})
