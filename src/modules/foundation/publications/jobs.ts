import { civilDateOf } from '#kernel/calendar'
import { Refusal } from '#kernel/refusals'
import { record } from '#platform/act'
import type { Job } from '#platform/module'
import { releaseScheduled } from './commands/releasing.ts'
import { validityOn } from './content.ts'

/** Scheduled texts whose time has come. Each in an act of its own: one that is stopped does not hold up the rest. */
const releaseDue: Job = {
  permissions: ['publication.release'],
  run: async ({ db, house, now, look, perform }) => {
    const sites = await db.selectFrom('platform.site').select('id').execute()
    for (const { id: site } of sites) {
      const due = await look(site, (view) =>
        view.db
          .selectFrom('publications.revision')
          .select('id')
          .where('site_id', '=', site)
          .where('state', '=', 'scheduled')
          .where('scheduled_at', '<=', now())
          .orderBy('scheduled_at')
          .limit(200)
          .execute(),
      )
      for (const { id } of due)
        await unlessRefused(() => perform(site, (act) => releaseScheduled(act, house, id)))
    }
  },
}

/** What a finding or a rule stops stays scheduled, and is tried again every minute until a person settles it. */
async function unlessRefused(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

/** A document comes into force or runs out by the calendar alone: nobody edits it, and yet its pages change. */
export const refreshValidity: Job = {
  permissions: [],
  run: async ({ db, now, perform }) => {
    const today = civilDateOf(now())
    const rows = await db
      .selectFrom('publications.shown')
      .select(['site_id', 'publication_id', 'organisation_id', 'validity', 'effective_on', 'expires_on'])
      .where((on) => on.or([on('effective_on', 'is not', null), on('expires_on', 'is not', null)]))
      .where('validity', 'is not', null)
      .execute()
    for (const row of rows) {
      const validity = validityOn(row.validity, row, today)
      if (validity === row.validity) continue
      await perform(row.site_id, async (act) => {
        await act.tx
          .updateTable('publications.shown')
          .set({ validity })
          .where('site_id', '=', row.site_id)
          .where('publication_id', '=', row.publication_id)
          .execute()
        await record(act, {
          event: 'publication.aged',
          subject: row.publication_id,
          organisation: row.organisation_id,
        })
      })
    }
  },
}

export const publicationJobs: Readonly<Record<string, Job>> = {
  'publications.release-due': releaseDue,
  'publications.refresh-validity': refreshValidity,
}
