import { concat, u64, utf8 } from './bytes.ts'
import { readCheckpoint } from './checkpoint.ts'
import { verifyEd25519, verifyMlDsa44 } from './digest.ts'

/** c2sp.org/tlog-cosignature: "this is the largest consistent tree I have seen for this origin", with a time. */

export const COSIGNATURE_V1 = 0x04
export const COSIGNATURE_ML_DSA_44 = 0x06

type Cosigner = { name: string; publicKey: Uint8Array }
type Verdict = { time: number; isGood: boolean | undefined }

/** The message of an Ed25519 cosignature. It does not name the cosigner: a different key for each. */
export function cosignatureMessage(text: string, time: number | bigint): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`)
}

/** The message of an ML-DSA-44 cosignature, which covers origin, size and root but no extension lines. */
export function subtreeMessage(name: string, text: string, time: number | bigint): Uint8Array {
  const { origin, size, root } = readCheckpoint(text)
  const label = utf8('subtree/v1\n\0')
  return concat(label, counted(name), u64(time), counted(origin), u64(0), u64(size), root)
}

function counted(text: string): Uint8Array {
  const bytes = utf8(text)
  if (bytes.length === 0 || bytes.length > 255) throw new RangeError('a name has 1 to 255 bytes')
  return concat(Uint8Array.of(bytes.length), bytes)
}

/** Signature lines of both kinds carry `u64 time ‖ signature` behind the key id. */
export async function verifyCosignatureV1(
  { publicKey }: Cosigner,
  text: string,
  payload: Uint8Array,
): Promise<Verdict> {
  const time = readTime(payload, 64)
  if (time === undefined) return { time: 0, isGood: false }
  const isGood = await verifyEd25519(publicKey, cosignatureMessage(text, time), payload.subarray(8))
  return { time: Number(time), isGood }
}

/** `isGood` is undefined where the crypto library has no ML-DSA. */
export async function verifyCosignatureMlDsa44(
  { name, publicKey }: Cosigner,
  text: string,
  payload: Uint8Array,
): Promise<Verdict> {
  const time = readTime(payload, 2420)
  if (time === undefined) return { time: 0, isGood: false }
  let message: Uint8Array
  try {
    message = subtreeMessage(name, text, time)
  } catch {
    return { time: Number(time), isGood: false }
  }
  return { time: Number(time), isGood: await verifyMlDsa44(publicKey, message, payload.subarray(8)) }
}

const LATEST = 2n ** 63n - 1n

function readTime(payload: Uint8Array, signatureBytes: number): bigint | undefined {
  if (payload.length !== 8 + signatureBytes) return undefined
  const time = new DataView(payload.buffer, payload.byteOffset).getBigUint64(0)
  return time === 0n || time > LATEST ? undefined : time
}
