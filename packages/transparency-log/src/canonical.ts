import { fromUtf8, utf8 } from './bytes.ts'

/** The subset of RFC 8785 that the log speaks: strings, safe integers, arrays and objects with ASCII keys. */
export type Canonical = string | number | readonly Canonical[] | { readonly [key: string]: Canonical }

export class NotCanonical extends Error {
  override name = 'NotCanonical'
}

/** Nothing in the log is nested deeper than a few levels; a hostile text must not exhaust the stack. */
const DEEPEST = 32

/** The one spelling of a value. Throws `NotCanonical` for what the subset does not hold. */
export function canonical(value: Canonical): Uint8Array {
  return utf8(canonicalText(value))
}

/** Parses strictly: bytes that `canonical` would not have written are refused, which catches duplicate keys too. */
export function readCanonical(bytes: Uint8Array): Canonical {
  let text: string
  let value: unknown
  try {
    text = fromUtf8(bytes)
    value = JSON.parse(text)
  } catch (cause) {
    throw new NotCanonical('not JSON in UTF-8', { cause })
  }
  if (canonicalText(value) !== text) throw new NotCanonical('not the canonical spelling')
  return value as Canonical
}

export function canonicalText(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new NotCanonical('nested too deeply')
  if (typeof value === 'string') return spellString(value)
  if (typeof value === 'number') return spellNumber(value)
  if (Array.isArray(value)) return `[${value.map((each) => canonicalText(each, depth + 1)).join(',')}]`
  if (typeof value === 'object' && value !== null) return spellObject(value, depth)
  throw new NotCanonical(`${value === null ? 'null' : typeof value} is not in the subset`)
}

function spellString(text: string): string {
  if (!text.isWellFormed()) throw new NotCanonical('half of a surrogate pair')
  return JSON.stringify(text)
}

function spellNumber(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new NotCanonical('not a safe integer')
  return String(value)
}

function spellObject(value: object, depth: number): string {
  let text = ''
  // Sorting by code unit is what RFC 8785 §3.2.3 asks, and what sort does without a comparison.
  for (const key of Object.keys(value).sort()) {
    if (!isAscii(key)) throw new NotCanonical('a key beyond ASCII')
    const spelled = canonicalText((value as Record<string, unknown>)[key], depth + 1)
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${spelled}`
  }
  return `{${text}}`
}

function isAscii(key: string): boolean {
  for (let at = 0; at < key.length; at++) if (key.charCodeAt(at) > 0x7f) return false
  return true
}
