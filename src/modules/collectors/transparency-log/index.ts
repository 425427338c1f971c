import { defineModule } from '#platform/module'
import { logMessages } from './messages.ts'
import { entryOfPublication } from './panels.tsx'
import { portal } from './portal.tsx'
import './tables.ts'

/** The public log of everything that was published, taken down, erased and answered. Imported by nobody. */
export const transparencyLog = defineModule({
  name: 'collectors/transparency-log',
  uses: ['foundation/publications'],
  messages: logMessages,
  mount: { portal: '/log' },
  portal,
  panels: [entryOfPublication],
})

export { listOpenAlarms } from './alarms.ts'
export { LogFault } from './faults.ts'
export { openLogFiles } from './files.ts'
export { inclusionIn } from './inclusion.ts'
export { type Log, openLog } from './log.ts'
export { type RunningLog, runLog } from './loop.ts'
export { type Recovered, recover } from './recovering.ts'
export { type LogSigner, type SignedState, SignerRefused, type SigningRequest } from './signer-port.ts'
export { serveSigner, signerAt } from './signer-socket.ts'
export { openSigningDesk } from './signing-desk.ts'
export { findOrigin } from './starting.ts'
