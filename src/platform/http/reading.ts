import type { FastifyRequest } from 'fastify'
import type { Reader } from '../database.ts'
import type { World } from '../world.ts'

/** One source for the whole call. Whoever writes, is signed in or shows a token reads from the primary. */
export function readerFor(call: FastifyRequest, { db, replicas }: World): Reader {
  if (!replicas) return db
  call.reader ??= isPublicReading(call) ? replicas.pick() : db
  return call.reader
}

function isPublicReading({ method, url, person, token }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !person && !token && !/^\/desk([/?]|$)/.test(url)
}
