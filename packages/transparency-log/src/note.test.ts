import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromBase64, fromHex, fromUtf8, hex, utf8 } from './bytes.ts'
import { BadCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { subtreeMessage } from './cosignature.ts'
import { BadNote, keyIdOf, noteKey, openNote, readNote, readVkey, writeNote, writeVkey } from './note.ts'
import {
  cosignatureLine,
  cosigner,
  ed25519FromSeed,
  noteSigner,
  readSkey,
  signatureLine,
  signNote,
} from './signing.ts'
import { leafHash, rootOf } from './tree.ts'
import { KNOWN_ANSWERS, TESSERA_LOG } from './vectors.ts'

const { miniLog, mlDsa44, signedNotes, sm2sm3 } = KNOWN_ANSWERS
const LOG_KEY = readVkey(miniLog.vkey)
const isBad = (reason: string) => (error: unknown) => error instanceof BadNote && error.reason === reason

describe('signed notes', () => {
  test('open under their keys, and sign to the same bytes', async () => {
    for (const { vkey, skey, note } of signedNotes) {
      const key = readVkey(vkey)
      assert.equal(writeVkey(key), vkey)
      const { text, signatures } = await openNote(note, [key])
      assert.equal(signatures[0]?.key.name, key.name)
      if (skey) assert.equal(signNote(text, [readSkey(skey)]), note)
    }
  })

  test('no part of a key is a key', () => {
    const { vkey } = signedNotes[0]!
    for (let from = 0; from < vkey.length; from++)
      for (let to = from; to <= vkey.length; to++)
        if (to - from < vkey.length) assert.throws(() => readVkey(vkey.slice(from, to)))
  })

  test('with any one bit of any byte changed never open', async () => {
    for (const { vkey, note } of signedNotes)
      for (const bit of [1, 4, 32, 128]) {
        const bytes = utf8(note)
        for (let at = 0; at < bytes.length; at++) {
          const mutated = bytes.slice()
          mutated[at]! ^= bit
          await assert.rejects(openNote(mutated, [readVkey(vkey)]), BadNote, `byte ${at}`)
        }
      }
  })

  test('lose or gain no byte and still open', async () => {
    const { vkey, note } = signedNotes[1]!
    for (let at = 0; at <= note.length; at++) {
      await assert.rejects(openNote(`${note.slice(0, at)}\n${note.slice(at)}`, [readVkey(vkey)]), BadNote)
      if (at < note.length)
        await assert.rejects(openNote(note.slice(0, at) + note.slice(at + 1), [readVkey(vkey)]), BadNote)
    }
  })

  test('lines of unknown keys are passed over, a bad line of a known one is not', async () => {
    const { vkey, note } = signedNotes[1]!
    const key = readVkey(vkey)
    const stranger = noteSigner('example.com/other', ed25519FromSeed(new Uint8Array(32).fill(7)))
    const { text } = readNote(note)
    const grease = { name: 'example.com/foo', id: '00000000', payload: new Uint8Array(3) }
    const more = writeNote(text, [signatureLine(text, stranger), grease, ...readNote(note).lines])
    assert.deepEqual((await openNote(more, [key])).unknown.length, 2)
    const forged = { ...signatureLine(text, stranger), payload: new Uint8Array(64) }
    await assert.rejects(
      openNote(writeNote(text, [...readNote(note).lines, forged]), [key, stranger.key]),
      isBad('signature'),
    )
    await assert.rejects(openNote(note, [stranger.key]), isBad('unsigned'))
    await assert.rejects(openNote(note.replace('\n\n', '\n\t\n'), [key]), isBad('form'))
    await assert.rejects(openNote(writeNote(text, Array(101).fill(grease)), [key]), isBad('form'))
  })
})

describe('checkpoints', () => {
  test('the 16 of a real log are reproduced byte for byte', () => {
    const { leaves, files_b64, skey, vkey } = TESSERA_LOG
    const signer = readSkey(skey)
    assert.equal(writeVkey(signer.key), vkey)
    const hashes = leaves.map((leaf) => leafHash(utf8(leaf)))
    for (let size = 0; size <= 15; size++) {
      const checkpoint = { origin: 'example.com/log/testdata', size, root: rootOf(hashes.slice(0, size)) }
      const file = fromUtf8(fromBase64(files_b64[`checkpoint.${size}`]!))
      assert.equal(signNote(writeCheckpoint(checkpoint), [signer]), file)
      assert.deepEqual(readCheckpoint(readNote(file).text).size, size)
    }
    assert.equal(files_b64.checkpoint, files_b64['checkpoint.15'])
  })

  test('the one of the mini log, with its cosignature, is reproduced byte for byte', async () => {
    const own = noteSigner(miniLog.origin, ed25519FromSeed(fromHex(miniLog.seedHex)))
    const witness = cosigner(miniLog.witness.name, ed25519FromSeed(fromHex(miniLog.witness.seedHex)))
    assert.equal(writeVkey(own.key), miniLog.vkey)
    assert.equal(writeVkey(witness.key), miniLog.witness.vkey)
    const root = rootOf(miniLog.leaves.map((leaf) => leafHash(utf8(leaf))))
    const text = writeCheckpoint({ origin: miniLog.origin, size: 5, root })
    const lines = [signatureLine(text, own), cosignatureLine(text, witness, miniLog.witness.time)]
    assert.equal(writeNote(text, lines), miniLog.checkpoint)
    const { signatures } = await openNote(miniLog.checkpoint, [own.key, witness.key])
    assert.deepEqual(
      signatures.map(({ time }) => time),
      [undefined, miniLog.witness.time],
    )
  })

  test('in another spelling are refused', () => {
    const text = readNote(miniLog.checkpoint).text
    assert.equal(readCheckpoint(text).size, 5)
    assert.equal(readCheckpoint(`${text}extension\n`).size, 5)
    const [origin, size, root] = text.split('\n')
    const bad = [
      `${origin}\n05\n${root}\n`,
      `${origin}\n+5\n${root}\n`,
      `${origin}\n-5\n${root}\n`,
      `${origin}\n9007199254740992\n${root}\n`,
      `\n${size}\n${root}\n`,
      `${origin}\n${size}\n${root?.slice(0, -4)}\n`,
      `${origin}\n${size}\n${root}`,
      `${origin}\n${size}\n${root}\n\n`,
      `${origin}\n${size}\n`,
    ]
    for (const each of bad) assert.throws(() => readCheckpoint(each), BadCheckpoint, JSON.stringify(each))
  })
})

describe('signature lines of other algorithms', () => {
  const postQuantum = noteKey(mlDsa44.name, 0x06, fromBase64(mlDsa44.publicKeyBase64))
  const cosigned = `${miniLog.checkpoint}${mlDsa44.signatureLine.trimEnd()}\n`

  test('ML-DSA-44: key id and message as computed elsewhere', () => {
    assert.equal(postQuantum.id, mlDsa44.keyIdHex)
    const message = subtreeMessage(mlDsa44.name, readNote(miniLog.checkpoint).text, mlDsa44.time)
    assert.equal(hex(message), mlDsa44.signedMessageHex)
    assert.equal(message.length, 117)
  })

  test('ML-DSA-44: the line verifies, a changed one does not, and who does not know the key passes it over', async () => {
    const { signatures } = await openNote(cosigned, [LOG_KEY, postQuantum])
    assert.equal(signatures[1]?.time, mlDsa44.time)
    const { text, lines } = readNote(cosigned)
    lines[2]!.payload[100]! ^= 1
    await assert.rejects(openNote(writeNote(text, lines), [LOG_KEY, postQuantum]), isBad('signature'))
    assert.equal((await openNote(cosigned, [LOG_KEY])).unknown.length, 2)
  })

  test('SM2: the key id covers the long identifier', () => {
    const { name, typeHex, publicKeyHex, keyIdHex } = sm2sm3.noteKeyId
    const [type, ...identifier] = fromHex(typeHex)
    const material = Uint8Array.of(...identifier, ...fromHex(publicKeyHex))
    assert.equal(keyIdOf(name, type!, material), keyIdHex)
  })
})
