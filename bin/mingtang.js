#!/usr/bin/env node
// The command line: mingtang start | migrate | import | backup …, prepared as npm start is.
import { failWith } from './lib/place.js'
import { prepare } from './lib/prepare.js'
import { product, runInstead } from './lib/run.js'

try {
  runInstead(await prepare(), product(process.argv.slice(2)))
} catch (error) {
  failWith(error)
}
