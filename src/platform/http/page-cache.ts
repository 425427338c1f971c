/** Pages kept in memory and answered before routing. A page is never older than the last change that this process heard of. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createDrops } from './page-cache-drops.ts'
import {
  type Entry,
  FORM_OVERHEAD,
  isKeepable,
  isSiteTag,
  makeEntry,
  type RenderedPage,
} from './page-cache-entry.ts'
import { createFlights, type Flight } from './page-cache-flights.ts'
import {
  answerWith,
  chooseForm,
  compress,
  type Encoding,
  type Exchange,
  type FormMask,
  heldTag,
  makeForm,
  missingForm,
} from './page-cache-forms.ts'
import { standBefore, type Whole } from './page-cache-front.ts'
import { type AddressRules, type CacheAddress, createAddressBook } from './page-cache-key.ts'
import type { Asked } from './page-cache-scan.ts'
import { type Ending, endingOf, senderOf, wholeOf } from './page-cache-send.ts'
import { createStore } from './page-cache-store.ts'

export type { RenderedPage } from './page-cache-entry.ts'

export type PageCacheOptions = AddressRules & {
  maxBytes: number
  /** Milliseconds since 1970. */
  now: () => number
  /** How long a page may be answered though nothing it was made from has changed. */
  keptForMs?: number
  /** How long one visitor waits for the render that another one caused. */
  patienceMs?: number
  cacheControl?: string
  /** Add `Accept-Language` if `variantOf` reads it. */
  vary?: string
}

/** What the miss itself should be answered with, so that it agrees with the hits that follow. */
export type KeptAnswer = { status: 200 | 304; headers: Record<string, string> }

export type PageCache = ReturnType<typeof createPageCache>

type Visit = Exchange & { address: CacheAddress }

type Ticket = { address: CacheAddress; began: number; flight: Flight | undefined }

/** Threads are shared with files and name look-ups. */
const COMPRESSED_AT_ONCE = 2

