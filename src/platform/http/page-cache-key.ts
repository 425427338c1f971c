/** Which calls the page cache may answer, and what tells two pages apart. Knows nothing of what is stored. */
import { acceptedForms, type FormMask } from './page-cache-forms.ts'
import { createPatterns, type PageAddress } from './page-cache-patterns.ts'
import type { Asked } from './page-cache-scan.ts'
import { prefersTwin } from './twins.ts'

export type AddressRules = {
  /** The site that a host name belongs to; undefined leaves the call to the app. Must read `Host` alone, as the app must. */
  siteOf: (host: string) => string | undefined
  /** Language and modes in one short text; undefined leaves the call to the app. */
  variantOf: (
    cookies: string | undefined,
    acceptLanguage: string | undefined,
    query: URLSearchParams,
  ) => string | undefined
  /** Whoever sends one of these cookies is somebody, and is never answered from the cache. */
  sessionCookies: readonly string[]
}

/** What a cacheable call asks for: a page, and the forms (br, gzip) in which it may arrive. */
export type CacheAddress = { key: string; accepts: FormMask }

/** Longer calls are answered, but not remembered: else a stranger chooses how much memory the memo takes. */
const LONGEST_REMEMBERED = 1_024
const LONGEST_KEY = 1_024
const REMEMBERED = 4_096

export function createAddressBook({ siteOf, variantOf, sessionCookies }: AddressRules) {
  const patterns = createPatterns()
  const sessions = new Set(sessionCookies)
  // Two generations stand in for a least-recently-used list: no bookkeeping on a hit, and a bounded size.
  let young = new Map<string, CacheAddress>()
  let old = new Map<string, CacheAddress>()

  /** The same bytes in, the same address out: most calls stop here. */
  function find(call: Asked): CacheAddress | undefined {
    const { headers } = call
    if (headers.authorization !== undefined) return undefined
    // The site comes from `Host`: whoever claims another one must not fill or read this site's pages.
    const claimed = headers['x-forwarded-host']
    if (claimed !== undefined && claimed !== headers.host) return undefined
    // What the app answers with another form of the page must reach it.
    if (prefersTwin(call.url ?? '', headers.accept)) return undefined
    const raw = `${call.url}\n${headers.host}\n${headers.cookie}\n${headers['accept-language']}\n${headers['accept-encoding']}`
    return young.get(raw) ?? recall(raw) ?? work(call, raw)
  }

  function recall(raw: string): CacheAddress | undefined {
    const address = old.get(raw)
    if (address !== undefined) remember(raw, address)
    return address
  }

  function work(call: Asked, raw: string): CacheAddress | undefined {
    const { headers } = call
    if (hasSession(headers.cookie)) return undefined
    const key = keyOf(call.url!, headers.host, headers.cookie, headers['accept-language'])
    if (key === undefined || key.length > LONGEST_KEY) return undefined
    const address = { key, accepts: acceptedForms(headers['accept-encoding']) }
    if (raw.length <= LONGEST_REMEMBERED) remember(raw, address)
    return address
  }

  function keyOf(
    url: string,
    host: string | undefined,
    cookies: string | undefined,
    language: string | undefined,
  ) {
    const page = patterns.read(url)
    if (page === undefined || host === undefined) return undefined
    const site = siteOf(host)
    const variant = variantOf(cookies, language, page.query)
    return site === undefined || variant === undefined ? undefined : `${site}\n${variant}\n${page.canonical}`
  }

  function hasSession(cookies: string | undefined): boolean {
    if (cookies === undefined) return false
    return cookies.split(';').some((cookie) => sessions.has(cookie.split('=', 1)[0]!.trim()))
  }

  function remember(raw: string, address: CacheAddress): void {
    if (young.size >= REMEMBERED) {
      old = young
      young = new Map()
    }
    young.set(raw, address)
  }

  /** A host may have moved to another site, or a pattern was added. */
  function forget(): void {
    young = new Map()
    old = new Map()
  }

  function declare(pattern: string, page: PageAddress): void {
    patterns.declare(pattern, page)
    forget()
  }

  return { declare, find, forget }
}
