import { randomBytes } from 'node:crypto'
import { addWorkingDays } from '#kernel/calendar'
import { type Id, newId, type OrganisationId } from '#kernel/ids'
import { Conflict, Invalid, NotFound } from '#kernel/refusals'
import { type Act, demand, record } from '#platform/act'
import type { House } from '#platform/house'
import { demandPlaces } from '../columns-places.ts'
import { hashOf } from '../content.ts'
import { findPublication, findRoute, lockPublication, lockRevision } from '../drafts.ts'
import { storeParts } from '../parts.ts'
import { mayEdit, move, type RevisionKind } from '../rules.ts'
import type { PublicationForm } from '../schema.ts'
import type { RevisionRow } from '../tables.ts'
import { withFiles } from './attaching.ts'
import { forgetTyping } from './autosave.ts'

export type NewDraft = Omit<PublicationForm, 'organisation' | 'columns'> & {
  organisation: OrganisationId
  columns: readonly Id[]
  content: unknown
}

export type Drafted = { publication: Id; revision: Id }

/** OGI 12, Rules80 一(一): the disclosure attribute is decided when the draft is made, not when it is released. */
export async function draftPublication(act: Act, house: House, draft: NewDraft): Promise<Drafted> {
  demand(act, 'publication.draft', draft.organisation)
  const publication = newId(act.now)
  await act.tx
    .insertInto('publications.publication')
    .values({
      site_id: act.site,
      id: publication,
      kind: draft.kind,
      organisation_id: draft.organisation,
      log_item: randomBytes(16).toString('hex'),
      log_rev: 0,
      standing: 'unpublished',
      stage: draft.stage,
      audience: 'public',
      disclosure_attribute: draft.disclosure_attribute,
      disclosure_reason: draft.disclosure_reason,
      legal_basis: draft.legal_basis,
      statutory_category: draft.statutory_category,
      created_at: act.now,
      created_by: act.actor.id,
    } as never)
    .execute()
  await demandPlaces(act, draft.organisation, draft.columns)
  await placeIn(act, publication, draft.columns)
  const revision = await insertRevision(act, house, {
    publication,
    organisation: draft.organisation,
    kind: 'major',
    number: 1,
    reason: null,
    publicationKind: draft.kind,
    content: draft.content,
  })
  await record(act, { event: 'publication.drafted', subject: publication, organisation: draft.organisation })
  return { publication, revision }
}

export async function placeIn(act: Act, publication: Id, columns: readonly Id[]): Promise<void> {
  const known = await act.tx
    .selectFrom('publications.column')
    .select('id')
    .where('site_id', '=', act.site)
    .where('id', 'in', columns as Id[])
    .execute()
  if (known.length !== new Set(columns).size)
    throw new Invalid('column.unknown', { columns: 'column.unknown' })
  await act.tx
    .deleteFrom('publications.placement')
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .execute()
  await act.tx
    .insertInto('publications.placement')
    .values(known.map(({ id }) => ({ site_id: act.site, publication_id: publication, column_id: id })))
    .execute()
}

/** A new text for what is public already. The public text stays until the new one is released. */
export async function beginRevision(
  act: Act,
  house: House,
  publicationId: Id,
  { kind, reason }: { kind: RevisionKind; reason: string },
): Promise<Id> {
  const publication = await lockPublication(act, publicationId)
  demand(act, 'publication.draft', publication.organisation_id)
  if (publication.standing !== 'public' && publication.standing !== 'withdrawn') {
    throw new Conflict('publication.wrong-standing', { from: publication.standing, to: 'public' })
  }
  const last = await lastRevision(act, publicationId)
  if (!['published', 'superseded'].includes(last.state)) throw new Conflict('revision.one-pending')
  const revision = await insertRevision(act, house, {
    publication: publicationId,
    organisation: publication.organisation_id,
    kind,
    number: last.number + 1,
    reason,
    publicationKind: publication.kind,
    content: last.content,
  })
  await record(act, {
    event: 'revision.begun',
    subject: publicationId,
    organisation: publication.organisation_id,
  })
  return revision
}

