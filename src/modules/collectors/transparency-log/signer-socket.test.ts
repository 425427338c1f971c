import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { utf8 } from '#transparency-log/bytes'
import { readCheckpoint } from '#transparency-log/checkpoint'
import { openNote, readVkey } from '#transparency-log/note'
import { consistencyProof, leafHash, nodeHash, rootOf } from '#transparency-log/tree'
import type { LogSigner } from './signer-port.ts'
import { serveSigner, signerAt } from './signer-socket.ts'
import { openSigningDesk } from './signing-desk.ts'

const ORIGIN = 'www.yunxi.example/log'
const LEAVES = Array.from({ length: 8 }, (_, at) => leafHash(utf8(`entry ${at}`)))
const rootAt = (size: number, leaves = LEAVES) => rootOf(leaves.slice(0, size))
const proof = (old: number, size: number, leaves = LEAVES) => {
  const nodeAt = (level: number, n: number): Uint8Array =>
    level === 0 ? leaves[n]! : nodeHash(nodeAt(level - 1, 2 * n), nodeAt(level - 1, 2 * n + 1))
  return consistencyProof(old, size, nodeAt)
}

describe('the signer of the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mt-signer-'))
  const socket = join(folder, 's.sock')
  let server: { close(): Promise<void> }
  let signer: LogSigner
  const open = async () => {
    server = await serveSigner(await openSigningDesk(join(folder, 'desk'), { origin: ORIGIN }), socket)
    signer = signerAt(socket)
  }
  before(open)
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const sign = async (old: number, size: number, leaves = LEAVES) =>
    signer.sign({ size, root: rootAt(size, leaves), consistency: await proof(old, size, leaves) })

  test('signs what continues the tree it knows, the same bytes when asked again', async () => {
    const note = await sign(0, 3)
    const { vkey } = await signer.state()
    const checkpoint = readCheckpoint((await openNote(note, [readVkey(vkey)])).text)
    assert.deepEqual([checkpoint.origin, checkpoint.size], [ORIGIN, 3])
    assert.equal(await sign(3, 3), note)
    assert.ok((await sign(3, 7)).includes('\n7\n'))
  })

  test('refuses a smaller tree, another tree, and a proof that is none, also after it was started anew', async () => {
    const forked = [leafHash(utf8('forged')), ...LEAVES.slice(1)]
    const refusals = async () => {
      await assert.rejects(sign(0, 5), { name: 'SignerRefused' })
      await assert.rejects(sign(7, 7, forked), { name: 'SignerRefused' })
      await assert.rejects(sign(7, 8, forked), { name: 'SignerRefused' })
      await assert.rejects(signer.sign({ size: 8, root: rootAt(8), consistency: [] }), {
        name: 'SignerRefused',
      })
    }
    await refusals()
    await server.close()
    await open()
    assert.equal((await signer.state()).size, 7)
    await refusals()
    assert.ok((await sign(7, 8)).includes('\n8\n'))
  })

  test('opens its socket, its key and its memory to nobody else', async () => {
    assert.equal(statSync(socket).mode & 0o777, 0o600)
    assert.equal(statSync(join(folder, 'desk', 'seed')).mode & 0o777, 0o600)
    chmodSync(join(folder, 'desk', 'seed'), 0o644)
    await assert.rejects(openSigningDesk(join(folder, 'desk'), { origin: ORIGIN }), /can be read by others/)
    chmodSync(join(folder, 'desk', 'seed'), 0o600)
  })

  test('does not sign for another origin, nor without its memory in order', async () => {
    const desk = join(folder, 'desk')
    await assert.rejects(
      openSigningDesk(desk, { origin: 'www.jtj.example/log' }),
      /signs for www.yunxi.example/,
    )
    const broken = join(folder, 'broken')
    await (await openSigningDesk(broken, { origin: ORIGIN })).close()
    writeFileSync(join(broken, 'state.json'), '{"origin":"www.yunxi.exam')
    await assert.rejects(openSigningDesk(broken, { origin: ORIGIN }), /cannot be read; nothing is signed/)
  })

  test('answers rubbish with a refusal, and ends a caller who sends without end', async () => {
    const said = await new Promise<string>((resolve) => {
      const caller = connect(socket, () => caller.write('{"ask":"sign","size":"1"}\n'))
      caller.once('data', (bytes) => {
        caller.destroy()
        resolve(String(bytes))
      })
    })
    assert.match(said, /"refused"/)
    await new Promise<void>((resolve) => {
      const caller = connect(socket, () => caller.write('x'.repeat(100_000)))
      caller.on('error', () => {})
      caller.once('close', () => resolve())
    })
    assert.equal((await signer.state()).origin, ORIGIN)
  })
})
