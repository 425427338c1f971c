import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import lighthouse from 'lighthouse'
import { BROWSER_FLAGS, PRODUCT_URL } from './browser.ts'

/** Other work on the machine can only lower this score, or break a run off: the best of so many counts, and its number is printed. */
const RUNS = 3
const PERFORMANCE = 98

const PAGES: Record<string, () => Promise<string>> = {
  home: async () => '/',
  list: async () => '/columns/policies/documents',
  document: longestDocument,
  article: newestArticle,
  search: async () => `/search?q=${encodeURIComponent('公交')}`,
}
/** What search engines are asked to leave alone has no score for being found by them. */
const NOT_INDEXED = ['search']

describe('Lighthouse on a telephone', () => {
  let browser: ChildProcess
  let profile = ''
  let port = 0

  before(async () => {
    profile = mkdtempSync(join(tmpdir(), 'mingtang-lighthouse-'))
    const flags = [
      ...BROWSER_FLAGS,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ]
    browser = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', [...flags, 'about:blank'], {
      stdio: 'ignore',
    })
    port = await readPort(profile)
  })
  after(async () => {
    browser.kill('SIGTERM')
    await pause(500)
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  })

  for (const [name, find] of Object.entries(PAGES)) {
    it(`100 for accessibility, best practices and search engines, ${PERFORMANCE} for performance: ${name}`, async () => {
      const path = await find()
      const tries: Scores[] = []
      let brokenOff = 0
      do {
        const scores = await scoresOf(PRODUCT_URL + path, port).catch((error) => {
          if (++brokenOff > RUNS) throw error
        })
        if (scores) tries.push(scores)
      } while (tries.length === 0 || (tries.length < RUNS && tries.at(-1)!.performance < PERFORMANCE))
      const best = tries.toSorted((one, other) => other.performance - one.performance)[0]!
      const { accessibility, practices, search, performance } = best
      console.log(
        `${name} ${path}: ${accessibility}, ${practices}, ${search}, ${performance} (run ${tries.length} of at most ${RUNS})`,
      )
      assert.deepEqual(
        { accessibility, practices, ...(NOT_INDEXED.includes(name) ? {} : { search }) },
        { accessibility: 100, practices: 100, ...(NOT_INDEXED.includes(name) ? {} : { search: 100 }) },
        best.failed.join('; '),
      )
      assert.ok(
        performance >= PERFORMANCE,
        tries.map((one) => `${one.performance} (${one.measures})`).join('; '),
      )
    })
  }
})

const MEASURES = [
  'first-contentful-paint',
  'largest-contentful-paint',
  'total-blocking-time',
  'cumulative-layout-shift',
  'speed-index',
]

type Scores = {
  accessibility: number
  practices: number
  search: number
  performance: number
  failed: string[]
  measures: string
}

async function scoresOf(url: string, port: number): Promise<Scores> {
  const onlyCategories = ['performance', 'accessibility', 'best-practices', 'seo']
  const result = await lighthouse(url, { port, onlyCategories, output: 'json', logLevel: 'error' })
  if (!result || result.lhr.runtimeError)
    throw new Error(`Lighthouse broke off: ${result?.lhr.runtimeError?.message}`)
  const { categories, audits } = result.lhr
  const scoreOf = (name: string) => Math.round((categories[name]?.score ?? 0) * 100)
  const required = ['accessibility', 'best-practices', 'seo'].flatMap(
    (name) => categories[name]?.auditRefs ?? [],
  )
  const failed = required
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
    .map(({ id }) => id)
  return {
    accessibility: scoreOf('accessibility'),
    practices: scoreOf('best-practices'),
    search: scoreOf('seo'),
    performance: scoreOf('performance'),
    failed,
    measures: MEASURES.map((id) => `${id} ${audits[id]?.displayValue}`).join(', '),
  }
}

async function newestArticle(): Promise<string> {
  const answer = await fetch(`${PRODUCT_URL}/publications.json?limit=1&kind=article`)
  const { publications } = (await answer.json()) as { publications: { address: string }[] }
  return publications[0]!.address
}

/** The longest of what is there: an imported law, where laws were imported. */
async function longestDocument(): Promise<string> {
  const answer = await fetch(`${PRODUCT_URL}/publications.json?limit=100&kind=document`)
  const { publications } = (await answer.json()) as { publications: { address: string }[] }
  const pages = await Promise.all(
    publications.slice(-20).map(async ({ address }) => {
      const length = (await (await fetch(PRODUCT_URL + address)).text()).length
      return { address, length }
    }),
  )
  return pages.toSorted((one, other) => other.length - one.length)[0]!.address
}

async function readPort(profile: string): Promise<number> {
  const path = join(profile, 'DevToolsActivePort')
  for (let attempt = 0; attempt < 300; attempt++) {
    if (existsSync(path)) return Number(readFileSync(path, 'utf8').split('\n')[0])
    await pause(100)
  }
  throw new Error('the browser does not say on which port it can be asked')
}
