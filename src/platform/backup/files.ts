import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Archive, type ArchiveWriter, DamagedArchive } from './archive.ts'
import { FILES } from './manifest.ts'

/** One digest for all files: a line for each, in the order of the archive. */
export type FilesRecord = { count: number; bytes: number; sha256: string }

/** Files never change once they are there, so those of the snapshot are all found; one erased meanwhile is left out. */
export async function addFiles(archive: ArchiveWriter, folder: string | undefined): Promise<FilesRecord> {
  const tally = newTally()
  if (folder === undefined) return tally.record()
  for await (const path of walk(folder)) {
    const size = await sizeOf(join(folder, path))
    if (size === undefined) continue
    const hash = createHash('sha256')
    await archive.addStream(`${FILES}/${path}`, size, hashed(createReadStream(join(folder, path)), hash))
    tally.add(path, size, hash.digest('hex'))
  }
  return tally.record()
}

/** Reads every file of the archive, and writes it too if a folder is given. */
export async function readFiles(archive: Archive, folder?: string): Promise<FilesRecord> {
  const tally = newTally()
  for (const member of archive.members) {
    if (!member.name.startsWith(`${FILES}/`)) continue
    const path = member.name.slice(FILES.length + 1)
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..'))
      throw new DamagedArchive(`${member.name} leads outside the files`)
    const hash = createHash('sha256')
    const source = hashed(archive.read(member), hash)
    if (folder === undefined) for await (const _ of source);
    else {
      await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
      await pipeline(source, createWriteStream(join(folder, path), { mode: 0o600, flush: true }))
    }
    tally.add(path, member.size, hash.digest('hex'))
  }
  return tally.record()
}

/** Whole in a folder beside, then renamed; what was there is kept beside under a name with the time. */
export async function replaceFiles(archive: Archive, folder: string, at: Date): Promise<FilesRecord> {
  const beside = `${folder}.restoring`
  await rm(beside, { recursive: true, force: true })
  const record = await readFiles(archive, beside)
  if ((await stat(folder).catch(() => undefined)) !== undefined)
    await rename(folder, `${folder}.before-${at.toISOString().replace(/[:.-]/g, '')}`)
  if (record.count > 0) await rename(beside, folder)
  return record
}

async function* walk(folder: string, below = ''): AsyncGenerator<string> {
  const directory = await opendir(join(folder, below)).catch(() => undefined)
  if (!directory) return
  for await (const entry of directory) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) yield* walk(folder, path)
    else if (entry.isFile() && !entry.name.startsWith('.')) yield path
  }
}

async function* hashed(
  source: AsyncIterable<Buffer>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Buffer> {
  for await (const block of source) {
    hash.update(block)
    yield block
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function newTally() {
  const all = createHash('sha256')
  let [count, bytes] = [0, 0]
  return {
    add: (path: string, size: number, sha256: string) => {
      all.update(`${path}\n${size}\n${sha256}\n`)
      count += 1
      bytes += size
    },
    record: (): FilesRecord => ({ count, bytes, sha256: all.digest('hex') }),
  }
}
