import { CompiledQuery, Kysely, type KyselyPlugin, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { CivilDate } from '#kernel/calendar'

/** Every table by its schema and name; each module adds its own rows by declaration merging. */
// biome-ignore lint/suspicious/noEmptyInterface: modules fill it
export interface Tables {}

export type Reader = Kysely<Tables>
export type Writer = Transaction<Tables>

const DATE = 1082
const INT8 = 20
const NUMERIC = 1700

/**
 * `date` stays the text that PostgreSQL sent: by default `pg` makes an instant in the process's own zone of it,
 * and at 23:30 UTC it is already tomorrow in the capital. `int8` is checked, `numeric` keeps its digits.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format !== 'binary') {
      if (oid === DATE) return (text: string) => text as CivilDate
      if (oid === INT8) return safeInteger
      if (oid === NUMERIC) return (text: string) => text
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond 2^53: ${text}`)
  return value
}

export type Connection = { db: Reader; pool: pg.Pool; close(): Promise<void> }

export type ConnectOptions = {
  max?: number
  name?: string
  plugins?: KyselyPlugin[]
  /** How long callers wait where they can go elsewhere. */
  patience?: { connectMs: number; queryMs: number }
}

export function connect(
  url: string,
  { max = 10, name = 'mingtang', plugins = [], patience }: ConnectOptions = {},
): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    application_name: name,
    idleTimeoutMillis: 30_000,
    // A server that is switched off says nothing at all: callers hear after this that the database is away.
    connectionTimeoutMillis: patience?.connectMs ?? 5_000,
    ...(patience && { query_timeout: patience.queryMs }),
    keepAlive: true,
  })
  // A server that goes away breaks idle clients; the pool replaces them and the next query tells the caller.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins })
  const close = async () => {
    await db.destroy()
    // Kysely ends the pool only if it ever opened it.
    if (!pool.ended) await pool.end()
  }
  return { db, pool, close }
}

/** Row-level policies read these settings; they are gone when the transaction ends. */
export type Scope = { site: number; unit: string }

export async function setScope(tx: Writer, { site, unit }: Scope): Promise<void> {
  await tx.executeQuery(
    CompiledQuery.raw(`select set_config('app.site', $1, true), set_config('app.unit', $2, true)`, [
      String(site),
      unit,
    ]),
  )
}

export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint
}

/** The database is away or turns callers down: outages, not answers to a statement. */
export function isDatabaseDown(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(08|57P0|53)/.test(error.code ?? '')
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  return (
    code === 'ECONNREFUSED' ||
    code === 'ENOENT' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    isConnectionEnd(error)
  )
}

/** Of the database, or of this machine. */
export function isDiskFull(error: unknown): boolean {
  return (
    (error as { code?: string } | undefined)?.code === '53100' ||
    (error as NodeJS.ErrnoException)?.code === 'ENOSPC'
  )
}

function isConnectionEnd(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      error.message,
    )
  )
}
