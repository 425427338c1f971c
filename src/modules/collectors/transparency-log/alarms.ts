import type { Reader } from '#platform/database'
import type { AlarmRow } from './tables.ts'

/** Once for each fault that nobody has answered yet. */
export async function raiseAlarm(db: Reader, alarm: Pick<AlarmRow, 'code' | 'detail' | 'at'>): Promise<void> {
  const open = await db
    .selectFrom('transparency_log.alarm')
    .select('id')
    .where('code', '=', alarm.code)
    .where('answered_at', 'is', null)
    .executeTakeFirst()
  if (open) return
  await db
    .insertInto('transparency_log.alarm')
    .values({ ...alarm, answered_at: null, answer: null })
    .execute()
}

export async function listOpenAlarms(db: Reader): Promise<Pick<AlarmRow, 'code' | 'detail' | 'at'>[]> {
  return db
    .selectFrom('transparency_log.alarm')
    .select(['code', 'detail', 'at'])
    .where('answered_at', 'is', null)
    .orderBy('id')
    .execute()
}
