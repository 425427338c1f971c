import { sql } from 'kysely'
import type { Id } from '#kernel/ids'
import { type Act, record } from '#platform/act'
import type { House } from '#platform/house'
import type { ProposalRow } from '../lifecycle-tables.ts'

/** In place of every hash of words that are gone: a plain hash of a short text could be guessed. */
const NO_HASH = '0'.repeat(64)
const NO_WORDS = '—'

/**
 * The owner's job: takes out of the database what two persons decided to erase. Bytes, salts, working texts and what
 * was said about them go; numbers, days, names of parts and their commitments stay, so that the log still verifies.
 * Only the owner of the tables can do this, and it is safe to run twice.
 */
export async function eraseWords(act: Act, house: House, proposalId: Id): Promise<void> {
  const proposal = await act.tx
    .selectFrom('publications.proposal')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('id', '=', proposalId)
    .forUpdate()
    .executeTakeFirst()
  if (proposal?.kind !== 'erasure' || proposal.outcome !== 'confirmed' || proposal.done_at) return
  const { publication_id, part } = proposal
  const revisions = await listRevisions(act, proposal)
  const scope: Scope = {
    publication: publication_id,
    revisions: revisions.map(({ id }) => id),
    part: part ?? undefined,
  }
  await eraseParts(act, scope)
  await eraseManifests(act, scope)
  await eraseRevisions(act, scope)
  await eraseJudgements(act, scope)
  if (!proposal.revision_id)
    await eraseAround(
      act,
      proposal,
      revisions.map(({ title }) => title),
    )
  await house.erase(act, scope)
  await act.tx
    .updateTable('publications.proposal')
    .set({ done_at: act.now })
    .where('site_id', '=', act.site)
    .where('id', '=', proposalId)
    .execute()
  await record(act, {
    event: 'publication.words-erased',
    subject: publication_id,
    organisation: proposal.organisation_id,
  })
}

type Scope = { publication: Id; revisions: readonly Id[]; part: string | undefined }

async function listRevisions(act: Act, { publication_id, revision_id }: ProposalRow) {
  return act.tx
    .selectFrom('publications.revision')
    .select(['id', 'title'])
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication_id)
    .$if(revision_id !== null, (query) => query.where('id', '=', revision_id!))
    .execute()
}

async function eraseParts(act: Act, { revisions, part }: Scope): Promise<void> {
  await act.tx
    .updateTable('publications.part')
    .set({ bytes: null, salt: null, erased_at: act.now })
    .where('site_id', '=', act.site)
    .where('revision_id', 'in', revisions)
    .where('erased_at', 'is', null)
    .$if(part !== undefined, (query) => query.where('name', '=', part!))
    .execute()
}

/** What opens the entries of these texts in the public log: afterwards their 32 bytes say nothing to anybody. */
async function eraseManifests(act: Act, { publication, revisions, part }: Scope): Promise<void> {
  // Of a text that keeps other parts the entry must still verify; the salt of the one part is gone.
  if (part !== undefined) return
  await sql`update record.log_manifest m set salt = null, manifest = null, erased_at = ${act.now}
    from publications.publication p
    join publications.revision r on r.site_id = p.site_id and r.publication_id = p.id
    where p.site_id = ${act.site} and p.id = ${publication} and r.id = any(${[...revisions]}::uuid[])
      and m.item = p.log_item and m.rev = r.log_rev and m.erased_at is null`.execute(act.tx)
}

/** The working text holds every part, so it goes with any of them; of a single part the other facts stay. */
async function eraseRevisions(act: Act, { revisions, part }: Scope): Promise<void> {
  await act.tx
    .deleteFrom('publications.autosave')
    .where('site_id', '=', act.site)
    .where('revision_id', 'in', revisions)
    .execute()
  await act.tx
    .updateTable('publications.revision')
    .set((row) => ({
      content: sql`'{}'::jsonb`,
      content_hash: NO_HASH,
      approved_hash: sql<
        string | null
      >`case when ${row.ref('approved_hash')} is null then null else ${NO_HASH} end`,
      erased_at: act.now,
      // Nobody reviews or releases words that are gone.
      due_on: null,
      ...(part === undefined || part === 'title' ? { title: '' } : {}),
      ...(part === undefined || part === 'meta' ? { document_number: null } : {}),
      ...(part === undefined
        ? {
            reason: sql<string | null>`case when ${row.ref('reason')} is null then null else ${NO_WORDS} end`,
          }
        : {}),
    }))
    .where('site_id', '=', act.site)
    .where('id', 'in', revisions)
    .execute()
}

/** Reviewers quote what they object to, and masks still show a surname. */
async function eraseJudgements(act: Act, { revisions }: Scope): Promise<void> {
  await act.tx
    .updateTable('publications.review')
    .set({ content_hash: NO_HASH, reason: sql<string>`case when reason = '' then '' else ${NO_WORDS} end` })
    .where('site_id', '=', act.site)
    .where('revision_id', 'in', revisions)
    .execute()
  await act.tx
    .deleteFrom('publications.finding_decision')
    .where('site_id', '=', act.site)
    .where('revision_id', 'in', revisions)
    .execute()
}

/** What was said about the publication as a whole; the words of the law that stand in its place are the last change. */
async function eraseAround(
  act: Act,
  { publication_id, id }: ProposalRow,
  titles: readonly string[],
): Promise<void> {
  const { site, tx } = act
  await sql`update publications.publication set import_key = null, redirects_to = null,
      disclosure_reason = case when disclosure_reason is null then null else ${NO_WORDS} end,
      legal_basis = case when legal_basis is null then null else ${NO_WORDS} end
    where site_id = ${site} and id = ${publication_id}`.execute(tx)
  await sql`update publications.standing_change set reason = ${NO_WORDS}
    where site_id = ${site} and publication_id = ${publication_id} and to_standing <> 'erased'`.execute(tx)
  await sql`update publications.amendment set reason = case when reason = '' then '' else ${NO_WORDS} end,
      before = case when what in ('disclosure_reason', 'legal_basis') then null else before end,
      after = case when what in ('disclosure_reason', 'legal_basis') then null else after end
    where site_id = ${site} and publication_id = ${publication_id}`.execute(tx)
  await sql`update publications.proposal set reason = ${NO_WORDS}, change = null,
      decision_reason = case when decision_reason = '' then '' else ${NO_WORDS} end
    where site_id = ${site} and publication_id = ${publication_id} and id <> ${id}`.execute(tx)
  await sql`update publications.relation set end_reason = ${NO_WORDS}
    where site_id = ${site} and ended_at is not null
      and (from_id = ${publication_id} or to_id = ${publication_id})`.execute(tx)
  for (const title of new Set(titles.filter((one) => one !== ''))) {
    const quoted = JSON.stringify(title).slice(1, -1)
    await sql`update publications.import_batch set report = replace(report::text, ${quoted}, ${NO_WORDS})::jsonb
      where site_id = ${site} and position(${quoted} in report::text) > 0`.execute(tx)
    // A document that acted on others was named as the reason of what it did to them.
    await sql`update publications.amendment set reason = replace(reason, ${title}, ${NO_WORDS})
      where site_id = ${site} and position(${title} in reason) > 0`.execute(tx)
  }
}
