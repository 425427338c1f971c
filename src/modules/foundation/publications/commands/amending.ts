import type { Id } from '#kernel/ids'
import { Conflict, Invalid } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { AttributesForm } from '../attributes-form.ts'
import { lockPublication } from '../drafts.ts'
import { viewOfAct } from '../gates.ts'
import { listColumnsOf } from '../queries.ts'
import { mayEdit } from '../rules.ts'
import type { PublicationRow } from '../tables.ts'
import { placeIn } from './drafting.ts'
import { type Change, note } from './noting.ts'
import { placeAll } from './showing.ts'
import { withdrawNow } from './standing.ts'

export type Attributes = Omit<AttributesForm, 'columns' | 'reason'> & { columns: readonly Id[] }

/**
 * OGI 12, Rules80 一(一): what was decided at drafting is decided anew. While a draft is written, by who writes it; once
 * it is public, with a reason that the public reads, and never narrower by one person alone.
 */
export async function amendPublication(
  act: Act,
  id: Id,
  { reason, ...attributes }: Attributes & { reason: string },
): Promise<void> {
  const publication = await lockPublication(act, id)
  demand(act, 'publication.draft', publication.organisation_id)
  await refuseUnlessOpen(act, publication)
  if (wasPublic(publication)) {
    if (reason === '') throw new Invalid('standing.reason-missing', { reason: 'standing.reason-missing' })
    if (isNarrower(publication, attributes)) throw new Conflict('attributes.needs-second')
  }
  await applyAttributes(act, publication, attributes, reason)
}

/** The caller holds the lock. What may no longer stand on the site leaves it in the same act. */
export async function applyAttributes(
  act: Act,
  publication: PublicationRow,
  attributes: Attributes,
  reason: string,
): Promise<void> {
  const { columns, ...own } = attributes
  const before = await listColumnsOf(viewOfAct(act), publication.id)
  const changes = changesOf(publication, own)
  const isMoved = !sameSet(before, columns)
  if (isMoved) changes.push({ what: 'columns', before: before.join(','), after: columns.join(',') })
  if (changes.length === 0) throw new Invalid('attributes.unchanged', { reason: 'attributes.unchanged' })
  await act.tx
    .updateTable('publications.publication')
    .set(own)
    .where('site_id', '=', act.site)
    .where('id', '=', publication.id)
    .execute()
  if (isMoved) await placeIn(act, publication.id, columns)
  await note(act, publication, changes, reason)
  if (publication.standing === 'public') {
    if (isOpen(own)) await refreshShown(act, publication.id, own)
    else await withdrawNow(act, { ...publication, ...own }, reason)
  }
  await record(act, {
    event: 'publication.amended',
    subject: publication.id,
    organisation: publication.organisation_id,
  })
}

/** Fewer people may read it than before. */
export function isNarrower(
  before: Pick<PublicationRow, 'disclosure_attribute' | 'audience'>,
  after: Pick<Attributes, 'disclosure_attribute' | 'audience'>,
): boolean {
  const width = { proactive: 2, 'on-request': 1, 'not-public': 0 }
  return (
    width[after.disclosure_attribute] < width[before.disclosure_attribute] ||
    (before.audience === 'public' && after.audience !== 'public')
  )
}

export function wasPublic({ first_published_at }: Pick<PublicationRow, 'first_published_at'>): boolean {
  return first_published_at !== null
}

/** Reviewers judge the attributes with the text: while it is with them, it is fixed. */
export async function refuseUnlessOpen(act: Act, publication: PublicationRow): Promise<void> {
  const { standing } = publication
  if (standing === 'public' || standing === 'withdrawn') return
  if (standing !== 'unpublished')
    throw new Conflict('publication.wrong-standing', { from: standing, to: 'unpublished' })
  const { state } = await act.tx
    .selectFrom('publications.revision')
    .select('state')
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  if (!mayEdit(state)) throw new Conflict('attributes.under-review')
}

type Own = Omit<Attributes, 'columns'>

function changesOf(publication: PublicationRow, own: Own): Change[] {
  return (Object.keys(own) as (keyof Own)[]).flatMap((what) =>
    publication[what] === own[what] ? [] : [{ what, before: publication[what], after: own[what] }],
  )
}

function isOpen({ disclosure_attribute, audience }: Own): boolean {
  return disclosure_attribute === 'proactive' && audience === 'public'
}

async function refreshShown(act: Act, id: Id, own: Own): Promise<void> {
  const { disclosure_attribute, stage, statutory_category } = own
  const { listed_at } = await act.tx
    .updateTable('publications.shown')
    .set({ disclosure_attribute, stage, statutory_category })
    .where('site_id', '=', act.site)
    .where('publication_id', '=', id)
    .returning('listed_at')
    .executeTakeFirstOrThrow()
  await placeAll(act, [{ publication_id: id, listed_at }])
}

function sameSet(one: readonly Id[], other: readonly Id[]): boolean {
  return new Set([...one, ...other]).size === new Set(one).size && one.length === new Set(other).size
}
