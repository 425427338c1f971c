import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Forbidden } from '#kernel/refusals'
import type { Actor, Permission } from '#platform/act'

const READING: Permission = 'publication.read'

/**
 * Texts that are not public are for those who work on them. Who looks after accounts, addresses or the record at the
 * same organisations has rows there in reach too, so the reach is narrowed to where the caller may read texts.
 */
export function readersOnly(pages: FastifyInstance): void {
  pages.addHook('preHandler', async (call) => {
    // Whoever has not signed in was sent to the door before.
    if (!call.person) return
    if (!call.person.holds(READING)) throw new Forbidden('permission.missing', { permission: READING })
    call.circumstances = { ...call.circumstances, actor: readerOf(call) }
  })
}

function readerOf({ circumstances: { actor } }: FastifyRequest): Actor {
  const unit = actor.unit.split(',').filter((id) => actor.may(READING, id as Parameters<Actor['may']>[1]))
  return { ...actor, unit: unit.join(',') }
}
