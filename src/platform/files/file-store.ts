import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { SiteId } from '#kernel/ids'

/** Both ends included, as in HTTP. */
export type ByteRange = { from: number; to: number }

/** Where bytes of files lie, apart from the database. Keys are random: erasing one never touches a neighbour. */
export type FileStore = {
  /** Whole or not at all: nobody ever reads half a file. */
  put(key: string, source: Buffer | Readable): Promise<void>
  /** Refuses with `file.gone` if nothing lies there. */
  get(key: string, range?: ByteRange): Promise<Readable>
  stat(key: string): Promise<{ length: number } | undefined>
  /** Removing what is not there is done already. */
  remove(key: string): Promise<void>
}

const KEY = /^[1-9]\d*\/\d{4}\/[0-9a-f]{40}$/

/** `<site>/<yyyy>/<id>`: says which site pays for the room and how old it is, and nothing else. */
export function newFileKey(site: SiteId, now: Date): string {
  return `${site}/${now.getUTCFullYear()}/${randomBytes(20).toString('hex')}`
}

/** Keys come from our own tables; a store still takes no other path. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error('not a key of the file store')
  return key
}
