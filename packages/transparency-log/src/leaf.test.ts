import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { base64url, fromBase64, fromBase64url, fromHex, hex, utf8 } from './bytes.ts'
import { type Canonical, canonical, NotCanonical, readCanonical } from './canonical.ts'
import { commitmentOf, manifestOf } from './commitment.ts'
import { hmacSm3 } from './digest.ts'
import { BadLeaf, encodeLeaf, type Leaf, readLeaf } from './leaf.ts'
import { leafHash } from './tree.ts'
import { KNOWN_ANSWERS } from './vectors.ts'

const FIRST = KNOWN_ANSWERS.leaf.accept[0]!.leaf
const C = { sha256: '8YatDGB-QgfO5wtW2_-KBpu2iqbG_dPN4qyji-MAuu8' }
const HASH = 'ChQNePjLGnmNSH10L6DaK1bB_tVHpF1Q3oueDD8svQk'
const LEAF: Leaf = {
  v: 1,
  type: 'publish',
  item: '000102030405060708090a0b0c0d0e0f',
  rev: 1,
  at: '2026-11-23T17:40:12Z',
  unit: 'dept-1',
  c: C,
}

describe('the bytes of an entry', () => {
  test('are read and written the same, and hash as computed elsewhere', () => {
    for (const { leaf, leafHashHex, leafHashBase64url } of KNOWN_ANSWERS.leaf.accept) {
      const read = readLeaf(utf8(leaf))
      assert.deepEqual(encodeLeaf(read), utf8(leaf))
      assert.equal(hex(leafHash(utf8(leaf))), leafHashHex)
      assert.equal(base64url(leafHash(utf8(leaf))), leafHashBase64url)
    }
    assert.deepEqual(encodeLeaf(LEAF), utf8(FIRST))
  })

  test('in any other spelling are refused', () => {
    for (const { leaf, why } of KNOWN_ANSWERS.leaf.reject)
      assert.throws(() => readLeaf(utf8(leaf)), BadLeaf, why)
    assert.equal(KNOWN_ANSWERS.leaf.reject.length, 11)
    assert.throws(() => readLeaf(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(FIRST))), BadLeaf)
    assert.throws(() => readLeaf(Uint8Array.of(0xff)), BadLeaf)
  })

  const faults: [string, Partial<Record<keyof Leaf | 'colour', unknown>>][] = [
    ['an item that is not 128 bits', { item: 'abc' }],
    ['a revision without the one before', { rev: 2, type: 'publish' }],
    ['a first entry with one before', { prev: HASH }],
    ['a day that does not exist', { at: '2026-02-29T00:00:00Z' }],
    ['an hour that does not exist', { at: '2026-02-28T24:00:00Z' }],
    ['a date where seconds belong', { at: '2026-02-28' }],
    ['seconds where a date belongs', { type: 'close' }],
    ['no unit', { unit: undefined }],
    ['no commitment', { c: undefined }],
    ['a commitment with spare bits', { c: { sha256: `${'A'.repeat(42)}B` } }],
    ['a commitment of another kind', { c: { ...C, md5: C.sha256 } }],
    ['a refusal without its basis', { type: 'refuse', at: '2026-11-23' }],
    ['a basis named twice', { type: 'withdraw', law: ['a', 'a'] }],
    ['a revision that is neither major nor minor', { type: 'revise', rev: 2, prev: HASH }],
    ['a kind where none belongs', { kind: 'major' }],
    ['an erasure without its parts', { type: 'erase', law: ['a'] }],
    ['a due date without its rule', { type: 'accept', at: '2026-11-23', due: '2026-12-23' }],
    ['a due date where none belongs', { due: '2026-12-23', rule: HASH }],
    ['data on an item', { data: {} }],
    ['a field nobody knows', { colour: 'red' }],
    ['more than 4,096 bytes', { type: 'policy', data: { text: 'x'.repeat(4096) } }],
  ]
  for (const [what, change] of faults)
    test(`with ${what} are refused`, () => {
      const leaf = JSON.parse(JSON.stringify({ ...LEAF, ...change }))
      assert.throws(() => encodeLeaf(leaf), BadLeaf)
      assert.throws(() => readLeaf(canonical(leaf)), BadLeaf)
    })

  test('of a type from a later version are kept, with fields of its own', () => {
    const later = { ...LEAF, type: 'consult', colour: 'red' }
    assert.equal(readLeaf(canonical(later as unknown as Canonical)).type, 'consult')
    assert.throws(() => readLeaf(canonical({ ...later, rev: 0 } as unknown as Canonical)), BadLeaf)
  })
})

