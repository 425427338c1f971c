import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, inRoot, readIfThere, Trouble, tell } from './place.js'

const STAMP = inRoot('dist', '.hash')
const BUILD_INFO = inRoot('dist', '.tsbuildinfo')
const FOLDERS = ['src', 'test', 'bench', 'packages']
const BESIDE = ['tsconfig.json', 'package-lock.json', 'bin/assets.js']

export function isBuilt() {
  return readIfThere(STAMP) === hashOfSources() && missingOutputs().length === 0
}

/** dist/ from the sources: types checked, what has no source any more removed. Type errors end the start. */
export function build(node) {
  const began = Date.now()
  tell('Building …')
  const hash = hashOfSources()
  rmSync(STAMP, { force: true })
  sweep()
  if (missingOutputs().length > 0) rmSync(BUILD_INFO, { force: true })
  const { status } = spawnSync(node, [inRoot('node_modules/typescript/bin/tsc'), '-p', inRoot()], {
    cwd: inRoot(),
    stdio: ['ignore', 2, 2],
  })
  if (status !== 0) throw new Trouble('the sources have type errors, see above.')
  runAssets(node)
  mkdirSync(inRoot('dist'), { recursive: true })
  writeFileSync(STAMP, hash)
  tell(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`)
}

export function forgetBuild() {
  rmSync(STAMP, { force: true })
  rmSync(BUILD_INFO, { force: true })
}

/** Browser code and styles, for which the compiler has no eyes. */
function runAssets(node) {
  const script = inRoot('bin', 'assets.js')
  if (!existsSync(script)) return
  const { status } = spawnSync(node, [script], { cwd: inRoot(), stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Trouble('bin/assets.js failed, see above.')
}

function hashOfSources() {
  const paths = [
    ...FOLDERS.flatMap((folder) => listFiles(folder)).filter((path) => !path.endsWith('.md')),
    ...BESIDE,
  ]
  const known = paths.filter((path) => existsSync(inRoot(path))).sort()
  return hashOf(...known.flatMap((path) => [path, readFileSync(inRoot(path))]))
}

/** A test whose source is gone would still run. */
function sweep() {
  const outputs = new Set(expectedOutputs())
  for (const folder of FOLDERS)
    for (const path of listFiles(join('dist', folder)))
      if (path.endsWith('.js') && !outputs.has(path)) rmSync(inRoot(path))
}

/** The compiler trusts its notes and would not write again what someone deleted. */
function missingOutputs() {
  return expectedOutputs().filter((path) => !existsSync(inRoot(path)))
}

function expectedOutputs() {
  return FOLDERS.flatMap((folder) => listFiles(folder))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => join('dist', path.replace(/\.tsx?$/, '.js')))
}

function listFiles(folder) {
  if (!existsSync(inRoot(folder))) return []
  return readdirSync(inRoot(folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(inRoot().length + 1))
}
