import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { concat, fromBase64, hex, utf8 } from './bytes.ts'
import {
  BadBundle,
  encodeBundle,
  nodesFromTiles,
  readBundle,
  readTilePath,
  type TileName,
  tilePath,
  tilesOfSize,
  widthAt,
} from './tiles.ts'
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts'
import { KNOWN_ANSWERS, TESSERA_LOG } from './vectors.ts'

/** Tiles as the definition has them: each hash of level l+1 is the root over a full tile of level l. */
function tilesOver(leafHashes: readonly Uint8Array[]): Map<string, Uint8Array> {
  const tiles = new Map<string, Uint8Array>()
  for (let level = 0, hashes = [...leafHashes]; hashes.length > 0; level++) {
    const above: Uint8Array[] = []
    for (let n = 0; n * 256 < hashes.length; n++) {
      const own = hashes.slice(n * 256, n * 256 + 256)
      tiles.set(tilePath({ level, n, width: own.length }), concat(...own))
      if (own.length === 256) above.push(rootOf(own))
    }
    hashes = above
  }
  return tiles
}

function readerOf(tiles: ReadonlyMap<string, Uint8Array>, size: number) {
  return (name: TileName) => tiles.get(tilePath({ ...name, width: widthAt(size, name.level, name.n) }))!
}

describe('tiles', () => {
  test('paths are read as written, and nothing else is a path', () => {
    const { accept, reject, forSize } = KNOWN_ANSWERS.tilePaths
    for (const { path, ...name } of accept) {
      assert.deepEqual(readTilePath(path), name)
      assert.equal(tilePath(name as TileName), path)
    }
    for (const path of reject) assert.equal(readTilePath(path), undefined, path)
    for (const path of [
      '/tile/0/000',
      'tile/0/000/',
      'tile/0/000.p/1\n',
      'tile/0/000.p/+1',
      'tile/0/x000/000',
    ])
      assert.equal(readTilePath(path), undefined, path)
    for (const { size, ...levels } of forSize)
      for (const [key, { full, partial }] of Object.entries(levels) as [
        string,
        (typeof forSize)[0]['level0'],
      ][]) {
        const own = tilesOfSize(size).filter(({ level }) => `level${level}` === key)
        assert.equal(own.filter(({ width }) => width === 256).length, full)
        assert.equal(own.find(({ width }) => width < 256)?.width ?? 0, partial)
      }
    assert.equal(tilesOfSize(70_000).length, 277)
    assert.deepEqual(tilesOfSize(0), [])
  })

  test('the 15 entries of a real log, from every one of its tiles', async () => {
    const { leaves, files_b64 } = TESSERA_LOG
    const hashes = leaves.map((leaf) => leafHash(utf8(leaf)))
    for (let size = 1; size <= 15; size++) {
      const bundle = fromBase64(files_b64[`tile/entries/000.p/${size}`]!)
      const own = leaves.slice(0, size).map(utf8)
      assert.equal(hex(encodeBundle(own)), hex(bundle))
      assert.deepEqual(readBundle(bundle).map(hex), own.map(hex))
      const tile = fromBase64(files_b64[`tile/0/000.p/${size}`]!)
      assert.equal(hex(tile), hex(concat(...hashes.slice(0, size))))
      const root = rootOf(hashes.slice(0, size))
      const nodeAt = nodesFromTiles(() => tile)
      for (let other = 0; other < size; other++) {
        const proof = await inclusionProof(other, size, nodeAt)
        assert.ok(verifyInclusion({ index: other, size, leafHash: hashes[other]!, proof, root }))
        if (other === 0) continue
        const oldRoot = rootOf(hashes.slice(0, other))
        const between = await consistencyProof(other, size, nodeAt)
        assert.ok(verifyConsistency({ oldSize: other, size, proof: between, oldRoot, root }))
      }
    }
  })

  test('proofs from tiles hold in logs of any size', async () => {
    const all = Array.from({ length: 2000 }, (_, index) => leafHash(utf8(`entry ${index}`)))
    const pair = fc.tuple(fc.integer({ min: 1, max: 2000 }), fc.nat(), fc.nat())
    await fc.assert(
      fc.asyncProperty(pair, async ([size, one, two]) => {
        const own = all.slice(0, size)
        const root = rootOf(own)
        const nodeAt = nodesFromTiles(readerOf(tilesOver(own), size))
        const index = one % size
        const proof = await inclusionProof(index, size, nodeAt)
        assert.ok(verifyInclusion({ index, size, leafHash: all[index]!, proof, root }))
        const oldSize = 1 + (two % size)
        const between = await consistencyProof(oldSize, size, nodeAt)
        const oldRoot = rootOf(all.slice(0, oldSize))
        assert.ok(verifyConsistency({ oldSize, size, proof: between, oldRoot, root }))
        if (proof.length > 0) {
          proof[0]![7]! ^= 1
          assert.ok(!verifyInclusion({ index, size, leafHash: all[index]!, proof, root }))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a partial tile is the beginning of every fuller one', () => {
    const all = Array.from({ length: 700 }, (_, index) => leafHash(utf8(`entry ${index}`)))
    fc.assert(
      fc.property(fc.nat(700), fc.nat(700), (one, two) => {
        const [size, larger] = [Math.min(one, two), Math.max(one, two)]
        const later = readerOf(tilesOver(all.slice(0, larger)), larger)
        const now = tilesOver(all.slice(0, size))
        assert.deepEqual([...now.keys()].sort(), tilesOfSize(size).map(tilePath).sort())
        for (const [path, tile] of now)
          assert.equal(hex(later(readTilePath(path)!).subarray(0, tile.length)), hex(tile))
      }),
      { numRuns: 20 },
    )
  })

  test('a bundle that breaks off is no bundle', () => {
    const bundle = encodeBundle([utf8('one'), utf8('')])
    assert.deepEqual(readBundle(bundle).map(hex), [hex(utf8('one')), ''])
    assert.throws(() => readBundle(bundle.subarray(0, 6)), BadBundle)
    assert.throws(() => readBundle(bundle.subarray(0, 4)), BadBundle)
    assert.deepEqual(readBundle(new Uint8Array()), [])
  })
})
