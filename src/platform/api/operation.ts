import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Permission } from '../act.ts'
import type { Tools } from '../surface.ts'

export type Method = 'get' | 'post' | 'put' | 'delete'

/**
 * What a program may ask or do, said once: from it come the check of what arrives, the reference for people and the
 * OpenAPI description. Sentences are message keys, so that the reference exists in every language of the site.
 */
export type Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> = {
  /** Stable name in generated clients: `listPublications`. */
  id: string
  /** Message key of the sentence that says what it does. */
  says: string
  path?: Path
  query?: Query
  body?: Body
  answer: Answer
  /** Status of the answer when all is well. */
  status?: 200 | 201
  /** False for what must be asked anew each time; what is open to everyone is kept otherwise. */
  isKept?: false
  /** What the caller's token must allow somewhere; the command checks it for the organisation. Absent: open to everyone. */
  needs?: Permission
  /** Codes of refusals that a caller should be ready for, beside those that every call may meet. */
  refusals?: readonly string[]
}

export type Asked<Path, Query, Body> = {
  call: FastifyRequest
  reply: FastifyReply
  path: Path
  query: Query
  body: Body
}

export type Handler<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> = (asked: Asked<z.output<Path>, z.output<Query>, z.output<Body>>) => Promise<z.input<Answer>>

type Route = <
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answer extends z.ZodType,
>(
  url: string,
  operation: Operation<Path, Query, Body, Answer>,
  handler: Handler<Path, Query, Body, Answer>,
) => void

/** Routes of one module under `/api/v1/<module>`; `url` is what follows, with `:name` for parameters. */
export type Api = Readonly<Record<Method, Route>>

export type ApiSurface = (api: Api, tools: Tools) => void

/** An operation where it stands: for the reference and the description. */
export type Mounted = { method: Method; url: string; group: string; operation: Operation }
