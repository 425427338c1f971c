import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromHex, utf8 } from './bytes.ts'
import { writeCheckpoint } from './checkpoint.ts'
import { noteKey, openNote, writeSignatureLine } from './note.ts'
import { cosignatureLine, cosigner, ed25519FromSeed, noteSigner, signNote } from './signing.ts'
import { EMPTY_ROOT, leafHash, rootOf } from './tree.ts'
import { KNOWN_ANSWERS, WITNESS_PROTOCOL } from './vectors.ts'
import { cosigned, decide, readSubmission, type WitnessAnswer, type Witnessed } from './witness.ts'

const own = cosigner(WITNESS_PROTOCOL.witness_name, ed25519FromSeed(new Uint8Array(32).fill(3)))

/** The whole of a witness but its server and its disk. */
function openWitness(keys: Parameters<typeof readSubmission>[1]) {
  const stored = new Map<string, Witnessed>()
  return async (body: string): Promise<WitnessAnswer> => {
    const judged = await readSubmission(body, keys)
    if ('refusal' in judged) return judged.refusal
    const { submission } = judged
    const decision = decide(stored.get(submission.checkpoint.origin), submission)
    if ('refusal' in decision) return decision.refusal
    stored.set(submission.checkpoint.origin, decision.next)
    return cosigned(writeSignatureLine(cosignatureLine(submission.text, own, 1_790_000_000)))
  }
}

describe('a witness', () => {
  test('answers the nine requests of the protocol in order', async () => {
    const { log_origin, log_ed25519_pub_hex, steps } = WITNESS_PROTOCOL
    const key = noteKey(log_origin, 1, fromHex(log_ed25519_pub_hex))
    assert.equal(key.id, '5202289b')
    const ask = openWitness([key])
    // The specification answers an unknown origin with 404, where the recorded witness gave 403.
    const expected = steps.map(({ status }, step) => (step === 2 ? 404 : status))
    for (const [at, step] of steps.entries()) {
      const answer = await ask(step.request)
      assert.equal(answer.status, expected[at], `step ${at + 1}`)
      if (answer.status === 409) assert.equal(answer.contentType, 'text/x.tlog.size')
      if ('body_equals' in step) assert.equal(answer.body, step.body_equals)
      if (answer.status === 200) {
        assert.ok(answer.body.includes(step.body_contains!))
        const note = step.request.slice(step.request.indexOf('\n\n') + 2) + answer.body
        assert.equal((await openNote(note, [own.key])).signatures.length, 1)
      }
    }
    assert.deepEqual(expected, [200, 403, 404, 422, 422, 200, 409, 200, 409])
  })

  const { miniLog } = KNOWN_ANSWERS
  const log = noteSigner(miniLog.origin, ed25519FromSeed(fromHex(miniLog.seedHex)))
  const roots = Array.from({ length: 6 }, (_, size) =>
    rootOf(miniLog.leaves.slice(0, size).map((each) => leafHash(utf8(each)))),
  )
  const request = (old: number | string, size: number, root: Uint8Array, proof: string[] = []) =>
    `old ${old}\n${proof.map((each) => `${each}\n`).join('')}\n${signNote(writeCheckpoint({ origin: miniLog.origin, size, root }), [log])}`

  test('goes on from any size with a proof, and never goes back or sideways', async () => {
    const ask = openWitness([log.key])
    const { proof } = miniLog.consistency
    assert.equal((await ask(request(0, 0, roots[1]!))).status, 422, 'a wrong root of the empty tree')
    assert.equal((await ask(request(0, 0, EMPTY_ROOT))).status, 200)
    assert.equal((await ask(request(0, 3, roots[3]!, proof))).status, 422, 'a proof where none belongs')
    assert.equal((await ask(request(0, 3, roots[3]!))).status, 200)
    assert.equal((await ask(request(3, 3, roots[3]!))).status, 200, 'the same again, with a new time')
    assert.equal((await ask(request(3, 3, roots[4]!))).status, 422, 'another root of the same size')
    assert.equal((await ask(request(3, 3, roots[3]!, proof))).status, 422)
    assert.equal((await ask(request(3, 2, roots[2]!))).status, 400)
    assert.equal((await ask(request(2, 2, roots[2]!))).body, '3\n')
    assert.equal((await ask(request(3, 5, roots[5]!, proof))).status, 200)
    assert.equal((await ask(request(0, 5, roots[5]!))).body, '5\n')
  })

  test('refuses what is no request', async () => {
    const ask = openWitness([log.key])
    const many = Array<string>(64).fill(miniLog.consistency.proof[0]!)
    const bad = [
      '',
      'old 0',
      'old 0\n\n',
      'old 0\n\nno note\n',
      request('00', 3, roots[3]!),
      request('-1', 3, roots[3]!),
    ]
    for (const body of [...bad, request(1, 3, roots[3]!, many), request(1, 3, roots[3]!, ['AAAA'])])
      assert.equal((await ask(body)).status, 400, JSON.stringify(body))
  })
})
