import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import { DesignSystemPage, sheetModes } from '#ui'
import { viewOf } from '../act.ts'
import { type Manifest, shortName } from '../module.ts'
import type { Surface, Tools } from '../surface.ts'
import { stagehandsOf, type World } from '../world.ts'
import { addressOn } from './call.ts'
import { deskEntriesFor } from './desk-menu.ts'
import { demandForgeryToken } from './forgery.ts'
import { readerFor } from './reading.ts'

export function toolsOf(world: World): Tools {
  const { db, house, vault, files, publicUrl } = world
  const { perform, look } = stagehandsOf(world)
  return {
    db,
    house,
    vault,
    files,
    publicUrl,
    sendsMail: world.post !== undefined,
    perform: (call, command) => perform(call.circumstances, command),
    look: (call, query) => look(call.circumstances, query),
    view: (call) => viewOf(readerFor(call, world), call.circumstances),
  }
}

/** Mounts the surfaces of all modules. The desk stands behind one door, so that no route can forget it. */
export async function mountSurfaces(app: FastifyInstance, world: World): Promise<void> {
  const tools = toolsOf(world)
  const { modules } = world.house
  for (const { name, portal, mount: at } of modules) {
    if (portal) await mount(app, at?.portal ?? `/${shortName(name)}`, portal, tools)
  }
  await app.register(async (desk) => {
    // Also where nobody has signed in yet: what is typed at the door stays in no browser's store.
    desk.addHook('onRequest', async (_, reply) => {
      reply.header('cache-control', 'no-store')
    })
    desk.addHook('preHandler', demandSignIn)
    desk.get('/desk', async (call, reply) =>
      reply.redirect(addressOn(call.sitePrefix)(firstPlace(call, modules)), 303),
    )
    desk.get<{ Querystring: { mode?: string } }>('/desk/design-system', async (call) => {
      call.modes = sheetModes(String(call.query.mode), call.modes.language) ?? call.modes
      return h(DesignSystemPage, null)
    })
    for (const { name, desk: surface, mount: at } of modules) {
      if (surface) await mount(desk, at?.desk ?? `/desk/${shortName(name)}`, surface, tools)
    }
  })
}

/** A person begins where their work is. */
function firstPlace({ person }: FastifyRequest, modules: readonly Manifest[]): string {
  return deskEntriesFor(person, modules)[0]?.href ?? '/'
}

async function mount(app: FastifyInstance, prefix: string, surface: Surface, tools: Tools): Promise<void> {
  await app.register(async (pages) => surface(pages, tools), { prefix })
}

async function demandSignIn(call: FastifyRequest, reply: FastifyReply) {
  const { open, tokenless, uploads } = call.routeOptions.config
  if (call.person) {
    // The body of such a form is a stream, and whoever reads it asks for the token first.
    if (uploads && call.isMultipart()) return
    if (!tokenless) demandForgeryToken(call, call.person.forgeryToken)
    return
  }
  if (open) return
  const back = call.method === 'GET' ? call.url : '/desk'
  return reply.redirect(addressOn(call.sitePrefix)(`/desk/sign-in?back=${encodeURIComponent(back)}`), 303)
}
