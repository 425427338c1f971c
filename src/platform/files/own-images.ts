import type { FastifyInstance } from 'fastify'
import { type Id, idOfAddress } from '#kernel/ids'
import { NotFound } from '#kernel/refusals'
import type { Actor, Circumstances } from '../act.ts'
import type { KeptFile } from '../module.ts'
import { stagehandsOf, type World } from '../world.ts'
import { answerFile } from './answer-file.ts'

const NOBODY: Actor = { kind: 'visitor', id: 'visitor', unit: '', may: () => false }

/**
 * Pictures that stand in a text, from our own origin: every pixel of them was drawn anew by us, so they carry nothing.
 * Those of a draft are shown to whoever may read the draft.
 */
export function serveOwnImages(app: FastifyInstance, world: World): void {
  const { look } = stagehandsOf(world)
  const seek = (circumstances: Circumstances, id: Id) =>
    look(circumstances, (view) => world.house.file(view, id))
  // A stored text names its pictures without the prefix of a site that is reached by path.
  const find = async (circumstances: Circumstances, id: Id) => {
    const here = await seek(circumstances, id)
    if (here && (here.isPublic || mayRead(circumstances.actor, here))) return here
    for (const { id: site } of await world.sites.all()) {
      const file = await seek({ ...circumstances, actor: NOBODY, site }, id)
      if (file?.isPublic) return file
    }
    return undefined
  }
  app.get<{ Params: { id: string } }>('/files/:id', async (call, reply) => {
    const id = idOfAddress(call.params.id)
    const file = id && (await find(call.circumstances, id))
    if (!file?.isImage) throw new NotFound('file.gone')
    const answer = await answerFile({ method: call.method, headers: call.headers }, file, world.files.store)
    return reply
      .code(answer.status)
      .headers({ ...answer.headers, 'cross-origin-resource-policy': 'same-origin' })
      .send(answer.body ?? '')
  })
}

function mayRead(actor: Actor, { readers }: KeptFile): boolean {
  return actor.may(readers.permission, readers.organisation)
}

export function ownImageAddress(address: string): string {
  return `/files/${address}`
}
