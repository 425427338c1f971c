import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { CLOCK_MESSAGES } from '#kernel/clock-messages'
import { readModes, VIEW_COOKIE, writeModes } from '#kernel/view-modes'
import { inclusionIn } from '#modules/collectors/transparency-log'
import { identifyTokenWith, identifyWith } from '#modules/foundation/accounts'
import { calendarOf } from '#modules/foundation/calendar'
import { API_MESSAGES } from '#platform/api/messages'
import { serveApi } from '#platform/api/serve'
import { type Connection, connect, type Reader } from '#platform/database'
import { DOCUMENT_MESSAGES } from '#platform/documents/messages'
import { fileAddresses } from '#platform/files/file-addresses'
import { type FilesPlace, openFileStore } from '#platform/files/open-store'
import { serveOwnImages } from '#platform/files/own-images'
import { houseOf } from '#platform/house'
import type { AccessLog } from '#platform/http/access-log'
import { type Assets, loadAssets } from '#platform/http/assets'
import { refuseWritesOnFullDisk, type WatchedDisk } from '#platform/http/disk-guard'
import { serveHealth } from '#platform/http/health'
import { sessionCookieName } from '#platform/http/identity'
import { mountSurfaces, toolsOf } from '#platform/http/mount'
import { createPageCache, type PageCache } from '#platform/http/page-cache'
import { isSiteTag } from '#platform/http/page-cache-entry'
import { listenForDrops } from '#platform/http/page-cache-invalidation'
import { watchOutage } from '#platform/http/page-cache-outage'
import { createServer } from '#platform/http/server'
import { postBySmtp } from '#platform/mail/post'
import { PLATFORM_MESSAGES } from '#platform/messages'
import type { Manifest } from '#platform/module'
import { openReplicas, type Replicas } from '#platform/replicas'
import { type SiteDirectory, siteDirectory } from '#platform/sites'
import { UPLOAD_MESSAGES } from '#platform/uploads/messages'
import { openVault } from '#platform/vault'
import type { LogWatch, World } from '#platform/world'
import { uiMessages } from '#ui'
import { productVersion, projectRoot } from './root.ts'

export type AppOptions = {
  modules: readonly Manifest[]
  appUrl: string
  /** Servers that stream after that of `appUrl`, with the same role: public pages are read from them. */
  replicaUrls?: readonly string[]
  publicUrl: string
  files: { place: FilesPlace; origin: string }
  dataDir: string
  clock: () => Date
  logger: Logger
  secretKey: string
  trustedProxies?: readonly string[]
  /** The server that sends mail, and in whose name. */
  mail?: { url: string; from: string } | undefined
  metricsToken?: string | undefined
  accessLog?: AccessLog
  /** The disk that the database of this installation writes to, if it is one of this machine. */
  databaseDisk?: WatchedDisk | undefined
  /** What a single database role cannot guard against; named by /readyz and doctor. */
  walls?: readonly string[]
  /** How acts wait for the public log; else by looking at what it says of itself. */
  log?: ((world: World) => LogWatch) | undefined
  /** Runs before anything is read: decides whether this is the demo, and sees to it that there is a site. */
  settle: (db: Reader) => Promise<{ demo: boolean }>
}

export type App = {
  server: FastifyInstance
  world: World
  connection: Connection
  cache: PageCache
  isDemo: boolean
  close(): Promise<void>
}

const MB = 1024 * 1024

