import { type SiteId, siteId } from '#kernel/ids'
import type { Reader } from './database.ts'

/** One site of the installation: a city portal, a department, a district (集约化: many sites, one platform). */
export type Site = {
  id: SiteId
  key: string
  host: string
  name: string
  name_en: string
  site_id_code: string
  owner: string
  operator: string
  address: string
  phone: string
  icp_number: string
  police_filing_number: string
  description: string
  keywords: string
}

declare module './database.ts' {
  interface Tables {
    'platform.site': Site
    'platform.setting': { name: string; value: string }
  }
}

const FRESH_FOR_MS = 5000

/** Sites change a few times a year and are needed by every call: read together, kept for seconds. */
export type SiteDirectory = {
  all(): Promise<readonly Site[]>
  byHost(host: string): Promise<Site | undefined>
  byKey(key: string): Promise<Site | undefined>
  byId(id: SiteId): Promise<Site | undefined>
  /** For the page cache, which cannot wait: from what was read last; undefined until it has been read. */
  keyOfHost(host: string): string | undefined
  /** Something about a site changed: read anew, and until then no host name is taken for known. */
  forget(): void
}

export function siteDirectory(db: Reader, now: () => Date): SiteDirectory {
  let sites: Promise<readonly Site[]> | undefined
  let readAt = 0
  let known: readonly Site[] = []
  const all = () => {
    if (!sites || now().getTime() - readAt > FRESH_FOR_MS) {
      readAt = now().getTime()
      const reading = db.selectFrom('platform.site').selectAll().orderBy('id').execute()
      sites = reading
      // What was asked before a change must not be taken for the state after it.
      reading.then(
        (read) => {
          if (sites === reading) known = read
        },
        () => {
          if (sites === reading) sites = undefined
        },
      )
    }
    return sites
  }
  const find = async (test: (site: Site) => boolean) => (await all()).find(test)
  return {
    all,
    // An address that names no site (an IP number, a proxy's own name) shows the first one.
    byHost: async (host) => (await find((site) => site.host === host)) ?? (await all())[0],
    byKey: (key) => find((site) => site.key === key),
    byId: (id) => find((site) => site.id === id),
    keyOfHost: (host) => (known.find((site) => site.host === host) ?? known[0])?.key,
    forget: () => {
      sites = undefined
      known = []
      all().catch(() => {})
    },
  }
}

export const FIRST_SITE = siteId(1)

/** A site that is reached by a host name of its own has it in its addresses; all others share the public address. */
export function originOf({ id, host }: Pick<Site, 'id' | 'host'>, publicUrl: string): string {
  const origin = new URL(publicUrl)
  if (id !== FIRST_SITE) origin.hostname = host
  return origin.origin
}

/** The first site has the public address for itself, as has one that the address names; the others stand below it. */
export function addressesOf({ id, key, host }: Site, publicUrl: string): (path: string) => string {
  const isAtRoot = id === FIRST_SITE || host === new URL(publicUrl).hostname
  const prefix = isAtRoot ? '' : `/sites/${key}`
  return (path) => new URL(prefix + path, publicUrl).href
}
