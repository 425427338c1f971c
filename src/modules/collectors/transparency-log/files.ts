import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type TileName, tilePath } from '#transparency-log/tiles'

/** The log as everybody can copy it: tiles, bundles and the checkpoint, laid out like their addresses. */
export type LogFiles = {
  readonly folder: string
  checkpoint(): Promise<string | undefined>
  /** Each file whole or not at all, and on the disk when this resolves. */
  writeTiles(tiles: readonly { name: TileName; bytes: Uint8Array }[]): Promise<void>
  writeCheckpoint(note: string): Promise<void>
  read(path: string): Promise<Buffer | undefined>
  /** Narrower states of a tile: its prefixes, answered from it. */
  forgetNarrower(names: readonly TileName[]): Promise<void>
}

const CHECKPOINT = 'checkpoint'
const AT_ONCE = 16

/** `lasting` is left out only where nothing has to survive the machine: in tests. */
export function openLogFiles(folder: string, { lasting = true } = {}): LogFiles {
  const read = (path: string) => readFile(join(folder, path)).catch(ifMissing(undefined))
  const write = async (path: string, bytes: Uint8Array) => {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    const file = await open(`${target}.new`, 'w', 0o644)
    try {
      await file.writeFile(bytes)
      if (lasting) await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${target}.new`, target)
    return dirname(target)
  }
  // A rename lasts when its directory does, and a new directory when the one above it does.
  const syncAll = async (directories: Iterable<string>) => {
    if (!lasting) return
    const all = new Set<string>()
    for (let directory of directories)
      for (; directory.length >= folder.length; directory = dirname(directory)) all.add(directory)
    for (const directory of [...all].sort((one, other) => other.length - one.length))
      await syncDirectory(directory)
  }
  return {
    folder,
    read,
    checkpoint: async () => (await read(CHECKPOINT))?.toString('utf8'),
    writeTiles: async (tiles) => {
      const directories = new Set<string>()
      for (let from = 0; from < tiles.length; from += AT_ONCE) {
        const some = tiles.slice(from, from + AT_ONCE)
        for (const directory of await Promise.all(
          some.map(({ name, bytes }) => write(tilePath(name), bytes)),
        ))
          directories.add(directory)
      }
      await syncAll(directories)
    },
    writeCheckpoint: async (note) => {
      await syncAll([await write(CHECKPOINT, Buffer.from(note))])
    },
    forgetNarrower: async (names) => {
      for (const { level, n, width } of names) {
        const directory = join(folder, `${tilePath({ level, n, width: 256 })}.p`)
        const widths = (await readdir(directory).catch(ifMissing([])))
          .map(Number)
          .filter((each) => each < width)
        // The one before stays a little longer, for whoever has just read the checkpoint before.
        for (const each of widths.sort((one, other) => other - one).slice(1))
          await rm(join(directory, String(each)), { force: true })
      }
    },
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function ifMissing<T>(otherwise: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT') return otherwise
    throw error
  }
}
