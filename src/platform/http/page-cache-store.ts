/** Entries by key and by tag, bounded in bytes. Second chance: what answered somebody since the last round stays. */
import type { Entry } from './page-cache-entry.ts'

export function createStore(maxBytes: number) {
  const entries = new Map<string, Entry>()
  const tagged = new Map<string, Set<Entry>>()
  let bytes = 0

  const find = (key: string): Entry | undefined => entries.get(key)

  function put(entry: Entry): void {
    const previous = entries.get(entry.key)
    if (previous !== undefined) remove(previous)
    entries.set(entry.key, entry)
    bytes += entry.bytes
    for (const tag of entry.tags) index(tag).add(entry)
    shrink()
  }

  /** A further form was made; the entry may have gone in the meantime, and then nothing happens. */
  function grow(entry: Entry, by: number): void {
    if (entries.get(entry.key) !== entry) return
    entry.bytes += by
    bytes += by
    shrink()
  }

  function removeTagged(tags: Iterable<string>): number {
    const before = entries.size
    for (const tag of tags) for (const entry of tagged.get(tag) ?? []) remove(entry)
    return before - entries.size
  }

  function clear(): number {
    const removed = entries.size
    entries.clear()
    tagged.clear()
    bytes = 0
    return removed
  }

  function remove(entry: Entry): void {
    if (!entries.delete(entry.key)) return
    bytes -= entry.bytes
    for (const tag of entry.tags) {
      const set = tagged.get(tag)
      set?.delete(entry)
      if (set?.size === 0) tagged.delete(tag)
    }
  }

  /** Maps iterate in the order of insertion, so the front is the oldest. Ends: each round takes a mark away. */
  function shrink(): void {
    while (bytes > maxBytes) {
      const oldest: Entry = entries.values().next().value!
      if (oldest.wasUsed) {
        oldest.wasUsed = false
        entries.delete(oldest.key)
        entries.set(oldest.key, oldest)
      } else remove(oldest)
    }
  }

  function index(tag: string): Set<Entry> {
    const set = tagged.get(tag) ?? new Set()
    tagged.set(tag, set)
    return set
  }

  const size = () => ({ bytes, entries: entries.size })

  return { find, put, grow, removeTagged, clear, size }
}
