/**
 * What a page costs that no cache has: processor time of the application for home, list and document, routing,
 * queries and rendering included. `app.inject` never meets the page cache. With the collection of real laws where
 * it lies beside the project (MINGTANG_CORPUS), else with what the demo holds and a text of our own.
 *
 *     node dist/bench/uncached-pages.js [pages of each kind] [--short]
 */
import { existsSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { loggerFor, openDatabase, openInstallation } from '#app/cli/installation'
import { readConfig } from '#app/config'
import { CORPUS, makeDataDir, removeDataDir, runCommand, startProduct } from '#test/journeys/product'
import { bringToApproval, release, signInAll } from '#test/journeys/staff'
import { isShort, judge, numberAt } from './goals.ts'

const PAGES = numberAt(0, isShort ? 60 : 300)
const WARM_UP = 200
const GOAL_MS = 5

const dataDir = makeDataDir()
try {
  await fill()
  const config = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const database = await openDatabase(config, 'own')
  const { app, close } = await openInstallation(config, database, loggerFor(config))
  try {
    await measure(app.server)
  } finally {
    await close()
    await database.stop()
  }
} finally {
  removeDataDir(dataDir)
}

async function fill(): Promise<void> {
  const product = await startProduct({ dataDir })
  try {
    const staff = await signInAll(product.url)
    for (let number = 1; number <= 25; number++)
      await release(staff, await bringToApproval(staff, paperOf(number)))
    // 1: some texts of the collection are not whole and wait for a person.
    if (existsSync(CORPUS)) await runCommand(dataDir, ['import', CORPUS], [0, 1])
  } finally {
    await product.stop()
  }
}

function paperOf(number: number) {
  const articles = Array.from(
    { length: 30 },
    (_, at) => `第${at + 1}条　公交线路应当按照核定的线路、站点、班次和时间运行。`,
  )
  return { title: `云溪市公交运行规则（第${number}号）`, text: articles.join('\n\n') }
}

type Newest = { publications: { address: string }[] }

async function measure(server: FastifyInstance): Promise<void> {
  const newest = (await server.inject({ url: '/publications.json?limit=100' })).json() as Newest
  const documents = newest.publications.map(({ address }) => address)
  const kinds: Record<string, (at: number) => string> = {
    home: () => '/',
    list: () => '/columns/policies/documents',
    document: (at) => documents[at % documents.length]!,
  }
  const goals = []
  for (const [name, addressOf] of Object.entries(kinds)) {
    await read(server, addressOf, WARM_UP)
    const before = process.cpuUsage()
    await read(server, addressOf, PAGES)
    const { user, system } = process.cpuUsage(before)
    goals.push({ name, value: (user + system) / 1000 / PAGES, unit: 'ms of CPU', under: GOAL_MS })
  }
  judge('uncached pages', goals, {
    pages_of_each: PAGES,
    documents_read: documents.length,
    real_laws: existsSync(CORPUS),
  })
}

async function read(
  server: FastifyInstance,
  addressOf: (at: number) => string,
  count: number,
): Promise<void> {
  for (let at = 0; at < count; at++) {
    const url = addressOf(at)
    const { statusCode } = await server.inject({ url, headers: { accept: 'text/html' } })
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`)
  }
}
