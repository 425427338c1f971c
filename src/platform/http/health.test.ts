import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import { openHouse, type TestHouse } from '#test/house'
import { logAccess } from './access-log.ts'
import { classOf } from './metrics.ts'

type Sample = { name: string; labels: Record<string, string>; value: number }
type Family = { type: string; samples: Sample[] }

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/

/** As strict as the format is written: a family is announced once, before its samples, and they stand together. */
function parse(text: string): Map<string, Family> {
  assert.ok(text.endsWith('\n'))
  const families = new Map<string, Family>()
  let helped: string | undefined
  let current: string | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    const help = /^# HELP (\S+) (.+)$/.exec(line)
    const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line)
    if (help) helped = help[1]!
    else if (type) {
      current = type[1]!
      assert.equal(helped, current, line)
      assert.match(current, NAME)
      assert.ok(!families.has(current), `${current} twice`)
      families.set(current, { type: type[2]!, samples: [] })
    } else {
      const read =
        /^([^\s{]+)(?:\{((?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
          line,
        )
      assert.ok(read, `not a sample: ${line}`)
      const [, name = '', pairs = '', value = ''] = read
      const family = families.get(current!)!
      const allowed =
        family.type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => current + end) : [current]
      assert.ok(allowed.includes(name), `${name} under ${current}`)
      if (family.type === 'counter') assert.match(name, /_total$/)
      const labels = Object.fromEntries(
        [...pairs.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key!, text!]),
      )
      family.samples.push({ name, labels, value: Number(value) })
    }
  }
  return families
}

describe('what those who operate ask', () => {
  let house: TestHouse
  before(async () => {
    house = await openHouse()
  })
  after(() => house.leave())

  const ask = (url: string, headers: Record<string, string> = {}) =>
    house.server.inject({ url, headers: { host: 'www.yunxi.example', ...headers } })
  const metrics = async () => parse((await ask('/metrics', { host: '127.0.0.1:8080' })).body)
  const amountOf = (family: Family | undefined, labels: Record<string, string> = {}) =>
    family?.samples.find((sample) =>
      Object.entries(labels).every(([name, value]) => sample.labels[name] === value),
    )?.value

  test('figures are for this machine alone, and a proxy on it is not this machine', async () => {
    const own = { host: 'localhost:8080' }
    assert.equal((await ask('/metrics', own)).statusCode, 200)
    for (const forwarded of [
      { host: 'www.yunxi.example' },
      { ...own, 'x-forwarded-for': '203.0.113.9' },
      { ...own, forwarded: 'for=203.0.113.9' },
      { ...own, via: '1.1 front' },
    ])
      assert.equal((await ask('/metrics', forwarded)).statusCode, 404, JSON.stringify(forwarded))
    const elsewhere = { url: '/metrics', headers: own, remoteAddress: '192.0.2.7' }
    assert.equal((await house.server.inject(elsewhere)).statusCode, 404)
  })

  test('metrics are text that a strict reader takes, and count each call once by class and status', async () => {
    const [before] = [await metrics()]
    await ask('/')
    await ask('/no-such-page')
    await ask('/organisations.json')
    const after = await metrics()
    const grew = (labels: Record<string, string>) =>
      (amountOf(after.get('mingtang_requests_total'), labels) ?? 0) -
      (amountOf(before.get('mingtang_requests_total'), labels) ?? 0)
    assert.equal(grew({ class: 'page', status: '200' }), 1)
    assert.equal(grew({ class: 'unknown', status: '404' }), 1)
    assert.equal(grew({ class: 'twin', status: '200' }), 1)
    assert.equal(amountOf(after.get('mingtang_database_up')), 1)
    assert.ok(amountOf(after.get('process_resident_memory_bytes'))! > 1e7)
  })

  test('the buckets of the histogram only grow, and the last is the count', async () => {
    const { samples } = (await metrics()).get('mingtang_request_duration_seconds')!
    const pages = samples.filter(({ labels }) => labels.class === 'page')
    const buckets = pages.filter(({ name }) => name.endsWith('_bucket')).map(({ value }) => value)
    assert.deepEqual(
      buckets,
      [...buckets].sort((one, other) => one - other),
    )
    assert.equal(buckets.at(-1), pages.find(({ name }) => name.endsWith('_count'))!.value)
  })

  test('jobs that wait and have failed are counted, through the narrow door that the application has', async () => {
    const queue = house.connection.pool
    await queue.query(
      `select platform.add_jobs('[{"identifier":"search:trial","payload":{},"run_at":"2020-01-01T00:00:00Z","max_attempts":1}]')`,
    )
    const families = await metrics()
    assert.equal(amountOf(families.get('mingtang_jobs_waiting'), { task: 'search:trial' }), 1)
    assert.ok(amountOf(families.get('mingtang_search_behind_seconds'))! > 86_400)
    await assert.rejects(queue.query('select * from graphile_worker._private_jobs'), { code: '42501' })
  })

  test('every pattern has a class', () => {
    const classes = [
      '/',
      '/organisations.json',
      '/desk',
      '/desk/publications/:id',
      '/api/v1/datasets',
      '/assets/:file',
      '/readyz',
      undefined,
    ].map(classOf)
    assert.deepEqual(classes, ['page', 'twin', 'desk', 'desk', 'api', 'asset', 'operation', 'unknown'])
  })
})

describe('the access log', () => {
  test('names pattern and call, and neither path, query, address nor a line that the caller wrote', () => {
    const lines: string[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => lines.push(line) })
    const call = {
      id: '01k\r\n{"level":60}',
      method: 'GET',
      url: '/cases/secret?code=4711',
      ip: '192.0.2.7',
      routeOptions: { url: '/cases/:id' },
    } as never
    logAccess(logger, 'on', { call, status: 200, seconds: 0.0123 })
    logAccess(logger, 'off', { call, status: 200, seconds: 0 })
    assert.equal(lines.length, 1)
    assert.equal(lines[0]!.trimEnd().split('\n').length, 1)
    const { route, ms, status } = JSON.parse(lines[0]!) as Record<string, unknown>
    assert.deepEqual({ route, ms, status }, { route: '/cases/:id', ms: 12, status: 200 })
    assert.doesNotMatch(lines[0]!, /secret|4711|192\.0\.2/)
    logAccess(logger, 'address', { call, status: 200, seconds: 0 })
    assert.match(lines[1]!, /192\.0\.2\.7/)
  })
})
