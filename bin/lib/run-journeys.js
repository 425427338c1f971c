// Runs under the locked Node, on the built code: the product in a process of its own, a browser before it.
import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './place.js'

const { CORPUS, removeDataDir, runCommand, startProduct } = await import(
  inRoot('dist/test/journeys/product.js')
)

process.exitCode = await main(process.argv.slice(2))

async function main(words) {
  const files = chooseFiles(words)
  if (files.length === 0) {
    console.error('No journey has these words in its path.')
    return 1
  }
  const product = await startProduct()
  let child
  const stop = () => child?.kill('SIGTERM')
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
  process.once('disconnect', stop)
  try {
    await bringLaws(product)
    const { done, child: running } = runFiles(files, product.url)
    child = running
    return report(await done, product)
  } finally {
    process.channel?.unref()
    await product.stop()
    removeDataDir(product.dataDir)
  }
}

/** In this order the first journey publishes what the others read. */
function chooseFiles(words) {
  const parts = words.filter((word) => !word.startsWith('--'))
  return globSync('dist/test/journeys/*.test.js', { cwd: inRoot() })
    .filter((path) => !(words.includes('--no-lighthouse') && path.includes('lighthouse')))
    .filter((path) => parts.length === 0 || parts.some((part) => path.includes(part.replace(/\.ts$/, '.js'))))
    .sort()
}

/** Real texts, where the collection of laws lies beside the project: the constitution and the laws nearest to it. */
async function bringLaws({ dataDir }) {
  const folder = join(CORPUS, '宪法')
  if (existsSync(folder)) await runCommand(dataDir, ['import', folder], [0, 1])
}

/** One file after the other in one process. */
function runFiles(files, url) {
  const place = mkdtempSync(join(tmpdir(), 'mingtang-journeys-'))
  const counts = join(place, 'counts.json')
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'].concat(
    `--test-reporter=${inRoot('bin/lib/count-tests.js')}`,
    `--test-reporter-destination=${counts}`,
  )
  const args = [
    '--enable-source-maps',
    '--test',
    '--test-isolation=none',
    '--test-force-exit',
    ...reporters,
    ...files,
  ]
  const child = spawn(process.execPath, args, {
    cwd: inRoot(),
    env: { ...process.env, MINGTANG_JOURNEYS_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const done = new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, ...readCounts(counts) })
      rmSync(place, { recursive: true, force: true })
    }),
  )
  return { child, done }
}

function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: 0, ended: false }
  }
}

function report({ code, passed, failed, skipped, ended }, product) {
  const isBroken = !ended || (code !== 0 && failed === 0)
  if (isBroken) console.log('The journeys broke off before their end.')
  const complaints = product.output().match(/^.*"level":[56]0.*$/gm) ?? []
  for (const line of complaints) console.log(`The product reported: ${line.slice(0, 1000)}`)
  const wrong = failed + (isBroken ? 1 : 0) + (complaints.length > 0 ? 1 : 0)
  console.log(`\n${passed} passed, ${wrong} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  return wrong === 0 ? 0 : 1
}
