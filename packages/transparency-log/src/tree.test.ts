import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, fromHex, hex, utf8 } from './bytes.ts'
import {
  consistencyProof,
  createFrontier,
  EMPTY_ROOT,
  inclusionProof,
  leafHash,
  type NodeAt,
  nodeHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'
import { KNOWN_ANSWERS, MERKLE_PROOFS } from './vectors.ts'

/** As RFC 6962 §2.1 defines it, without any cleverness. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return EMPTY_ROOT
  if (hashes.length === 1) return hashes[0]!
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(definedRoot(hashes.slice(0, split)), definedRoot(hashes.slice(split)))
}

function nodesOf(hashes: readonly Uint8Array[]): NodeAt {
  return (level, n) => definedRoot(hashes.slice(n * 2 ** level, (n + 1) * 2 ** level))
}

const hashesUpTo = (size: number) =>
  Array.from({ length: size }, (_, index) => leafHash(utf8(`entry ${index}`)))

describe('the tree of RFC 6962', () => {
  test('98 inclusion and 98 consistency proofs are judged as their authors judge them', () => {
    for (const each of MERKLE_PROOFS.inclusion) {
      const holds = verifyInclusion({
        index: each.leafIdx,
        size: each.treeSize,
        leafHash: fromBase64(each.leafHash),
        proof: (each.proof ?? []).map(fromBase64),
        root: fromBase64(each.root),
      })
      assert.equal(holds, !each.wantErr, `${each.file}: ${each.desc}`)
    }
    for (const each of MERKLE_PROOFS.consistency) {
      const holds = verifyConsistency({
        oldSize: each.size1,
        size: each.size2,
        proof: (each.proof ?? []).map(fromBase64),
        oldRoot: fromBase64(each.root1),
        root: fromBase64(each.root2),
      })
      assert.equal(holds, !each.wantErr, `${each.file}: ${each.desc}`)
    }
    assert.equal(MERKLE_PROOFS.inclusion.length + MERKLE_PROOFS.consistency.length, 196)
  })

  test('leaves, inner nodes and roots of the known tree', async () => {
    const { leafInputsHex, levelsHex, rootsHex } = KNOWN_ANSWERS.rfc6962
    const hashes = leafInputsHex.map((input) => leafHash(fromHex(input)))
    for (const [size, root] of rootsHex.entries()) assert.equal(hex(rootOf(hashes.slice(0, size))), root)
    for (const [level, nodes] of levelsHex.entries())
      for (const [n, node] of nodes.entries()) assert.equal(hex(await nodesOf(hashes)(level, n)), node)
  })

  test('the mini log: roots of every size, one proof of each kind', async () => {
    const { leaves, rootsBase64, inclusion, consistency } = KNOWN_ANSWERS.miniLog
    const hashes = leaves.map((leaf) => leafHash(utf8(leaf)))
    for (const [size, root] of rootsBase64.entries())
      assert.deepEqual(hex(rootOf(hashes.slice(0, size))), hex(fromBase64(root)))
    assert.deepEqual(
      (await inclusionProof(inclusion.index, inclusion.size, nodesOf(hashes))).map(hex),
      inclusion.proof.map((each) => hex(fromBase64(each))),
    )
    assert.deepEqual(
      (await consistencyProof(consistency.old, consistency.size, nodesOf(hashes))).map(hex),
      consistency.proof.map((each) => hex(fromBase64(each))),
    )
  })

  test('every pair of entry and size, and of two sizes, up to 40', async () => {
    const all = hashesUpTo(40)
    const nodeAt = nodesOf(all)
    const roots = Array.from({ length: 41 }, (_, size) => definedRoot(all.slice(0, size)))
    for (let size = 1; size <= 40; size++)
      for (let other = 0; other <= size; other++) {
        const root = roots[size]!
        if (other < size) {
          const proof = await inclusionProof(other, size, nodeAt)
          assert.ok(verifyInclusion({ index: other, size, leafHash: all[other]!, proof, root }))
          const elsewhere = (other + 1) % size
          if (elsewhere !== other)
            assert.ok(!verifyInclusion({ index: elsewhere, size, leafHash: all[other]!, proof, root }))
        }
        if (other > 0) {
          const proof = await consistencyProof(other, size, nodeAt)
          assert.ok(verifyConsistency({ oldSize: other, size, proof, oldRoot: roots[other]!, root }))
        }
      }
  })

  test('a tree goes on from its right edge, however it was cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.nat(2000), (size, cut) => {
        const all = hashesUpTo(size)
        const first = createFrontier()
        for (const hash of all.slice(0, cut)) first.append(hash)
        const second = createFrontier({ size: first.size, peaks: first.peaks })
        for (const hash of all.slice(cut)) second.append(hash)
        assert.equal(second.size, size)
        assert.equal(hex(second.root()), hex(definedRoot(all)))
      }),
      { numRuns: 30 },
    )
  })

  test('peaks that do not fit the size are refused', () => {
    assert.throws(() => createFrontier({ size: 3, peaks: [EMPTY_ROOT] }))
    assert.throws(() => createFrontier({ size: 0, peaks: [EMPTY_ROOT] }))
  })

  test('sizes beyond 2³¹ keep their bits', async () => {
    const asked: string[] = []
    const nodeAt: NodeAt = (level, n) => {
      asked.push(`${level}/${n}`)
      return EMPTY_ROOT
    }
    const proof = await inclusionProof(2 ** 40, 2 ** 40 + 3, nodeAt)
    assert.deepEqual(asked.sort(), [`0/${2 ** 40 + 1}`, `0/${2 ** 40 + 2}`, '40/0'].sort())
    const inner = nodeHash(nodeHash(EMPTY_ROOT, EMPTY_ROOT), EMPTY_ROOT)
    const root = nodeHash(EMPTY_ROOT, inner)
    assert.ok(verifyInclusion({ index: 2 ** 40, size: 2 ** 40 + 3, leafHash: EMPTY_ROOT, proof, root }))
  })
})
