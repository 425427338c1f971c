import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { describe, test } from 'node:test'
import { projectRoot } from '#app/root'
import { readText } from './documents.ts'
import { moduleOf } from './rules-of-the-tree.ts'
import { readSources } from './sources.ts'

/** Schemas that belong to the machinery and may be read from a module: sites and settings are nobody's domain. */
const OF_THE_PLATFORM = ['platform', 'record']

describe('each module touches only its own tables', async () => {
  const sources = (await readSources('src/modules')).filter(({ path }) => !path.endsWith('.test.ts'))

  test('in queries built by name, however they are spelt', () => {
    const faults = sources.flatMap(({ path, text }) =>
      schemasIn(text)
        .filter((schema) => schema !== schemaOf(path) && !OF_THE_PLATFORM.includes(schema))
        .map((schema) => `${path} touches ${schema}`),
    )
    assert.deepEqual(faults, [])
  })

  test('the rule bites on aliases, arrays and raw SQL', () => {
    assert.deepEqual(schemasIn(`db.selectFrom('accounts.person as p')`), ['accounts'])
    assert.deepEqual(schemasIn(`db.selectFrom(['accounts.person', 'search.document'])`), [
      'accounts',
      'search',
    ])
    assert.deepEqual(schemasIn('sql`select * from accounts.person join search.document on true`'), [
      'accounts',
      'search',
    ])
  })
})

/** Every schema that a migration makes. */
const SCHEMAS = globSync('migrations/*.sql', { cwd: projectRoot }).flatMap((path) =>
  [...readText(path).matchAll(/^create schema (?:if not exists )?(\w+)/gm)].map((match) => match[1]!),
)
const KNOWN = new RegExp(`\\b(${['platform', ...SCHEMAS].join('|')})\\.(?:[a-z_]+|"[a-z_]+")`, 'g')

function schemasIn(text: string): string[] {
  const literals = [...text.matchAll(/'((?:[a-z_]+)\.[a-z_]+)(?: as \w+)?'/g)].map((match) => match[1]!)
  const raw = [...text.matchAll(/\b(?:from|join|into|update|table|function)\s+((?:[a-z_]+)\.[a-z_"]+)/g)].map(
    (match) => match[1]!,
  )
  return [
    ...new Set(
      [...tablesIn(text, literals), ...raw.filter((name) => name.match(KNOWN))].map(
        (name) => name.split('.')[0]!,
      ),
    ),
  ]
}

/** Only what stands where Kysely takes a table: event names and message keys have the same form. */
function tablesIn(text: string, literals: readonly string[]): string[] {
  const places = [
    ...text.matchAll(
      /(?:selectFrom|insertInto|updateTable|deleteFrom|[jJ]oin|from)\(\s*(\[[^\]]*\]|'[^']*')/g,
    ),
  ]
  const inPlaces = places.map((match) => match[1]!).join(' ')
  return literals.filter((literal) => inPlaces.includes(literal))
}

function schemaOf(path: string): string {
  const module = moduleOf(path) ?? ''
  return module.slice(module.indexOf('/') + 1).replaceAll('-', '_')
}
