#!/usr/bin/env node
// npm run dev: from the sources, started again when one of them changes.
import { failWith, inRoot } from './lib/place.js'
import { prepareSources } from './lib/prepare.js'
import { runInstead } from './lib/run.js'

try {
  const node = await prepareSources()
  const fromSource = ['--conditions=source', '--import', 'tsx', '--watch']
  runInstead(node, [...fromSource, inRoot('src/main.ts'), 'start', ...process.argv.slice(2)])
} catch (error) {
  failWith(error)
}
