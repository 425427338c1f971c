import { fromBase64url } from './bytes.ts'
import { type Canonical, canonical, NotCanonical, readCanonical } from './canonical.ts'

/** Housekeeping of the log itself, then items, then cases. */
export const HOUSEKEEPING_TYPES = ['genesis', 'key', 'policy', 'calendar', 'unit', 'anchor'] as const
export const ITEM_TYPES = [
  'publish',
  'revise',
  'withdraw',
  'redirect',
  'restore',
  'erase',
  'not-public',
] as const
export const CASE_TYPES = [
  'accept',
  'pause',
  'resume',
  'extend',
  'transfer',
  'refuse',
  'partial',
  'reply',
  'close',
] as const
export const LEAF_TYPES = [...HOUSEKEEPING_TYPES, ...ITEM_TYPES, ...CASE_TYPES] as const

export type LogType = (typeof LEAF_TYPES)[number]

export type Commitments = { sha256: string; sm3?: string }

/** What one entry says: codes, dates and commitments, never a title, a name or a text. */
export type Leaf = {
  v: 1
  /** A `LogType`, or one that this version does not know: kept in its item's chain, and reported. */
  type: string
  item: string
  rev: number
  /** Leaf hash of the item's entry before, from rev 2 on. */
  prev?: string
  /** UTC seconds; of cases only the date, which is harder to link. */
  at: string
  /** Code of a body, registered by a `unit` entry (which names it here as well). */
  unit?: string
  law?: readonly string[]
  due?: string
  /** Leaf hash of the entry with the rule that `due` follows from. */
  rule?: string
  kind?: 'major' | 'minor'
  parts?: readonly string[]
  data?: { readonly [key: string]: Canonical }
  c?: Commitments
}

/** The format would hold 65,535; nothing that belongs in the log needs more than this. */
export const MAX_LEAF_BYTES = 4096

export class BadLeaf extends Error {
  override name = 'BadLeaf'
}

export function encodeLeaf(leaf: Leaf): Uint8Array {
  const bytes = canonicalLeaf(leaf)
  checkLeaf(leaf, bytes)
  return bytes
}

/** Reads what another wrote: any other spelling, a field out of place or a wrong form is a `BadLeaf`. */
export function readLeaf(bytes: Uint8Array): Leaf {
  let leaf: Canonical
  try {
    leaf = readCanonical(bytes)
  } catch (error) {
    throw asBadLeaf(error)
  }
  checkLeaf(leaf, bytes)
  return leaf as Leaf
}

export function isLogType(type: string): type is LogType {
  return KNOWN.has(type)
}

export function isCaseType(type: string): boolean {
  return CASES.has(type)
}

const KNOWN: ReadonlySet<string> = new Set(LEAF_TYPES)
const CASES: ReadonlySet<string> = new Set(CASE_TYPES)
const NEEDS_LAW: ReadonlySet<string> = new Set([
  'refuse',
  'partial',
  'not-public',
  'erase',
  'pause',
  'extend',
  'withdraw',
])
const MAY_BE_DUE: ReadonlySet<string> = new Set(['accept', 'resume', 'extend', 'reply'])
const NEEDS_UNIT: ReadonlySet<string> = new Set(['unit', ...ITEM_TYPES, ...CASE_TYPES])
const MAY_HOLD_DATA: ReadonlySet<string> = new Set(HOUSEKEEPING_TYPES)

type Fields = Readonly<Record<string, Canonical>>

function canonicalLeaf(leaf: Leaf): Uint8Array {
  try {
    return canonical(leaf as unknown as Canonical)
  } catch (error) {
    throw asBadLeaf(error)
  }
}

function asBadLeaf(error: unknown): unknown {
  return error instanceof NotCanonical ? new BadLeaf(error.message, { cause: error }) : error
}

function checkLeaf(leaf: unknown, bytes: Uint8Array): void {
  if (bytes.length > MAX_LEAF_BYTES) throw new BadLeaf(`more than ${MAX_LEAF_BYTES} bytes`)
  if (typeof leaf !== 'object' || leaf === null || Array.isArray(leaf)) throw new BadLeaf('not an object')
  const fields = leaf as Fields
  for (const name of Object.keys(FORMS))
    if (fields[name] !== undefined && !FORMS[name]!(fields[name])) throw new BadLeaf(`${name}: wrong form`)
  for (const name of ['v', 'type', 'item', 'rev', 'at'])
    if (fields[name] === undefined) throw new BadLeaf(`${name}: missing`)
  demand((fields.rev === 1) === (fields.prev === undefined), 'prev: from rev 2 on, and not before')
  // An unknown type may bring fields of its own; what the common ones mean does not change.
  if (isLogType(fields.type as string)) checkType(fields, fields.type as string)
}

function checkType(fields: Fields, type: string): void {
  for (const name of Object.keys(fields)) demand(name in FORMS, `${name}: unknown`)
  const has = (name: string) => fields[name] !== undefined
  demand((fields.at as string).length === (CASES.has(type) ? 10 : 20), 'at: a date for cases, else seconds')
  demand(has('c') || type === 'key', 'c: missing')
  demand(has('unit') || !NEEDS_UNIT.has(type), 'unit: missing')
  demand(has('law') || !NEEDS_LAW.has(type), 'law: missing')
  demand(has('kind') === (type === 'revise'), 'kind: on revise only, and always')
  demand(has('parts') === (type === 'erase'), 'parts: on erase only, and always')
  demand(has('due') === has('rule'), 'due and rule: both or neither')
  demand(!has('due') || MAY_BE_DUE.has(type), 'due: not on this type')
  demand(!has('data') || MAY_HOLD_DATA.has(type), 'data: not on this type')
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new BadLeaf(otherwise)
}

/** How each field is spelled. Codes are printable ASCII without spaces. */
const FORMS: Readonly<Record<string, (value: Canonical) => boolean>> = {
  v: (value) => value === 1,
  type: (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value),
  item: (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value),
  rev: (value) => typeof value === 'number' && value >= 1,
  prev: isHash,
  at: (value) => isDate(value) || isInstant(value),
  unit: isCode,
  law: isCodes,
  due: isDate,
  rule: isHash,
  kind: (value) => value === 'major' || value === 'minor',
  parts: isCodes,
  data: isObject,
  c: isCommitments,
}

function isObject(value: Canonical): value is { readonly [key: string]: Canonical } {
  return typeof value === 'object' && !Array.isArray(value)
}

function isCommitments(value: Canonical): boolean {
  if (!isObject(value) || value.sha256 === undefined) return false
  return Object.entries(value).every(([name, each]) => (name === 'sha256' || name === 'sm3') && isHash(each))
}

function isHash(value: Canonical): boolean {
  if (typeof value !== 'string' || value.length !== 43) return false
  try {
    return fromBase64url(value).length === 32
  } catch {
    return false
  }
}

function isCode(value: Canonical): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]{1,64}$/.test(value)
}

function isCodes(value: Canonical): boolean {
  return (
    Array.isArray(value) && value.length > 0 && value.every(isCode) && new Set(value).size === value.length
  )
}

function isInstant(value: Canonical): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return false
  // A leap second is never written: PostgreSQL and the system clock do not know it.
  return isDate(value.slice(0, 10)) && value.slice(11, 13) < '24' && value[14]! < '6' && value[17]! < '6'
}

function isDate(value: Canonical): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const [year, month, day] = [+value.slice(0, 4), +value.slice(5, 7), +value.slice(8)]
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}
