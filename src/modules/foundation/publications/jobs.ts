import { civilDateOf } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import type { Job } from '#platform/module'
import { releaseScheduled } from './commands/releasing.ts'
import { validityOn } from './content.ts'
import { lockRevision } from './drafts.ts'

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
        await unlessRefused(
          () => perform(site, (act) => releaseScheduled(act, house, id)),
          () => perform(site, (act) => recordBlocked(act, id)),
        )
    }
  },
}

/** What a finding or a rule stops stays scheduled, and is tried again every minute until a person settles it. */
async function unlessRefused(act: () => Promise<unknown>, otherwise: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'release.blocked') await otherwise()
  }
}

/** Once for each time it was scheduled, not with every try. */
async function recordBlocked(act: Act, id: Id): Promise<void> {
  const { publication_id, organisation_id, state, updated_at } = await lockRevision(act, id)
  if (state !== 'scheduled') return
  const known = await act.tx
    .selectFrom('record.event')
    .select('id')
    .where('site_id', '=', act.site)
    .where('subject', '=', publication_id)
    .where('event', '=', 'revision.release-blocked')
    .where('at', '>=', updated_at)
    .limit(1)
    .executeTakeFirst()
  if (known) return
  await record(act, {
    event: 'revision.release-blocked',
    subject: publication_id,
    organisation: organisation_id,
  })
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
