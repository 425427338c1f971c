#!/usr/bin/env node
// npm test [part-of-a-path …]: every test, or those whose path contains one of the words, on a PostgreSQL of its own.
import { failWith, inRoot } from './lib/place.js'
import { prepare } from './lib/prepare.js'
import { runInstead } from './lib/run.js'

try {
  runInstead(await prepare(), [inRoot('bin/lib/run-tests.js'), ...process.argv.slice(2)])
} catch (error) {
  failWith(error)
}
