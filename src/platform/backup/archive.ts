import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

/**
 * One tar file (POSIX ustar), so that any machine can look inside without Mingtang. What is long is cut into members
 * of a few megabytes, because a tar names the length of a member before its bytes.
 */
export type Archive = {
  members: readonly Member[]
  read(member: Member): AsyncGenerator<Buffer>
  close(): Promise<void>
}
export type Member = { name: string; offset: number; size: number }

export type ArchiveWriter = {
  add(name: string, bytes: Buffer): Promise<void>
  addStream(name: string, size: number, source: AsyncIterable<Buffer>): Promise<void>
  /** Only now has the archive its name: what is interrupted leaves no file that looks whole. */
  finish(): Promise<number>
  abandon(): Promise<void>
}

/** The archive cannot be what a backup wrote. */
export class DamagedArchive extends Error {}

const SECTOR = 512
const READ_AT_ONCE = 1024 * 1024

export async function createArchive(path: string, at: Date): Promise<ArchiveWriter> {
  const beside = `${path}.part`
  const file = await open(beside, 'w', 0o600)
  let position = 0
  const write = async (bytes: Buffer) => {
    await file.writev([bytes], position)
    position += bytes.length
  }
  const header = (name: string, size: number) => write(headerOf(name, size, at))
  const pad = () => write(Buffer.alloc((SECTOR - (position % SECTOR)) % SECTOR))
  return {
    add: async (name, bytes) => {
      await header(name, bytes.length)
      await write(bytes)
      await pad()
    },
    addStream: async (name, size, source) => {
      await header(name, size)
      const began = position
      for await (const block of source) await write(block)
      if (position - began !== size) throw new Error(`${name} changed its length while it was read`)
      await pad()
    },
    finish: async () => {
      await write(Buffer.alloc(2 * SECTOR))
      await file.sync()
      await file.close()
      await rename(beside, path)
      return position
    },
    abandon: async () => {
      await file.close().catch(() => {})
      await rm(beside, { force: true })
    },
  }
}

export async function openArchive(path: string): Promise<Archive> {
  const file = await open(path, 'r')
  try {
    return {
      members: await listMembers(file),
      read: (member) => readMember(file, member),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function listMembers(file: FileHandle): Promise<Member[]> {
  const { size: length } = await file.stat()
  const members: Member[] = []
  const header = Buffer.alloc(SECTOR)
  for (let position = 0; position + SECTOR <= length; ) {
    await file.read(header, 0, SECTOR, position)
    if (header.every((byte) => byte === 0)) return members
    const member = memberOf(header, position + SECTOR)
    members.push(member)
    position = member.offset + Math.ceil(member.size / SECTOR) * SECTOR
  }
  throw new DamagedArchive('the file ends before its end: it was not written or not copied whole')
}

async function* readMember(file: FileHandle, { name, offset, size }: Member): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const { bytesRead, buffer } = await file.read({
      buffer: Buffer.alloc(Math.min(READ_AT_ONCE, size - done)),
      position: offset + done,
    })
    if (bytesRead === 0) throw new DamagedArchive(`${name} is cut off`)
    done += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

function headerOf(name: string, size: number, at: Date): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`a name in the archive is too long: ${name}`)
  const header = Buffer.alloc(SECTOR)
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write(
    `${Math.floor(at.getTime() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  )
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

function memberOf(header: Buffer, offset: number): Member {
  const text = (from: number, length: number) => header.toString('utf8', from, from + length).split('\0')[0]!
  const told = Number.parseInt(text(148, 8), 8)
  const blank = Buffer.from(header)
  blank.write('        ', 148)
  if (told !== sumOf(blank) || text(257, 5) !== 'ustar')
    throw new DamagedArchive('this is no archive of a backup')
  return { name: text(0, 100), offset, size: Number.parseInt(text(124, 12), 8) }
}

function sumOf(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0)
}

const compress = promisify(gzip)
const expand = promisify(gunzip)

const PIECE = 4 * 1024 * 1024

export type Measured = { bytes: number; sha256: string }

/** Cuts a stream into compressed members `<name>/000001.gz` …; the hash is that of the stream itself. */
export async function addInPieces(
  archive: ArchiveWriter,
  name: string,
  source: AsyncIterable<Buffer>,
): Promise<Measured> {
  const hash = createHash('sha256')
  let [bytes, number, held] = [0, 0, [] as Buffer[]]
  let heldBytes = 0
  const flush = async () => {
    if (heldBytes === 0) return
    number += 1
    const piece = await compress(Buffer.concat(held, heldBytes), { level: 4 })
    await archive.add(`${name}/${String(number).padStart(6, '0')}.gz`, piece)
    held = []
    heldBytes = 0
  }
  for await (const block of source) {
    hash.update(block)
    bytes += block.length
    held.push(block)
    heldBytes += block.length
    if (heldBytes >= PIECE) await flush()
  }
  await flush()
  return { bytes, sha256: hash.digest('hex') }
}

/** The stream that `addInPieces` cut; each piece is small, so it is expanded as a whole. */
export async function* readPieces(archive: Archive, name: string, hash?: Hash): AsyncGenerator<Buffer> {
  for (const member of archive.members) {
    if (!member.name.startsWith(`${name}/`)) continue
    const piece = await expand(await readWhole(archive, member)).catch(() => {
      throw new DamagedArchive(`${member.name} cannot be expanded`)
    })
    hash?.update(piece)
    yield piece
  }
}

export async function readWhole(archive: Archive, member: Member): Promise<Buffer> {
  const blocks: Buffer[] = []
  for await (const block of archive.read(member)) blocks.push(block)
  return Buffer.concat(blocks)
}
