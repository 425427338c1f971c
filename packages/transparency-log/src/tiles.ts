import { HASH_BYTES, type NodeAt, nodeHash } from './tree.ts'

/** The tiles of c2sp.org/tlog-tiles: 256 hashes, or entries, to a file. */

export const TILE_WIDTH = 256

/** A tile of hashes at a level 0–63, or a bundle of entries. `width` 256 is a full one. */
export type TileName = { level: number | 'entries'; n: number; width: number }

export function tilePath({ level, n, width }: TileName): string {
  const groups = [String(n % 1000).padStart(3, '0')]
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`)
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Undefined for anything that `tilePath` would not have written. */
export function readTilePath(path: string): TileName | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return undefined
  const name = {
    level: match[1] === 'entries' ? ('entries' as const) : Number(match[1]),
    n: Number(match[2]!.replace(/[x/]/g, '')),
    width: match[3] === undefined ? TILE_WIDTH : Number(match[3]),
  }
  if (name.width < 1 || (match[3] !== undefined && name.width >= TILE_WIDTH)) return undefined
  if (name.level !== 'entries' && name.level > 63) return undefined
  return Number.isSafeInteger(name.n) && tilePath(name) === path ? name : undefined
}

/** How wide the n-th tile of a level is in a tree of that size: 0 when there is none, 256 when it is full. */
export function widthAt(size: number, level: TileName['level'], n: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(TILE_WIDTH, hashes - n * TILE_WIDTH))
}

/** All tiles of hashes that a tree of that size has, partial ones included. */
export function tilesOfSize(size: number): TileName[] {
  const names: TileName[] = []
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH))
    for (let n = 0; n * TILE_WIDTH < hashes; n++) names.push({ level, n, width: widthAt(size, level, n) })
  return names
}

/** Each entry behind its length in two bytes, big-endian. */
export function encodeBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(leaves.reduce((length, leaf) => length + 2 + leaf.length, 0))
  let at = 0
  for (const leaf of leaves) {
    if (leaf.length > 0xffff) throw new RangeError('an entry is at most 65,535 bytes')
    bundle[at] = leaf.length >> 8
    bundle[at + 1] = leaf.length & 0xff
    bundle.set(leaf, at + 2)
    at += 2 + leaf.length
  }
  return bundle
}

export class BadBundle extends Error {
  override name = 'BadBundle'
}

/** Views into the given bytes, not copies. */
export function readBundle(bytes: Uint8Array): Uint8Array[] {
  const leaves: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const start = at + 2
    if (start > bytes.length) throw new BadBundle('breaks off in a length')
    const end = start + bytes[at]! * 256 + bytes[at + 1]!
    if (end > bytes.length) throw new BadBundle('breaks off in an entry')
    leaves.push(bytes.subarray(start, end))
    at = end
  }
  return leaves
}

/**
 * Answers nodes of the tree from tiles. The tile is asked for with the smallest width that suffices; a partial tile is
 * a prefix of its fuller self, so the reader may answer with any longer one.
 */
export function nodesFromTiles(readTile: (name: TileName) => Uint8Array | Promise<Uint8Array>): NodeAt {
  return async (level, n) => {
    const within = level % 8
    const width = 2 ** within
    const first = n * width
    const tile = Math.floor(first / TILE_WIDTH)
    const from = first - tile * TILE_WIDTH
    const bytes = await readTile({ level: (level - within) / 8, n: tile, width: from + width })
    if (bytes.length < (from + width) * HASH_BYTES) throw new BadBundle('a tile is too short')
    return subtreeRoot(bytes, from, width)
  }
}

/** The root over `width` hashes of a tile, a power of two. */
function subtreeRoot(tile: Uint8Array, from: number, width: number): Uint8Array {
  if (width === 1) return tile.slice(from * HASH_BYTES, (from + 1) * HASH_BYTES)
  const half = width / 2
  return nodeHash(subtreeRoot(tile, from, half), subtreeRoot(tile, from + half, half))
}
