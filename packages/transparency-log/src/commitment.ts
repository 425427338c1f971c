import { base64url } from './bytes.ts'
import { canonical } from './canonical.ts'
import { hmacSha256 } from './digest.ts'

/** One part of what an entry stands for: its name, media type, length in bytes and commitment. */
export type ManifestPart = { n: string; t: string; len: number; c: string }

export type Manifest = { item: string; rev: number; type: string; parts: readonly ManifestPart[] }

export const SALT_BYTES = 32

/**
 * Binds to the bytes without telling anything of them. The length of the salt is fixed because HMAC pads keys with
 * zeros: of a shorter one, two spellings would give the same commitment.
 */
export function commitmentOf(salt: Uint8Array, bytes: Uint8Array): string {
  if (salt.length !== SALT_BYTES) throw new Error(`a salt has ${SALT_BYTES} bytes`)
  return base64url(hmacSha256(salt, bytes))
}

/** The bytes that an entry commits to: the list of its parts, each with a commitment of its own. */
export function manifestOf({ item, rev, type, parts }: Manifest): Uint8Array {
  return canonical({ item, rev, type, parts: parts.map(({ n, t, len, c }) => ({ n, t, len, c })) })
}