describe('canonical JSON', () => {
  const value = fc.letrec<{ any: Canonical }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'grapheme' }),
      fc.maxSafeInteger().map((n) => n || 0),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), tie('any'), { maxKeys: 4 }),
    ) as fc.Arbitrary<Canonical>,
  })).any

  test('reads back what it wrote', () => {
    fc.assert(
      fc.property(value, (each) => {
        const bytes = canonical(each)
        assert.deepEqual(canonical(readCanonical(bytes)), bytes)
      }),
    )
  })

  test('refuses what is not in the subset', () => {
    for (const each of [null, true, 1.5, -0, 2 ** 53, { é: 1 }, '\ud800', undefined, () => 1])
      assert.throws(() => canonical(each as Canonical), NotCanonical)
    assert.throws(() => readCanonical(utf8('['.repeat(4000) + ']'.repeat(4000))), NotCanonical)
  })
})

describe('commitments', () => {
  test('to the known manifest, and its twin with SM3', () => {
    const { saltHex, manifest, sha256Hex, sm3Hex } = KNOWN_ANSWERS.commitment
    const salt = fromHex(saltHex)
    assert.equal(hex(fromBase64url(commitmentOf(salt, utf8(manifest)))), sha256Hex)
    const sm3 = hmacSm3(salt, utf8(manifest))
    if (sm3) assert.equal(hex(sm3), sm3Hex)
  })

  test('demand a salt of 32 bytes: a shorter one would have two spellings', () => {
    const short = new Uint8Array(31).fill(1)
    const padded = Uint8Array.of(...short, 0)
    const mac = (key: Uint8Array) => createHmac('sha256', key).update('x').digest('hex')
    assert.equal(mac(short), mac(padded))
    assert.throws(() => commitmentOf(short, utf8('x')))
  })

  test('cover a manifest whose bytes do not hang on the order in which it was built', () => {
    const part = { n: 'body', t: 'text/html', len: 3, c: C.sha256 }
    const turned = { c: C.sha256, len: 3, t: 'text/html', n: 'body' }
    const facts = { item: LEAF.item, rev: 1, type: 'publish' }
    assert.deepEqual(manifestOf({ ...facts, parts: [part] }), manifestOf({ parts: [turned], ...facts }))
  })
})

describe('spellings of bytes', () => {
  test('agree with those of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        assert.equal(base64url(bytes), Buffer.from(bytes).toString('base64url'))
        assert.equal(hex(bytes), Buffer.from(bytes).toString('hex'))
        assert.deepEqual(fromBase64(Buffer.from(bytes).toString('base64')), bytes)
        assert.deepEqual(fromBase64url(base64url(bytes)), bytes)
      }),
    )
  })

  test('other than the one that is written are refused', () => {
    for (const text of [
      'A',
      'AA',
      'AAA',
      'AB==',
      'AAB=',
      'AA=A',
      'A===',
      '====',
      'AA==\n',
      'A-==',
      ' AA=',
      'é===',
    ])
      assert.throws(() => fromBase64(text), `base64 ${JSON.stringify(text)}`)
    for (const text of ['A', 'AB', 'AA==', 'A+', 'AA\n']) assert.throws(() => fromBase64url(text))
    for (const text of ['a', 'AA', '0g', '0x']) assert.throws(() => fromHex(text))
  })
})
