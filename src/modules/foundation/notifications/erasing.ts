import { addressOf } from '#kernel/ids'
import type { Act } from '#platform/act'
import type { Erased } from '#platform/module'

const NO_WORDS = '—'

/** Notices name the text they are about: where it is erased, its title goes from every inbox too. */
export async function eraseNotices(act: Act, { publication, revisions, part }: Erased): Promise<void> {
  if (part !== undefined && part !== 'title') return
  const about = part === undefined ? [publication, ...revisions] : revisions
  await act.tx
    .updateTable('notifications.notification')
    .set({ title: NO_WORDS, params: '{}' as never })
    .where('site_id', '=', act.site)
    .where('title', '<>', '')
    .where((the) => the.or(about.map((id) => the('address', 'like', `%/${addressOf(id)}%`))))
    .execute()
}
