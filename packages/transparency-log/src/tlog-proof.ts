import { base64, fromBase64 } from './bytes.ts'
import type { VerifyOther } from './note.ts'
import { type OpenedCheckpoint, openCheckpoint, type Policy } from './policy.ts'
import { leafHash, verifyInclusion } from './tree.ts'

/** c2sp.org/tlog-proof: that an entry stands in a log, in one file that can be checked offline. */
export type TlogProof = {
  /** Not authenticated. */
  extra?: Uint8Array
  index: number
  /** Leaf to root. */
  proof: readonly Uint8Array[]
  /** The signed note as the log gave it, with its cosignatures. */
  checkpoint: string
}

const HEADER = 'c2sp.org/tlog-proof@v1'

/** A tree of 2⁶³ leaves has no longer way. */
const LONGEST = 63

/** `form`: not a proof. `inclusion`: the entry is not where the proof says. */
export class BadProof extends Error {
  override name = 'BadProof'
  readonly reason: 'form' | 'inclusion'
  constructor(reason: BadProof['reason'], message: string) {
    super(message)
    this.reason = reason
  }
}

export function writeProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [HEADER, ...(extra ? [`extra ${base64(extra)}`] : []), `index ${index}`, ...proof.map(base64)]
  return `${lines.join('\n')}\n\n${checkpoint}`
}

export function readProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  if (end < 0) throw new BadProof('form', 'no blank line')
  const [header, ...lines] = text.slice(0, end).split('\n')
  if (header !== HEADER) throw new BadProof('form', 'not a tlog-proof')
  const extra = lines[0]?.startsWith('extra ') ? readBytes(lines.shift()!.slice(6)) : undefined
  const [, spelled] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  const index = Number(spelled)
  if (!Number.isSafeInteger(index)) throw new BadProof('form', 'no index')
  if (lines.length > LONGEST) throw new BadProof('form', 'too long')
  const proof = lines.map(readBytes)
  if (proof.some((hash) => hash.length !== 32)) throw new BadProof('form', 'not a hash')
  return { ...(extra ? { extra } : {}), index, proof, checkpoint: text.slice(end + 2) }
}

export type Proven = OpenedCheckpoint & { index: number }

/** Throws `BadProof`, or `BadNote` when the checkpoint is not to be trusted under the policy. */
export async function verifyProof(
  text: string,
  leaf: Uint8Array,
  policy: Policy,
  verifyOther?: VerifyOther,
): Promise<Proven> {
  const { index, proof, checkpoint } = readProof(text)
  const opened = await openCheckpoint(checkpoint, policy, verifyOther)
  const { size, root } = opened.checkpoint
  if (!verifyInclusion({ index, size, leafHash: leafHash(leaf), proof, root }))
    throw new BadProof('inclusion', `the entry is not at ${index} of ${size}`)
  return { ...opened, index }
}

function readBytes(line: string): Uint8Array {
  try {
    return fromBase64(line)
  } catch (cause) {
    throw Object.assign(new BadProof('form', 'not base64'), { cause })
  }
}
