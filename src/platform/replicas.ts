/**
 * Reads of public pages from servers that stream after the primary, and never from one that is behind.
 *
 * After each commit, made here or heard of, the primary is asked how far its log has come; until a replica has replayed
 * that, pages are read from the primary. The position cannot travel with the notice of the change: what a transaction
 * reads of it lies before its own commit, and a replica that has come so far may still show the old text.
 */
import { Kysely, PostgresDialect, type PostgresPoolClient } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { type Connection, connect, isDatabaseDown, type Reader, type Tables } from './database.ts'

export type Replicas = {
  /** Where one call reads, from its beginning to its end. */
  pick(): Reader
  /** Something was committed: no replica counts before it has it too. */
  changed(): void
  /** Commits elsewhere go unheard: no replica counts. */
  suspend(): void
  resume(): void
  metrics(): ReplicaMetrics
  close(): Promise<void>
}

export type ReplicaMetrics = {
  reads: { primary: number; replica: number }
  /** `behind` in bytes of the log, where both positions are known. */
  replicas: { server: string; isUsed: boolean; behind: number | undefined }[]
}

export type ReplicaOptions = {
  urls: readonly string[]
  primary: Connection
  logger: Logger
  /** How long a replica that failed is left alone. */
  restMs?: number
}

type Replica = {
  server: string
  pool: pg.Pool
  reader: Reader
  close(): Promise<void>
  replayed: bigint | undefined
  isResting: boolean
  /** Told once for each time. */
  isMissed: boolean
}

const FIRST_LOOK_MS = 10
const LONGEST_LOOK_MS = 2_000
const PATIENCE = { connectMs: 1_000, queryMs: 10_000 }

/** No text of a URL reaches a log or a figure but the server: there is a password in it. */
export function serverOf(url: string): string {
  const { host, searchParams } = new URL(url.replace(/@\//, '@localhost/'))
  return searchParams.get('host') ?? host
}

export function openReplicas({ urls, primary, logger, restMs = 5_000 }: ReplicaOptions): Replicas {
  const replicas = urls.map((url) => openReplica(url))
  const reads = { primary: 0, replica: 0 }
  /** Undefined: not known, so that nothing is far enough. */
  let wanted: bigint | undefined
  let changes = 0
  let turn = 0
  let isHearing = false
  let isLooking = false
  let isClosed = false
  let lookAgainAfter = FIRST_LOOK_MS
  let timer: NodeJS.Timeout | undefined

  function openReplica(url: string): Replica {
    const { pool, close } = connect(url, { max: 20, name: 'mingtang reads', patience: PATIENCE })
    const source = rescuedPool(pool, primary.pool, (cause) => leaveAlone(replica, cause))
    const reader = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: source }) })
    const states = { replayed: undefined, isResting: false, isMissed: false }
    const replica: Replica = { server: serverOf(url), pool, reader, close, ...states }
    return replica
  }

  function isUsable({ replayed }: Replica): boolean {
    return wanted !== undefined && replayed !== undefined && replayed >= wanted
  }

  function pick(): Reader {
    for (let tried = 0; tried < replicas.length; tried++) {
      turn = (turn + 1) % replicas.length
      const replica = replicas[turn]!
      if (!isUsable(replica)) continue
      reads.replica += 1
      return replica.reader
    }
    reads.primary += 1
    return primary.db
  }

  function changed(): void {
    changes += 1
    wanted = undefined
    lookAgainAfter = FIRST_LOOK_MS
    void look()
  }

  /** Asks until every replica that answers has come as far as the primary was after the last change. */
  async function look(): Promise<void> {
    if (isLooking || isClosed || !isHearing) return
    clearTimeout(timer)
    isLooking = true
    if (wanted === undefined) await learnWanted()
    if (wanted !== undefined)
      await Promise.all(replicas.filter((each) => !isUsable(each) && !each.isResting).map(ask))
    isLooking = false
    if (isClosed || !isHearing) return
    if (wanted !== undefined && replicas.every((each) => isUsable(each) || each.isResting)) return
    timer = setTimeout(() => void look(), lookAgainAfter).unref()
    lookAgainAfter = Math.min(LONGEST_LOOK_MS, lookAgainAfter * 2)
  }

  async function learnWanted(): Promise<void> {
    const asked = changes
    const { rows } = await primary.pool
      .query<{ at: string }>(`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at`)
      .catch(() => ({ rows: [] }))
    if (rows[0] && asked === changes && isHearing) wanted = BigInt(rows[0].at)
  }

  async function ask(replica: Replica): Promise<void> {
    try {
      const { rows } = await replica.pool.query<{ follows: boolean; at: string | null }>(
        `select pg_is_in_recovery() as follows, pg_last_wal_replay_lsn() - '0/0'::pg_lsn as at`,
      )
      const { follows, at } = rows[0]!
      if (!follows || at === null) throw new Error('this server follows no primary')
      replica.replayed = BigInt(at)
    } catch (error) {
      leaveAlone(replica, error as Error)
      return
    }
    if (isUsable(replica)) found(replica)
    else if (lookAgainAfter === LONGEST_LOOK_MS) miss(replica, 'is behind')
  }

  function leaveAlone(replica: Replica, cause: Error): void {
    replica.replayed = undefined
    if (isClosed || replica.isResting) return
    replica.isResting = true
    miss(replica, 'fails', cause)
    setTimeout(() => {
      replica.isResting = false
      void look()
    }, restMs).unref()
  }

  function miss(replica: Replica, how: string, cause?: Error): void {
    if (replica.isMissed) return
    replica.isMissed = true
    logger.warn({ replica: replica.server, err: cause }, `a replica ${how}; pages are read without it`)
  }

  function found(replica: Replica): void {
    if (!replica.isMissed) return
    replica.isMissed = false
    logger.info({ replica: replica.server }, 'pages are read from the replica again')
  }

  return {
    pick,
    changed,
    suspend: () => {
      isHearing = false
      wanted = undefined
    },
    resume: () => {
      isHearing = true
      changed()
    },
    metrics: () => ({
      reads: { ...reads },
      replicas: replicas.map((replica) => ({
        server: replica.server,
        isUsed: isUsable(replica),
        behind: behind(wanted, replica.replayed),
      })),
    }),
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await Promise.all(replicas.map((replica) => replica.close()))
    },
  }
}

