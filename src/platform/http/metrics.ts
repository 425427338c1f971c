import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Reader } from '../database.ts'
import type { Replicas } from '../replicas.ts'
import type { PageCache } from './page-cache.ts'

/** Few values on purpose: every pair of class and status is a time series of its own. */
export const ROUTE_CLASSES = ['page', 'twin', 'desk', 'api', 'asset', 'operation', 'unknown'] as const
export type RouteClass = (typeof ROUTE_CLASSES)[number]

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const OPERATION = ['/healthz', '/readyz', '/version', '/metrics']

export function classOf(pattern: string | undefined): RouteClass {
  if (pattern === undefined) return 'unknown'
  if (OPERATION.includes(pattern)) return 'operation'
  if (pattern.startsWith('/assets/')) return 'asset'
  if (/^\/desk(\/|$)/.test(pattern)) return 'desk'
  if (pattern.startsWith('/api/')) return 'api'
  return /\.(json|csv|atom|xml|txt|webmanifest)$/.test(pattern) ? 'twin' : 'page'
}

type Family = { name: string; type: 'counter' | 'gauge' | 'histogram'; help: string; samples: Sample[] }
type Sample = { suffix?: string; labels?: Readonly<Record<string, string>>; value: number }

/** What calls cost that the page cache did not answer; its own hits are counted where they happen. */
export function createCallMetrics() {
  const counts = new Map<string, number>()
  const times = new Map<RouteClass, { buckets: number[]; sum: number; count: number }>()
  return {
    observe: (kind: RouteClass, status: number, seconds: number): void => {
      const key = `${kind} ${status}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      const time = times.get(kind) ?? { buckets: BOUNDS.map(() => 0), sum: 0, count: 0 }
      for (const [at, bound] of BOUNDS.entries()) if (seconds <= bound) time.buckets[at]! += 1
      time.sum += seconds
      time.count += 1
      times.set(kind, time)
    },
    families: (): Family[] => [
      {
        name: 'mingtang_requests_total',
        type: 'counter',
        help: 'Calls that reached a route, by class and status.',
        samples: [...counts].map(([key, value]) => {
          const [kind, status] = key.split(' ') as [string, string]
          return { labels: { class: kind, status }, value }
        }),
      },
      {
        name: 'mingtang_request_duration_seconds',
        type: 'histogram',
        help: 'From the head of the call to the end of its answer.',
        samples: [...times].flatMap(([kind, { buckets, sum, count }]) => [
          ...BOUNDS.map((bound, at) => ({
            suffix: '_bucket',
            labels: { class: kind, le: String(bound) },
            value: buckets[at]!,
          })),
          { suffix: '_bucket', labels: { class: kind, le: '+Inf' }, value: count },
          { suffix: '_sum', labels: { class: kind }, value: sum },
          { suffix: '_count', labels: { class: kind }, value: count },
        ]),
      },
    ],
  }
}

export type CallMetrics = ReturnType<typeof createCallMetrics>

type LoopDelay = ReturnType<typeof monitorEventLoopDelay>

export type Watched = {
  calls: CallMetrics
  cache: PageCache
  pool: pg.Pool
  db: Reader
  replicas: Replicas | undefined
  version: string
  startedAt: Date
  loop: LoopDelay
}

const RESOLUTION_MS = 20

export function watchLoop(): LoopDelay {
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  loop.enable()
  return loop
}

/** Prometheus text format 0.0.4. Answers without the database too, and says then that it is away. */
export async function metricsText(watched: Watched): Promise<string> {
  const { calls, cache, pool, db, replicas } = watched
  const families = [
    ...calls.families(),
    ...cacheFamilies(cache),
    ...processFamilies(watched),
    gauge('mingtang_pool_connections', 'Connections to the database for pages.', [
      { labels: { state: 'in-use' }, value: pool.totalCount - pool.idleCount },
      { labels: { state: 'idle' }, value: pool.idleCount },
      { labels: { state: 'waited-for' }, value: pool.waitingCount },
    ]),
    ...(replicas ? replicaFamilies(replicas) : []),
    ...(await databaseFamilies(db)),
  ]
  return `${families.map(textOf).join('\n')}\n`
}

function replicaFamilies(source: Replicas): Family[] {
  const { reads, replicas } = source.metrics()
  return [
    {
      name: 'mingtang_reads_total',
      type: 'counter',
      help: 'Calls that read what anyone may read, by where.',
      samples: Object.entries(reads).map(([from, value]) => ({ labels: { source: from }, value })),
    },
    gauge(
      'mingtang_replica_used',
      '1 while pages may be read from the replica.',
      replicas.map(({ server, isUsed }) => ({ labels: { server }, value: Number(isUsed) })),
    ),
    gauge(
      'mingtang_replica_behind_bytes',
      'What the replica has yet to replay of the last known change.',
      replicas.flatMap(({ server, behind }) =>
        behind === undefined ? [] : [{ labels: { server }, value: behind }],
      ),
    ),
  ]
}

const GAUGES = ['bytes', 'entries']

function cacheFamilies(cache: PageCache): Family[] {
  return Object.entries(cache.metrics()).map(([name, value]) =>
    GAUGES.includes(name)
      ? gauge(`mingtang_page_cache_${name}`, `Page cache: ${name} held.`, [{ value }])
      : {
          ...gauge(`mingtang_page_cache_${name}_total`, `Page cache: ${name}.`, [{ value }]),
          type: 'counter' as const,
        },
  )
}

function processFamilies({ version, startedAt, loop }: Watched): Family[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const delays = [
    ['0.5', loop.percentile(50)],
    ['0.99', loop.percentile(99)],
    ['1', loop.max],
  ] as const
  const families = [
    gauge('mingtang_info', 'The version that runs.', [{ labels: { version }, value: 1 }]),
    gauge('process_resident_memory_bytes', 'Memory of the process.', [{ value: rss }]),
    gauge('nodejs_heap_used_bytes', 'Memory that objects use.', [{ value: heapUsed }]),
    gauge('process_start_time_seconds', 'When the process began, since 1970.', [
      { value: startedAt.getTime() / 1000 },
    ]),
    {
      ...gauge('process_cpu_seconds_total', 'Time on the processor.', [{ value: (user + system) / 1e6 }]),
      type: 'counter' as const,
    },
    gauge(
      'mingtang_event_loop_delay_seconds',
      'How late the event loop was since the last reading.',
      delays.map(([quantile, value]) => ({
        labels: { quantile },
        value: lateness(value),
      })),
    ),
  ]
  loop.reset()
  return families
}

/** What is measured holds the pause between two looks. */
function lateness(nanoseconds: number): number {
  return Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000) : 0
}

type QueueRow = { task: string; waiting: number; failed: number; oldest: number }

async function databaseFamilies(db: Reader): Promise<Family[]> {
  const up = (value: number) => gauge('mingtang_database_up', '1 while the database answers.', [{ value }])
  const answer = await withinSeconds(2, sql<QueueRow>`select * from platform.queue_state()`.execute(db))
  if (answer === undefined) return [up(0)]
  const { rows } = answer
  const worst = (of: readonly QueueRow[]) => Math.max(0, ...of.map(({ oldest }) => oldest))
  const byTask = (pick: (row: QueueRow) => number) =>
    rows.map((row) => ({ labels: { task: row.task }, value: pick(row) }))
  return [
    up(1),
    gauge(
      'mingtang_jobs_waiting',
      'Jobs that are due, by task.',
      byTask(({ waiting }) => waiting),
    ),
    gauge(
      'mingtang_jobs_failed',
      'Jobs that have failed for good, by task.',
      byTask(({ failed }) => failed),
    ),
    gauge('mingtang_jobs_oldest_seconds', 'For how long the oldest job has been due.', [
      { value: worst(rows) },
    ]),
    gauge(
      'mingtang_search_behind_seconds',
      'For how long the oldest change has been missing from the search.',
      [{ value: worst(rows.filter(({ task }) => task.startsWith('search'))) }],
    ),
  ]
}

/** Undefined when it failed or took longer: whoever asks how things are must not wait for what is broken. */
export async function withinSeconds<T>(seconds: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000)
  })
  try {
    return await Promise.race([answer.catch(() => undefined), late])
  } finally {
    clearTimeout(timer)
  }
}

function gauge(name: string, help: string, samples: Sample[]): Family {
  return { name, type: 'gauge', help, samples }
}

function textOf({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ suffix = '', labels = {}, value }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
    return `${name}${suffix}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')
}

function escaped(text: string): string {
  return text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')
}
