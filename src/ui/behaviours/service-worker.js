/**
 * Pages that were read stay readable without a connection. The network always comes first; what it gave is kept, a
 * bounded number of pages, none of the desk and none that the server says belongs to one person.
 */

const VERSION = 1
const PAGES = `pages-${VERSION}`
const ASSETS = `assets-${VERSION}`
const MOST_PAGES = 60
const MOST_ASSETS = 60
/** Where a page of its own says that there is no connection. */
const OFFLINE = new URL('offline', self.registration.scope).href
const SAVED = 'x-saved-at'

self.addEventListener('install', (event) => event.waitUntil(prepare()))
self.addEventListener('activate', (event) => event.waitUntil(tidy()))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const address = new URL(request.url)
  if (request.method !== 'GET' || address.origin !== self.location.origin) return
  if (address.pathname.startsWith('/assets/')) return event.respondWith(asset(request))
  if (request.mode === 'navigate' && isPublic(address)) event.respondWith(page(event))
})

async function prepare() {
  await keep(PAGES, new Request(OFFLINE), await fetch(OFFLINE), MOST_PAGES)
  await self.skipWaiting()
}

async function tidy() {
  const names = await caches.keys()
  await Promise.all(
    names.filter((name) => name !== PAGES && name !== ASSETS).map((name) => caches.delete(name)),
  )
  await self.clients.claim()
}

function isPublic({ pathname }) {
  return !/^(\/sites\/[a-z0-9-]+)?\/(desk|api|report|useful|settings|search)(\/|$)/.test(pathname)
}

/** Their names hold the hash of their bytes: what was kept once is right for ever. */
async function asset(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await keep(ASSETS, request, answer.clone(), MOST_ASSETS)
  return answer
}

async function page(event) {
  const { request } = event
  try {
    const answer = await fetch(request)
    if (mayKeep(answer)) event.waitUntil(keep(PAGES, request, answer.clone(), MOST_PAGES))
    return answer
  } catch {
    const kept = await (await caches.open(PAGES)).match(request)
    if (kept) return copyOf(kept)
    return (await caches.match(OFFLINE)) ?? Response.error()
  }
}

function mayKeep(answer) {
  const control = answer.headers.get('cache-control') ?? ''
  const type = answer.headers.get('content-type') ?? ''
  return (
    answer.status === 200 &&
    answer.type === 'basic' &&
    !answer.redirected &&
    type.startsWith('text/html') &&
    !/no-store|private/.test(control)
  )
}

/** The newest stands last; what is over the bound goes from the front, but never the page for no connection. */
async function keep(name, request, answer, most) {
  const cache = await caches.open(name)
  const headers = new Headers(answer.headers)
  headers.set(SAVED, new Date().toISOString())
  const { status, statusText } = answer
  const copy = new Response(await answer.arrayBuffer(), { status, statusText, headers })
  await cache.delete(request)
  await cache.put(request, copy)
  const kept = (await cache.keys()).filter(({ url }) => url !== OFFLINE)
  for (const old of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(old)
}

/** Says on the page itself that it is a copy, and of when. */
async function copyOf(kept) {
  const text = await kept.text()
  const language = /<html[^>]* lang="en"/.test(text) ? 'en' : 'zh-CN'
  const saved = kept.headers.get(SAVED) ?? ''
  const words = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(saved),
  )
  const marked = text.replace(
    /<p class="offline-note"([^>]*?) hidden([^>]*)>([^<]*)<time><\/time>/,
    `<p class="offline-note" role="status"$1$2>$3<time datetime="${saved}">${words}</time>`,
  )
  const headers = new Headers(kept.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  return new Response(marked, { status: 200, headers })
}
