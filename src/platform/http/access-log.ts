import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'

export const ACCESS_LOGS = ['off', 'on', 'address'] as const
export type AccessLog = (typeof ACCESS_LOGS)[number]

type Answered = { call: FastifyRequest; status: number; seconds: number }

/**
 * A line for each call that reached a route. The pattern stands for the path: what people searched, and the codes with
 * which they ask for their cases, are in paths and queries and none of the log's business.
 */
export function logAccess(logger: Logger, mode: AccessLog, { call, status, seconds }: Answered): void {
  if (mode === 'off') return
  logger.info(
    {
      call: call.id,
      method: call.method,
      route: call.routeOptions.url ?? 'unknown',
      status,
      ms: Math.round(seconds * 1000),
      ...(mode === 'address' ? { address: call.ip } : {}),
    },
    'answered',
  )
}
