import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { VARIABLES } from '#app/config'
import { MODULES } from '#app/modules'
import {
  codeOf,
  commandsOf,
  isThere,
  linksOf,
  type Page,
  pathsOf,
  readPages,
  readText,
  rowsOf,
  sectionOf,
} from './documents.ts'

type Package = { version: string; scripts: Record<string, string> } & Record<Kind, Record<string, string>>
type Kind = 'dependencies' | 'devDependencies' | 'optionalDependencies'

const pages = readPages()
const manifest = JSON.parse(readText('package.json')) as Package

const pageAt = (path: string): Page => {
  const page = pages.find((each) => each.path === path)
  assert.ok(page, `${path} is missing`)
  return page
}

const faultsIn = (each: (page: Page) => string[]): string[] =>
  pages.flatMap((page) => each(page).map((fault) => `${page.path}: ${fault}`))

describe('the documents speak of what is there', () => {
  test('every link and every picture leads somewhere', () => {
    assert.deepEqual(
      faultsIn((page) => linksOf(page).filter((path) => !isThere(path))),
      [],
    )
  })

  test('every path in code marks exists', () => {
    assert.deepEqual(
      faultsIn((page) => pathsOf(page).filter((path) => !isThere(path))),
      [],
    )
  })

  test('every npm command is a script of package.json', () => {
    const known = new Set(Object.keys(manifest.scripts))
    const unknown = faultsIn((page) => scriptsOf(page).filter((script) => !known.has(script)))
    assert.deepEqual(unknown, [])
  })

  test('every command and every option of mingtang is one that it knows', () => {
    assert.deepEqual(
      faultsIn((page) => codeOf(page).flatMap(faultsOfCall)),
      [],
    )
  })

  test('every variable in capitals is one that an operator may set, or a developer', () => {
    const known = new Set<string>([...VARIABLES.map(({ name }) => name), ...OF_DEVELOPERS, ...OF_DEPLOYMENT])
    const unknown = faultsIn((page) => variablesOf(page).filter((name) => !known.has(name)))
    assert.deepEqual(unknown, [])
  })

  test('no document promises what is to come', () => {
    const promise =
      /\b(will soon|coming soon|roadmap|planned|not yet implemented|TODO)\b|即将|敬请期待|规划中/i
    assert.deepEqual(
      faultsIn(({ text }) => (promise.test(text) ? [promise.exec(text)![0]] : [])),
      [],
    )
  })
})

/** Passwords that compose.yaml and deploy/postgres/roles.sh ask for. */
const OF_DEPLOYMENT = ['OWNER_PASSWORD', 'APP_PASSWORD']

const OF_DEVELOPERS = ['MINGTANG_TEST_DATABASE', 'MINGTANG_CORPUS', 'CORPUS', 'KEEP', 'NODE_ENV']

/** `npm start` and `npm test` are scripts as well as commands of npm. */
function scriptsOf(page: Page): string[] {
  const calls = codeOf(page).flatMap((code) => [...code.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)])
  return calls.map((match) => match[1]!)
}

function faultsOfCall(code: string): string[] {
  const [, name, rest = ''] = /\bbin\/mingtang\.js ([a-z]+)(.*)/.exec(code) ?? []
  if (!name) return []
  if (!new RegExp(`^ {2}${name}: `, 'm').test(readText('src/cli.ts')))
    return [`mingtang has no command ${name}`]
  const source = readText(`src/cli/${name}.ts`)
  const options = [...rest.matchAll(/--([a-z-]+)/g)].map((match) => match[1]!)
  return options
    .filter(
      (option) => option !== 'help' && !new RegExp(`['"]?${option}['"]?:|--${option}(?![\\w-])`).test(source),
    )
    .map((option) => `mingtang ${name} has no --${option}`)
}

function variablesOf(page: Page): string[] {
  return codeOf(page).flatMap((code) => {
    const alone = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(code) ? [code] : []
    const assigned = [...code.matchAll(/(?:^|[\s=])([A-Z][A-Z_]+)=/g)].map((match) => match[1]!)
    const isKnownFile = (name: string) => isThere(name) || name === 'LONGEST_FILE'
    return [...alone, ...assigned].filter((name) => !isKnownFile(name))
  })
}

