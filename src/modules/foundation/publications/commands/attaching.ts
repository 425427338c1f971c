import { type Id, newId, type OrganisationId } from '#kernel/ids'
import { Conflict, Invalid } from '#kernel/refusals'
import type { SanitisedHtml } from '#kernel/rich-text'
import { type Act, demand, record } from '#platform/act'
import type { House } from '#platform/house'
import {
  type AttachmentChange,
  changed,
  type FileInContent,
  type FilesInContent,
  filesIn,
  imagesIn,
  MOST_ATTACHMENTS,
  nameOfUpload,
} from '../attachments.ts'
import { inContent, listFiles } from '../attachments-queries.ts'
import type { LaidDown } from '../attachments-taking.ts'
import { findPublication, lockRevision } from '../drafts.ts'
import { mayEdit } from '../rules.ts'
import type { DocumentContent } from '../schema.ts'
import type { FileRow, RevisionRow } from '../tables.ts'
import { contentColumns } from './drafting.ts'

/** An upload that lies in the file store, and where it belongs. */
export type Taken = LaidDown & {
  purpose: FileRow['purpose']
  organisation: OrganisationId
  publication: Id | null
}

/** Makes a file known. Until a text names it, it belongs to nothing and goes after a week. */
export async function keepFile(act: Act, taken: Taken): Promise<FileRow> {
  demand(act, 'publication.draft', taken.organisation)
  const { media_type, extension, text, removed, warnings, width, height } = taken.inspected
  const { length, sha256, salt, commitment, purpose } = taken
  const row: FileRow = {
    site_id: act.site,
    id: newId(act.now),
    organisation_id: taken.organisation,
    publication_id: taken.publication,
    original_key: taken.keys.original,
    cleaned_key: taken.keys.cleaned,
    name: `${nameOfUpload(taken.name, extension)}.${extension}`,
    ...{ purpose, media_type, extension, length, sha256, salt, commitment },
    text: storable(text),
    removed: [...removed],
    warnings: [...warnings],
    width: width ?? null,
    height: height ?? null,
    uploaded_by: act.actor.id,
    uploaded_at: act.now,
    erased_at: null,
  }
  await act.tx.insertInto('publications.file').values(row).execute()
  await record(act, { event: 'file.uploaded', subject: row.id, organisation: taken.organisation })
  return row
}

/** What no text column takes is not text. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

/** Adds, names, orders and removes attachments of a text that is being written. An edit like any other. */
export async function changeAttachments(
  act: Act,
  house: House,
  id: Id,
  change: Omit<AttachmentChange, 'add'> & { add?: readonly Id[] },
): Promise<{ edit: number }> {
  const revision = await lockRevision(act, id)
  demand(act, 'publication.draft', revision.organisation_id)
  if (!mayEdit(revision.state)) throw new Conflict('revision.not-editable', { state: revision.state })
  const { kind } = await findPublication(act.tx, act.site, revision.publication_id)
  if (kind !== 'article' && kind !== 'document') throw new Conflict('revision.other-editor')
  const added = await ownFiles(act, revision.organisation_id, change.add ?? [])
  const add = added.map((row) => inContent(row, nameOfUpload(row.name, row.extension)))
  const content = revision.content as DocumentContent
  const attachments = changed(filesIn(content).attachments, { ...change, add })
  if (attachments.length > MOST_ATTACHMENTS)
    throw new Invalid('attachment.too-many', { attachments: 'attachment.too-many' })
  await act.tx
    .updateTable('publications.revision')
    .set({
      ...contentColumns(house, kind, { ...content, attachments }),
      edit: revision.edit + 1,
      last_editor_id: act.actor.id,
      updated_at: act.now,
    })
    .where('site_id', '=', act.site)
    .where('id', '=', id)
    .execute()
  await record(act, {
    event: 'revision.saved',
    subject: revision.publication_id,
    organisation: revision.organisation_id,
  })
  return { edit: revision.edit + 1 }
}

/**
 * Ties a content to its files before it is stored: attachments stay those of the text unless it is given others, and
 * pictures follow from the text. What is known of a file comes from its row, never from whoever saves.
 */
export async function withFiles(
  act: Act,
  organisation: OrganisationId,
  content: unknown,
  before?: Pick<RevisionRow, 'content'> & { names?: ReadonlyMap<Id, string> | undefined },
): Promise<unknown> {
  const { body, attachments: given } = (content ?? {}) as FilesInContent & { body?: unknown }
  const { names: typed } = before ?? {}
  const wanted = given ?? changed(filesIn(before?.content).attachments, typed ? { names: typed } : {})
  const placed = typeof body === 'string' ? imagesIn(body as SanitisedHtml) : []
  if (wanted.length === 0 && placed.length === 0) return content
  const names = new Map(wanted.map(({ id, name }) => [id, name]))
  const attached = await ownFiles(act, organisation, [...names.keys()])
  const images = await knownImages(act, organisation, placed)
  return {
    ...(content as object),
    ...(attached.length > 0 && { attachments: attached.map((row) => inContent(row, names.get(row.id)!)) }),
    ...(images.length > 0 && { images }),
  }
}

/** In the order asked for. A file of another organisation is not there. */
async function ownFiles(act: Act, organisation: OrganisationId, ids: readonly Id[]): Promise<FileRow[]> {
  const rows = new Map((await listFiles(act.tx, act.site, ids)).map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = rows.get(id)
    if (!row || row.organisation_id !== organisation || row.purpose !== 'attachment' || row.erased_at)
      throw new Invalid('attachment.unknown', { attachments: 'attachment.unknown' })
    return row
  })
}

/** A picture that is not ours to place is left out here, and the gate stops the text for it. */
async function knownImages(
  act: Act,
  organisation: OrganisationId,
  ids: readonly Id[],
): Promise<FileInContent[]> {
  const rows = new Map((await listFiles(act.tx, act.site, ids)).map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = rows.get(id)
    if (row?.organisation_id !== organisation || row.purpose !== 'image' || row.erased_at) return []
    return [inContent(row, nameOfUpload(row.name, row.extension))]
  })
}