export function createPageCache(options: PageCacheOptions) {
  const { now, maxBytes, keptForMs = 600_000, patienceMs = 2_000 } = options
  const { cacheControl = 'public, max-age=0, must-revalidate', vary = 'Cookie, Accept, Accept-Encoding' } =
    options
  const addresses = createAddressBook(options)
  const store = createStore(maxBytes)
  const drops = createDrops()
  const flights = createFlights(patienceMs)
  const tickets = new WeakMap<IncomingMessage, Ticket>()
  const counts = { hits: 0, misses: 0, passed: 0, stored: 0, refused: 0, dropped: 0 }
  let compressing = 0
  /** False while changes elsewhere cannot be heard: nothing is stored, and nothing answered but under `allowStale`. */
  let hears = true
  let mayBeStale = false

  function serverFactory(handler: RequestListener, opts: Readonly<Record<string, unknown>>): Server {
    const server = createServer((opts.http as object | undefined) ?? {}, (call, answer) => {
      const isRead = call.method === 'GET' || call.method === 'HEAD'
      // A server that is closing leaves the farewell (503, `Connection: close`) to the app.
      const address = isRead && server.listening ? addresses.find(call) : undefined
      if (address === undefined) {
        counts.passed += 1
        handler(call, answer)
      } else meet({ call, answer, send, address }, handler)
    })
    const endingNow = endingOf(server)
    const send = senderOf(server, endingNow)
    standBefore(server, (asked) => answerAtOnce(asked, endingNow))
    return withTimeouts(server, opts)
  }

  /** For calls that Node has not read: a hit, or nothing that anybody would notice. */
  function answerAtOnce(asked: Asked, endingNow: Ending): Whole | undefined {
    const address = addresses.find(asked)
    const entry = address && fresh(address.key)
    if (address === undefined || entry === undefined) return undefined
    const whole = wholeOf(chooseForm(entry, address.accepts), endingNow())
    countHit(entry, address.accepts)
    return whole
  }

  function meet(visit: Visit, handler: RequestListener): void {
    const entry = fresh(visit.address.key)
    if (entry === undefined) miss(visit, handler)
    else hit(entry, visit)
  }

  function miss(visit: Visit, handler: RequestListener): void {
    const { key } = visit.address
    counts.misses += 1
    // HEAD renders no body to keep.
    if (visit.call.method === 'HEAD' || !hears) handler(visit.call, visit.answer)
    else if (!flights.join(key, () => goOn(visit, handler))) render(visit, handler, flights.lead(key))
  }

  function hit(entry: Entry, visit: Visit): void {
    answerWith(entry, visit.address.accepts, visit)
    countHit(entry, visit.address.accepts)
  }

  function countHit(entry: Entry, accepts: FormMask): void {
    counts.hits += 1
    entry.wasUsed = true
    const missing = entry.isCompressible ? missingForm(entry, accepts) : undefined
    if (missing !== undefined) addForm(entry, missing)
  }

  /** After waiting for another's render, whatever became of it. */
  function goOn(visit: Visit, handler: RequestListener): void {
    if (visit.answer.destroyed) return
    const entry = fresh(visit.address.key)
    if (entry !== undefined) hit(entry, visit)
    else render(visit, handler, undefined)
  }

  function render(visit: Visit, handler: RequestListener, flight: Flight | undefined): void {
    const { address, call, answer } = visit
    tickets.set(call, { address, began: drops.now(), flight })
    if (flight !== undefined) answer.once('close', () => flights.land(flight))
    handler(call, answer)
  }

  function fresh(key: string): Entry | undefined {
    const entry = store.find(key)
    if (entry === undefined || mayBeStale) return entry
    return hears && entry.expiresAt > now() ? entry : undefined
  }

  /** For the app, just before it sends: undefined if the answer goes out as it is. */
  function keep(call: IncomingMessage, page: RenderedPage): KeptAnswer | undefined {
    const ticket = tickets.get(call)
    if (ticket === undefined) return undefined
    tickets.delete(call)
    const entry = admit(ticket, page)
    if (ticket.flight !== undefined) flights.land(ticket.flight)
    return entry && keptAnswer(entry, ticket.address.accepts, call.headers['if-none-match'])
  }

  function admit({ address: { key }, began }: Ticket, page: RenderedPage): Entry | undefined {
    const expiresAt = Math.min(page.expiresAt ?? Number.POSITIVE_INFINITY, now() + keptForMs)
    const entry =
      hears && isKeepable(page) ? makeEntry(page, { key, cacheControl, vary, expiresAt }) : undefined
    if (entry === undefined || entry.bytes > maxBytes / 8 || drops.happenedSince(began, entry.tags)) {
      counts.refused += 1
      return undefined
    }
    counts.stored += 1
    store.put(entry)
    if (entry.isCompressible) addForm(entry, 'br')
    return entry
  }

  function keptAnswer(entry: Entry, accepts: FormMask, ifNoneMatch: string | undefined): KeptAnswer {
    const held = ifNoneMatch === undefined ? undefined : heldTag(entry, accepts, ifNoneMatch)
    const headers = { 'cache-control': cacheControl, vary, etag: held ?? entry.identity.etag }
    return { status: held === undefined ? 200 : 304, headers }
  }

  /** Off the answer path, once for each entry. If too much waits, a later hit asks again. */
  function addForm(entry: Entry, encoding: Encoding): void {
    if (compressing >= COMPRESSED_AT_ONCE || entry.settled.has(encoding)) return
    compressing += 1
    entry.settled.add(encoding)
    compress(entry.identity.body, encoding, (body) => {
      compressing -= 1
      if (body === undefined || body.length >= entry.identity.body.length) return
      entry[encoding] = makeForm(body, entry, encoding)
      store.grow(entry, body.length + FORM_OVERHEAD)
    })
  }

  /** Pages made from any of these are gone when this returns. A change of a site may have moved its host names. */
  function drop(tags: Iterable<string>): void {
    const all = [...tags]
    drops.drop(all)
    counts.dropped += store.removeTagged(all)
    if (all.some(isSiteTag)) addresses.forget()
  }

  function clear(): void {
    drops.dropAll()
    counts.dropped += store.clear()
    addresses.forget()
  }

  /** Changes made elsewhere are no longer heard. What is there is kept for `allowStale` only. */
  function suspend(): void {
    hears = false
  }

  /** Changes are heard again; what was missed is unknown, so everything goes. */
  function resume(): void {
    clear()
    hears = true
  }

  return {
    ...{ serverFactory, keep, drop, clear, suspend, resume },
    declare: addresses.declare,
    /** While the database is down, an old page is better than none. What was dropped by name stays gone. */
    allowStale: () => {
      mayBeStale = true
    },
    forbidStale: () => {
      mayBeStale = false
    },
    metrics: () => ({ ...counts, ...store.size() }),
  }
}

/** What Fastify sets on the servers that it makes itself. */
function withTimeouts(server: Server, opts: Readonly<Record<string, unknown>>): Server {
  const { keepAliveTimeout, requestTimeout, connectionTimeout, maxRequestsPerSocket } = opts
  if (typeof keepAliveTimeout === 'number') server.keepAliveTimeout = keepAliveTimeout
  if (typeof requestTimeout === 'number') server.requestTimeout = requestTimeout
  if (typeof connectionTimeout === 'number') server.setTimeout(connectionTimeout)
  if (typeof maxRequestsPerSocket === 'number' && maxRequestsPerSocket > 0)
    server.maxRequestsPerSocket = maxRequestsPerSocket
  return server
}
