import { sameBytes } from './bytes.ts'
import { nodeHash } from './tree.ts'

/** The root of the complete subtree over the leaves [n·2^level, (n+1)·2^level). */
export type NodeAt = (level: number, n: number) => Uint8Array | Promise<Uint8Array>

/** RFC 6962 §2.1.1: the hashes beside the way from a leaf to the root, leaf first. */
export async function inclusionProof(index: number, size: number, nodeAt: NodeAt): Promise<Uint8Array[]> {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`no entry ${index} in ${size}`)
  const beside: [number, number][] = []
  let [low, high] = [0, size]
  while (high - low > 1) {
    const middle = low + splitOf(high - low)
    beside.push(index < middle ? [middle, high] : [low, middle])
    if (index < middle) high = middle
    else low = middle
  }
  return Promise.all(beside.reverse().map(([from, to]) => rangeRoot(from, to, nodeAt)))
}

/** RFC 6962 §2.1.2: shows that the tree of the old size is a prefix of the new one. From size 0 there is none. */
export async function consistencyProof(oldSize: number, size: number, nodeAt: NodeAt): Promise<Uint8Array[]> {
  if (!isSize(oldSize) || !isSize(size) || oldSize > size)
    throw new RangeError(`${oldSize} is not before ${size}`)
  if (oldSize === 0 || oldSize === size) return []
  const beside: [number, number][] = []
  let [low, high] = [0, size]
  while (oldSize !== high) {
    const middle = low + splitOf(high - low)
    beside.push(oldSize <= middle ? [middle, high] : [low, middle])
    if (oldSize <= middle) high = middle
    else low = middle
  }
  // The verifier holds the old root itself; only a subtree that is not the whole old tree has to be sent.
  if (low !== 0) beside.push([low, high])
  return Promise.all(beside.reverse().map(([from, to]) => rangeRoot(from, to, nodeAt)))
}

export type Inclusion = {
  index: number
  size: number
  leafHash: Uint8Array
  proof: readonly Uint8Array[]
  root: Uint8Array
}

/** RFC 9162 §2.1.3.2. Whatever is wrong, lengths included, is false and never a throw. */
export function verifyInclusion({ index, size, leafHash, proof, root }: Inclusion): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  if (!areHashes([leafHash, root, ...proof])) return false
  let [at, last, hash] = [index, size - 1, leafHash]
  for (const beside of proof) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      hash = nodeHash(beside, hash)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(hash, beside)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameBytes(hash, root)
}

export type Consistency = {
  oldSize: number
  size: number
  proof: readonly Uint8Array[]
  oldRoot: Uint8Array
  root: Uint8Array
}

/** RFC 9162 §2.1.4.2. From size 0 nothing can be shown: that is the caller's case, and false here. */
export function verifyConsistency({ oldSize, size, proof, oldRoot, root }: Consistency): boolean {
  if (!isSize(oldSize) || !isSize(size) || oldSize === 0 || oldSize > size) return false
  if (oldSize === size) return proof.length === 0 && sameBytes(oldRoot, root)
  if (!areHashes([oldRoot, root, ...proof])) return false
  let [at, last] = [oldSize - 1, size - 1]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  // A complete old tree is itself the first node of the way.
  const [first, ...rest] = at === 0 ? [oldRoot, ...proof] : proof
  if (first === undefined) return false
  let [oldHash, hash] = [first, first]
  for (const beside of rest) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      oldHash = nodeHash(beside, oldHash)
      hash = nodeHash(beside, hash)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(hash, beside)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && sameBytes(oldHash, oldRoot) && sameBytes(hash, root)
}

/** The root over [low, high), of complete subtrees from the left: `low` is a multiple of the first one's width. */
async function rangeRoot(low: number, high: number, nodeAt: NodeAt): Promise<Uint8Array> {
  const [width, level] = largestPowerWithin(high - low)
  const left = await nodeAt(level, low / width)
  return low + width === high ? left : nodeHash(left, await rangeRoot(low + width, high, nodeAt))
}

/** The largest power of two below n: where RFC 6962 splits. */
function splitOf(n: number): number {
  const [width] = largestPowerWithin(n)
  return width === n ? width / 2 : width
}

/** Counted up by doubling: `Math.log2` rounds to whole numbers beside the powers of two from 2⁴⁹ on. */
function largestPowerWithin(n: number): [width: number, level: number] {
  let [width, level] = [1, 0]
  while (width * 2 <= n) {
    width *= 2
    level++
  }
  return [width, level]
}

function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isOdd(value: number): boolean {
  return value % 2 === 1
}

function half(value: number): number {
  return Math.floor(value / 2)
}

function areHashes(all: readonly Uint8Array[]): boolean {
  return all.every((each) => each.length === 32)
}
