/** Bytes and their spellings. Every reader is strict: what would be written otherwise is refused. */

const encoder = new TextEncoder()
/** A byte order mark is a character like any other: silently dropped, two spellings would read the same. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Throws on bytes that are not UTF-8. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += DIGITS[byte]
  return text
}

/** Lower case only. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new BadSpelling('hex')
  return Uint8Array.from({ length: text.length / 2 }, (_, at) =>
    Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
  )
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const URL_ALPHABET = `${ALPHABET.slice(0, 62)}-_`

export function base64(bytes: Uint8Array): string {
  const text = spell(bytes, ALPHABET)
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** Padded, and the spare bits of the last character zero: no two texts give the same bytes. */
export function fromBase64(text: string): Uint8Array {
  const bare = text.replace(/={1,2}$/, '')
  if (text.length % 4 !== 0) throw new BadSpelling('base64')
  return unspell(bare, VALUES)
}

export function base64url(bytes: Uint8Array): string {
  return spell(bytes, URL_ALPHABET)
}

/** Without padding; the spare bits of the last character are zero. */
export function fromBase64url(text: string): Uint8Array {
  return unspell(text, URL_VALUES)
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Not in constant time: everything compared here is public. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Big-endian, as all numbers of these formats are. */
export function u64(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

export class BadSpelling extends Error {
  override name = 'BadSpelling'
  constructor(what: string) {
    super(`not ${what}`)
  }
}

const VALUES = valuesOf(ALPHABET)
const URL_VALUES = valuesOf(URL_ALPHABET)
const NONE = 255

function valuesOf(alphabet: string): Uint8Array {
  const values = new Uint8Array(128).fill(255)
  for (const [value, letter] of [...alphabet].entries()) values[letter.charCodeAt(0)] = value
  return values
}

function spell(bytes: Uint8Array, alphabet: string): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]]
    text += alphabet[a >> 2]! + alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)]!
    if (b !== undefined) text += alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)]!
    if (c !== undefined) text += alphabet[c & 63]!
  }
  return text
}

function unspell(text: string, values: Uint8Array): Uint8Array {
  const spare = text.length % 4
  if (spare === 1) throw new BadSpelling('base64')
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let [held, bits, to] = [0, 0, 0]
  for (let at = 0; at < text.length; at++) {
    const value = values[text.charCodeAt(at)] ?? NONE
    if (value === NONE) throw new BadSpelling('base64')
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[to++] = held >> bits
  }
  if (bits > 0 && (held & ((1 << bits) - 1)) !== 0) throw new BadSpelling('base64')
  return bytes
}
