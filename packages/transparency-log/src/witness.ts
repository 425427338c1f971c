import { fromBase64, sameBytes } from './bytes.ts'
import { type Checkpoint, readCheckpoint } from './checkpoint.ts'
import { BadNote, type NoteKey, openNote } from './note.ts'
import { EMPTY_ROOT, verifyConsistency } from './tree.ts'

/**
 * The rules of a witness (c2sp.org/tlog-witness), without its server, its store and its key. Two steps, because the
 * first waits for signatures while the second has to be one with the write: read the state, decide and persist under
 * one lock, and only then answer.
 */

/** The largest tree that was cosigned for an origin. */
export type Witnessed = { size: number; root: Uint8Array }

export type WitnessAnswer = { status: number; body: string; contentType: string }

export type Submission = {
  oldSize: number
  proof: readonly Uint8Array[]
  checkpoint: Checkpoint
  text: string
}

export type Judgement<T> = { refusal: WitnessAnswer } | T

/** `keys`: of all logs that this witness knows; the name of a key is the origin it may sign for. */
export async function readSubmission(
  body: string,
  keys: readonly NoteKey[],
): Promise<Judgement<{ submission: Submission }>> {
  const request = readRequest(body)
  if (!request) return refuse(400, 'not a request of tlog-witness')
  const { note, ...rest } = request
  const checkpoint = readText(note)
  if (!checkpoint) return refuse(400, 'not a checkpoint')
  const own = keys.filter(({ name }) => name === checkpoint.origin)
  if (own.length === 0) return refuse(404, 'unknown log')
  try {
    const { text } = await openNote(note, own)
    if (rest.oldSize > checkpoint.size) return refuse(400, 'the old size is larger than the new')
    return { submission: { ...rest, checkpoint, text } }
  } catch (error) {
    // A malformed signature line and a wrong signature get the same answer: nothing trusted signed this.
    if (error instanceof BadNote) return refuse(403, 'no valid signature by a known key')
    throw error
  }
}

/** Pure and without waiting. `next` is to be persisted before the cosignature of `text` is sent with 200. */
export function decide(
  stored: Witnessed | undefined,
  { oldSize, proof, checkpoint }: Submission,
): Judgement<{ next: Witnessed }> {
  const { size, root } = checkpoint
  const known = stored?.size ?? 0
  if (oldSize !== known) return { refusal: conflict(known) }
  if (size === 0 && !sameBytes(root, EMPTY_ROOT)) return refuse(422, 'the root of an empty tree is another')
  if (oldSize === 0 && proof.length > 0) return refuse(422, 'from size 0 there is nothing to prove')
  if (oldSize > 0 && !verifyConsistency({ oldSize, size, proof, oldRoot: stored!.root, root }))
    return refuse(422, 'the consistency proof does not hold')
  return { next: { size, root } }
}

export function cosigned(lines: string): WitnessAnswer {
  return { status: 200, body: lines, contentType: 'text/plain; charset=utf-8' }
}

function conflict(size: number): WitnessAnswer {
  return { status: 409, body: `${size}\n`, contentType: 'text/x.tlog.size' }
}

function refuse(status: number, why: string): { refusal: WitnessAnswer } {
  return { refusal: { status, body: `${why}\n`, contentType: 'text/plain; charset=utf-8' } }
}

const MOST_LINES = 63

function readRequest(body: string): { oldSize: number; proof: Uint8Array[]; note: string } | undefined {
  const end = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, Math.max(0, end)).split('\n')
  const [, spelled] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? []
  const oldSize = Number(spelled)
  if (!Number.isSafeInteger(oldSize) || lines.length > MOST_LINES) return undefined
  try {
    const proof = lines.map(fromBase64)
    if (proof.some((hash) => hash.length !== 32)) return undefined
    return { oldSize, proof, note: body.slice(end + 2) }
  } catch {
    return undefined
  }
}

function readText(note: string): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  try {
    return end < 0 ? undefined : readCheckpoint(note.slice(0, end + 1))
  } catch {
    return undefined
  }
}
