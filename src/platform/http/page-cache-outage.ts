import { sql } from 'kysely'
import type { Reader } from '../database.ts'
import { withinSeconds } from './metrics.ts'
import type { PageCache } from './page-cache.ts'

export type OutageWatch = { begin(): void; end(): void }

const ASK_EVERY_MS = 1_000

/**
 * When changes can no longer be heard there are two cases. The database is there: then every page is rendered anew.
 * It is away: then what is kept is all there is, and is shown until the database answers again. Nothing can be
 * released or withdrawn meanwhile, because acts need it too; a process that alone is cut off says so on /readyz, and
 * the balancer in front takes it out.
 */
export function watchOutage(cache: PageCache, db: Reader, everyMs = ASK_EVERY_MS): OutageWatch {
  let timer: NodeJS.Timeout | undefined
  let round = 0

  async function look(current: number): Promise<void> {
    const isThere = (await withinSeconds(2, sql`select 1`.execute(db))) !== undefined
    if (current !== round) return
    if (isThere) cache.forbidStale()
    else cache.allowStale()
    timer = setTimeout(() => void look(current), everyMs).unref()
  }

  function end(): void {
    round += 1
    clearTimeout(timer)
    cache.forbidStale()
  }

  return {
    begin: () => {
      end()
      void look(round)
    },
    end,
  }
}
