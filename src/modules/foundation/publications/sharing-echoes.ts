/** What a change in a site makes old in the sites that refer to it. */
import type { Id } from '#kernel/ids'
import type { Act, Notice } from '#platform/act'
import { searchJob } from '#platform/house'
import { siteTag } from '#platform/http/page-cache-entry'
import { addJobs } from '#platform/jobs'
import type { JobTools } from '#platform/module'
import { listSharers } from './sharing-queries.ts'

/** Their lists; the page of the publication itself has one tag in all sites. */
export async function tagsOfSharers({ tx, site }: Act, publication: Id): Promise<string[]> {
  const sharers = await listSharers(tx, site, publication)
  return sharers.flatMap(({ site: other, columns }) => [
    `publications:${other}`,
    ...columns.map((column) => `column:${column}`),
  ])
}

/** Their search indexes, each in its own site. */
export async function reindexSharers({ db, perform }: JobTools, { site, subject }: Notice): Promise<void> {
  const sharers = await listSharers(db, site, subject)
  if (sharers.length === 0) return
  const name = searchJob('publication')
  await perform(site, ({ tx }) =>
    addJobs(
      tx,
      sharers.map(({ site: other }) => ({ name, payload: { site: other, subject } })),
    ),
  )
}

/** A site that calls itself otherwise is named on the pages of all who refer to it. */
export async function tagsOfNamed({ tx, site }: Act): Promise<string[]> {
  const rows = await tx
    .selectFrom('publications.sharing')
    .select('site_id')
    .distinct()
    .where('source_site_id', '=', site)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(({ site_id }) => siteTag(site_id))
}

/** The index keeps the name beside each hit. */
export async function reindexNamed({ perform }: JobTools, { site }: Notice): Promise<void> {
  await perform(site, async ({ tx }) => {
    const rows = await tx
      .selectFrom('publications.sharing')
      .select(['site_id', 'publication_id'])
      .where('source_site_id', '=', site)
      .where('ended_at', 'is', null)
      .execute()
    const name = searchJob('publication')
    const jobs = rows.map((row) => ({ name, payload: { site: row.site_id, subject: row.publication_id } }))
    for (let from = 0; from < jobs.length; from += 1000) await addJobs(tx, jobs.slice(from, from + 1000))
  })
}
