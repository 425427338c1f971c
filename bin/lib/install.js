import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { hashOf, inRoot, NODE_WANTED, readIfThere, Trouble, tell } from './place.js'

const STAMP = inRoot('node_modules', '.mingtang-lock')
/** Packages of one platform come for both C libraries of Linux; only one of them is ever installed. */
const LIBC = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'

export function isInstalled() {
  return readIfThere(STAMP) === stamp()
}

/** node_modules as the lock file wants it. One that npm made by hand is taken as it is when its versions match. */
export function install() {
  if (!matchesLock()) runNpm()
  writeFileSync(STAMP, stamp())
}

/** The Node the code was written for: locked like every package, else the running one if it is new enough. */
export function findNode() {
  for (const name of [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]) {
    const path = inRoot('node_modules', name, 'bin', 'node')
    if (existsSync(path)) return path
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  const [wantedMajor, wantedMinor] = NODE_WANTED
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return process.execPath
  throw new Trouble(
    `it needs Node ${NODE_WANTED.join('.')} or newer, this is ${process.versions.node}, and there is no ready-made ` +
      `Node for ${process.platform}-${process.arch} among its packages. Install Node ${NODE_WANTED[0]} from https://nodejs.org and start again.`,
  )
}

function stamp() {
  return `${hashOf(readFileSync(inRoot('package-lock.json')))} ${process.platform}-${process.arch}\n`
}

/** npm keeps what it installed in node_modules/.package-lock.json; optional packages of other platforms are absent. */
function matchesLock() {
  const there = readIfThere(inRoot('node_modules', '.package-lock.json'))
  if (!there) return false
  const installed = JSON.parse(there).packages
  const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, os, cpu, libc }]) => {
    if (path === '') return true
    if (installed[path]) return installed[path].version === version && existsSync(inRoot(path))
    const isForHere =
      os?.includes(process.platform) && cpu?.includes(process.arch) && (!libc || libc.includes(LIBC))
    return optional === true && !isForHere
  })
}

function runNpm() {
  const count = Object.keys(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages).length - 1
  tell(`Installing the packages of package-lock.json (up to ${count}, once; a minute or so) …`)
  const began = Date.now()
  let outcome = npm('ci')
  // A lock file written where packages of other platforms were out of reach lacks them, and `npm ci` refuses it;
  // `npm install` takes the versions it does name, and only adds the missing ones.
  if (outcome.includes('EUSAGE')) outcome = npm('install', '--no-save')
  if (outcome) {
    tell(outcome)
    throw new Trouble(
      'npm failed, see above. Check the network or the registry (npm config get registry) and start again.',
    )
  }
  tell(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`)
}

/** Empty when all went well, else what npm said. */
function npm(...command) {
  const [program, ...first] = findNpm()
  // Types and compiler are needed to build, so NODE_ENV=production must not leave them out.
  const options = [
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]
  const { status, stderr, error } = spawnSync(program, [...first, ...command, ...options], {
    cwd: inRoot(),
    stdio: ['ignore', 2, 'pipe'],
    encoding: 'utf8',
    maxBuffer: 1e8,
  })
  if (error)
    throw new Trouble(`npm could not be run (${error.message}). It comes with Node: see https://nodejs.org`)
  return status === 0 ? '' : stderr || `npm ${command[0]} ended with ${status}`
}

/** The npm that called us, if it is npm and not another manager. */
function findNpm() {
  const caller = process.env.npm_execpath
  if (caller && basename(caller) === 'npm-cli.js' && existsSync(caller)) return [process.execPath, caller]
  return ['npm']
}
