import fastifyCookie from '@fastify/cookie'
import fastifyFormbody from '@fastify/formbody'
import fastifyMultipart from '@fastify/multipart'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { isValidElement } from 'preact'
import { type CallId, newId } from '#kernel/ids'
import { LANGUAGES } from '#kernel/messages'
import { NotFound, TooMany, Unauthenticated } from '#kernel/refusals'
import { oneOf, readModes, VIEW_COOKIE } from '#kernel/view-modes'
import type { Actor } from '../act.ts'
import type { World } from '../world.ts'
import type { Assets } from './assets.ts'
import { absoluteOn, readableUrl, splitSitePath, wantsJson } from './call.ts'
import { refuseForeignOrigin } from './forgery.ts'
import { type Identify, type IdentifyToken, sessionCookieName } from './identity.ts'
import { movedTo } from './lost.ts'
import type { PageCache } from './page-cache.ts'
import { problemOf, sendProblem } from './refusals.ts'
import { frameFor, renderFrame, renderProblem } from './render.ts'
import { securityHeaders } from './security-headers.ts'
import { sendToTwins } from './twins.ts'

export type ServerOptions = {
  world: World
  publicUrl: string
  identify: Identify
  identifyToken: IdentifyToken
  assets: Assets
  cache: PageCache
  trustedProxies: readonly string[]
}

export const VISITOR: Actor = { kind: 'visitor', id: 'visitor', unit: '', may: () => false }

const MB = 1024 * 1024

/** Fastify with everything that is the same for every surface; the surfaces are mounted by the app. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { world, cache, trustedProxies } = options
  const app: FastifyInstance = Fastify({
    loggerInstance: world.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    serverFactory: cache.serverFactory,
    rewriteUrl: (call) => readableUrl(splitSitePath(call.url ?? '/').url),
    genReqId: () => newId(world.clock()),
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: 4 * MB,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    exposeHeadRoutes: true,
    // Long enough for a file of 50 MB on a slow line.
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
  })
  await app.register(fastifyCookie)
  await app.register(fastifyFormbody, { bodyLimit: 4 * MB })
  await app.register(fastifyMultipart, { throwFileSizeLimit: false })
  decorateCalls(app, options)
  declareCacheable(app, cache)
  sendToTwins(app)
  renderPages(app, options)
  answerRefusals(app, options)
  options.assets.serve(app)
  return app
}

function decorateCalls(app: FastifyInstance, options: ServerOptions): void {
  const { world, publicUrl } = options
  const headers = Object.entries(securityHeaders(publicUrl, world.files.addresses.origin))
  const ownOrigins = new Set([new URL(publicUrl).origin])
  const sessionCookie = sessionCookieName(publicUrl)
  app.addHook('onRequest', async (call, reply) => {
    for (const [name, value] of headers) reply.header(name, value)
    await place(call, world)
    call.absolute = absoluteOn(call, publicUrl)
    call.modes = modesOf(call)
    const now = world.clock()
    await identifyCaller(call, options, { now, session: call.cookies[sessionCookie] })
    const actor = call.person?.actor ?? call.token?.actor ?? VISITOR
    const reads = new Set<string>([`site:${call.site.id}`])
    call.circumstances = {
      site: call.site.id,
      actor,
      language: call.modes.language,
      now,
      call: call.id as CallId,
      reads,
    }
    refuseForeignOrigin(call, ownOrigins)
  })
}

type Presented = { now: Date; session: string | undefined }

/** A program shows its token and a person at the desk their session; under `/api/` a session counts for nothing. */
async function identifyCaller(
  call: FastifyRequest,
  { identify, identifyToken }: ServerOptions,
  { now, session }: Presented,
): Promise<void> {
  if (!call.url.startsWith('/api/')) {
    call.person = session ? await identify(session, call.site.id, now) : undefined
    return
  }
  const bearer = /^Bearer +(\S+)$/i.exec(call.headers.authorization ?? '')?.[1]
  if (bearer === undefined) return
  call.token = await identifyToken(bearer, call.site.id, now)
  if (!call.token) throw new Unauthenticated('api.token-wrong')
}

