import type { FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { civilDateOf } from '#kernel/calendar'
import {
  type DeskLink,
  DeskPage,
  ErrorPage,
  type Frame,
  type FrameLink,
  type FrameSite,
  PortalPage,
  Refusal,
  WithFrame,
} from '#ui'
import { type View, viewOf } from '../act.ts'
import type { Manifest } from '../module.ts'
import type { Site } from '../sites.ts'
import { addressOn } from './call.ts'
import { deskEntriesFor } from './desk-menu.ts'
import { lostAt } from './lost.ts'
import { readerFor } from './reading.ts'
import type { Problem } from './refusals.ts'
import type { ServerOptions } from './server.ts'

export function renderFrame(frame: Frame, page: VNode): string {
  return `<!doctype html>${renderToString(<WithFrame frame={frame}>{page}</WithFrame>)}`
}

/** Everything around a page: built when the first page of a call is rendered, kept with the call. */
export async function frameFor(call: FastifyRequest, options: ServerOptions): Promise<Frame> {
  call.frame ??= await buildFrame(call, options)
  return call.frame
}

async function buildFrame(call: FastifyRequest, { world, assets }: ServerOptions): Promise<Frame> {
  const { house } = world
  const view = viewOf(readerFor(call, world), call.circumstances)
  return {
    site: siteOf(call.site, call.modes.language),
    modes: call.modes,
    t: house.translate(call.modes.language),
    person: call.person && {
      name: call.person.name,
      organisation: call.person.organisation,
      forgeryToken: call.person.forgeryToken,
      tasks: 0,
    },
    address: addressOn(call.sitePrefix),
    absolute: call.absolute,
    here: hereOf(call),
    menu: await gatherLinks(
      house.modules.map((module) => module.menu?.portal),
      view,
    ),
    deskMenu: await deskLinks(call, view, house.modules),
    footer: house.modules.flatMap((module) => module.menu?.footer ?? []),
    asset: assets.address,
    today: civilDateOf(call.circumstances.now),
  }
}

/**
 * The canonical address of the page: only the parameters that it reads. A page is kept for everybody who asks for it,
 * so what one caller added to its address must not stand in it.
 */
function hereOf(call: FastifyRequest): string {
  const [path = '/', search = ''] = call.url.split('?', 2)
  const { cache } = call.routeOptions.config
  const kept = [...new URLSearchParams(search)].filter(
    ([name]) => name !== 'lang' && (cache?.includes(name) ?? true),
  )
  const query = new URLSearchParams(kept.sort(([one], [other]) => (one < other ? -1 : 1))).toString()
  return query === '' ? path : `${path}?${query}`
}

/** A page that says no must not fail for want of its menu: with the database away it shows none. */
export async function renderProblem(
  call: FastifyRequest,
  options: ServerOptions,
  problem: Problem,
): Promise<string> {
  const frame = await frameFor(call, options).catch(() => bareFrame(call, options))
  const { status, code, refusal } = problem
  const message = frame.t(code, refusal?.params)
  const title = frame.t(`ui.error.${status === 503 || status < 500 ? status : 500}.title`)
  if (call.person) {
    return renderFrame(
      frame,
      <DeskPage title={title}>
        <Refusal status={status} message={message} reference={call.id} />
      </DeskPage>,
    )
  }
  const lost = status === 404 ? await lostAt(call, options.world) : undefined
  return renderFrame(
    frame,
    <PortalPage title={title} hidden search={status !== 404} feedback={false}>
      <ErrorPage status={status} message={message} reference={call.id} {...lost} />
    </PortalPage>,
  )
}

function bareFrame(call: FastifyRequest, { world, assets }: ServerOptions): Frame {
  return {
    site: siteOf(call.site, call.modes.language),
    modes: call.modes,
    t: world.house.translate(call.modes.language),
    person: undefined,
    address: addressOn(call.sitePrefix),
    absolute: call.absolute,
    here: hereOf(call),
    menu: [],
    deskMenu: [],
    asset: assets.address,
    today: civilDateOf(call.circumstances.now),
  }
}

async function gatherLinks(
  loaders: readonly (((view: View) => Promise<FrameLink[]>) | undefined)[],
  view: View,
): Promise<FrameLink[]> {
  const links: FrameLink[] = []
  for (const load of loaders) if (load) links.push(...(await load(view)))
  return links
}

/** A count of nothing is left out: a number in the rail means that something waits. */
async function deskLinks(
  call: FastifyRequest,
  view: View,
  modules: readonly Manifest[],
): Promise<DeskLink[]> {
  const { person } = call
  if (!person) return []
  const links: DeskLink[] = []
  for (const { href, key, group, counted } of deskEntriesFor(person, modules)) {
    const count = counted ? await counted(view, person.id) : 0
    links.push({ href, key, group, ...(count > 0 ? { count } : {}) })
  }
  return links
}

function siteOf(site: Site, language: string): FrameSite {
  const { key, host, name, name_en, id: _, ...rest } = site
  return { ...rest, key, domain: host, name: language === 'en' ? name_en : name }
}
