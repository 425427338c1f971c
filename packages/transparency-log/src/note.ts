import { BadSpelling, base64, concat, fromBase64, fromUtf8, hex, utf8 } from './bytes.ts'
import {
  COSIGNATURE_ML_DSA_44,
  COSIGNATURE_V1,
  verifyCosignatureMlDsa44,
  verifyCosignatureV1,
} from './cosignature.ts'
import { sha256, verifyEd25519 } from './digest.ts'

/** Signed notes of c2sp.org/signed-note. */

export const ED25519 = 0x01
/** No algorithm of the list: a longer identifier follows, and stands here at the front of `publicKey`. */
export const UNASSIGNED = 0xff

export type NoteKey = {
  name: string
  /** Four bytes in hex. */
  id: string
  type: number
  publicKey: Uint8Array
}

export type SignatureLine = { name: string; id: string; payload: Uint8Array }

export type Opened = {
  text: string
  /** By keys that were given, each checked. Cosignatures carry the time that they state, in Unix seconds. */
  signatures: { key: NoteKey; payload: Uint8Array; time?: number }[]
  /** By keys that were not given, or of algorithms that cannot be judged here. */
  unknown: SignatureLine[]
}

/** Judges signatures of an algorithm that this package does not hold. Undefined: cannot be judged. */
export type VerifyOther = (
  key: NoteKey,
  text: Uint8Array,
  payload: Uint8Array,
) => Promise<boolean | undefined>

/** `signature`: a known key's signature fails. `unsigned`: no known key signed. `quorum`: too few witnesses. */
export class BadNote extends Error {
  override name = 'BadNote'
  readonly reason: 'form' | 'signature' | 'unsigned' | 'quorum'
  constructor(reason: BadNote['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

export class BadKey extends Error {
  override name = 'BadKey'
}

const MOST_SIGNATURES = 100

export function keyIdOf(name: string, type: number, publicKey: Uint8Array): string {
  return hex(sha256(concat(utf8(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4))
}

export function noteKey(name: string, type: number, publicKey: Uint8Array): NoteKey {
  if (!isName(name)) throw new BadKey('the name of a key has no space and no plus')
  return { name, id: keyIdOf(name, type, publicKey), type, publicKey }
}

/** `name+key id+base64(type ‖ public key)`, as keys are published. */
export function writeVkey({ name, id, type, publicKey }: NoteKey): string {
  return `${name}+${id}+${base64(concat(Uint8Array.of(type), publicKey))}`
}

/** How long the public keys are of the algorithms that have one length. */
const KEY_BYTES: Readonly<Record<number, number>> = {
  [ED25519]: 32,
  [COSIGNATURE_V1]: 32,
  [COSIGNATURE_ML_DSA_44]: 1312,
}

export function readVkey(vkey: string): NoteKey {
  const [, name = '', id, spelled = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(vkey) ?? []
  const bytes = readBase64(spelled)
  if (id === undefined || bytes === undefined || bytes.length < 2) throw new BadKey('not a vkey')
  const key = noteKey(name, bytes[0]!, bytes.slice(1))
  if (key.id !== id) throw new BadKey('the key id does not belong to the key')
  const length = KEY_BYTES[key.type]
  if (length !== undefined && key.publicKey.length !== length) throw new BadKey('a key of the wrong length')
  return key
}

export function writeNote(text: string, lines: readonly SignatureLine[]): string {
  if (!text.endsWith('\n')) throw new BadNote('form', 'the text of a note ends with a line feed')
  return `${text}\n${lines.map(writeSignatureLine).join('')}`
}

export function writeSignatureLine({ name, id, payload }: SignatureLine): string {
  const idBytes = Uint8Array.from(id.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  return `\u2014 ${name} ${base64(concat(idBytes, payload))}\n`
}

/** Splits without judging any signature. Bytes must be UTF-8. */
export function readNote(note: string | Uint8Array): { text: string; lines: SignatureLine[] } {
  const whole = decode(note)
  const end = whole.lastIndexOf('\n\n')
  if (end < 0) throw new BadNote('form', 'no blank line between text and signatures')
  const lines = whole.slice(end + 2).split('\n')
  if (lines.pop() !== '' || lines.length === 0) throw new BadNote('form', 'no whole signature line')
  if (lines.length > MOST_SIGNATURES) throw new BadNote('form', `more than ${MOST_SIGNATURES} signatures`)
  return { text: whole.slice(0, end + 1), lines: lines.map(readSignatureLine) }
}

/** Lines of unknown keys are passed over; one bad signature of a known key spoils the note. */
export async function openNote(
  note: string | Uint8Array,
  keys: readonly NoteKey[],
  verifyOther?: VerifyOther,
): Promise<Opened> {
  const { text, lines } = readNote(note)
  const opened: Opened = { text, signatures: [], unknown: [] }
  for (const line of lines) {
    const key = keys.find(({ name, id }) => name === line.name && id === line.id)
    const { isGood, time } = key ? await judge(key, text, line.payload, verifyOther) : UNJUDGED
    if (isGood === false) throw new BadNote('signature', `the signature of ${line.name} is wrong`)
    if (!key || isGood === undefined) opened.unknown.push(line)
    else opened.signatures.push({ key, payload: line.payload, ...(time === undefined ? {} : { time }) })
  }
  if (opened.signatures.length === 0) throw new BadNote('unsigned', 'no known key signed this')
  return opened
}

type Judged = { isGood: boolean | undefined; time?: number }
const UNJUDGED: Judged = { isGood: undefined }

async function judge(
  key: NoteKey,
  text: string,
  payload: Uint8Array,
  verifyOther: VerifyOther | undefined,
): Promise<Judged> {
  if (key.type === ED25519) return { isGood: await verifyEd25519(key.publicKey, utf8(text), payload) }
  if (key.type === COSIGNATURE_V1) return verifyCosignatureV1(key, text, payload)
  if (key.type === COSIGNATURE_ML_DSA_44) return verifyCosignatureMlDsa44(key, text, payload)
  return { isGood: await verifyOther?.(key, utf8(text), payload) }
}

function readSignatureLine(line: string): SignatureLine {
  const [, name = '', spelled = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = readBase64(spelled)
  if (!isName(name) || bytes === undefined || bytes.length < 5)
    throw new BadNote('form', 'a malformed signature line')
  return { name, id: hex(bytes.subarray(0, 4)), payload: bytes.slice(4) }
}

function decode(note: string | Uint8Array): string {
  let whole: string
  try {
    whole = typeof note === 'string' ? note : fromUtf8(note)
  } catch {
    throw new BadNote('form', 'not UTF-8')
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that a note may not hold
  if (!whole.isWellFormed() || /[\x00-\x09\x0b-\x1f]/.test(whole))
    throw new BadNote('form', 'a control character')
  return whole
}

function isName(name: string): boolean {
  return name !== '' && !/[\s+\u0085]/u.test(name) && name.isWellFormed()
}

function readBase64(text: string): Uint8Array | undefined {
  try {
    return fromBase64(text)
  } catch (error) {
    if (error instanceof BadSpelling) return undefined
    throw error
  }
}
