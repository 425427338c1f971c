import { fromBase64url, fromUtf8, utf8 } from './bytes.ts'
import { NotCanonical, readCanonical } from './canonical.ts'
import { commitmentOf, type Manifest, type ManifestPart, SALT_BYTES } from './commitment.ts'
import { BadLeaf, type Leaf, readLeaf } from './leaf.ts'

/**
 * What a publication gives along so that anyone can check it: the entry, the manifest that it commits to, and the salts.
 * A salt that is not there was destroyed: that part is erased, and nothing can be said of it any more.
 */
export type Receipt = {
  v: 1
  /** The bytes of the entry. */
  leaf: string
  /** The bytes of the manifest, and the salt of the entry's commitment to it; both or neither. */
  manifest?: string
  salt?: string
  /** Part name → its own salt. */
  parts: Readonly<Record<string, string>>
}

export class BadReceipt extends Error {
  override name = 'BadReceipt'
}

/** A receipt whose entry and manifest belong together. */
export type OpenedReceipt = {
  leaf: Leaf
  leafBytes: Uint8Array
  /** Undefined when the salt of the entry itself was destroyed. */
  manifest?: Manifest
  salts: ReadonlyMap<string, Uint8Array>
}

/** `absent`: the file at hand does not hold that part. `foreign`: it holds one that the manifest does not name. */
export type PartVerdict = { part: string; verdict: 'same' | 'changed' | 'erased' | 'absent' | 'foreign' }

export function openReceipt(text: string): OpenedReceipt {
  const receipt = readShape(text)
  const leafBytes = utf8(receipt.leaf)
  const leaf = orBad(() => readLeaf(leafBytes))
  const salts = new Map(Object.entries(receipt.parts).map(([part, salt]) => [part, readSalt(salt)]))
  if (receipt.manifest === undefined || receipt.salt === undefined) return { leaf, leafBytes, salts }
  const manifestBytes = utf8(receipt.manifest)
  if (commitmentOf(readSalt(receipt.salt), manifestBytes) !== leaf.c?.sha256)
    throw new BadReceipt('the entry does not commit to this manifest')
  const manifest = orBad(() => readManifest(manifestBytes))
  if (manifest.item !== leaf.item || manifest.rev !== leaf.rev || manifest.type !== leaf.type)
    throw new BadReceipt('the manifest is of another entry')
  return { leaf, leafBytes, manifest, salts }
}

/** Judges a saved page by the parts that it holds, or any other file as one part. */
export function judgeFile({ manifest, salts }: OpenedReceipt, file: Uint8Array): PartVerdict[] {
  if (!manifest) return []
  const inPage = partsInPage(file)
  if (inPage.length === 0) return judgeWhole(manifest, salts, file)
  const verdicts = manifest.parts.map((part): PartVerdict => {
    const found = inPage.filter(({ name }) => name === part.n)
    const salt = salts.get(part.n)
    if (!salt) return { part: part.n, verdict: 'erased' }
    if (found.length === 0) return { part: part.n, verdict: 'absent' }
    // Every occurrence: else a changed one could stand in the page beside a true one.
    const isSame = found.every(({ bytes }) => bytes !== undefined && isPart(part, salt, bytes))
    return { part: part.n, verdict: isSame ? 'same' : 'changed' }
  })
  const named = new Set(manifest.parts.map(({ n }) => n))
  const foreign = new Set(inPage.map(({ name }) => name).filter((name) => !named.has(name)))
  return [...verdicts, ...[...foreign].map((part) => ({ part, verdict: 'foreign' as const }))]
}

const OPENING = '<!--part:'
const CLOSING = '<!--/part-->'

/** What stands between `<!--part:NAME-->` and `<!--/part-->`; no bytes when the end is missing. */
export function partsInPage(file: Uint8Array): { name: string; bytes: Uint8Array | undefined }[] {
  // One character for each byte, so that positions in the text are positions in the file.
  const text = latin1(file)
  const parts: { name: string; bytes: Uint8Array | undefined }[] = []
  for (let at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, at)) {
    const [opening, name] = /^<!--part:([!-~]{1,64}?)-->/.exec(text.slice(at, at + 80)) ?? []
    const start = at + (opening ?? OPENING).length
    at = start
    if (name === undefined) continue
    const end = text.indexOf(CLOSING, start)
    parts.push({ name, bytes: end < 0 ? undefined : file.subarray(start, end) })
    if (end < 0) break
    at = end + CLOSING.length
  }
  return parts
}

/** A file that is no page is one of the parts, or none. */
function judgeWhole(
  manifest: Manifest,
  salts: ReadonlyMap<string, Uint8Array>,
  file: Uint8Array,
): PartVerdict[] {
  const own = manifest.parts.find((part) => {
    const salt = salts.get(part.n)
    return salt && part.len === file.length && commitmentOf(salt, file) === part.c
  })
  return manifest.parts.map((part) => {
    if (!salts.has(part.n)) return { part: part.n, verdict: 'erased' }
    return { part: part.n, verdict: part === own ? 'same' : 'absent' }
  })
}

/** A plain text stands in a page with its marks escaped; what the reader sees is the text. */
function isPart(part: ManifestPart, salt: Uint8Array, bytes: Uint8Array): boolean {
  if (bytes.length === part.len && commitmentOf(salt, bytes) === part.c) return true
  if (part.t !== 'text/plain') return false
  const plain = unescaped(bytes)
  return plain !== undefined && plain.length === part.len && commitmentOf(salt, plain) === part.c
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

function unescaped(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const text = fromUtf8(bytes)
    return text.includes('<')
      ? undefined
      : utf8(text.replace(/&(?:amp|lt|gt|quot|#39);/g, (mark) => ESCAPES[mark]!))
  } catch {
    return undefined
  }
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}

function readShape(text: string): Receipt {
  let value: Partial<Record<keyof Receipt, unknown>>
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new BadReceipt('not JSON', { cause })
  }
  const { v, leaf, manifest, salt, parts } = value ?? {}
  const isText = (each: unknown) => each === undefined || typeof each === 'string'
  if (v !== 1 || typeof leaf !== 'string' || !isText(manifest) || !isText(salt) || !isSalts(parts))
    throw new BadReceipt('not a receipt')
  return value as Receipt
}

function isSalts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'string')
  )
}

function readManifest(bytes: Uint8Array): Manifest {
  const manifest = readCanonical(bytes) as unknown as Manifest
  const isPartShape = ({ n, t, len, c }: ManifestPart) =>
    [n, t, c].every((each) => typeof each === 'string') && Number.isSafeInteger(len)
  if (!Array.isArray(manifest?.parts) || !manifest.parts.every(isPartShape))
    throw new BadReceipt('not a manifest')
  const names = manifest.parts.map(({ n }) => n)
  if (new Set(names).size !== names.length) throw new BadReceipt('a manifest names each part once')
  return manifest
}

function readSalt(text: string): Uint8Array {
  const salt = orBad(() => fromBase64url(text))
  if (salt.length !== SALT_BYTES) throw new BadReceipt(`a salt has ${SALT_BYTES} bytes`)
  return salt
}

function orBad<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof BadReceipt) throw cause
    const isOfText = cause instanceof BadLeaf || cause instanceof NotCanonical
    throw new BadReceipt(isOfText ? cause.message : 'not a receipt', { cause })
  }
}
