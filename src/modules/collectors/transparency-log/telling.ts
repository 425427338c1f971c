import type { SiteId } from '#kernel/ids'
import type { Reader } from '#platform/database'
import type { Included } from '#platform/module'
import { jobToolsOf, type World } from '#platform/world'
import { isLogType, type LogType } from '#transparency-log/leaf'

const AT_ONCE = 500

/** Tells the modules what stands in the published log now; from where they were told last, so that nothing is missed. */
export async function tellIncluded(db: Reader, world: World): Promise<void> {
  for (;;) {
    const entries = await listUntold(db)
    if (entries.length === 0) return
    for (const [site, own] of Map.groupBy(entries, ({ site }) => site))
      if (site !== null) await tell(world, site, own)
    const size = entries.at(-1)!.index + 1
    await db.updateTable('transparency_log.included').set({ size }).execute()
  }
}

async function listUntold(db: Reader): Promise<(Included & { site: SiteId | null })[]> {
  const rows = await db
    .selectFrom('transparency_log.included as i')
    .innerJoin('transparency_log.published as p', 'p.log_id', 'i.log_id')
    .innerJoin('transparency_log.entry as e', (on) =>
      on.onRef('e.idx', '>=', 'i.size').onRef('e.idx', '<', 'p.size'),
    )
    .leftJoin('record.log_item as o', 'o.item', 'e.item')
    .select(['e.idx as index', 'e.item', 'e.rev', 'e.type', 'o.site_id as site'])
    .orderBy('e.idx')
    .limit(AT_ONCE)
    .execute()
  return rows.map(({ type, ...row }) => ({ ...row, type: type as LogType }))
}

async function tell(world: World, site: SiteId, entries: readonly Included[]): Promise<void> {
  const known = entries.filter(({ type }) => isLogType(type))
  await jobToolsOf(world, 'transparency-log.included', []).perform(site, (act) =>
    world.house.included(act, known),
  )
}
