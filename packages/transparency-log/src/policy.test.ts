import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromHex, utf8 } from './bytes.ts'
import { BadNote, noteKey, openNote, readNote, readVkey, writeNote, writeVkey } from './note.ts'
import { BadPolicy, isQuorum, openCheckpoint, policyOfKey, readPolicy, writePolicy } from './policy.ts'
import { cosignatureLine, cosigner, ed25519FromSeed } from './signing.ts'
import { judgeSm2With, SM2_USER_ID, sm2Key } from './sm2.ts'
import { BadProof, readProof, verifyProof, writeProof } from './tlog-proof.ts'
import { KNOWN_ANSWERS } from './vectors.ts'

const { miniLog, sm2sm3, mlDsa44 } = KNOWN_ANSWERS
const witness = (seed: number) =>
  cosigner(`w${seed}.example.org`, ed25519FromSeed(new Uint8Array(32).fill(seed)))
const LOG = `log ${miniLog.vkey}`
const W = [1, 2, 3, 4].map((seed) => `witness w${seed} ${writeVkey(witness(seed).key)}`)
const isBad = (reason: string) => (error: unknown) => error instanceof BadNote && error.reason === reason

describe('policies', () => {
  test('are read and written', () => {
    const policy = readPolicy(miniLog.policy)
    assert.equal(writePolicy(policy), miniLog.policy)
    const text = `# ours\n\t${LOG}\n\n${W.join('\n')}\ngroup a 2 w1 w2 w3\n  group b all a w4\nquorum b\n`
    assert.deepEqual(readPolicy(writePolicy(readPolicy(text))), readPolicy(text))
  })

  test('count their witnesses', () => {
    const policy = readPolicy(`${LOG}\n${W.join('\n')}\ngroup a 2 w1 w2 w3\ngroup b all a w4\nquorum b\n`)
    const isEnough = (...names: string[]) => isQuorum(policy, new Set(names))
    assert.ok(isEnough('w1', 'w3', 'w4'))
    assert.ok(!isEnough('w1', 'w4'))
    assert.ok(!isEnough('w1', 'w2', 'w3'))
    assert.ok(!isEnough('a', 'w4'), 'the name of a group is not a cosignature')
    assert.ok(isQuorum(policyOfKey(miniLog.vkey), new Set()))
  })

  const bad = [
    LOG,
    `${LOG}\nquorum w1`,
    `${LOG}\n${LOG}\nquorum none`,
    `${W[0]}\n${W[0]!.replace('w1', 'again')}\nquorum w1`,
    `${W[0]}\n${W[1]!.replace('witness w2', 'witness w1')}\nquorum w1`,
    `${W[0]}\ngroup a 2 w1\nquorum a`,
    `${W[0]}\ngroup a 0 w1\nquorum a`,
    `${W[0]}\ngroup a 01 w1\nquorum a`,
    `${W[0]}\ngroup a any\nquorum a`,
    `${W[0]}\ngroup a any w1 w1\nquorum a`,
    `${W[0]}\ngroup a any w1\ngroup b any w1\nquorum a`,
    `${W[0]}\ngroup a any none\nquorum a`,
    `${W[0]!.replace('w1', 'none')}\nquorum none`,
    `group a any w1\n${W[0]}\nquorum a`,
    `quorum none\nquorum none`,
    `${LOG.replace('log ', 'witness w1 ')}\nquorum w1`,
    `${LOG}\r\nquorum none`,
    `${LOG} https://a https://b\nquorum none`,
    `colour red\nquorum none`,
  ]
  for (const text of bad)
    test(`are refused: ${JSON.stringify(text.replaceAll(/[+/A-Za-z0-9]{40,}=*/g, '…'))}`, () => {
      assert.throws(() => readPolicy(text), BadPolicy)
    })

  test('decide whether a checkpoint is to be trusted', async () => {
    const policy = readPolicy(miniLog.policy)
    const opened = await openCheckpoint(miniLog.checkpoint, policy)
    assert.deepEqual(opened.witnessed, [{ name: 'w1', time: miniLog.witness.time }])
    const { text, lines } = readNote(miniLog.checkpoint)
    await assert.rejects(openCheckpoint(writeNote(text, [lines[0]!]), policy), isBad('quorum'))
    await assert.rejects(openCheckpoint(writeNote(text, [lines[1]!]), policy), isBad('unsigned'))
    const greased = `${miniLog.checkpoint}${mlDsa44.signatureLine.trimEnd()}\n`
    assert.equal((await openCheckpoint(greased, policy)).unknown.length, 1)
    const twice = [lines[0]!, ...[5, 6].map((time) => cosignatureLine(text, witness(1), time))]
    const two = readPolicy(`${LOG}\n${W.join('\n')}\ngroup a 2 w1 w2\nquorum a\n`)
    await assert.rejects(
      openCheckpoint(writeNote(text, twice), two),
      isBad('quorum'),
      'one witness counts once',
    )
  })

  test('a key of one log does not sign for another', async () => {
    const other = ed25519FromSeed(new Uint8Array(32).fill(9))
    const key = noteKey('other.example/log', 1, other.publicKey)
    const { text } = readNote(miniLog.checkpoint)
    const line = { name: key.name, id: key.id, payload: other.sign(utf8(text)) }
    await assert.rejects(
      openCheckpoint(writeNote(text, [line]), policyOfKey(writeVkey(key))),
      isBad('unsigned'),
    )
  })
})

