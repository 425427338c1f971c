import type { Act } from '#platform/act'
import { defineModule } from '#platform/module'
import { desk } from './desk.tsx'
import { calendarMessages } from './messages.ts'
import { portal } from './portal.tsx'
import { calendarTag } from './queries.ts'
import { firstVersion } from './seeds.ts'
import './tables.ts'

const tags = ({ site }: Act) => [calendarTag(site)]

export const calendar = defineModule({
  name: 'foundation/calendar',
  uses: ['foundation/organisations'],
  messages: calendarMessages,
  permissions: ['calendar.edit'],
  menu: { desk: [{ href: '/desk/calendar', key: 'calendar.title', group: 'system' }] },
  portal,
  desk,
  tags: { 'calendar.adopted': tags, 'calendar.installed': tags },
  seeds: [firstVersion],
})

export { type Adopted, adoptNotice } from './commands.ts'
export { calendarOf, calendarTag, findCalendar } from './queries.ts'
export { hashOf, type Proposal } from './rules.ts'
