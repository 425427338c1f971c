import { defineModule } from '#platform/module'
import './tables.ts'

/** The public log of everything that was published, taken down, erased and answered. Imported by nobody. */
export const transparencyLog = defineModule({
  name: 'collectors/transparency-log',
  uses: [],
})

export { listOpenAlarms } from './alarms.ts'
export { LogFault } from './faults.ts'
export { openLogFiles } from './files.ts'
export { inclusionIn } from './inclusion.ts'
export { type Log, openLog } from './log.ts'
export { type RunningLog, runLog } from './loop.ts'
export { type LogSigner, type SignedState, SignerRefused, type SigningRequest } from './signer-port.ts'
export { openSigningDesk } from './signing-desk.ts'
export { findOrigin } from './starting.ts'
