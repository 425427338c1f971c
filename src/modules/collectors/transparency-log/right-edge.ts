import { TILE_WIDTH } from '#transparency-log/tiles'
import {
  createFrontier,
  type Frontier,
  HASH_BYTES,
  leafHash,
  type NodeAt,
  rootOf,
} from '#transparency-log/tree'

/** A tile of hashes as far as it is filled. */
export type Tile = { level: number; n: number; hashes: Uint8Array }

type Growing = { n: number; hashes: Uint8Array; width: number }

/** Where the tree grows: its size and root, and the unfinished tile of each level. */
export type RightEdge = {
  readonly size: number
  root(): Uint8Array
  /** Appends entries and answers the tiles that this filled or continued, the lowest level first. */
  append(leaves: readonly Uint8Array[]): Tile[]
}

/** Of a tree of that size; `nodeAt` answers from what is stored. */
export async function openRightEdge(size: number, nodeAt: NodeAt): Promise<RightEdge> {
  const frontier = createFrontier({ size, peaks: await peaksAt(size, nodeAt) })
  const levels: Growing[] = []
  for (let level = 0, count = size; count > 0; level++, count = Math.floor(count / TILE_WIDTH)) {
    const n = Math.floor(count / TILE_WIDTH)
    const growing = fresh(n)
    for (let i = n * TILE_WIDTH; i < count; i++) put(growing, await nodeAt(level * 8, i))
    levels.push(growing)
  }
  return edgeOf(frontier, levels)
}

/** The root that the tree had at an earlier size. */
export async function rootAt(size: number, nodeAt: NodeAt): Promise<Uint8Array> {
  return createFrontier({ size, peaks: await peaksAt(size, nodeAt) }).root()
}

/** The roots of the complete subtrees that a size is made of, largest first. */
async function peaksAt(size: number, nodeAt: NodeAt): Promise<Uint8Array[]> {
  const peaks: Uint8Array[] = []
  let from = 0
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level
    if (Math.floor(size / width) % 2 === 0) continue
    peaks.push(await nodeAt(level, from / width))
    from += width
  }
  return peaks
}

function edgeOf(frontier: Frontier, levels: Growing[]): RightEdge {
  const touched = new Map<string, Tile>()
  const push = (level: number, hash: Uint8Array): void => {
    levels[level] ??= fresh(0)
    const growing = levels[level]
    put(growing, hash)
    const { n, hashes, width } = growing
    touched.set(`${level}/${n}`, { level, n, hashes: hashes.subarray(0, width * HASH_BYTES) })
    if (width < TILE_WIDTH) return
    levels[level] = fresh(n + 1)
    push(level + 1, rootOf(hashesIn(hashes)))
  }
  return {
    get size() {
      return frontier.size
    },
    root: () => frontier.root(),
    append(leaves) {
      for (const leaf of leaves) {
        const hash = leafHash(leaf)
        frontier.append(hash)
        push(0, hash)
      }
      const tiles = [...touched.values()].map((tile) => ({ ...tile, hashes: tile.hashes.slice() }))
      touched.clear()
      return tiles.sort((one, other) => one.level - other.level || one.n - other.n)
    },
  }
}

function* hashesIn(tile: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < tile.length; at += HASH_BYTES) yield tile.subarray(at, at + HASH_BYTES)
}

function fresh(n: number): Growing {
  return { n, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES), width: 0 }
}

function put(growing: Growing, hash: Uint8Array): void {
  growing.hashes.set(hash, growing.width * HASH_BYTES)
  growing.width++
}
