// Runs under the locked Node, on the built code: one PostgreSQL for all, two processes where there are two cores.
import { spawn } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRoot } from './place.js'

const { startEmbedded } = await import(inRoot('dist/src/platform/postgres/embedded.js'))

process.exitCode = await main(process.argv.slice(2))

async function main(words) {
  const files = chooseFiles(words)
  if (files.length === 0) {
    console.error(`No test file${words.length > 0 ? ` has ${words.join(' or ')} in its path` : ' found'}.`)
    return 1
  }
  const place = mkdtempSync(join(tmpdir(), 'mingtang-test-'))
  chmodSync(place, 0o711)
  const postgres = await openPostgres(place)
  const children = []
  const stop = (signal) => {
    for (const child of children) child.kill(signal)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.once('disconnect', () => stop('SIGTERM'))
  try {
    const env = { ...process.env, MINGTANG_TEST_DATABASE: postgres.ownerUrl }
    const runs = deal(files).map((shard, index) => runShard({ shard, index, place, env, children }))
    return report(await Promise.all(runs))
  } finally {
    process.channel?.unref()
    await postgres.stop()
    rmSync(place, { recursive: true, force: true })
  }
}

/** PG_BIN_DIR or MINGTANG_TEST_DATABASE run the same tests on another version, as CI does for the oldest supported one. */
async function openPostgres(place) {
  const given = process.env.MINGTANG_TEST_DATABASE
  if (given) return { ownerUrl: given, stop: async () => {} }
  return startEmbedded({ dataDir: join(place, 'data'), unsafeFast: true, pgBinDir: process.env.PG_BIN_DIR })
}

/** Browser journeys are apart: they need a browser and the whole running product. */
function chooseFiles(words) {
  return globSync('dist/{src,test,bench,packages}/**/*.test.js', { cwd: inRoot() })
    .filter((path) => !path.startsWith('dist/test/journeys/'))
    .filter(
      (path) => words.length === 0 || words.some((word) => path.includes(word.replace(/\.tsx?$/, '.js'))),
    )
    .sort()
}

/** Dealt like cards, so that the heavy files of one folder do not meet in one shard. */
function deal(files) {
  const shards = Array.from({ length: Math.min(2, availableParallelism(), files.length) }, () => [])
  for (const [index, file] of files.entries()) shards[index % shards.length].push(file)
  return shards
}

/** The first shard speaks at once, the other when it has ended, so their lines do not mix. */
function runShard({ shard, index, place, env, children }) {
  const counts = join(place, `counts-${index}.json`)
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
    ...shard,
  ]
  const child = spawn(process.execPath, args, { cwd: inRoot(), env, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const kept = []
  child.stdout.on('data', (chunk) => (index === 0 ? process.stdout.write(chunk) : kept.push(chunk)))
  return new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, output: Buffer.concat(kept), ...readCounts(counts) })
    }),
  )
}

/** A shard that broke off has counted nothing, or not to the end. */
function readCounts(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return { passed: 0, failed: 0, skipped: 0, ended: false }
  }
}

function report(shards) {
  for (const { output } of shards) process.stdout.write(output)
  const sum = (key) => shards.reduce((total, shard) => total + shard[key], 0)
  const broken = shards.filter(({ ended, code, failed }) => !ended || (code !== 0 && failed === 0)).length
  const failed = sum('failed') + broken
  if (broken > 0) console.log(`\n${broken} of ${shards.length} test processes broke off before their end.`)
  const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
  console.log(`\n${sum('passed')} passed, ${failed} failed${skipped}`)
  return failed === 0 ? 0 : 1
}
