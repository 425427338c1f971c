import type { FastifyRequest } from 'fastify'
import type { ViewModes } from '#kernel/view-modes'
import type { Frame } from '#ui'
import type { Circumstances } from '../act.ts'
import type { Reader } from '../database.ts'
import { originOf, type Site } from '../sites.ts'
import type { SignedIn, Token } from './identity.ts'

declare module 'fastify' {
  interface FastifyRequest {
    circumstances: Circumstances
    site: Site
    /** `/sites/jtj` where the site is reached by path, empty where it has a host name of its own. */
    sitePrefix: string
    /** A whole address of this site. Built from PUBLIC_URL and the site's own host, never from what the caller says: pages are kept. */
    absolute: (path: string) => string
    modes: ViewModes
    person: SignedIn | undefined
    /** Only under `/api/`, where nobody is signed in. */
    token: Token | undefined
    /** Where this call reads what anyone may read; chosen at its first reading. */
    reader: Reader | undefined
    /** Built for pages only, when the first page is rendered. */
    frame: Frame | undefined
  }
  interface FastifyContextConfig {
    /** The query parameters of a page that may be cached; absent: never cached. */
    cache?: readonly string[]
    /** Open to everyone though under `/desk`: signing in. */
    open?: boolean
    /** The form proves its origin by headers alone: no session stands behind it. */
    tokenless?: boolean
    /** May come with files: the handler reads them by `readUploads`, which asks for the forgery token. */
    uploads?: boolean
  }
}

const SITE_PREFIX = /^\/sites\/([a-z][a-z0-9-]{1,30})(?=\/|\?|$)/

/** Splits `/sites/jtj/search?q=1` into the site's key and the address within the site. */
export function splitSitePath(url: string): { key: string | undefined; url: string } {
  const match = SITE_PREFIX.exec(url)
  if (!match) return { key: undefined, url }
  const rest = url.slice(match[0].length)
  return { key: match[1], url: rest.startsWith('/') ? rest : `/${rest}` }
}

/** Escapes that stand for no letter would be refused before any page is asked: read as they are, they lead nowhere. */
export function readableUrl(url: string): string {
  const end = url.indexOf('?')
  const path = end === -1 ? url : url.slice(0, end)
  try {
    decodeURIComponent(path)
    return url
  } catch {
    return path.replaceAll('%', '%25') + url.slice(path.length)
  }
}

/** Every link goes through this, so that `/sites/<key>` and host names both work. */
export function addressOn(sitePrefix: string): (path: string) => string {
  return (path) => (path.startsWith('/') && !path.startsWith('/assets/') ? sitePrefix + path : path)
}

export function absoluteOn(
  call: Pick<FastifyRequest, 'site' | 'sitePrefix'>,
  publicUrl: string,
): (path: string) => string {
  const address = addressOn(call.sitePrefix)
  const origin = call.sitePrefix === '' ? originOf(call.site, publicUrl) : publicUrl
  return (path) => new URL(address(path), origin).href
}

/** Anything but a browser asking for a page is answered in JSON. */
export function wantsJson(call: FastifyRequest): boolean {
  const path = call.url.split('?', 1)[0]!
  if (path.startsWith('/api/') || path.endsWith('.json')) return true
  const accept = call.headers.accept ?? ''
  return /application\/(problem\+)?json/.test(accept) && !accept.includes('text/html')
}

/** Only an address of our own may follow a form: never `//elsewhere.example`. */
export function ownAddress(text: unknown, otherwise: string): string {
  return typeof text === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : otherwise
}
