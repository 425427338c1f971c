import { newId } from '#kernel/ids'
import { record } from '#platform/act'
import type { Seed } from '#platform/module'

const FIRST = [
  {
    slug: 'news',
    name: '工作动态',
    name_en: 'News',
    description: '本单位的工作动态。',
    update_limit_days: 14,
  },
  {
    slug: 'notices',
    name: '通知公告',
    name_en: 'Notices',
    description: '需要您知道、需要您办理的事。',
    update_limit_days: 180,
  },
  {
    slug: 'policies',
    name: '政策文件',
    name_en: 'Policy documents',
    description: '现行有效和历次的政策文件，每一版都在。',
    update_limit_days: 180,
  },
]

/** What a site begins with, so that its first text has a place; its disclosure officer arranges it from there. */
export const firstColumns: Seed = {
  name: 'first-columns',
  when: 'always',
  run: ({ perform }, site) =>
    perform(site, async (act) => {
      const known = await act.tx
        .selectFrom('publications.column')
        .select('id')
        .where('site_id', '=', site)
        .limit(1)
        .executeTakeFirst()
      if (known) return
      const rows = FIRST.map((column, at) => ({
        ...{ site_id: site, id: newId(act.now), parent_id: null, ...column },
        ...{ kind: 'list' as const, in_menu: true, sort_order: at },
      }))
      await act.tx.insertInto('publications.column').values(rows).execute()
      await record(act, { event: 'column.arranged', subject: rows[0]!.id, organisation: undefined })
    }),
}
