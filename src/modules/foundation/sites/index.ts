import type { Act } from '#platform/act'
import { siteTag } from '#platform/http/page-cache-entry'
import { defineModule } from '#platform/module'
import { desk } from './desk.tsx'
import { siteMessages } from './messages.ts'
import './tables.ts'

/** Every page of a site names it. The tag also makes every process read the directory of sites anew. */
const tags = ({ site }: Act) => [siteTag(site)]

export const sites = defineModule({
  name: 'foundation/sites',
  uses: ['foundation/organisations', 'foundation/accounts'],
  messages: siteMessages,
  permissions: ['site.edit'],
  menu: {
    desk: [{ href: '/desk/site', key: 'site.menu', permission: 'site.edit', group: 'site', order: 80 }],
  },
  mount: { desk: '/desk/site' },
  desk,
  tags: { 'site.established': tags, 'site.amended': tags },
})

export { amendSite, establishSite, moveHost, nextSite } from './commands.ts'
export { SITE_FIELDS, SiteForm } from './schema.ts'
