import type { Id, SiteId } from '#kernel/ids'
import type { View } from '#platform/act'
import type { Reader } from '#platform/database'
import type { EntryRow } from './tables.ts'

export type Entry = Pick<EntryRow, 'idx' | 'item' | 'rev' | 'type' | 'at' | 'unit'>
const COLUMNS = ['e.idx', 'e.item', 'e.rev', 'e.type', 'e.at', 'e.unit'] as const

export type Published = { size: number; note: string; at: Date }

/** What the checkpoint says; nothing beyond its size is told to anybody. */
export async function findPublished(db: Reader): Promise<Published | undefined> {
  return db.selectFrom('transparency_log.published').select(['size', 'note', 'at']).executeTakeFirst()
}

export type EntryFilter = { type?: string | undefined; unit?: string | undefined }

/** Newest first; `before` is the number of the last entry of the page before. */
export async function listEntries(
  db: Reader,
  { type, unit }: EntryFilter,
  { size, before = size, limit }: { size: number; before?: number | undefined; limit: number },
): Promise<Entry[]> {
  return db
    .selectFrom('transparency_log.entry as e')
    .select(COLUMNS)
    .where('e.idx', '<', Math.min(before, size))
    .$if(type !== undefined, (query) => query.where('e.type', '=', type!))
    .$if(unit !== undefined, (query) => query.where('e.unit', '=', unit!))
    .orderBy('e.idx', 'desc')
    .limit(limit + 1)
    .execute()
}

export async function findEntry(db: Reader, idx: number): Promise<EntryRow | undefined> {
  return db.selectFrom('transparency_log.entry as e').selectAll().where('e.idx', '=', idx).executeTakeFirst()
}

const MOST_OF_ITEM = 1000

export async function listEntriesOfItem(db: Reader, item: string, size: number): Promise<Entry[]> {
  return db
    .selectFrom('transparency_log.entry as e')
    .select(COLUMNS)
    .where('e.item', '=', item)
    .where('e.idx', '<', size)
    .orderBy('e.rev', 'desc')
    .limit(MOST_OF_ITEM)
    .execute()
}

/** What an item is about, for as long as that is known. */
export async function findSubject(
  db: Reader,
  item: string,
): Promise<{ site: SiteId; subject: Id } | undefined> {
  const row = await db
    .selectFrom('record.log_item')
    .select(['site_id', 'subject'])
    .where('item', '=', item)
    .executeTakeFirst()
  return row?.site_id && row.subject ? { site: row.site_id, subject: row.subject } : undefined
}

/** The entry of the text that is shown: the last one that let a text out. */
export async function findEntryOfSubject(view: View, subject: Id): Promise<Entry | undefined> {
  return view.db
    .selectFrom('record.log_item as o')
    .innerJoin('transparency_log.entry as e', 'e.item', 'o.item')
    .select(COLUMNS)
    .where('o.site_id', '=', view.site)
    .where('o.subject', '=', subject)
    .where('e.type', 'in', ['publish', 'revise'])
    .orderBy('e.rev', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function findManifest(db: Reader, { item, rev }: Pick<EntryRow, 'item' | 'rev'>) {
  return db
    .selectFrom('record.log_manifest')
    .select(['salt', 'manifest'])
    .where('item', '=', item)
    .where('rev', '=', rev)
    .executeTakeFirst()
}

/** The keys that the log announced, each from the entry that did. */
export async function listKeyEntries(db: Reader, size: number): Promise<Pick<EntryRow, 'idx' | 'leaf'>[]> {
  return db
    .selectFrom('transparency_log.entry')
    .select(['idx', 'leaf'])
    .where('type', '=', 'key')
    .where('idx', '<', size)
    .orderBy('idx')
    .execute()
}
