import type { Id } from '#kernel/ids'
import type { Notice, View } from '#platform/act'
import { searchJob } from '#platform/house'
import { addJobs } from '#platform/jobs'
import type { JobTools } from '#platform/module'
import type { FrameLink } from '#ui'
import { branchOf } from './columns-rules.ts'
import { columnName } from './portal-load.ts'
import { listColumns } from './queries.ts'

const COLUMN_PATH = /^\/columns\/([a-z0-9-]+(?:\/[a-z0-9-]+)?)(\.(?:json|csv|atom|rss|jsonfeed))?(\?.*)?$/
/** Columns closed into columns that were closed themselves; more is a slip of somebody's. */
const MOST_STEPS = 20

/** A given-up address leads to its column, and a closed column to the one that took its texts, for ever. */
export async function movedColumn(view: View, path: string): Promise<string | undefined> {
  const [, slug, twin = ''] = COLUMN_PATH.exec(path) ?? []
  if (slug === undefined) return undefined
  const columns = await view.db
    .selectFrom('publications.column')
    .select(['id', 'slug', 'closed_into'])
    .where('site_id', '=', view.site)
    .execute()
  const own = columns.find((column) => column.slug === slug)?.id ?? (await givenUp(view, slug))
  let column = columns.find(({ id }) => id === own)
  for (let step = 0; column?.closed_into && step < MOST_STEPS; step++) {
    const { closed_into } = column
    column = columns.find(({ id }) => id === closed_into)
  }
  return column && column.slug !== slug ? `/columns/${column.slug}${twin}` : undefined
}

async function givenUp(view: View, slug: string): Promise<Id | undefined> {
  const row = await view.db
    .selectFrom('publications.column_address')
    .select('column_id')
    .where('site_id', '=', view.site)
    .where('slug', '=', slug)
    .executeTakeFirst()
  return row?.column_id
}

const MOST_NEAR = 6

/** Columns whose address shares a word with the lost one; for a lost column its whole branch. */
export async function nearColumns(view: View, path: string): Promise<FrameLink[]> {
  const words = new Set(path.toLowerCase().match(/[a-z]{3,}/g) ?? [])
  if (words.size === 0) return []
  const columns = await listColumns(view)
  return columns
    .filter(({ slug }) => slug.split(/[/-]/).some((word) => words.has(word)))
    .slice(0, MOST_NEAR)
    .map((column) => ({ href: `/columns/${column.slug}`, key: columnName(view, column) }))
}

/** The index keeps the columns of each text: those of a moved branch are read anew. */
export async function reindexMoved({ perform }: JobTools, { site, subject }: Notice): Promise<void> {
  await perform(site, async (act) => {
    const columns = await act.tx
      .selectFrom('publications.column')
      .select(['id', 'parent_id'])
      .where('site_id', '=', site)
      .execute()
    const placed = await act.tx
      .selectFrom('publications.placement')
      .select('publication_id')
      .distinct()
      .where('site_id', '=', site)
      .where(
        'column_id',
        'in',
        branchOf(columns, subject).map(({ id }) => id),
      )
      .execute()
    const name = searchJob('publication')
    const jobs = placed.map(({ publication_id }) => ({ name, payload: { site, subject: publication_id } }))
    for (let from = 0; from < jobs.length; from += 1000) await addJobs(act.tx, jobs.slice(from, from + 1000))
  })
}
