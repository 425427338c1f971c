/** Zip files from strangers: every byte is really inflated and counted before anything is believed. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl'
import { NotTaken } from './not-taken.ts'

const MB = 1024 * 1024
const MOST_ENTRIES = 10_000
const MOST_INFLATED = 500 * MB
const HIGHEST_RATIO = 100
/** What is read as a whole: a part of a document. Pictures of an office file are the largest honest ones. */
const LARGEST_PART = 100 * MB

export type Archive = {
  names: readonly string[]
  has(name: string): boolean
  /** The bytes of a part that is there. */
  read(name: string): Promise<Buffer>
}

export type ArchiveRules = { nested: 'refused' | 'allowed' }

/** For what this program has written itself. */
export async function openArchive(bytes: Buffer): Promise<Archive> {
  const { zip, entries } = await listEntries(bytes)
  return archiveOf(zip, entries)
}

export async function readArchive(
  bytes: Buffer,
  { nested }: ArchiveRules = { nested: 'refused' },
): Promise<Archive> {
  const { zip, entries } = await listEntries(bytes)
  const budget = Math.min(MOST_INFLATED, bytes.length * HIGHEST_RATIO)
  let inflated = 0
  for (const entry of entries.values()) {
    const head = await inflate(zip, entry, (length) => {
      inflated += length
      if (inflated > budget) throw new NotTaken('upload.archive-bomb')
    })
    if (nested === 'refused' && isArchive(head)) throw new NotTaken('upload.archive-nested')
  }
  return archiveOf(zip, entries)
}

function archiveOf(zip: ZipFile, entries: ReadonlyMap<string, Entry>): Archive {
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    read: async (name) => {
      const entry = entries.get(name)
      if (!entry) throw new NotTaken('upload.broken')
      return readWhole(zip, entry)
    },
  }
}

async function listEntries(bytes: Buffer): Promise<{ zip: ZipFile; entries: Map<string, Entry> }> {
  const entries = new Map<string, Entry>()
  const seen = new Set<string>()
  const zip = await broken(() =>
    fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }),
  )
  if (zip.entryCount > MOST_ENTRIES) throw new NotTaken('upload.archive-too-many')
  await broken(async () => {
    for await (const entry of zip.eachEntry()) {
      checkEntry(entry, seen)
      if (!entry.fileName.endsWith('/')) entries.set(nameOf(entry), entry)
    }
  })
  return { zip, entries }
}

/** Without the flag of UTF-8 (APPNOTE D.2), a name is in the letters of the maker's system: here mostly GB 18030. */
function nameOf({ fileName, fileNameRaw, generalPurposeBitFlag }: Entry): string {
  if ((generalPurposeBitFlag & 0x800) !== 0 || fileNameRaw.every((byte) => byte < 0x80)) return fileName
  // Some systems write UTF-8 and do not say so. Chinese read as such comes out Chinese by accident only in long words.
  const asUtf8 = fileNameRaw.toString('utf8')
  if (/\p{Script=Han}/u.test(asUtf8) && !asUtf8.includes('\ufffd')) return asUtf8
  return new TextDecoder('gb18030').decode(fileNameRaw)
}

function checkEntry(entry: Entry, seen: Set<string>): void {
  const fileName = nameOf(entry)
  const isOutside =
    fileName.startsWith('/') || /[\\\0]|^[a-z]:/i.test(fileName) || fileName.split('/').includes('..')
  // The upper half holds the Unix mode: 0xA is a symbolic link.
  const isLink = entry.externalFileAttributes >>> 28 === 0xa
  if (isOutside || isLink) throw new NotTaken('upload.archive-outside')
  if (entry.isEncrypted()) throw new NotTaken('upload.encrypted')
  // Programs differ in which of two they read: what was checked would not be what is opened.
  if (seen.has(fileName.toLowerCase())) throw new NotTaken('upload.broken')
  seen.add(fileName.toLowerCase())
  if (seen.size > MOST_ENTRIES) throw new NotTaken('upload.archive-too-many')
}

/** Counts what comes out and gives the first bytes back. */
async function inflate(zip: ZipFile, entry: Entry, count: (length: number) => void): Promise<Buffer> {
  let head = Buffer.alloc(0)
  await broken(async () => {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      count((chunk as Buffer).length)
      if (head.length < 16) head = Buffer.concat([head, chunk as Buffer]).subarray(0, 16)
    }
  })
  return head
}

async function readWhole(zip: ZipFile, entry: Entry): Promise<Buffer> {
  if (entry.uncompressedSize > LARGEST_PART) throw new NotTaken('upload.too-heavy')
  return broken(async () => {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  })
}

async function broken<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NotTaken) throw error
    const isName = /relative path|absolute path|invalid characters in fileName/.test((error as Error).message)
    throw new NotTaken(isName ? 'upload.archive-outside' : 'upload.broken')
  }
}

/** zip (also an empty one), RAR, 7z, gzip, bzip2, xz. */
const ARCHIVES = ['504b0304', '504b0506', '526172211a07', '377abcaf271c', '1f8b08', '425a68', 'fd377a585a00']

function isArchive(head: Buffer): boolean {
  return ARCHIVES.some((magic) => head.toString('hex').startsWith(magic))
}

export type Part = { name: string; bytes: Uint8Array; stored?: boolean }

/** 2 January 1980 in every time zone: when a part was packed is nobody's business. */
const NO_TIME = 315_619_200_000

/** Parts are asked for one after the other, so only one is in memory as a whole. */
export async function writeArchive(parts: AsyncIterable<Part>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  for await (const { name, bytes, stored } of parts) {
    const file = stored ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 })
    file.mtime = NO_TIME
    zip.add(file)
    file.push(bytes, true)
  }
  zip.end()
  return Buffer.concat(chunks)
}
