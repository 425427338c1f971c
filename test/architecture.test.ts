import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MODULES } from '#app/modules'
import { shortName } from '#platform/module'
import { circleIn, type Declared, faultsOf } from './rules-of-the-tree.ts'
import { readSource, readSources } from './sources.ts'

const declared: Declared = Object.fromEntries(
  MODULES.map(({ name, uses }) => [name, { uses, isCollector: name.startsWith('collectors/') }]),
)

describe('the tree is the architecture', async () => {
  const sources = [...(await readSources()), ...(await readSources('packages'))]

  test('every file keeps to its layer, its module and its size', () => {
    const faults = sources.flatMap((source) =>
      faultsOf(source, declared).map((fault) => `${source.path}: ${fault}`),
    )
    assert.deepEqual(faults, [])
  })

  test('no modules use each other in a circle', () => {
    assert.equal(circleIn(declared), undefined)
  })

  test('every module lists only modules that exist, and no two share an address', () => {
    const names = MODULES.map(({ name }) => name)
    for (const { name, uses } of MODULES)
      for (const used of uses) assert.ok(names.includes(used), `${name} uses ${used}`)
    assert.equal(new Set(names.map(shortName)).size, names.length)
  })
})

describe('each rule bites', () => {
  const bites = async (path: string, text: string, expected: RegExp, uses: Declared = declared) => {
    const faults = faultsOf(await readSource(path, text), uses)
    assert.ok(
      faults.some((fault) => expected.test(fault)),
      `${path} with ${text} gave ${JSON.stringify(faults)}`,
    )
  }

  test('the kernel imports nothing above it, by whatever spelling', async () => {
    await bites('src/kernel/a.ts', `import '#platform/act'`, /kernel must not import #platform\/act/)
    await bites('src/kernel/a.ts', `const a = await import('#platform/act')`, /kernel must not import/)
    await bites('src/kernel/a.ts', `import pg from 'pg'; pg()`, /kernel must not import the package pg/)
    await bites(
      'src/ui/a.tsx',
      `import { x } from '#modules/foundation/publications'; x()`,
      /ui must not import/,
    )
    await bites(
      'src/platform/a.ts',
      `import { x } from '#modules/foundation/publications'; x()`,
      /platform must not import/,
    )
  })

  test('a package stands alone, and the kernel without it', async () => {
    const path = 'packages/transparency-log/src/a.ts'
    await bites(path, `import '#kernel/refusal'`, /packages must not import #kernel/)
    await bites(path, `import '../../../src/config.ts'`, /reach outside/)
    await bites(path, `import pg from 'pg'; pg()`, /packages must not import the package pg/)
    await bites(path, `import { hash } from 'node:crypto'; hash()`, /runs in browsers/)
    await bites('src/kernel/a.ts', `import '#transparency-log/tree'`, /kernel must not import/)
  })

  test('a module reaches another only by its door, and only if it says so', async () => {
    const lists: Declared = {
      'foundation/organisations': { uses: [], isCollector: false },
      'collectors/search': { uses: [], isCollector: true },
      'reach/portal': { uses: ['collectors/search'], isCollector: false },
    }
    const path = 'src/modules/foundation/organisations/a.ts'
    await bites(
      path,
      `import { x } from '#modules/reach/portal'; x()`,
      /does not list reach\/portal in uses/,
      lists,
    )
    await bites(
      path,
      `import { x } from '../../reach/portal/queries.ts'; x()`,
      /reach outside the module/,
      lists,
    )
    await bites(
      'src/modules/reach/portal/a.ts',
      `import { x } from '#modules/collectors/search'; x()`,
      /is a collector/,
      lists,
    )
    assert.deepEqual(
      circleIn({ a: { uses: ['b'], isCollector: false }, b: { uses: ['a'], isCollector: false } }),
      ['a', 'b', 'a'],
    )
  })

  test('clock, chance and environment arrive as arguments', async () => {
    const path = 'src/modules/foundation/organisations/a.ts'
    await bites(path, 'export const now = new Date()', /clock arrives/)
    await bites(path, 'export const now = Date.now()', /clock arrives/)
    await bites(path, 'export const x = Math.random()', /chance comes/)
    await bites(path, 'export const x = process.env.PORT', /environment is read/)
  })

  test('markup, styles, types and sizes', async () => {
    const path = 'src/modules/foundation/organisations/pages/a.tsx'
    await bites(
      path,
      'export const a = <p dangerouslySetInnerHTML={{ __html: x }} />',
      /made by RichText only/,
    )
    await bites(path, 'export const a = <p style={{ color: "red" }} />', /no inline style/)
    await bites(path, 'export const a = (x: any) => x', /no any/)
    await bites(path, '// one line\n'.repeat(400), /longer than/)
    await bites('src/platform/utils.ts', 'export const a = 1', /named after what it holds/)
  })
})
