/**
 * Every registered route, with everything that no honest page would send: broken addresses, wrong and doubled
 * parameters, bodies of the wrong shape, as a stranger and as people at the desk. Over real sockets, so that page cache
 * and parser are met too. Whatever comes, the answer is never a fault of ours (5xx). The inputs come from a seed.
 *
 *     node dist/bench/fuzz.js [inputs of each route] [seed] [--short]
 */
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { startEmbedded } from '#platform/postgres/embedded'
import { openHouse, type TestHouse } from '#test/house'
import { makeDataDir, removeDataDir } from '#test/journeys/product'
import { collectForms, inputsForForm } from './fuzz-forms.ts'
import { type Input, inputsFor, type Known } from './fuzz-inputs.ts'
import { isShort, numberAt } from './goals.ts'

const INPUTS = numberAt(0, isShort ? 40 : 400)
const SEED = numberAt(1, 20261124)

type Route = { method: string; pattern: string }
type Fault = { route: string; status: number | string; input: Input }

const dataDir = makeDataDir()
const postgres = await startEmbedded({ dataDir, unsafeFast: true })
try {
  process.env.MINGTANG_TEST_DATABASE = postgres.ownerUrl
  const house = await openHouse()
  try {
    await fuzz(house)
  } finally {
    await house.leave()
  }
} finally {
  await postgres.stop()
  removeDataDir(dataDir)
}

async function fuzz(house: TestHouse): Promise<void> {
  const routes = routesOf(house.server.printRoutes({ commonPrefix: false }))
  await house.server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = house.server.server.address() as AddressInfo
  const known = await acquaint(house)
  const faults: Fault[] = []
  const answers: Record<string, number> = {}
  let sent = 0
  const meet = async (route: Route, inputs: readonly Input[]) => {
    for (const input of inputs) {
      const status = await send(port, route, input, sent++)
      answers[status] = (answers[status] ?? 0) + 1
      if (isFault(status)) faults.push({ route: `${route.method} ${route.pattern}`, status, input })
    }
  }
  const options = { seed: SEED, numRuns: INPUTS }
  const forms = await collectForms(house, known.people, isShort ? 60 : 200)
  for (const form of forms)
    await meet({ method: form.method, pattern: form.action }, fc.sample(inputsForForm(form, known), options))
  for (const route of routes)
    await meet(route, fc.sample(inputsFor(route.method, route.pattern, known), options))
  report({ routes: routes.length, forms: forms.length, answers }, faults)
}

/** 503 is an honest answer of a search that was stopped. */
function isFault(status: number | string): boolean {
  return typeof status === 'string' || (status >= 500 && status !== 503)
}

type Met = { routes: number; forms: number; answers: Record<string, number> }

function report(met: Met, faults: readonly Fault[]): void {
  const first = new Map(faults.toReversed().map((fault) => [fault.route, fault]))
  for (const fault of first.values()) console.log(`FAULT ${JSON.stringify(fault).slice(0, 1500)}`)
  const facts = {
    ...met,
    seed: SEED,
    faults: faults.length,
    faulty_routes: first.size,
  }
  console.log(JSON.stringify({ subject: 'fuzz', ...facts }))
  if (faults.length > 0 || met.routes < 20 || met.forms < 20) process.exitCode = 1
}

/** People with different rights, and ids that exist: only with them does an input get past the first check. */
async function acquaint(house: TestHouse): Promise<Known> {
  const people = []
  for (const login of ['lin.xiaoting', 'li.anlan', 'tang.jiahe', 'song.pingye', 'shi.weiqing']) {
    const visitor = await house.as(login)
    const page = await visitor.get('/desk/publications')
    const forgery = /name="_forgery" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    people.push({ cookie: `mingtang_session=${visitor.cookie('mingtang_session')}`, forgery })
  }
  const lin = await house.as('lin.xiaoting')
  const form = await lin.get('/desk/publications/new')
  const ids = [...form.body.matchAll(/value="([0-9a-z]{26}|[0-9a-f-]{36})"/g)].map(([, id]) => id!)
  return { people, ids: [...new Set(ids)].slice(0, 6) }
}

/** Fastify draws the routes as a tree of path segments, four characters for each level. */
export function routesOf(tree: string): Route[] {
  const path: string[] = []
  const routes: Route[] = []
  for (const line of tree.split('\n')) {
    const found = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, -]+)\))?$/.exec(line)
    if (!found) continue
    const [, indent = '', segment = '', methods] = found
    path.length = indent.length / 4
    path.push(segment)
    for (const method of methods?.split(', ') ?? [])
      if (method !== 'HEAD') routes.push({ method, pattern: path.join('') })
  }
  return routes
}

/** Each call from an address of its own, so that no limit of calls hides what lies behind it. */
function send(port: number, { method }: Route, input: Input, at: number): Promise<number | string> {
  const localAddress = `127.${1 + (Math.floor(at / 65_536) % 250)}.${Math.floor(at / 256) % 256}.${at % 256}`
  return new Promise((resolve) => {
    try {
      const call = request({
        port,
        host: '127.0.0.1',
        localAddress,
        method,
        path: input.path,
        headers: input.headers,
      })
      call.setTimeout(20_000, () => call.destroy(new Error('no answer within 20 s')))
      call.on('error', (error) => resolve(error.message))
      call.on('response', (answer) => {
        answer.resume()
        answer.on('end', () => resolve(answer.statusCode ?? 0))
        answer.on('error', (error) => resolve(error.message))
      })
      call.end(input.body)
    } catch {
      // Node itself would not send this: no server will ever meet it.
      resolve(0)
    }
  })
}
