import { concat, sameBytes, utf8 } from './bytes.ts'
import { type NoteKey, noteKey, UNASSIGNED, type VerifyOther } from './note.ts'

/**
 * The additional signature line with SM2 and SM3 (GB/T 32918, GB/T 32905): type `0xff ‖ "sm2-sm3/v1"`, payload
 * `r ‖ s`, message the text of the note. Verifiers that do not know the type pass the line over. This package holds no
 * curve arithmetic; whoever wants the line judged hands a verification in.
 */

const IDENTIFIER = utf8('sm2-sm3/v1')

/** The identity that goes into the digest when nothing else was agreed (GM/T 0009). */
export const SM2_USER_ID = '1234567812345678'

export type VerifySm2 = (asked: {
  /** Uncompressed: 0x04 ‖ x ‖ y. */
  publicKey: Uint8Array
  userId: string
  message: Uint8Array
  /** r ‖ s, 32 bytes each. */
  signature: Uint8Array
}) => boolean | Promise<boolean>

export function sm2Key(name: string, point: Uint8Array): NoteKey {
  if (point.length !== 65 || point[0] !== 4) throw new RangeError('an SM2 key is an uncompressed point')
  return noteKey(name, UNASSIGNED, concat(IDENTIFIER, point))
}

/** The point of a key of this kind, undefined for any other. */
export function sm2PointOf({ type, publicKey }: NoteKey): Uint8Array | undefined {
  const isOfKind = type === UNASSIGNED && publicKey.length === IDENTIFIER.length + 65
  if (!isOfKind || !sameBytes(publicKey.subarray(0, IDENTIFIER.length), IDENTIFIER)) return undefined
  return publicKey.subarray(IDENTIFIER.length)
}

/** For `openNote` and `openCheckpoint`. */
export function judgeSm2With(verify: VerifySm2): VerifyOther {
  return async (key, message, signature) => {
    const publicKey = sm2PointOf(key)
    if (!publicKey) return undefined
    return signature.length === 64 && verify({ publicKey, userId: SM2_USER_ID, message, signature })
  }
}
