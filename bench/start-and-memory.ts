/**
 * `npm start` on an installed and built tree with a new data directory, from the command to the first page answered;
 * and once more on the directory that is there. Then the memory of both processes, after pages were read and the
 * database has come to rest. Memory is proportional set size, so that what PostgreSQL's processes share counts once.
 * Linux only.
 *
 *     node dist/bench/start-and-memory.js [--short]
 */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import {
  addressesOf,
  descendantsOf,
  isPostgres,
  makeDataDir,
  type Product,
  removeDataDir,
  startProduct,
} from '#test/journeys/product'
import { isShort, judge } from './goals.ts'

const PAGES = [
  '/',
  '/publications',
  '/columns/policies/documents',
  '/organisations',
  '/search?q=公交',
  '/desk/sign-in',
]
const ROUNDS = isShort ? 5 : 30
/** Searches of one address are limited; a pause of the reader also lets idle backends be seen idle. */
const REST_MS = 2000

const dataDir = makeDataDir()
try {
  const first = await startAndStop()
  const second = await startProduct({ dataDir, program: 'bin/start.js' })
  try {
    await readPages(second)
    await pause(REST_MS)
    const app = addressesOf(dataDir).pid
    const database = descendantsOf(app).filter(isPostgres)
    judge(
      'start and memory',
      [
        { name: 'first start', value: first / 1000, unit: 's', under: 5 },
        { name: 'second start', value: second.startedInMs / 1000, unit: 's', under: 5 },
        { name: 'application', value: megabytes(app, 'Rss'), unit: 'MB', under: 300 },
        {
          name: 'database',
          value: sum(database.map((pid) => megabytes(pid, 'Pss'))),
          unit: 'MB',
          under: 100,
        },
      ],
      { database_processes: database.length },
    )
  } finally {
    await second.stop()
  }
} finally {
  removeDataDir(dataDir)
}

async function startAndStop(): Promise<number> {
  const product = await startProduct({ dataDir, program: 'bin/start.js' })
  await product.stop()
  return product.startedInMs
}

async function readPages({ url }: Product): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    for (const page of PAGES) await (await fetch(url + page)).arrayBuffer()
  }
}

function megabytes(pid: number, measure: 'Rss' | 'Pss'): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  return Number(new RegExp(`^${measure}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]) / 1024
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