describe('proofs in a file', () => {
  const policy = readPolicy(miniLog.policy)
  const leaf = utf8(miniLog.leaves[2]!)

  test('are read, written and verified', async () => {
    assert.equal(writeProof(readProof(miniLog.tlogProof)), miniLog.tlogProof)
    const withExtra = writeProof({ ...readProof(miniLog.tlogProof), extra: utf8('more') })
    for (const text of [miniLog.tlogProof, withExtra]) {
      const { index, checkpoint } = await verifyProof(text, leaf, policy)
      assert.deepEqual([index, checkpoint.size], [2, 5])
    }
  })

  test('do not hold for another entry, another place or another spelling', async () => {
    const isWrong = (reason: string) => (error: unknown) =>
      error instanceof BadProof && error.reason === reason
    await assert.rejects(verifyProof(miniLog.tlogProof, utf8('entry 3'), policy), isWrong('inclusion'))
    const moved = miniLog.tlogProof.replace('index 2', 'index 3')
    await assert.rejects(verifyProof(moved, leaf, policy), isWrong('inclusion'))
    const spellings = [
      ['@v1', '@v2'],
      ['index 2', 'index 02'],
      ['index 2\n', ''],
      ['\n\n', '\n'],
      ['index 2', 'index 9007199254740992'],
      ['index 2', 'index 2\nAAAA'],
      ['index 2', 'extra !\nindex 2'],
    ] as const
    for (const [from, to] of spellings)
      assert.throws(() => readProof(miniLog.tlogProof.replace(from, to).replace(from, to)), isWrong('form'))
  })

  test('with any one byte changed do not hold', async () => {
    const bytes = utf8(miniLog.tlogProof)
    for (let at = 0; at < bytes.length; at++) {
      const mutated = bytes.slice()
      mutated[at]! ^= 1
      const text = Buffer.from(mutated).toString('utf8')
      await assert.rejects(verifyProof(text, leaf, policy), `byte ${at}`)
    }
  })
})

describe('the line with SM2', () => {
  const { noteKeyId, gbt32918_5_A2 } = sm2sm3
  const key = sm2Key(noteKeyId.name, fromHex(noteKeyId.publicKeyHex))
  const { text, lines } = readNote(miniLog.checkpoint)
  const line = { name: key.name, id: key.id, payload: fromHex(gbt32918_5_A2.rHex + gbt32918_5_A2.sHex) }
  const note = writeNote(text, [...lines, line])

  test('has its own key id, and its key is published like any other', () => {
    assert.equal(key.id, noteKeyId.keyIdHex)
    assert.deepEqual(readVkey(writeVkey(key)), key)
  })

  test('is passed over without a verification, and judged with one', async () => {
    const keys = [readVkey(miniLog.vkey), key]
    assert.equal((await openNote(note, keys)).signatures.length, 1)
    const asked: unknown[] = []
    const judgeAs = (verdict: boolean) =>
      judgeSm2With((each) => {
        asked.push(each)
        return verdict
      })
    assert.equal((await openNote(note, keys, judgeAs(true))).signatures.length, 2)
    await assert.rejects(openNote(note, keys, judgeAs(false)), isBad('signature'))
    assert.deepEqual(asked[0], {
      publicKey: fromHex(gbt32918_5_A2.publicKeyHex),
      userId: SM2_USER_ID,
      message: utf8(text),
      signature: line.payload,
    })
    const short = writeNote(text, [...lines, { ...line, payload: line.payload.subarray(1) }])
    await assert.rejects(openNote(short, keys, judgeAs(true)), isBad('signature'))
  })
})