function behind(wanted: bigint | undefined, replayed: bigint | undefined): number | undefined {
  if (wanted === undefined || replayed === undefined) return undefined
  return replayed >= wanted ? 0 : Number(wanted - replayed)
}

type Statement = [text: string, values: readonly unknown[]]
type Source = { connect(): Promise<PostgresPoolClient>; end(): Promise<void>; options: object }

/** A replica may go away under a page: the primary, which is never behind it, answers the rest of the page. */
function rescuedPool(own: pg.Pool, primary: pg.Pool, onFailure: (cause: Error) => void): Source {
  return {
    options: own.options,
    end: async () => {},
    connect: async () => {
      const client = await own.connect().catch((cause: Error) => onFailure(cause))
      return client ? rescuedClient(client, primary, onFailure) : asSource(await primary.connect())
    },
  }
}

function rescuedClient(
  own: pg.PoolClient,
  primary: pg.Pool,
  onFailure: (cause: Error) => void,
): PostgresPoolClient {
  let client = own
  /** Of an open transaction, which begins anew on the primary: it only reads. */
  let past: Statement[] | undefined

  async function query(text: string, values: readonly unknown[]) {
    try {
      const result = await client.query(text, [...values])
      if (/^(begin|start transaction)/.test(text)) past = []
      if (/^(commit|rollback)$/.test(text)) past = undefined
      past?.push([text, values])
      return result
    } catch (error) {
      if (client !== own || !isOfTheReplica(error)) throw error
      if (!isRecoveryConflict(error)) onFailure(error as Error)
      client = await primary.connect()
      own.release(true)
      for (const [earlier, given] of past ?? []) await client.query(earlier, [...given])
      return client.query(text, [...values])
    }
  }

  return asSource({ query, release: (destroy?: boolean) => client.release(destroy) })
}

/** Kysely's own type of a client, of which it uses these two for everything but cursors. */
function asSource(client: unknown): PostgresPoolClient {
  return client as PostgresPoolClient
}

function isOfTheReplica(error: unknown): boolean {
  return (
    isDatabaseDown(error) ||
    isRecoveryConflict(error) ||
    (error instanceof Error && error.message === 'Query read timeout')
  )
}

/** What the primary cleared away was still being read here. Nothing is wrong with the replica. */
function isRecoveryConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01')
}