export async function createApp(options: AppOptions): Promise<App> {
  const connection = connect(options.appUrl, { max: 20 })
  const { demo } = await options.settle(connection.db).catch(async (error) => {
    await connection.close()
    throw error
  })
  const sites = siteDirectory(connection.db, options.clock)
  const cache = cacheFor(options, sites)
  const replicas = replicasFor(options, connection)
  const world = await worldOf(options, connection, { sites, cache, replicas })
  await world.sites.all()
  const server = await createServer({
    world,
    cache,
    publicUrl: options.publicUrl,
    identify: identifyWith(connection.db, options.secretKey),
    identifyToken: identifyTokenWith(connection.db),
    assets: assets(),
    trustedProxies: options.trustedProxies ?? [],
  })
  const { metricsToken, walls = [], accessLog = 'off' } = options
  const { pool } = connection
  serveHealth(server, world, { version: productVersion(), cache, pool, metricsToken, walls, accessLog })
  if (options.databaseDisk) refuseWritesOnFullDisk(server, options.databaseDisk)
  serveOwnImages(server, world)
  await mountSurfaces(server, world)
  await serveApi(server, world, { tools: toolsOf(world), version: productVersion() })
  const listener = await hearDrops(options, cache, world)
  return {
    ...{ server, world, connection, cache, isDemo: demo },
    close: async () => {
      await server.close()
      await listener.close()
      world.post?.close()
      await replicas?.close()
      await connection.close()
    },
  }
}

type Shared = { sites: SiteDirectory; cache: PageCache; replicas: Replicas | undefined }

async function worldOf(
  { modules, clock, logger, dataDir, publicUrl, files, secretKey, mail, log }: AppOptions,
  { db }: Connection,
  { sites, cache, replicas }: Shared,
): Promise<World> {
  const vault = await openVault(join(dataDir, 'keys'))
  const world: World = {
    ...{ db, replicas, clock, logger, sites, publicUrl },
    vault,
    house: houseOf(
      modules,
      [PLATFORM_MESSAGES, API_MESSAGES, UPLOAD_MESSAGES, DOCUMENT_MESSAGES, uiMessages, CLOCK_MESSAGES],
      vault.lookupHash,
    ),
    files: {
      store: openFileStore(files.place, dataDir),
      addresses: fileAddresses(files.origin, secretKey),
    },
    post: mail && postBySmtp(mail),
    calendar: calendarOf,
    drop: (tags) => dropPages(cache, sites, tags),
  }
  return Object.assign(world, { log: log?.(world) ?? { included: inclusionIn(db) } })
}

function replicasFor({ replicaUrls = [], logger }: AppOptions, primary: Connection): Replicas | undefined {
  return replicaUrls.length > 0 ? openReplicas({ urls: replicaUrls, primary, logger }) : undefined
}

function cacheFor({ publicUrl, clock }: AppOptions, sites: SiteDirectory): PageCache {
  return createPageCache({
    maxBytes: 64 * MB,
    now: () => clock().getTime(),
    siteOf: (host) => sites.keyOfHost(host.replace(/:\d+$/, '')),
    variantOf: (cookies) => writeModes(readModes(viewCookieOf(cookies))),
    sessionCookies: [sessionCookieName(publicUrl)],
  })
}

function viewCookieOf(cookies: string | undefined): string | undefined {
  return cookies?.match(new RegExp(`(?:^|; *)${VIEW_COOKIE}=([^;]*)`))?.[1]
}

/** Other processes write too: their commits are heard here, and a deaf cache answers nothing while there is a database to ask. */
function hearDrops({ appUrl, logger }: AppOptions, cache: PageCache, world: World) {
  const outage = watchOutage(cache, world.db)
  const { replicas } = world
  return listenForDrops({
    connectionString: appUrl,
    onDrop: (tags) => {
      replicas?.changed()
      dropPages(cache, world.sites, tags)
    },
    onDropAll: () => {
      replicas?.changed()
      world.sites.forget()
      cache.clear()
    },
    onLost: (cause) => {
      logger.warn({ err: cause }, 'changes elsewhere cannot be heard; pages are rendered anew until they are')
      cache.suspend()
      replicas?.suspend()
      outage.begin()
    },
    onHeard: () => {
      outage.end()
      world.sites.forget()
      replicas?.resume()
      cache.resume()
    },
  })
}

/** First the directory, then the pages: a page kept in between would be kept for the site that had the host before. */
function dropPages(cache: PageCache, sites: SiteDirectory, tags: readonly string[]): void {
  if (tags.some(isSiteTag)) sites.forget()
  cache.drop(tags)
}

let loaded: Assets | undefined
const assets = (): Assets => {
  loaded ??= loadAssets(join(projectRoot, 'dist/assets'))
  return loaded
}
