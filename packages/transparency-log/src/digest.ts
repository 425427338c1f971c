import * as crypto from 'node:crypto'
import { concat } from './bytes.ts'

/**
 * What this package asks of a crypto library, answered by `node:crypto`.
 * `digest-in-browser.ts` answers the same for browsers; package.json swaps the two.
 */

const hashAtOnce = crypto.hash as typeof crypto.hash | undefined

/** Node has hashing in one call since 20.12; twice as fast on short inputs. */
export const sha256: (bytes: Uint8Array) => Uint8Array = hashAtOnce
  ? (bytes) => hashAtOnce('sha256', bytes, 'buffer')
  : (bytes) => crypto.createHash('sha256').update(bytes).digest()

export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return crypto.createHmac('sha256', key).update(message).digest()
}

/** The twin of `hmacSha256` with SM3 (GB/T 32905). Undefined where the library has no SM3. */
export function hmacSm3(key: Uint8Array, message: Uint8Array): Uint8Array | undefined {
  return crypto.getHashes().includes('sm3')
    ? crypto.createHmac('sm3', key).update(message).digest()
    : undefined
}

/** A raw public key of 32 bytes in the envelope that libraries read (RFC 8410). */
const ED25519_SPKI = new Uint8Array([0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00])

export async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return verifyWith(concat(ED25519_SPKI, publicKey), message, signature) ?? false
}

/** RFC 9881. */
const ML_DSA_44_SPKI = new Uint8Array(
  // biome-ignore format: one line as the RFC has it
  [0x30, 0x82, 0x05, 0x32, 0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x11, 0x03, 0x82, 0x05, 0x21, 0x00],
)

/** Undefined where the library cannot judge: ML-DSA came with OpenSSL 3.5. */
export async function verifyMlDsa44(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean | undefined> {
  if (publicKey.length !== 1312 || signature.length !== 2420) return false
  return verifyWith(concat(ML_DSA_44_SPKI, publicKey), message, signature)
}

/** Undefined when the library cannot make a key of it: an algorithm that it does not know, or rubbish. */
function verifyWith(spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | undefined {
  let key: crypto.KeyObject
  try {
    key = crypto.createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
  return crypto.verify(null, message, key, signature)
}