describe('for operators', () => {
  const configuration = pageAt('docs/operators/configuration.md')

  test('configuration lists exactly the variables that the program reads, with default and meaning', () => {
    const rows = rowsOf(configuration.text).filter(([name = '']) => /^`[A-Z_]+`$/.test(name))
    const expected = VARIABLES.map(({ name, default: usual, what }) => [
      `\`${name}\``,
      usual ? `\`${usual}\`` : 'none',
      what,
    ])
    assert.deepEqual(rows, expected)
  })

  test('every command of mingtang is described', () => {
    const commands = [...readText('src/cli.ts').matchAll(/^ {2}([a-z]+): \w+Command,$/gm)].map(
      (match) => match[1]!,
    )
    assert.ok(commands.includes('start'))
    for (const name of commands) assert.match(configuration.text, new RegExp(`\`bin/mingtang\\.js ${name}\``))
  })

  test('every health address is served', () => {
    const source = readText('src/platform/http/health.ts')
    const rows = rowsOf(sectionOf(configuration.text, 'Health')).slice(1)
    assert.ok(rows.length > 0)
    for (const [address = ''] of rows) assert.ok(source.includes(`'${address.replaceAll('`', '')}'`), address)
  })
})

describe('decisions', () => {
  const decisions = pages.filter(({ path }) => /^docs\/decisions\/\d{4}-/.test(path))

  test('each fits on a page and says context, decision and consequences', () => {
    for (const { path, text } of decisions) {
      assert.ok(text.trimEnd().split('\n').length <= 60, `${path} is longer than 60 lines`)
      const headings = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])
      assert.deepEqual(headings, ['Context', 'Decision', 'Consequences'], path)
    }
  })

  test('they are numbered without a gap, under their own title, and all of them are listed', () => {
    const list = pageAt('docs/decisions/README.md')
    for (const [at, { path, text }] of decisions.entries()) {
      const number = String(at + 1).padStart(4, '0')
      assert.ok(path.startsWith(`docs/decisions/${number}-`), path)
      assert.ok(text.startsWith(`# ${number} `), path)
      assert.ok(linksOf(list).includes(path), `${path} is not listed`)
    }
  })

  test('each dependency has its line of why, and no line is left of one that went', () => {
    const { text } = pageAt('docs/decisions/dependencies.md')
    const kinds: [string, Kind][] = [
      ['Runtime', 'dependencies'],
      ['Development', 'devDependencies'],
      ['Optional', 'optionalDependencies'],
    ]
    for (const [heading, kind] of kinds) {
      const rows = rowsOf(text, heading).slice(1)
      assert.deepEqual(
        rows.map(([name = '']) => name.replaceAll('`', '')).sort(),
        Object.keys(manifest[kind]).sort(),
      )
      for (const [name, why = ''] of rows) assert.ok(why.length > 10, `${name} has no reason`)
    }
  })
})

describe('the front page', () => {
  test('both languages name the same commands, pictures and further pages', () => {
    const [english, chinese] = [pageAt('README.md'), pageAt('README.zh-CN.md')]
    assert.deepEqual(commandsOf(chinese), commandsOf(english))
    assert.deepEqual(furtherOf(chinese), furtherOf(english))
    for (const command of ['npm start', 'npm test']) assert.ok(commandsOf(english).includes(command))
  })

  test('every module of the product stands in the architecture', () => {
    const modules = rowsOf(pageAt('docs/architecture.md').text, 'Modules')
      .slice(1)
      .map(([name]) => name)
    for (const { name } of MODULES) assert.ok(modules.includes(`\`${name}\``), `${name} is not described`)
    assert.equal(modules.length, MODULES.length)
  })

  test('the newest entry of the changes is the version of the package', () => {
    const [, newest] = /^## (\S+)/m.exec(pageAt('CHANGELOG.md').text) ?? []
    assert.equal(newest, manifest.version)
  })
})

function furtherOf(page: Page): string[] {
  return linksOf(page)
    .filter((path) => !/^README/.test(path))
    .sort()
}
