import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Translate } from '#kernel/messages'
import {
  Conflict,
  Forbidden,
  Invalid,
  NotFound,
  Refusal,
  TooMany,
  Unauthenticated,
  Unavailable,
} from '#kernel/refusals'
import { isDatabaseDown, isDiskFull } from '../database.ts'
import { wantsJson } from './call.ts'

export type Problem = {
  status: number
  code: string
  refusal: Refusal | undefined
  fields: Readonly<Record<string, string>>
}

/** The one place that knows status numbers. Anything that is no refusal is a bug or an outage. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) {
    return {
      status: statusOf(error),
      code: error.code,
      refusal: error,
      fields: error instanceof Invalid ? error.fields : {},
    }
  }
  if (isDiskFull(error)) return { status: 503, code: 'system.disk-full', refusal: undefined, fields: {} }
  if (isDatabaseDown(error))
    return { status: 503, code: 'system.database-away', refusal: undefined, fields: {} }
  const status = (error as FastifyError | undefined)?.statusCode ?? 500
  const code = status >= 400 && status < 500 ? (CLIENT_ERRORS[status] ?? 'call.malformed') : 'system.failed'
  return { status: status >= 400 && status < 500 ? status : 500, code, refusal: undefined, fields: {} }
}

const CLIENT_ERRORS: Readonly<Record<number, string>> = {
  404: 'page.unknown',
  413: 'call.too-large',
  415: 'call.unknown-media-type',
}

function statusOf(refusal: Refusal): number {
  if (refusal instanceof NotFound) return 404
  if (refusal instanceof Unauthenticated) return 401
  if (refusal instanceof Forbidden) return 403
  if (refusal instanceof Conflict) return 409
  if (refusal instanceof Invalid) return 400
  if (refusal instanceof TooMany) return 429
  if (refusal instanceof Unavailable) return 503
  throw new Error(`unreachable: a refusal without a status: ${refusal.name}`)
}

/** RFC 9457, with the stable code and every field at once. */
export function problemJson(problem: Problem, t: Translate, call: FastifyRequest) {
  const errors = Object.entries(problem.fields).map(([field, code]) => ({ field, code, message: t(code) }))
  return {
    type: `urn:mingtang:problem:${problem.code}`,
    title: t(problem.code, problem.refusal?.params),
    status: problem.status,
    code: problem.code,
    instance: call.id,
    ...(errors.length > 0 ? { errors } : {}),
  }
}

export function sendProblem(
  call: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  t: Translate,
): FastifyReply {
  if (problem.status === 401 && call.url.startsWith('/api/')) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .send(problemJson(problem, t, call))
}

export { wantsJson }
