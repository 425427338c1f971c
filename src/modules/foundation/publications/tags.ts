import type { Act, Happening } from '#platform/act'
import { viewOfAct } from './gates.ts'
import { columnPath, listColumns, listColumnsOf } from './queries.ts'
import { tagsOfSharers } from './sharing-echoes.ts'

/** The pages that a change to what is shown makes old: the publication itself, and every list it stands or stood in. */
export async function tagsOfShown(act: Act, { subject, organisation }: Happening): Promise<string[]> {
  const view = viewOfAct(act)
  const columns = await listColumns(view)
  const lists = (await listColumnsOf(view, subject)).flatMap((id) =>
    columnPath(columns, id).map((column) => `column:${column.id}`),
  )
  return [
    `publication:${subject}`,
    `publications:${act.site}`,
    `organisation-list:${organisation}`,
    ...new Set(lists),
    ...(await tagsOfSharers(act, subject)),
  ]
}

/** A publication may have left a list that it no longer names: every list of the site is read anew. */
export async function tagsOfAmended(act: Act, happening: Happening): Promise<string[]> {
  return [...(await tagsOfShown(act, happening)), ...(await tagsOfColumns(act))]
}

/** It comes into lists of this site, leaves them, or stands in others than before; in its source nothing changes. */
export async function tagsOfTakenIn(act: Act, { subject }: Happening): Promise<string[]> {
  return [`publication:${subject}`, `publications:${act.site}`, ...(await tagsOfColumns(act))]
}

/** A branch that moves changes the lists it leaves, the lists it joins and its own: all of them, to be sure. */
export async function tagsOfColumns(act: Act): Promise<string[]> {
  const columns = await act.tx
    .selectFrom('publications.column')
    .select('id')
    .where('site_id', '=', act.site)
    .execute()
  return columns.map(({ id }) => `column:${id}`)
}
