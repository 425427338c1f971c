import known from '../vectors/known-answers.json' with { type: 'json' }
import merkle from '../vectors/merkle-proofs.json' with { type: 'json' }
import tessera from '../vectors/tessera-log.json' with { type: 'json' }
import witness from '../vectors/witness-protocol.json' with { type: 'json' }

/** The vectors that tests hold this package to. Their keys protect nothing. */
export const KNOWN_ANSWERS = known
export const MERKLE_PROOFS = merkle
export const TESSERA_LOG = { ...tessera, files_b64: tessera.files_b64 as Readonly<Record<string, string>> }
export const WITNESS_PROTOCOL = witness
