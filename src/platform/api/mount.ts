import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { UNNAMED } from '#kernel/forms'
import { Forbidden, Invalid, Unauthenticated } from '#kernel/refusals'
import { readStrictQuery } from '../http/query.ts'
import { limitRate } from '../http/rate-limits.ts'
import type { Tools } from '../surface.ts'
import type { Api, ApiSurface, Handler, Method, Mounted, Operation } from './operation.ts'

/** A program that follows cursors asks often; a loop that went wrong asks more. Kept answers are not counted. */
const CALLS_A_MINUTE = 300

const NOTHING = z.object({})

/** Mounts the operations of one module at its place and returns their descriptions. */
export async function mountApi(
  app: FastifyInstance,
  { prefix, group, surface }: { prefix: string; group: string; surface: ApiSurface },
  tools: Tools,
): Promise<Mounted[]> {
  const mounted: Mounted[] = []
  await app.register(
    async (pages) => {
      limitRate(pages, { perMinute: CALLS_A_MINUTE, code: 'api.too-many' })
      const on =
        (method: Method) =>
        (url: string, operation: Operation, handler: Handler<never, never, never, never>) => {
          mounted.push({ method, url: `${prefix}${url === '/' ? '' : url}`, group, operation })
          serve(pages, { method, url, operation }, handler as never)
        }
      const api = { get: on('get'), post: on('post'), put: on('put'), delete: on('delete') }
      surface(api as unknown as Api, tools)
    },
    { prefix },
  )
  return mounted
}

type Served = { method: Method; url: string; operation: Operation }
type AnyHandler = Handler<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType>

function serve(pages: FastifyInstance, { method, url, operation }: Served, handler: AnyHandler): void {
  const { status = 200, needs } = operation
  const isOpen = method === 'get' && needs === undefined
  const config =
    isOpen && operation.isKept !== false ? { cache: Object.keys(operation.query?.shape ?? {}) } : {}
  pages.route({
    method: method.toUpperCase(),
    url,
    config,
    handler: async (call, reply) => {
      if (needs) demandToken(call, needs)
      // What anyone may read, any page of any site may read: no cookie and no token plays a part in it.
      if (isOpen) reply.header('access-control-allow-origin', '*')
      const query = readStrictQuery(operation.query ?? NOTHING, call.query)
      const answer = await handler({
        ...{ call, reply, query },
        path: read(operation.path ?? NOTHING, call.params ?? {}, 'api.bad-path'),
        body: operation.body && readBody(operation.body, call),
      } as never)
      return reply.code(status).type('application/json; charset=utf-8').send(answer)
    },
  })
}

/** A session's cookie opens nothing here: what a browser sends by itself must not write (request forgery). */
function demandToken({ token }: FastifyRequest, needs: NonNullable<Operation['needs']>): void {
  if (!token) throw new Unauthenticated('api.token-missing')
  if (!token.holds(needs)) throw new Forbidden('permission.missing', { permission: needs })
}

function readBody(shape: z.ZodType, call: FastifyRequest): unknown {
  if (typeof call.body !== 'object' || call.body === null) throw new Invalid('api.body-missing', {})
  return read(shape, call.body, 'api.bad-body')
}

/** Every error at once, each with the path of its field. */
function read(shape: z.ZodType, given: unknown, code: string): unknown {
  const result = shape.safeParse(given, UNNAMED)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[key] = 'list.unknown-parameter'
    else fields[issue.path.join('.')] ??= issue.message
  }
  throw new Invalid(code, fields)
}
