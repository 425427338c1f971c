import type { Id } from '#kernel/ids'
import { columnName, listColumns, listNews } from '#modules/foundation/publications'
import type { View } from '#platform/act'
import type { Rhythm } from './schema.ts'

export async function seekRhythm({ db, site }: View, subscriber: Id): Promise<Rhythm | undefined> {
  const row = await db
    .selectFrom('notifications.subscriber')
    .select('rhythm')
    .where('site_id', '=', site)
    .where('id', '=', subscriber)
    .executeTakeFirst()
  return row?.rhythm
}

export type NamedSubscription = Awaited<ReturnType<typeof listNamed>>[number]

/** With the names that the subjects have now; what is not there any more keeps a line, to be ended. */
export async function listNamed(view: View, subscriber: Id) {
  const rows = await view.db
    .selectFrom('notifications.subscription')
    .select(['id', 'kind', 'subject_id', 'confirmed_at'])
    .where('site_id', '=', view.site)
    .where('subscriber_id', '=', subscriber)
    .where('confirmed_at', 'is not', null)
    .orderBy('id')
    .execute()
  const columns = await listColumns(view)
  const publications = await listNews(
    view,
    rows.filter(({ kind }) => kind === 'publication').map(({ subject_id }) => subject_id),
  )
  return rows.map(({ id, kind, subject_id, confirmed_at }) => {
    const column = kind === 'column' ? columns.find((one) => one.id === subject_id) : undefined
    const publication = publications.find((one) => one.publication === subject_id)
    return {
      ...{ id, kind, confirmed_at },
      name: column ? columnName(view, column) : publication?.title,
      href: column ? `/columns/${column.slug}` : publication?.address,
    }
  })
}
