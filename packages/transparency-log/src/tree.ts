import { fromHex } from './bytes.ts'
import { sha256 } from './digest.ts'

/** The Merkle tree of RFC 6962 §2.1. Sizes go beyond 2³¹: divisions instead of 32-bit operators. */

export const HASH_BYTES = 32

export const EMPTY_ROOT = fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')

/** Written over by every hash: a fresh array for each of a million entries would cost as much as the hashing. */
const leafRoom = new Uint8Array(1 + 65_535)
const nodeRoom = new Uint8Array(1 + 2 * HASH_BYTES)
nodeRoom[0] = 1

export function leafHash(bytes: Uint8Array): Uint8Array {
  if (bytes.length >= leafRoom.length) throw new Error('a leaf is at most 65,535 bytes')
  leafRoom.set(bytes, 1)
  return sha256(leafRoom.subarray(0, bytes.length + 1))
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new Error('a hash has 32 bytes')
  nodeRoom.set(left, 1)
  nodeRoom.set(right, 1 + HASH_BYTES)
  return sha256(nodeRoom)
}

/** The right edge of a tree: all that appending needs to know of it. */
export type Frontier = {
  append(hash: Uint8Array): void
  root(): Uint8Array
  readonly size: number
  /** The roots of the complete subtrees, largest first. */
  readonly peaks: readonly Uint8Array[]
}

export function createFrontier(start: { size: number; peaks: readonly Uint8Array[] } = EMPTY): Frontier {
  let { size } = start
  // levels[l] is the complete subtree of 2^l leaves, where the size has that bit.
  const levels = levelsOf(start)
  return {
    append(hash) {
      let level = 0
      let risen = hash
      for (let left = levels[level]; left !== undefined; left = levels[++level]) {
        risen = nodeHash(left, risen)
        levels[level] = undefined
      }
      levels[level] = risen
      size++
    },
    root: () => levels.reduce<Uint8Array | undefined>(joinLeft, undefined) ?? EMPTY_ROOT,
    get size() {
      return size
    },
    get peaks() {
      return levels.filter((each) => each !== undefined).reverse()
    },
  }
}

const EMPTY = { size: 0, peaks: [] }

function joinLeft(right: Uint8Array | undefined, left: Uint8Array | undefined): Uint8Array | undefined {
  if (left === undefined) return right
  return right === undefined ? left : nodeHash(left, right)
}

function levelsOf({
  size,
  peaks,
}: {
  size: number
  peaks: readonly Uint8Array[]
}): (Uint8Array | undefined)[] {
  const rising = [...peaks].reverse()
  const levels: (Uint8Array | undefined)[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2))
    levels.push(rest % 2 === 1 ? rising.shift() : undefined)
  const ones = size.toString(2).replaceAll('0', '').length
  if (peaks.length !== ones) throw new Error(`${peaks.length} peaks do not make a tree of size ${size}`)
  return levels
}

export function rootOf(leafHashes: Iterable<Uint8Array>): Uint8Array {
  const frontier = createFrontier()
  for (const hash of leafHashes) frontier.append(hash)
  return frontier.root()
}

export {
  type Consistency,
  consistencyProof,
  type Inclusion,
  inclusionProof,
  type NodeAt,
  verifyConsistency,
  verifyInclusion,
} from './tree-proofs.ts'
