import { defineModule } from '#platform/module'
import './tables.ts'

/** The public log of everything that was published, taken down, erased and answered. Imported by nobody. */
export const transparencyLog = defineModule({
  name: 'collectors/transparency-log',
  uses: [],
})

export { type LogSigner, type SignedState, SignerRefused, type SigningRequest } from './signer-port.ts'
