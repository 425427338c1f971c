/** Files of public texts, ready for pages and programs. */
import type { FastifyRequest } from 'fastify'
import { addressOf, type Id } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Files } from '#platform/files/files'
import type { EnclosedFile } from '#platform/module'
import type { Tools } from '#platform/surface'
import type { FileInContent } from './attachments.ts'
import { listPublicFiles, type PublicFile } from './attachments-queries.ts'
import type { AttachedFile } from './pages/attachments-portal.tsx'
import { fullName } from './pages/attachments-words.ts'
import type { ShownRow } from './tables.ts'

export function attachedFiles(
  { addresses }: Files,
  view: Pick<View, 'site'>,
  files: readonly PublicFile[],
): AttachedFile[] {
  return files
    .filter(({ purpose }) => purpose === 'attachment')
    .map((file) => ({
      name: withoutEnding(file),
      extension: file.extension,
      length: file.length,
      href: file.erased_at ? undefined : addresses.ofPublished(view.site, file.id, labelOf(file)),
    }))
}

/** As the content of a draft names them, so that two texts can be compared. */
export function asInContent(file: PublicFile): FileInContent {
  const { id, extension, media_type, length, sha256 } = file
  return { ...{ id, extension, media_type, length, sha256 }, name: withoutEnding(file) }
}

/** Of the same shape as the other parts of a text, with where the bytes are instead of the bytes. */
export function filePartForAll({ addresses }: Files, view: Pick<View, 'site'>, file: PublicFile) {
  const { part, purpose, media_type, length, sha256, erased_at } = file
  const own = purpose === 'image' ? `/files/${addressOf(file.id)}` : undefined
  return {
    ...{ name: part, media_type, use: purpose, content: null },
    ...(erased_at
      ? { title: null, length: null, sha256: null, href: null }
      : {
          title: labelOf(file),
          ...{ length, sha256 },
          href: own ?? addresses.ofPublished(view.site, file.id, labelOf(file)),
        }),
    erased_at: erased_at?.toISOString() ?? null,
  }
}

/** For feeds: the attachments of each row, in one query for all, whichever site they lie in. */
export async function enclosedFiles(
  view: View,
  rows: readonly Pick<ShownRow, 'revision_id' | 'source_site_id'>[],
): Promise<ReadonlyMap<Id, EnclosedFile[]>> {
  const sources = [...new Set(rows.map(({ source_site_id }) => source_site_id))]
  const revisions = rows.map(({ revision_id }) => revision_id)
  const files = (await listPublicFiles(view, revisions, sources)).filter(
    ({ purpose, erased_at }) => purpose === 'attachment' && !erased_at,
  )
  const byRevision = Map.groupBy(files, ({ revision_id }) => revision_id)
  return new Map(
    [...byRevision].map(([revision, of]) => [
      revision,
      of.map((file) => ({
        ...{
          site: file.site_id,
          id: file.id,
          name: labelOf(file),
          media_type: file.media_type,
          length: file.length,
        },
      })),
    ]),
  )
}

/** At the desk: by an address that was made for whoever opened the page, and for ten minutes. */
export function draftAddress({ files }: Tools, call: FastifyRequest): (file: FileInContent) => string {
  const { site, now } = call.circumstances
  return (file) => files.addresses.ofDraft(site, file.id, fullName(file), now)
}

function labelOf({ label, extension }: PublicFile): string {
  return label ?? `file.${extension}`
}

function withoutEnding(file: PublicFile): string {
  return labelOf(file).slice(0, -(file.extension.length + 1))
}
