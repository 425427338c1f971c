/**
 * The signer of the public log, a program of its own: it holds the key and remembers what it signed, and knows neither
 * database nor network. Ends with the process that started it.
 *
 *     node dist/src/signer.js <folder> <origin> <socket>
 */

import { serveSigner } from './modules/collectors/transparency-log/signer-socket.ts'
import { openSigningDesk } from './modules/collectors/transparency-log/signing-desk.ts'

const [folder, origin, socket] = process.argv.slice(2)
if (!folder || !origin || !socket) throw new Error('usage: signer <folder> <origin> <socket>')
await serveSigner(await openSigningDesk(folder, { origin }), socket)
// The other end is held by whoever started us, and closes with it however it ends.
process.stdin.resume().on('end', () => process.exit(0))
process.stdout.write('ready\n')
