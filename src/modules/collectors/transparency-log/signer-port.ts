/** What the signer last signed. A new log has size 0 and the root of nothing. */
export type SignedState = { origin: string; size: number; root: Uint8Array; vkey: string }

export type SigningRequest = {
  size: number
  root: Uint8Array
  /** From the size that the signer last signed to this one. */
  consistency: readonly Uint8Array[]
}

/** The signer has seen another history than the one it was asked to sign: nothing may be signed any more. */
export class SignerRefused extends Error {
  override name = 'SignerRefused'
}

/**
 * Holds the key of the log and remembers, on its own disk, what it signed. It demands a proof that the tree only grew
 * before it signs, so that not even a compromised application gets two histories signed.
 */
export type LogSigner = {
  state(): Promise<SignedState>
  /** The signed note of this checkpoint, byte for byte the same when asked again. */
  sign(request: SigningRequest): Promise<string>
  close(): Promise<void>
}
