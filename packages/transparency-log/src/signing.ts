import * as crypto from 'node:crypto'
import { concat, fromBase64, fromHex, u64, utf8 } from './bytes.ts'
import { COSIGNATURE_V1, cosignatureMessage } from './cosignature.ts'
import { BadKey, ED25519, type NoteKey, noteKey, type SignatureLine, writeNote } from './note.ts'

/** Making signatures, in Node only. Ed25519 is deterministic: to sign again after a crash gives the same bytes. */

export type Ed25519Signer = { publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array }

/** RFC 8410. */
const PKCS8 = fromHex('302e020100300506032b657004220420')
const SPKI_PREFIX_BYTES = 12

export function ed25519FromSeed(seed: Uint8Array): Ed25519Signer {
  if (seed.length !== 32) throw new BadKey('a seed has 32 bytes')
  const key = crypto.createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  const spki = crypto.createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    publicKey: new Uint8Array(spki.subarray(SPKI_PREFIX_BYTES)),
    sign: (message) => new Uint8Array(crypto.sign(null, message, key)),
  }
}

/** A key of a note with what signs for it. */
export type NoteSigner = { key: NoteKey; signer: Ed25519Signer }

export function noteSigner(name: string, signer: Ed25519Signer): NoteSigner {
  return { key: noteKey(name, ED25519, signer.publicKey), signer }
}

export function cosigner(name: string, signer: Ed25519Signer): NoteSigner {
  return { key: noteKey(name, COSIGNATURE_V1, signer.publicKey), signer }
}

/** `PRIVATE+KEY+name+key id+base64(0x01 ‖ seed)`, as Go's note package keeps keys. */
export function readSkey(skey: string): NoteSigner {
  const [, name = '', id, spelled = ''] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(skey) ?? []
  const bytes = fromBase64(spelled)
  if (bytes[0] !== ED25519 || bytes.length !== 33) throw new BadKey('not an Ed25519 key of a note')
  const own = noteSigner(name, ed25519FromSeed(bytes.slice(1)))
  if (own.key.id !== id) throw new BadKey('the key id does not belong to the key')
  return own
}

export function signatureLine(text: string, { key, signer }: NoteSigner): SignatureLine {
  return { name: key.name, id: key.id, payload: signer.sign(utf8(text)) }
}

/** `time` in Unix seconds. */
export function cosignatureLine(text: string, { key, signer }: NoteSigner, time: number): SignatureLine {
  const payload = concat(u64(time), signer.sign(cosignatureMessage(text, time)))
  return { name: key.name, id: key.id, payload }
}

export function signNote(text: string, signers: readonly NoteSigner[]): string {
  return writeNote(
    text,
    signers.map((each) => signatureLine(text, each)),
  )
}
