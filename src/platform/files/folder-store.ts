import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { NotFound } from '#kernel/refusals'
import { checkedKey, type FileStore } from './file-store.ts'

/** Files in a directory of this machine, or of a volume that all machines share. */
export function folderStore(root: string): FileStore {
  const pathOf = (key: string) => join(root, checkedKey(key))
  const sizeOf = async (key: string) => {
    const found = await stat(pathOf(key)).catch(nothingThere)
    return found?.isFile() ? { length: found.size } : undefined
  }
  return {
    put: (key, source) => write(pathOf(key), source),
    get: async (key, range) => {
      const found = await sizeOf(key)
      if (!found) throw new NotFound('file.gone')
      if (found.length === 0) return Readable.from([])
      return createReadStream(pathOf(key), range ? { start: range.from, end: range.to } : {})
    },
    stat: sizeOf,
    remove: (key) => rm(pathOf(key), { force: true }),
  }
}

/** Written beside, forced to the disk, then renamed: a crash leaves the whole file or none. */
async function write(path: string, source: Buffer | Readable): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const beside = join(folder, `.${randomBytes(8).toString('hex')}.part`)
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(source)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    await settle(folder)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

/** The new name is as durable as the bytes only once the directory is on the disk too. */
async function settle(folder: string): Promise<void> {
  const directory = await open(folder, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function nothingThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
