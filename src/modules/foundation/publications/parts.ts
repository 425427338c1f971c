import { createHmac, randomBytes } from 'node:crypto'
import type { Id } from '#kernel/ids'
import type { Act, LogPart } from '#platform/act'
import type { PartBytes } from '#platform/module'
import type { PartRow } from './tables.ts'

/** Each part has a salt of its own, so that one can be erased while the rest still verifies. */
export function partRows(site: PartRow['site_id'], revision: Id, parts: readonly PartBytes[]): PartRow[] {
  return parts.map(({ name, media_type, bytes }) => {
    const salt = randomBytes(32)
    return {
      site_id: site,
      revision_id: revision,
      name,
      media_type,
      bytes,
      salt,
      commitment: commitmentOf(salt, bytes),
      erased_at: null,
    }
  })
}

export async function storeParts(act: Act, revision: Id, parts: readonly PartBytes[]): Promise<void> {
  await act.tx
    .deleteFrom('publications.part')
    .where('site_id', '=', act.site)
    .where('revision_id', '=', revision)
    .execute()
  await act.tx
    .insertInto('publications.part')
    .values(partRows(act.site, revision, parts))
    .execute()
}

/** Without the salt the commitment says nothing of the bytes; a plain hash of a short title could be guessed. */
export function commitmentOf(salt: Buffer, bytes: Buffer): string {
  return createHmac('sha256', salt).update(bytes).digest('base64url')
}

export async function logPartsOf(act: Act, revision: Id): Promise<LogPart[]> {
  const rows = await act.tx
    .selectFrom('publications.part')
    .select(['name', 'media_type', 'bytes', 'commitment'])
    .where('site_id', '=', act.site)
    .where('revision_id', '=', revision)
    .execute()
  return inOrder(rows).map(({ name, media_type, bytes, commitment }) => ({
    n: name,
    t: media_type,
    len: bytes?.length ?? 0,
    c: commitment,
  }))
}

const ORDER = ['title', 'body', 'meta']

export function inOrder<Part extends { name: string }>(parts: readonly Part[]): Part[] {
  const rank = ({ name }: Part) =>
    name.startsWith('file/') ? 10 + Number(name.slice(5)) : ORDER.indexOf(name)
  return [...parts].sort((one, other) => rank(one) - rank(other))
}
