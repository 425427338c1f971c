import { createHmac, randomBytes } from 'node:crypto'
import type { Id } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'
import type { Act, LogPart } from '#platform/act'
import type { PartBytes } from '#platform/module'
import { listFiles } from './attachments-queries.ts'
import type { FileRow, PartRow } from './tables.ts'

type Sealed = Pick<FileRow, 'salt' | 'commitment'>

/**
 * Each part has a salt of its own, so that one can be erased while the rest still verifies. That of a file was made
 * with the upload, over the cleaned bytes that readers get.
 */
export function partRows(
  site: PartRow['site_id'],
  revision: Id,
  parts: readonly PartBytes[],
  files: ReadonlyMap<Id, Sealed> = new Map(),
): PartRow[] {
  return parts.map(({ name, media_type, bytes, file }) => ({
    ...{ site_id: site, revision_id: revision, name, media_type, erased_at: null },
    ...(file ? sealedFile(file, files) : sealedBytes(bytes)),
  }))
}

function sealedBytes(bytes: Buffer) {
  const salt = randomBytes(32)
  return { bytes, salt, commitment: commitmentOf(salt, bytes), file_id: null, label: null }
}

function sealedFile(file: NonNullable<PartBytes['file']>, files: ReadonlyMap<Id, Sealed>) {
  const sealed = files.get(file.id)
  // Erased from the public text while a draft that was begun from it still names it.
  if (!sealed?.salt) throw new Conflict('attachment.unknown')
  const { salt, commitment } = sealed
  return { bytes: null, salt, commitment, file_id: file.id, label: file.label }
}

export async function storeParts(act: Act, revision: Id, parts: readonly PartBytes[]): Promise<void> {
  await act.tx
    .deleteFrom('publications.part')
    .where('site_id', '=', act.site)
    .where('revision_id', '=', revision)
    .execute()
  const files = await listFiles(
    act.tx,
    act.site,
    parts.flatMap(({ file }) => (file ? [file.id] : [])),
  )
  await act.tx
    .insertInto('publications.part')
    .values(partRows(act.site, revision, parts, new Map(files.map((row) => [row.id, row]))))
    .execute()
}

/** Without the salt the commitment says nothing of the bytes; a plain hash of a short title could be guessed. */
export function commitmentOf(salt: Buffer, bytes: Buffer): string {
  return createHmac('sha256', salt).update(bytes).digest('base64url')
}

export async function logPartsOf(act: Act, revision: Id): Promise<LogPart[]> {
  const rows = await act.tx
    .selectFrom('publications.part as p')
    .leftJoin('publications.file as f', (on) =>
      on.onRef('f.site_id', '=', 'p.site_id').onRef('f.id', '=', 'p.file_id'),
    )
    .select(['p.name', 'p.media_type', 'p.bytes', 'p.commitment', 'f.length'])
    .where('p.site_id', '=', act.site)
    .where('p.revision_id', '=', revision)
    .execute()
  return inOrder(rows).map(({ name, media_type, bytes, commitment, length }) => ({
    n: name,
    t: media_type,
    len: bytes?.length ?? length ?? 0,
    c: commitment,
  }))
}

/** The parts that any released text of the publication has, by their names: what its erasure takes away. */
export async function listReleasedParts(act: Act, publication: Id): Promise<LogPart[]> {
  const rows = await act.tx
    .selectFrom('publications.part as p')
    .innerJoin('publications.revision as r', (on) =>
      on.onRef('r.site_id', '=', 'p.site_id').onRef('r.id', '=', 'p.revision_id'),
    )
    .select(['p.name', 'p.media_type', 'p.commitment'])
    .distinctOn('p.name')
    .where('p.site_id', '=', act.site)
    .where('r.publication_id', '=', publication)
    .where('r.log_rev', 'is not', null)
    .orderBy('p.name')
    .execute()
  return inOrder(rows).map(({ name, media_type, commitment }) => ({
    ...{ n: name, t: media_type, len: 0, c: commitment },
  }))
}

const ORDER = ['title', 'body', 'meta']

export function inOrder<Part extends { name: string }>(parts: readonly Part[]): Part[] {
  const rank = ({ name }: Part) =>
    name.startsWith('file/') ? 10 + Number(name.slice(5)) : ORDER.indexOf(name)
  return [...parts].sort((one, other) => rank(one) - rank(other))
}
