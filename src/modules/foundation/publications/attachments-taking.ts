import { createHash, randomBytes } from 'node:crypto'
import type { SiteId } from '#kernel/ids'
import { type FileStore, newFileKey } from '#platform/files/file-store'
import type { Inspected } from '#platform/uploads/inspection'
import { commitmentOf } from './parts.ts'
import type { FileRow } from './tables.ts'

type Accepted = Extract<Inspected, { accepted: true }>

/** An upload that was looked at, cleaned and laid into the store: its bytes need not wait in memory any longer. */
export type LaidDown = Pick<FileRow, 'length' | 'sha256' | 'salt' | 'commitment'> & {
  /** As it was called by whoever sent it. */
  name: string
  inspected: Omit<Accepted, 'cleaned' | 'accepted'>
  keys: { original: string; cleaned: string }
}

export async function layDown(
  store: FileStore,
  { site, now }: { site: SiteId; now: Date },
  {
    name,
    bytes,
    inspected: { cleaned, accepted: _, ...inspected },
  }: { name: string; bytes: Buffer; inspected: Accepted },
): Promise<LaidDown> {
  const keys = { original: newFileKey(site, now), cleaned: newFileKey(site, now) }
  await store.put(keys.original, bytes)
  await store.put(keys.cleaned, cleaned)
  const salt = randomBytes(32)
  return {
    ...{ name, inspected, keys, salt, length: cleaned.length },
    sha256: createHash('sha256').update(cleaned).digest('hex'),
    commitment: commitmentOf(salt, cleaned),
  }
}

/** What was laid down for an act that did not come about. */
export async function takeAway(store: FileStore, laid: readonly LaidDown[]): Promise<void> {
  for (const { keys } of laid) {
    await store.remove(keys.original)
    await store.remove(keys.cleaned)
  }
}
