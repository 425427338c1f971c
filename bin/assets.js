/**
 * Builds what browsers fetch: style sheets and behaviours, bundled and minified, and the images beside them, each under
 * a name that holds the hash of its bytes, so that a cache may keep it for ever. `manifest.json` maps plain to hashed.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const UI = join(ROOT, 'src/ui')
const OUT = join(ROOT, 'dist/assets')
const MANIFEST = join(OUT, 'manifest.json')
/** The hash of the sources that the last build saw. */
const SOURCES = join(OUT, '.sources')
const SHEETS = ['portal.css', 'desk.css']
/** The floor of the style sheets: the first browsers with cascade layers. */
const TARGET = ['chrome99', 'safari15.4', 'firefox97']

/** @returns {Promise<Record<string, string>>} plain name → hashed name */
export async function buildAssets() {
  const sources = hashOf(readSources())
  if (readText(SOURCES) === sources) return JSON.parse(readFileSync(MANIFEST, 'utf8'))
  const bundles = await bundle()
  const images = filesIn(join(UI, 'icons')).map((path) => ({
    name: path.split('/').at(-1) ?? path,
    bytes: readFileSync(path),
  }))
  return writeAll([...bundles, ...images], sources)
}

async function bundle() {
  const behaviours = filesIn(join(UI, 'behaviours')).filter((path) => path.endsWith('.js'))
  const entryPoints = [...SHEETS.map((name) => join(UI, 'styles', name)), ...behaviours]
  const { outputFiles } = await build({
    entryPoints,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: TARGET,
    outdir: OUT,
    outbase: UI,
    entryNames: '[name]',
    logLevel: 'error',
    legalComments: 'none',
  })
  return outputFiles.map((file) => ({ name: file.path.split('/').at(-1) ?? file.path, bytes: file.contents }))
}

/**
 * Into a folder of its own, put in place as a whole: nobody meets half a build.
 * @param {{ name: string, bytes: Uint8Array }[]} files
 * @param {string} sources
 */
function writeAll(files, sources) {
  const draft = `${OUT}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  /** @type {Record<string, string>} */
  const assets = {}
  for (const { name, bytes } of files) {
    const extension = extname(name)
    const hashed = `${name.slice(0, -extension.length)}.${hashOf([bytes]).slice(0, 10)}${extension}`
    writeFileSync(join(draft, hashed), bytes)
    assets[name] = hashed
  }
  writeFileSync(join(draft, 'manifest.json'), `${JSON.stringify(assets, null, 2)}\n`)
  writeFileSync(join(draft, '.sources'), sources)
  rmSync(OUT, { recursive: true, force: true })
  renameSync(draft, OUT)
  return assets
}

/** @param {string} path */
function readText(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function readSources() {
  const folders = ['styles', 'behaviours', 'behaviours/editor', 'icons'].map((folder) => join(UI, folder))
  // The packages of the editor are pinned in package.json, so its bytes stand for theirs.
  const paths = [...folders.flatMap(filesIn), join(ROOT, 'package.json'), fileURLToPath(import.meta.url)]
  return paths.flatMap((path) => [path, readFileSync(path)])
}

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort()
}

/** @param {(string | Uint8Array)[]} parts */
function hashOf(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAssets()
