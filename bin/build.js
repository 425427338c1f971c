#!/usr/bin/env node
// npm run build: everything anew, whatever the notes of the last build say.
import { forgetBuild } from './lib/build.js'
import { failWith } from './lib/place.js'
import { prepare } from './lib/prepare.js'

try {
  forgetBuild()
  await prepare()
} catch (error) {
  failWith(error)
}
