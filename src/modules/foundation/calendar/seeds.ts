import { CALENDAR_DATA } from '#kernel/calendar-data'
import { record } from '#platform/act'
import type { Seed } from '#platform/module'
import { insertVersion } from './commands.ts'

/** Version 1: the notices that the product was delivered with. */
export const firstVersion: Seed = {
  name: 'first-version',
  when: 'always',
  run: async ({ perform }, site) => {
    const years = CALENDAR_DATA.notices.map(({ year }) => `${year}年`).join('、')
    await perform(site, async (act) => {
      const id = await insertVersion(act, {
        number: 1,
        data: CALENDAR_DATA,
        source: `国务院办公厅关于${years}部分节假日安排的通知`,
        reason: '安装时录入。',
      })
      await record(act, { event: 'calendar.installed', subject: id, organisation: undefined })
    })
  },
}
