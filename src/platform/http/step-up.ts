import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOn } from './call.ts'

/**
 * To the page that asks anew who sits here. A form that was posted goes along (RFC 9110 §15.4.8: 307 keeps method and
 * body), so that what was typed can be sent again after the proof; all else comes back to `back`.
 */
export function askForProof(call: FastifyRequest, reply: FastifyReply, back: string): FastifyReply {
  const address = addressOn(call.sitePrefix)
  const isForm = call.method === 'POST' && typeof call.body === 'object' && call.body !== null
  if (!isForm) return reply.redirect(address(`/desk/elevate?${new URLSearchParams({ back })}`), 303)
  const [path = ''] = call.url.split('?', 1)
  return reply.redirect(address(`/desk/elevate/again?${new URLSearchParams({ path, back })}`), 307)
}
