import type { Id, SiteId } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Reader } from '#platform/database'
import type { FindFile, PartBytes } from '#platform/module'
import type { FileInContent } from './attachments.ts'
import type { FileRow } from './tables.ts'

export async function listFiles(db: Reader, site: number, ids: readonly Id[]): Promise<FileRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('publications.file')
    .selectAll()
    .where('site_id', '=', site as never)
    .where('id', 'in', [...ids])
    .execute()
}

/** Pictures uploaded while this publication was written, newest first: ready to be placed in its text. */
export async function listImagesOf(view: View, publication: Id): Promise<FileRow[]> {
  return view.db
    .selectFrom('publications.file')
    .selectAll()
    .where('site_id', '=', view.site)
    .where('publication_id', '=', publication)
    .where('purpose', '=', 'image')
    .where('erased_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(40)
    .execute()
}

export type PublicFile = Present<FileOfText>

/** Files of texts that are or were public, in their order. */
export async function listPublicFiles(
  view: View,
  revisions: readonly Id[],
  sources: readonly SiteId[] = [view.site],
) {
  if (revisions.length === 0) return []
  return inOrder(await filesOf(view, revisions, sources).where('p.file_id', 'is not', null).execute())
}

/** What a page of one text shows, in one query. */
export async function findTextAndFiles(
  view: View,
  revision: Id,
): Promise<{ body: string; files: PublicFile[] }> {
  const rows = await filesOf(view, [revision])
    .select('p.bytes')
    .where((on) => on.or([on('p.name', '=', 'body'), on('p.file_id', 'is not', null)]))
    .execute()
  const body = rows.find(({ part }) => part === 'body')?.bytes?.toString('utf8') ?? ''
  return { body, files: inOrder(rows.filter(({ id }) => id !== null)) }
}

function filesOf(view: View, revisions: readonly Id[], sources: readonly SiteId[] = [view.site]) {
  return view.db
    .selectFrom('publications.part as p')
    .leftJoin('publications.file as f', (on) =>
      on.onRef('f.site_id', '=', 'p.site_id').onRef('f.id', '=', 'p.file_id'),
    )
    .select(['p.site_id', 'p.revision_id', 'p.name as part', 'p.label', 'p.media_type', 'p.erased_at'])
    .select(['f.id', 'f.purpose', 'f.extension', 'f.length', 'f.sha256'])
    .where('p.site_id', 'in', [...sources])
    .where('p.revision_id', 'in', [...revisions])
}

type FileOfText = Awaited<ReturnType<ReturnType<typeof filesOf>['execute']>>[number]
type Present<Row> = {
  [Name in keyof Row]: Name extends 'label' | 'erased_at' ? Row[Name] : NonNullable<Row[Name]>
}

function inOrder(rows: readonly FileOfText[]): Present<FileOfText>[] {
  return [...(rows as Present<FileOfText>[])].sort((one, other) => numberOf(one.part) - numberOf(other.part))
}

function numberOf(part: string): number {
  return Number(part.slice('file/'.length))
}

/** A file is public while the publication stands there whose public text it belongs to. */
export const findFile: FindFile = async (view, id) => {
  const row = await view.db
    .selectFrom('publications.file as f')
    .leftJoin('publications.part as p', (on) =>
      on
        .onRef('p.site_id', '=', 'f.site_id')
        .onRef('p.file_id', '=', 'f.id')
        .on('p.erased_at', 'is', null)
        .on((inner) =>
          inner.exists(
            inner
              .selectFrom('publications.revision as r')
              .innerJoin('publications.publication as u', (join) =>
                join.onRef('u.site_id', '=', 'r.site_id').onRef('u.id', '=', 'r.publication_id'),
              )
              .select('r.id')
              .whereRef('r.site_id', '=', 'p.site_id')
              .whereRef('r.id', '=', 'p.revision_id')
              .where('r.state', 'in', ['published', 'superseded'])
              .where('u.standing', '=', 'public')
              .where('u.audience', '=', 'public'),
          ),
        ),
    )
    .select(['f.cleaned_key', 'f.media_type', 'f.name', 'f.length', 'f.sha256', 'f.purpose'])
    .select(['p.label', 'p.revision_id', 'f.organisation_id'])
    .where('f.site_id', '=', view.site)
    .where('f.id', '=', id)
    .where('f.cleaned_key', 'is not', null)
    .orderBy('p.revision_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  const { media_type, length, sha256 } = row
  return {
    key: row.cleaned_key!,
    ...{ media_type, length, sha256 },
    name: row.label ?? row.name,
    isPublic: row.revision_id !== null,
    isImage: row.purpose === 'image',
    readers: { permission: 'publication.read', organisation: row.organisation_id },
  }
}

/** What the scanner reads: in place of a file its text, and the name that readers see. */
export async function readable(
  db: Reader,
  site: number,
  parts: readonly PartBytes[],
): Promise<(PartBytes & { bytes: Buffer; label?: string })[]> {
  const files = parts.flatMap(({ file }) => (file ? [file.id] : []))
  const texts = new Map((await listFiles(db, site, files)).map(({ id, text }) => [id, text]))
  return parts.map((part) => {
    if (!part.file) return part
    const { label, id } = part.file
    return {
      name: part.name,
      media_type: 'text/plain',
      bytes: Buffer.from(`${label}\n${texts.get(id) ?? ''}`),
      label,
    }
  })
}

export function inContent(row: FileRow, name: string): FileInContent {
  const { id, extension, media_type, length, sha256 } = row
  return { ...{ id, name, extension, media_type, length, sha256 } }
}
