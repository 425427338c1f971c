import { civilDateOf } from '#kernel/calendar'
import type { Id, SiteId } from '#kernel/ids'
import { Refusal } from '#kernel/refusals'
import { type Act, record } from '#platform/act'
import type { Reader } from '#platform/database'
import type { Job } from '#platform/module'
import { forgetOldTyping } from './commands/autosave.ts'
import { eraseWords } from './commands/erasing.ts'
import { leaveDue } from './commands/leaving.ts'
import { releaseScheduled } from './commands/releasing.ts'
import { restateValidity } from './commands/restating.ts'
import { validityOn } from './content.ts'
import { lockRevision } from './drafts.ts'
import { affectsValidity, RELATION_KINDS } from './relations-rules.ts'

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
          .where('erased_at', 'is', null)
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

/** Publications whose minute has come to leave the site, each in an act of its own. */
const leave: Job = {
  permissions: ['publication.withdraw'],
  run: async ({ db, now, perform }) => {
    const due = await db
      .selectFrom('publications.publication')
      .select(['site_id', 'id'])
      .where('leaves_at', '<=', now())
      .where('standing', '=', 'public')
      .orderBy('leaves_at')
      .limit(200)
      .execute()
    for (const { site_id, id } of due) await unlessRefused(() => perform(site_id, (act) => leaveDue(act, id)))
  },
}

/** Requested by the act in which a second person confirmed it. */
const erase: Job = {
  permissions: [],
  asOwner: true,
  run: async ({ house, perform }, { site, proposal }) =>
    perform(site as SiteId, (act) => eraseWords(act, house, proposal as Id)),
}

/** What a finding or a rule stops stays scheduled, and is tried again every minute until a person settles it. */
async function unlessRefused(
  act: () => Promise<unknown>,
  otherwise: () => Promise<void> = async () => {},
): Promise<void> {
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
  run: async ({ db, house, now, perform }) => {
    const today = civilDateOf(now())
    const rows = await db
      .selectFrom('publications.shown')
      .select(['site_id', 'publication_id', 'organisation_id', 'validity', 'effective_on', 'expires_on'])
      .where((on) => on.or([on('effective_on', 'is not', null), on('expires_on', 'is not', null)]))
      .where('validity', 'is not', null)
      // What another site took in changes with its source.
      .whereRef('source_site_id', '=', 'site_id')
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
    for (const { site_id, to_id, number } of await listActing(db))
      await perform(site_id, (act) => restateValidity(act, house, to_id, number ?? ''))
  },
}

/** A repeal that was published before its day begins to act by the calendar alone, too. */
async function listActing(db: Reader) {
  return db
    .selectFrom('publications.relation as r')
    .innerJoin('publications.shown as s', (on) =>
      on.onRef('s.site_id', '=', 'r.site_id').onRef('s.publication_id', '=', 'r.from_id'),
    )
    .select(['r.site_id', 'r.to_id', 's.document_number as number'])
    .where('r.kind', 'in', RELATION_KINDS.filter(affectsValidity))
    .where('r.ended_at', 'is', null)
    .where('s.effective_on', 'is not', null)
    .execute()
}

const KEPT_TYPING_MS = 30 * 24 * 3_600_000

const forgetTyping: Job = {
  permissions: [],
  run: async ({ db, now, perform }) => {
    const before = new Date(now().getTime() - KEPT_TYPING_MS)
    const sites = await db.selectFrom('platform.site').select('id').execute()
    for (const { id: site } of sites) await perform(site, (act) => forgetOldTyping(act, before))
  },
}

export const publicationJobs: Readonly<Record<string, Job>> = {
  'publications.release-due': releaseDue,
  'publications.leave-due': leave,
  'publications.erase': erase,
  'publications.refresh-validity': refreshValidity,
  'publications.forget-typing': forgetTyping,
}
