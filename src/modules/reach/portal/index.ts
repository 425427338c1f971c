import { columnName, listColumns } from '#modules/foundation/publications'
import { defineModule } from '#platform/module'
import { aboutMessages } from './about-messages.ts'
import { desk } from './desk.ts'
import { HOME_DESK, REPORTS_DESK } from './desk-paths.ts'
import { feedbackMessages } from './feedback-messages.ts'
import { FOOTER } from './footer.ts'
import { portalMessages } from './messages.ts'
import { movedAddress } from './moved-addresses.ts'
import { reportsOfYunxi } from './seeds.ts'
import { siteMessages } from './site-messages.ts'
import { portal } from './surface.tsx'
import './tables.ts'
import { forgetVisitors } from './usefulness.ts'
import { voicePanel } from './voice-panel.tsx'

export const reachPortal = defineModule({
  name: 'reach/portal',
  uses: ['foundation/organisations', 'foundation/publications', 'foundation/accounts'],
  messages: [portalMessages, siteMessages, feedbackMessages, aboutMessages],
  permissions: ['site.arrange', 'page-report.answer'],
  mount: { portal: '', desk: '/desk/portal' },
  menu: {
    footer: FOOTER,
    // A column's name is its own message: what no catalogue has is shown as it is.
    portal: async (view) =>
      (await listColumns(view))
        .filter(({ in_menu, parent_id }) => in_menu && parent_id === null)
        .map((column) => ({ href: `/columns/${column.slug}`, key: columnName(view, column) })),
    desk: [
      { href: HOME_DESK, key: 'portal.menu.site', permission: 'site.arrange', group: 'site', order: 55 },
      {
        href: REPORTS_DESK,
        key: 'portal.menu.reports',
        permission: 'page-report.answer',
        group: 'site',
        order: 50,
      },
    ],
  },
  portal,
  desk,
  jobs: { 'portal.forget-visitors': forgetVisitors },
  // A quarter past midnight in the capital (16:15 UTC).
  cron: [{ task: 'portal.forget-visitors', match: '15 16 * * *' }],
  tags: { 'home.shown': (act) => [`home:${act.site}`] },
  panels: [voicePanel],
  moved: movedAddress,
  seeds: [reportsOfYunxi],
})

export { addBlock, amendBlock, showDraft } from './home-arranging.ts'
