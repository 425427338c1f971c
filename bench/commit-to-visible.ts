/**
 * How soon a release is seen in another process. Two applications on one database; a person releases in one, and the
 * other's list page, which was in its cache, is asked for again until it shows the title, then its search. Measured
 * from the moment the release is sent, so that its own work is counted too. Linux only.
 *
 *     node dist/bench/commit-to-visible.js [releases] [--short]
 */
import { once } from 'node:events'
import { Agent, type ClientRequest, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { addressesOf, makeDataDir, removeDataDir, startProduct } from '#test/journeys/product'
import { bringToApproval, release, type Staff, signInAll } from '#test/journeys/staff'
import { isShort, judge, numberAt, percentile, rounded } from './goals.ts'

const RELEASES = numberAt(0, isShort ? 20 : 200)
const GOAL_MS = 1000
const GIVEN_UP_AFTER_MS = 20_000
const LIST = '/columns/policies/documents'

const agent = new Agent({ keepAlive: true, maxSockets: 4 })
const dataDir = makeDataDir()
const first = await startProduct({ dataDir })
try {
  const { appUrl, ownerUrl } = addressesOf(dataDir)
  const second = await startProduct({ dataDir, env: { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } })
  try {
    await measure(await signInAll(first.url), second.url)
  } finally {
    await second.stop()
  }
} finally {
  agent.destroy()
  await first.stop()
  removeDataDir(dataDir)
}

async function measure(staff: Staff, reader: string): Promise<void> {
  const listed: number[] = []
  const found: number[] = []
  const answered: number[] = []
  const hitsBefore = await cacheHits(reader)
  let asked = 0
  for (let number = 1; number <= RELEASES; number++) {
    const title = `关于公交站点第${number}号调整的通知`
    const approved = await bringToApproval(staff, { title, text: '站点调整自公布之日起施行。' })
    for (let warm = 0; warm < 2; warm++) await read(reader + LIST)
    const sent = performance.now()
    const answer = release(staff, approved).then(() => answered.push(performance.now() - sent))
    await until(async () => (await read(reader + LIST)).includes(title))
    listed.push(performance.now() - sent)
    await answer
    const query = encodeURIComponent(`公交站点第${number}号调整`)
    await until(async () =>
      (await readAs(asked++, `${reader}/search.json?q=${query}`)).includes(approved.publication),
    )
    found.push(performance.now() - sent)
  }
  judge(
    'commit to visible in another process',
    [
      { name: 'list page, p99', value: percentile(listed, 0.99), unit: 'ms', under: GOAL_MS },
      { name: 'search, p99', value: percentile(found, 0.99), unit: 'ms', under: GOAL_MS },
    ],
    {
      releases: RELEASES,
      list_p50_ms: rounded(percentile(listed, 0.5)),
      search_p50_ms: rounded(percentile(found, 0.5)),
      answer_p50_ms: rounded(percentile(answered, 0.5)),
      pages_from_the_cache: (await cacheHits(reader)) - hitsBefore,
    },
  )
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + GIVEN_UP_AFTER_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`a release was not visible after ${GIVEN_UP_AFTER_MS} ms`)
    await pause(1)
  }
}

async function read(url: string): Promise<string> {
  return answerOf(request(url, { agent, headers: { accept: 'text/html' } }))
}

/** Searches of one address are limited to the speed of a person: each comes from a reader of its own. */
async function readAs(reader: number, url: string): Promise<string> {
  const localAddress = `127.${1 + Math.floor(reader / 65_536)}.${Math.floor(reader / 256) % 256}.${reader % 256}`
  return answerOf(request(url, { localAddress, headers: { accept: 'application/json' } }))
}

async function answerOf(call: ClientRequest): Promise<string> {
  const [answer] = await once(call.end(), 'response')
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function cacheHits(reader: string): Promise<number> {
  const text = await (await fetch(`${reader}/metrics`)).text()
  return Number(/^mingtang_page_cache_hits_total (\d+)/m.exec(text)?.[1] ?? Number.NaN)
}
