import { setTimeout as pause } from 'node:timers/promises'
import type { AwaitInclusion } from '#platform/act'
import type { Reader } from '#platform/database'

const PATIENCE_MS = 3000
const FIRST_PAUSE_MS = 15
const LONGEST_PAUSE_MS = 120

/** For whoever let something out: entries are taken in their order, so that the last one speaks for all. */
export function inclusionIn(db: Reader, patienceMs = PATIENCE_MS): AwaitInclusion {
  return async (entries) => {
    const last = entries.at(-1)
    if (!last) return
    let wait = FIRST_PAUSE_MS
    for (let waited = 0; waited < patienceMs; waited += wait) {
      if (await isIncluded(db, last)) return
      await pause(wait)
      wait = Math.min(LONGEST_PAUSE_MS, wait * 1.5)
    }
  }
}

async function isIncluded(db: Reader, { item, rev }: { item: string; rev: number }): Promise<boolean> {
  const row = await db
    .selectFrom('transparency_log.entry as e')
    .innerJoin('transparency_log.included as i', (on) => on.onRef('e.idx', '<', 'i.size'))
    .select('e.idx')
    .where('e.item', '=', item)
    .where('e.rev', '=', rev)
    .executeTakeFirst()
  return row !== undefined
}