export type Saved = { saved: true; edit: number } | { saved: false; theirs: RevisionRow }

/** `edit` is the count of saves that the editor saw. If another got in between, nothing is written and both texts live. */
export async function saveRevision(
  act: Act,
  house: House,
  id: Id,
  given: { edit: number; content: unknown; names?: ReadonlyMap<Id, string> },
): Promise<Saved> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.draft', revision.organisation_id)
  if (!mayEdit(revision.state)) throw new Conflict('revision.not-editable', { state: revision.state })
  if (revision.edit !== given.edit) return { saved: false, theirs: revision }
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const content = await withFiles(act, revision.organisation_id, given.content, {
    ...revision,
    names: given.names,
  })
  await act.tx
    .updateTable('publications.revision')
    .set({
      ...contentColumns(house, kind, content),
      edit: revision.edit + 1,
      last_editor_id: act.actor.id,
      updated_at: act.now,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await forgetTyping(act, id)
  await record(act, {
    event: 'revision.saved',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
  return { saved: true, edit: revision.edit + 1 }
}

/** Hands the text in: from here on it is fixed in parts, and any later edit begins the reviews anew. */
export async function submitRevision(act: Act, house: House, id: Id): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.draft', revision.organisation_id)
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  const { within } = await findRoute(act.tx, act.site, kind)
  await storeParts(act, id, house.publishable(kind).parts(revision.content))
  await act.tx
    .updateTable('publications.revision')
    .set({
      state: move(revision.state, 'submitted'),
      secrecy: null,
      submitted_at: act.now,
      due_on: addWorkingDays(act.today, within, act.calendar).date,
      updated_at: act.now,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, {
    event: 'revision.submitted',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

/** The author takes a text back from the reviewers before it is approved. */
export async function takeBackRevision(act: Act, id: Id): Promise<void> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.draft', revision.organisation_id)
  await act.tx
    .updateTable('publications.revision')
    .set({ state: move(revision.state, 'draft'), secrecy: null, due_on: null, updated_at: act.now })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, {
    event: 'revision.taken-back',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
}

type NewRevision = {
  publication: Id
  organisation: OrganisationId
  kind: RevisionKind
  number: number
  reason: string | null
  publicationKind: string
  content: unknown
}

async function insertRevision(act: Act, house: House, revision: NewRevision): Promise<Id> {
  const id = newId(act.now)
  const content = await withFiles(act, revision.organisation, revision.content)
  await act.tx
    .insertInto('publications.revision')
    .values({
      site_id: act.site,
      id,
      publication_id: revision.publication,
      organisation_id: revision.organisation,
      number: revision.number,
      kind: revision.kind,
      state: 'draft',
      ...contentColumns(house, revision.publicationKind, content),
      edit: 1,
      reason: revision.reason,
      author_id: act.actor.id,
      last_editor_id: act.actor.id,
      emergency: false,
      created_at: act.now,
      updated_at: act.now,
    } as never)
    .execute()
  return id
}

/** The columns that follow from the content; a content that its kind refuses never reaches the table. */
export function contentColumns(house: House, kind: string, content: unknown) {
  const publishable = house.publishable(kind)
  const checked = publishable.shape.parse(content)
  const { title, document_number, signed_on, effective_on, validity } = publishable.facts(checked)
  return {
    content: JSON.stringify(checked),
    title,
    content_hash: hashOf(publishable.parts(checked)),
    document_number,
    signed_on,
    effective_on,
    validity,
  }
}

async function lastRevision(act: Act, publication: Id): Promise<RevisionRow> {
  const row = await act.tx
    .selectFrom('publications.revision')
    .selectAll()
    .where('site_id', '=', act.site)
    .where('publication_id', '=', publication)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) throw new NotFound('revision.unknown')
  return row
}
