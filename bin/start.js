#!/usr/bin/env node
// npm start: installs and builds what is missing, then starts Mingtang under the Node it was written for.
import { failWith } from './lib/place.js'
import { prepare } from './lib/prepare.js'
import { inDist, runInstead } from './lib/run.js'

try {
  runInstead(await prepare(), [inDist('src/main.js'), 'start', ...process.argv.slice(2)])
} catch (error) {
  failWith(error)
}
