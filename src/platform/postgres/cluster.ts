import { spawnSync } from 'node:child_process'
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Binaries, readMajorVersion } from './binaries.ts'
import { type Home, own } from './home.ts'
import { readOrNothing } from './processes.ts'

export const OWNER = 'mingtang_owner'
export const APP = 'mingtang_app'
export const DATABASE = 'mingtang'

/** How far the cluster of a test run may differ: many databases, made and dropped by the owner. */
export type Purpose = 'record' | 'tests'

/**
 * Signing in on the socket is `trust`. Its directory has mode 0700 and belongs to the account of the server, who can
 * read the data files anyway: a password would guard nothing that the directory does not. `peer` would need a name
 * for every user id, which containers do not give. The superuser has no line: after the set-up nobody signs in as it.
 */
const SIGN_IN: Record<Purpose, string> = {
  record: `local ${DATABASE} ${OWNER},${APP} trust\n`,
  tests: 'local all all trust\n',
}

/** Makes the cluster when there is none: whole in a directory aside, then renamed, so a crash leaves no half of one. */
export function ensureCluster(binaries: Binaries, home: Home, purpose: Purpose): void {
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) makeCluster(binaries, home, purpose)
  const rules = join(home.cluster, 'pg_hba.conf')
  if (readOrNothing(rules) === SIGN_IN[purpose]) return
  writeFileSync(rules, SIGN_IN[purpose], { mode: 0o600 })
  own(rules, home.account)
}

function makeCluster(binaries: Binaries, home: Home, purpose: Purpose): void {
  const draft = join(home.dir, 'cluster.new')
  rmSync(draft, { recursive: true, force: true })
  initialise(binaries, home, draft)
  runSingle(binaries, home, { draft, database: 'postgres', sql: setUp(purpose) })
  if (purpose === 'record') runSingle(binaries, home, { draft, database: DATABASE, sql: LOOKING })
  // initdb was told not to wait for the disk: once, for everything, here.
  if (purpose === 'record') run(binaries.initdb, ['--sync-only', '-D', draft], { binaries, home })
  renameSync(draft, home.cluster)
}

/**
 * Order by code point and case of C.UTF-8, the same on every machine: PostgreSQL brings it itself from 17 on, and an
 * index outlives a change of the operating system. The C.UTF-8 of the C library stays as LC_CTYPE, because pg_trgm
 * asks it what a letter is; under plain C it would see none in a Chinese text.
 */
function initialise(binaries: Binaries, home: Home, draft: string): void {
  const own = readMajorVersion(binaries, home.account) >= 17
  const provider = own ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const fixed = [
    '-D',
    draft,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--data-checksums',
    '--no-sync',
    '--no-instructions',
  ]
  for (const locale of ['C.UTF-8', 'en_US.UTF-8']) {
    const answer = attempt(binaries.initdb, [...fixed, `--locale=${locale}`, ...provider], { binaries, home })
    if (answer.status === 0) return
    rmSync(draft, { recursive: true, force: true })
    if (!/invalid locale/.test(answer.stderr ?? '')) throw failure(binaries.initdb, answer)
  }
  throw new Error(
    'This system knows neither the locale C.UTF-8 nor en_US.UTF-8: install one, or set DATABASE_URL.',
  )
}

/** One statement a line. The owner may make trusted extensions such as pg_trgm, because the database is its own. */
function setUp(purpose: Purpose): string[] {
  return [
    `create role ${OWNER} login nosuperuser nocreaterole ${purpose === 'tests' ? 'createdb' : 'nocreatedb'}`,
    `create role ${APP} login nosuperuser nocreaterole nocreatedb nobypassrls`,
    `create database ${DATABASE} owner ${OWNER}`,
    `revoke all on database ${DATABASE} from public`,
    `grant connect on database ${DATABASE} to ${APP}`,
  ]
}

/** What `doctor --deep` compares indexes with: only a superuser may make the extension, and then lend it. */
const LOOKING = [
  'create extension if not exists amcheck',
  `grant execute on function bt_index_check(regclass, boolean) to ${OWNER}`,
]

type Session = { draft: string; database: string; sql: readonly string[] }

/** Single-user mode: no socket is open yet, so nobody else is there while the superuser works. */
function runSingle(binaries: Binaries, home: Home, { draft, database, sql }: Session): void {
  const settings = ['exit_on_error=on', 'log_checkpoints=off', 'fsync=off'].flatMap((setting) => [
    '-c',
    setting,
  ])
  run(binaries.postgres, ['--single', '-D', draft, ...settings, database], {
    binaries,
    home,
    input: sql.map((line) => `${line}\n`).join(''),
  })
}

type Surroundings = { binaries: Binaries; home: Home; input?: string }

function run(program: string, args: string[], surroundings: Surroundings): void {
  const answer = attempt(program, args, surroundings)
  if (answer.status !== 0) throw failure(program, answer)
}

function attempt(program: string, args: string[], { binaries, home, input = '' }: Surroundings) {
  return spawnSync(program, args, {
    ...home.account,
    env: binaries.env,
    cwd: home.dir,
    encoding: 'utf8',
    input,
  })
}

function failure(program: string, answer: ReturnType<typeof attempt>): Error {
  return new Error(`${program} failed: ${answer.error?.message ?? answer.stderr.trim()}`)
}
