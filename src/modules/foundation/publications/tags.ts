import type { Act, Happening } from '#platform/act'
import { viewOfAct } from './gates.ts'
import { columnPath, listColumns, listColumnsOf } from './queries.ts'

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
  ]
}
