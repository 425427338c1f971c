import { createHmac, timingSafeEqual } from 'node:crypto'
import { addressOf, type Id, idOfAddress, type SiteId, siteId } from '#kernel/ids'

/** Addresses on the origin of user files, which is none of ours: nothing that runs there reaches a session. */
export type FileAddresses = {
  origin: string
  /** Stable; answers for as long as the text that the file belongs to is public. */
  ofPublished(site: SiteId, id: Id, name: string): string
  /** For whoever was just shown the draft, for ten minutes. */
  ofDraft(site: SiteId, id: Id, name: string, now: Date): string
  read(url: string, now: Date): AskedFile | undefined
}

/** `isSigned`: the address was given out by us, less than ten minutes ago. */
export type AskedFile = { site: SiteId; id: Id; isSigned: boolean }

const MINUTES = 10

export function fileAddresses(origin: string, secretKey: string): FileAddresses {
  const pathOf = (site: SiteId, id: Id, name: string) =>
    `/${site}/${addressOf(id)}/${encodeURIComponent(name.replaceAll('/', '-')) || 'file'}`
  const signatureOf = (site: SiteId, id: Id, until: string) =>
    createHmac('sha256', secretKey).update(`file-address\n${site}\n${id}\n${until}`).digest('base64url')
  return {
    origin,
    ofPublished: (site, id, name) => origin + pathOf(site, id, name),
    ofDraft: (site, id, name, now) => {
      const until = String(Math.floor(now.getTime() / 1000) + MINUTES * 60)
      return `${origin}${pathOf(site, id, name)}?until=${until}&by=${signatureOf(site, id, until)}`
    },
    read: (url, now) => {
      const [path = '', query = ''] = url.split('?', 2)
      const [, site, address] = /^\/([1-9]\d{0,8})\/([0-9a-z]{26})(?:\/[^/]*)?$/.exec(path) ?? []
      const id = address && idOfAddress(address)
      if (!site || !id) return undefined
      const asked = { site: siteId(Number(site)), id }
      const { until, by } = Object.fromEntries(new URLSearchParams(query))
      const isSigned =
        until !== undefined &&
        by !== undefined &&
        Number(until) * 1000 > now.getTime() &&
        isSame(by, signatureOf(asked.site, id, until))
      return { ...asked, isSigned }
    },
  }
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
