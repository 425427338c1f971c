import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { base64url, fromUtf8, utf8 } from './bytes.ts'
import { commitmentOf, manifestOf } from './commitment.ts'
import { encodeLeaf, type Leaf } from './leaf.ts'
import { BadReceipt, judgeFile, openReceipt, partsInPage } from './receipt.ts'

const ITEM = 'a1'.repeat(16)
const saltOf = (seed: number) => new Uint8Array(32).fill(seed)
const PARTS = { title: 'Fees & <charges> of 2026', body: '<p>一次办成</p>', 'file/1': '%PDF-1.7 …' }
const TYPES = { title: 'text/plain', body: 'text/html', 'file/1': 'application/pdf' }
const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[]

const manifest = manifestOf({
  item: ITEM,
  rev: 1,
  type: 'publish',
  parts: NAMES.map((n, at) => {
    const bytes = utf8(PARTS[n])
    return { n, t: TYPES[n], len: bytes.length, c: commitmentOf(saltOf(at), bytes) }
  }),
})
const leaf: Leaf = {
  v: 1,
  type: 'publish',
  item: ITEM,
  rev: 1,
  at: '2026-11-23T17:40:12Z',
  unit: 'dept-1',
  c: { sha256: commitmentOf(saltOf(9), manifest) },
}
const RECEIPT = {
  v: 1,
  leaf: fromUtf8(encodeLeaf(leaf)),
  manifest: fromUtf8(manifest),
  salt: base64url(saltOf(9)),
  parts: Object.fromEntries(NAMES.map((n, at) => [n, base64url(saltOf(at))])),
}
const open = (change: object = {}) => openReceipt(JSON.stringify({ ...RECEIPT, ...change }))
const PAGE = `<h1><!--part:title-->Fees &amp; &lt;charges&gt; of 2026<!--/part--></h1>
<main><!--part:body--><p>一次办成</p><!--/part--></main>`
const judge = (page: string, change: object = {}) =>
  Object.fromEntries(judgeFile(open(change), utf8(page)).map(({ part, verdict }) => [part, verdict]))

describe('a receipt', () => {
  test('holds for the saved page and for each file', () => {
    assert.deepEqual(judge(PAGE), { title: 'same', body: 'same', 'file/1': 'absent' })
    assert.deepEqual(judge(PARTS['file/1']), { title: 'absent', body: 'absent', 'file/1': 'same' })
    assert.equal(open().leaf.rev, 1)
  })

  test('shows one changed byte, and a part that stands twice with two contents', () => {
    assert.equal(judge(PAGE.replace('一次', '二次')).body, 'changed')
    assert.equal(judge(`${PAGE}<!--part:body--><p>另外</p><!--/part-->`).body, 'changed')
    assert.equal(judge(PAGE.replace('</p><!--/part-->', '</p>')).body, 'changed')
    assert.equal(judge(PAGE.replace('&lt;charges&gt;', '<charges>')).title, 'changed')
    assert.equal(judge(`${PAGE}<!--part:more-->x<!--/part-->`).more, 'foreign')
    assert.deepEqual(judge(`${PARTS['file/1']}x`), { title: 'absent', body: 'absent', 'file/1': 'absent' })
  })

  test('says of an erased part that it is erased, whatever the page holds', () => {
    const parts = { title: RECEIPT.parts.title }
    assert.deepEqual(judge(PAGE, { parts }), { title: 'same', body: 'erased', 'file/1': 'erased' })
  })

  test('whose salt is gone proves the entry and nothing more', () => {
    const opened = open({ manifest: undefined, salt: undefined, parts: {} })
    assert.equal(opened.manifest, undefined)
    assert.deepEqual(judgeFile(opened, utf8(PAGE)), [])
  })

  test('of another entry, or touched, is refused', () => {
    const other = fromUtf8(encodeLeaf({ ...leaf, unit: 'dept-2' }))
    open({ leaf: other })
    const bad = [
      { v: 2 },
      { leaf: ` ${RECEIPT.leaf}` },
      { manifest: RECEIPT.manifest.replace('text/html', 'text/plain') },
      { salt: base64url(saltOf(8)) },
      { salt: base64url(new Uint8Array(31)) },
      { parts: { body: 'x' } },
      { parts: 7 },
      { leaf: fromUtf8(encodeLeaf({ ...leaf, item: 'b2'.repeat(16) })) },
    ]
    for (const change of bad) assert.throws(() => open(change), BadReceipt, JSON.stringify(change))
    for (const text of ['', '[]', 'null', '{}']) assert.throws(() => openReceipt(text), BadReceipt)
  })

  test('parts are found by their marks alone', () => {
    const found = partsInPage(utf8('<!--part:a-->1<!--/part--> <!--part:-->2 <!--part:b b-->3<!--part:b-->4'))
    assert.deepEqual(
      found.map(({ name, bytes }) => [name, bytes && fromUtf8(bytes)]),
      [
        ['a', '1'],
        ['b', undefined],
      ],
    )
  })
})
