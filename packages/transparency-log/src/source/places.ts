import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LogSource } from '../audit.ts'
import { tilePath } from '../tiles.ts'

/** The log could not be read: nothing is said of it. */
export class Unreachable extends Error {
  override name = 'Unreachable'
}

/** A folder with the files of a log, or its address. */
export function openSource(place: string): LogSource {
  return /^https?:\/\//.test(place) ? fromAddress(place.replace(/\/+$/, '')) : fromFolder(place)
}

function fromFolder(folder: string): LogSource {
  const read = (path: string) =>
    readFile(join(folder, path)).catch((cause) => {
      throw new Unreachable(`${path} cannot be read in ${folder}`, { cause })
    })
  return {
    checkpoint: async () => (await read('checkpoint')).toString('utf8'),
    tile: async (name) => read(tilePath(name)),
  }
}

const PATIENCE_MS = 30_000

function fromAddress(address: string): LogSource {
  const read = async (path: string) => {
    const answer = await fetch(`${address}/${path}`, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
      (cause) => {
        throw new Unreachable(`${address}/${path} does not answer`, { cause })
      },
    )
    if (!answer.ok) throw new Unreachable(`${address}/${path} answers ${answer.status}`)
    return new Uint8Array(await answer.arrayBuffer())
  }
  return {
    checkpoint: async () => new TextDecoder('utf-8', { fatal: true }).decode(await read('checkpoint')),
    tile: (name) => read(tilePath(name)),
  }
}
