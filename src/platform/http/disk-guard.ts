import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import { Unavailable } from '#kernel/refusals'

const MB = 1024 * 1024
/** Two segments of the database's log and the largest upload: past that the database stops by itself, with everything. */
const LEAST_BYTES = 96 * MB
const LOOK_EVERY_MS = 1_000

export type WatchedDisk = { folder: string; leastBytes?: number }

/**
 * Where the database of an installation shares its disk, a full disk would end it in the middle of a commit. Before
 * that, calls that write are refused, and reading goes on.
 */
export function refuseWritesOnFullDisk(
  app: FastifyInstance,
  { folder, leastBytes = LEAST_BYTES }: WatchedDisk,
): void {
  let lookedAt = Number.NEGATIVE_INFINITY
  let free = Number.POSITIVE_INFINITY
  app.addHook('preHandler', async (call) => {
    if (call.method === 'GET' || call.method === 'HEAD') return
    if (performance.now() - lookedAt > LOOK_EVERY_MS) {
      lookedAt = performance.now()
      const { bavail, bsize } = await statfs(folder)
      free = bavail * bsize
    }
    if (free < leastBytes) throw new Unavailable('system.disk-full')
  })
}
