import type { View } from '#platform/act'

export type Amendment = Awaited<ReturnType<typeof listAmendments>>[number]

/** What was changed of the identity facts, newest first. */
export async function listAmendments({ db, site }: View, limit = 20) {
  const rows = await db
    .selectFrom('sites.amendment')
    .select(['id', 'at', 'by', 'before', 'after'])
    .where('site_id', '=', site)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ before, after, ...row }) => ({
    ...row,
    before: before as unknown as Readonly<Record<string, string>>,
    after: after as unknown as Readonly<Record<string, string>>,
  }))
}
