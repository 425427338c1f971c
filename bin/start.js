#!/usr/bin/env node
// npm start: installs and builds what is missing, then starts Mingtang under the Node it was written for.
import { failWith } from './lib/place.js'
import { prepare } from './lib/prepare.js'
import { product, runInstead } from './lib/run.js'

try {
  runInstead(await prepare(), product(['start', ...process.argv.slice(2)]))
} catch (error) {
  failWith(error)
}
