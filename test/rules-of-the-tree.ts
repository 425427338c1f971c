import type { Source } from './sources.ts'

/** The rules that a reviewer should not have to say. Each answers with what is wrong, in words. */

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: ['kernel'],
  ui: ['kernel', 'ui', 'transparency-log'],
  platform: ['kernel', 'ui', 'platform', 'transparency-log'],
  modules: ['kernel', 'ui', 'platform', 'modules', 'transparency-log'],
  app: ['kernel', 'ui', 'platform', 'modules', 'app', 'transparency-log'],
  // A package of its own runs without the application and without any dependency.
  packages: [],
}

/** What a layer may take from outside the project. The rest may take what package.json lists. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  kernel: /^(zod|node:crypto|node:buffer)$/,
  ui: /^(preact(\/.*)?|uqr)$/,
  packages: /^node:/,
}

/** The rest of a package runs in browsers as well. */
const NEEDS_NODE = /^packages\/[^/]+\/src\/(digest|signing|vectors|bin|command\/.*|source\/.*)\.ts$/

export const LONGEST_FILE = 330

export type Declared = Readonly<Record<string, { uses: readonly string[]; isCollector: boolean }>>

export function faultsOf(source: Source, declared: Declared): string[] {
  const layer = layerOf(source.path)
  const isTest = /\.test\.tsx?$/.test(source.path)
  return [
    ...source.imports.flatMap((target) => faultsOfImport(source, target, { layer, isTest, declared })),
    ...(isTest ? [] : faultsOfText(source, layer)),
  ]
}

type Place = { layer: string; isTest: boolean; declared: Declared }

function faultsOfImport(source: Source, target: string, { layer, isTest, declared }: Place): string[] {
  const [, alias, name] = /^#([\w-]+)\/?(.*)$/.exec(target) ?? []
  if (alias) {
    const faults: string[] = []
    if (alias === 'test' ? !isTest : !isTest && !MAY_IMPORT[layer]!.includes(alias))
      faults.push(`${layer} must not import ${target}`)
    if (alias === 'modules' && layer === 'modules') faults.push(...faultsOfUse(source.path, name!, declared))
    return faults
  }
  if (target.startsWith('.'))
    return leavesPlace(source.path, target) ? [`${target}: reach outside the module by its # name`] : []
  if (layer === 'packages' && !isTest && target.startsWith('node:') && !NEEDS_NODE.test(source.path))
    return [`${target}: this file runs in browsers as well`]
  const packages = PACKAGES[layer]
  return packages && !isTest && !packages.test(target)
    ? [`${layer} must not import the package ${target}`]
    : []
}

function faultsOfUse(path: string, used: string, declared: Declared): string[] {
  const own = moduleOf(path)
  if (!own || own === used) return []
  const faults: string[] = []
  if (!declared[own]?.uses.includes(used)) faults.push(`${own} does not list ${used} in uses`)
  if (declared[used]?.isCollector) faults.push(`${used} is a collector: it is fed, nothing imports it`)
  return faults
}

/** The `Date` header of an answer is the machine's own time by definition (RFC 9110 §6.6.1). */
const TELLS_MACHINE_TIME = /^src\/platform\/http\/page-cache-(send|trial)\.ts$/

function faultsOfText({ path, text: written }: Source, layer: string): string[] {
  const faults: string[] = []
  const lines = written.split('\n').length
  const text = written.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
  if (lines > LONGEST_FILE && !/(messages|seed-|-data|common-passwords|dictionary)/.test(path)) {
    faults.push(`${lines} lines, longer than ${LONGEST_FILE}`)
  }
  if (layer !== 'app' && !TELLS_MACHINE_TIME.test(path) && /\bnew Date\(\)|\bDate\.now\(\)/.test(text))
    faults.push('the clock arrives as an argument')
  if (/\bMath\.random\b/.test(text)) faults.push('chance comes from node:crypto or an argument')
  if (layer !== 'app' && /\bprocess\.env\b/.test(text))
    faults.push('the environment is read in config.ts only')
  if (/@ts-ignore|@ts-expect-error|\benum [A-Z]|: any\b|as any\b/.test(text))
    faults.push('no any, no enum, no silenced types')
  if (/dangerouslySetInnerHTML/.test(text) && !/src\/ui\/(rich-text|text|icon|qr|linked-data)/.test(path)) {
    faults.push('markup from text is made by RichText only')
  }
  if (/\bstyle=\{?["'{]/.test(text) && path.endsWith('.tsx'))
    faults.push('no inline style: the content security policy forbids it')
  if (/\/(utils|helpers|common|misc|types)\.tsx?$/.test(path))
    faults.push('a file is named after what it holds')
  return faults
}

/** The modules' imports among each other as a circle, or undefined. */
export function circleIn(declared: Declared): string[] | undefined {
  const visit = (name: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name]
    for (const used of declared[name]?.uses ?? []) {
      const circle = visit(used, [...path, name])
      if (circle) return circle
    }
    return undefined
  }
  for (const name of Object.keys(declared)) {
    const circle = visit(name, [])
    if (circle) return circle
  }
  return undefined
}

export function layerOf(path: string): string {
  if (path.startsWith('packages/')) return 'packages'
  return /^src\/(kernel|ui|platform|modules)\//.exec(path)?.[1] ?? 'app'
}

export function moduleOf(path: string): string | undefined {
  return /^src\/modules\/([^/]+\/[^/]+)\//.exec(path)?.[1]
}

function leavesPlace(path: string, target: string): boolean {
  const own = moduleOf(path)
  const layer = layerOf(path)
  const root = own
    ? `src/modules/${own}`
    : layer === 'packages'
      ? path.split('/', 2).join('/')
      : layer === 'app'
        ? 'src'
        : `src/${layer}`
  const parts = path.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.') parts.push(step)
  }
  const reached = parts.join('/')
  return !(reached === root || reached.startsWith(`${root}/`))
}