/** Finds the site by the path's prefix, else by host name. */
async function place(call: FastifyRequest, world: World): Promise<void> {
  const { key } = splitSitePath(call.originalUrl)
  const site = key ? await world.sites.byKey(key) : await world.sites.byHost(call.hostname)
  call.sitePrefix = key ? `/sites/${key}` : ''
  if (site) call.site = site
  else {
    call.site = (await world.sites.all())[0]!
    call.sitePrefix = ''
    call.modes = modesOf(call)
    throw new NotFound('site.unknown')
  }
}

function modesOf(call: FastifyRequest) {
  const modes = readModes(call.cookies[VIEW_COOKIE])
  const { lang } = (call.query ?? {}) as { lang?: string }
  const language = oneOf(LANGUAGES, typeof lang === 'string' ? lang : undefined) ?? modes.language
  return { ...modes, language }
}

/** Both spellings of a site's address: by host name, and under `/sites/<key>`. */
function declareCacheable(app: FastifyInstance, cache: PageCache): void {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (method !== 'GET' || !config?.cache) return
    const isTwin = /\.(json|csv|atom|rss|jsonfeed|xml)$/.test(url) || url.startsWith('/api/v1/')
    const params = [...config.cache, 'lang']
    const pattern = url.replaceAll('(*)', '').replace(/\(.*?\)/g, '')
    for (const prefix of ['', '/sites/:site']) {
      cache.declare(prefix + pattern, { params, others: isTwin ? 'refused' : 'ignored' })
    }
  })
}

function renderPages(app: FastifyInstance, options: ServerOptions): void {
  app.addHook('preSerialization', async (call, reply, payload) => {
    if (!isValidElement(payload)) return payload
    const html = renderFrame(await frameFor(call, options), payload)
    reply.type('text/html; charset=utf-8').serializer((text: unknown) => text as string)
    return html
  })
  app.addHook('onSend', async (call, reply, payload) => {
    if ((call.person || call.token) && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
    if (!isCacheable(call, reply)) return payload
    const kept = options.cache.keep(call.raw, {
      status: reply.statusCode,
      headers: headersOf(reply),
      body: typeof payload === 'string' ? Buffer.from(payload) : (payload as Buffer),
      tags: [...(call.circumstances.reads as Set<string>)],
    })
    if (!kept) return payload
    reply.headers(kept.headers)
    if (kept.status !== 304) return payload
    reply.code(304)
    return ''
  })
}

function isCacheable(call: FastifyRequest, reply: FastifyReply): boolean {
  const { cache } = call.routeOptions.config
  return (
    cache !== undefined &&
    call.method === 'GET' &&
    reply.statusCode === 200 &&
    !call.person &&
    !call.token &&
    !reply.hasHeader('set-cookie')
  )
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined && name !== 'content-length')
      headers[name] = Array.isArray(value) ? value.join(', ') : String(value)
  }
  return headers
}

function answerRefusals(app: FastifyInstance, options: ServerOptions): void {
  const { house, logger } = options.world
  app.setNotFoundHandler(async () => {
    throw new NotFound('page.unknown')
  })
  app.setErrorHandler(async (error, call, reply) => {
    const problem = problemOf(error)
    const target = problem.status === 404 ? await movedTo(call, options.world) : undefined
    // What moved may move again: the new place is asked for each time.
    if (target) return reply.header('cache-control', 'no-cache').redirect(target, 301)
    if (problem.status >= 500)
      logger.error({ err: error, call: call.id, route: call.routeOptions?.url }, problem.code)
    reply.header('cache-control', 'no-store')
    if (problem.refusal instanceof TooMany)
      reply.header('retry-after', String(problem.refusal.retryAfterSeconds))
    const t = house.translate(call.modes?.language ?? 'zh-CN')
    if (wantsJson(call) || !call.circumstances) return sendProblem(call, reply, problem, t)
    return reply
      .code(problem.status)
      .type('text/html; charset=utf-8')
      .send(await renderProblem(call, options, problem))
  })
}
