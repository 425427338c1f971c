import { randomBytes } from 'node:crypto'

/** UUID version 7 (RFC 9562 §5.7), kept as the canonical 36 characters that PostgreSQL prints. */
export type Id = string & { readonly __id: true }
export type SiteId = number & { readonly __site: true }
export type OrganisationId = Id
export type PersonId = Id
export type CallId = Id

/**
 * Made from an instant given from outside, so that ids sort with the time of their act. Ids of one millisecond count
 * upwards from a random start (RFC 9562 §6.2, method 1): what an act writes first also sorts first.
 */
export function newId(now: Date): Id {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  const count = nextCount(now.getTime(), bytes.readUInt16BE(6) & 0x3ff)
  bytes[6] = 0x70 | ((count >>> 14) & 0x0f)
  bytes[7] = (count >>> 6) & 0xff
  bytes[8] = 0x80 | (count & 0x3f)
  return canonical(bytes)
}

/** 18 bits: a quarter of a million ids in one millisecond before the order is left to chance. */
const latest = { millisecond: 0, count: 0 }

function nextCount(millisecond: number, start: number): number {
  latest.count = millisecond === latest.millisecond ? latest.count + 1 : start
  latest.millisecond = millisecond
  return latest.count
}

export function siteId(value: number): SiteId {
  if (!Number.isSafeInteger(value) || value <= 0) throw new Error(`not a site id: ${value}`)
  return value as SiteId
}

/** Crockford's alphabet: no i, l, o, u, so that an address can be read out on the telephone. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, BigInt(value)]))

/** The id as it stands in addresses: 26 lower-case Crockford characters. */
export function addressOf(id: Id): string {
  let rest = BigInt(`0x${id.replaceAll('-', '')}`)
  let text = ''
  for (let at = 0; at < 26; at++) {
    text = ALPHABET[Number(rest & 31n)]! + text
    rest >>= 5n
  }
  return text
}

/** The inverse of `addressOf`; undefined for anything that is not such an address. */
export function idOfAddress(text: string): Id | undefined {
  if (!/^[0-7][0-9a-hjkmnp-tv-z]{25}$/.test(text)) return undefined
  let value = 0n
  for (const letter of text) value = (value << 5n) | VALUES.get(letter)!
  return canonical(Buffer.from(value.toString(16).padStart(32, '0'), 'hex'))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function readId(text: string): Id | undefined {
  return UUID.test(text) ? (text as Id) : idOfAddress(text)
}

function canonical(bytes: Buffer): Id {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}
