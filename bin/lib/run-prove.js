// Runs under the locked Node, on the built code: one proof after the other, each a process of its own.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { inRoot } from './place.js'

const SHORT = ['crash', 'disk-full', 'fuzz', 'uncached-pages', 'commit-to-visible', 'start-and-memory', 'log']
// The whole of it has no clock to watch: also what takes minutes, or needs nginx and the collection of laws.
const WHOLE = [...SHORT, 'import', 'search', 'cached-page']

process.exitCode = await main(process.argv.slice(2))

async function main(words) {
  const isShort = words.includes('--short')
  const names = words.filter((word) => !word.startsWith('--'))
  const wanted = (isShort ? SHORT : WHOLE).filter((name) => names.length === 0 || names.includes(name))
  let [passed, failed] = [0, 0]
  for (const name of wanted) {
    if (!existsSync(inRoot(`dist/bench/${name}.js`))) continue
    console.log(`\n-- ${name}`)
    const began = performance.now()
    const code = await run(name, isShort)
    const seconds = ((performance.now() - began) / 1000).toFixed(0)
    console.log(code === 0 ? `ok    ${name} (${seconds} s)` : `FAIL  ${name} (ended with ${code})`)
    if (code === 0) passed++
    else failed++
  }
  if (isShort)
    console.log(
      '\nShort form: a goal of speed fails only from three times its value, since the machine may be busy.',
    )
  console.log(`\n${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}

function run(name, isShort) {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', inRoot(`dist/bench/${name}.js`), ...(isShort ? ['--short'] : [])],
    {
      cwd: inRoot(),
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  const stop = () => child.kill('SIGTERM')
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.once('disconnect', stop)
  return new Promise((resolve) =>
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', stop)
      process.off('SIGINT', stop)
      process.off('disconnect', stop)
      resolve(code ?? signal)
    }),
  )
}
