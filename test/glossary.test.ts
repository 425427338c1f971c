import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MODULES } from '#app/modules'
import { ROLES } from '#modules/foundation/accounts'
import { shortName, VALIDITIES } from '#platform/module'
import { REVISION_KINDS, REVISION_STATES, STANDINGS } from '../src/modules/foundation/publications/rules.ts'
import { STAGES } from '../src/modules/foundation/publications/schema.ts'
import { readText, rowsOf } from './documents.ts'

const glossary = readText('docs/glossary.md')

/** Words of the code under a heading, each with its Chinese word. */
function wordsUnder(heading: string): Map<string, string> {
  const rows = rowsOf(glossary, heading).slice(1)
  return new Map(
    rows.flatMap(([codes = '', chinese = '']) =>
      [...codes.matchAll(/`([^`]+)`/g)].map((match): [string, string] => [match[1]!, chinese]),
    ),
  )
}

const permissions = [
  ...new Set([...MODULES.flatMap((module) => module.permissions ?? []), ...Object.values(ROLES).flat()]),
]

describe('the glossary has every word of the code beside its Chinese word', () => {
  const lists: [string, readonly string[]][] = [
    ['Modules', MODULES.map(({ name }) => shortName(name))],
    ['Standing', STANDINGS],
    ['State', REVISION_STATES],
    ['Kind', REVISION_KINDS],
    ['The five stages', STAGES],
    ['Validity', VALIDITIES],
    ['Roles', Object.keys(ROLES)],
    ['Nouns of permissions', [...new Set(permissions.map((permission) => permission.split('.')[0]!))]],
  ]

  for (const [heading, words] of lists) {
    test(`${heading}: all of them, no other, none twice`, () => {
      const known = wordsUnder(heading)
      assert.deepEqual([...known.keys()].sort(), [...words].sort())
      for (const [word, chinese] of known)
        assert.match(chinese, /\p{Script=Han}/u, `${word} has no Chinese word`)
      assert.equal(new Set(known.values()).size, known.size, 'one Chinese word, one identifier')
    })
  }

  test('every verb of a permission stands beside its noun', () => {
    for (const [noun = '', , verbs = ''] of rowsOf(glossary, 'Nouns of permissions').slice(1)) {
      const own = permissions.filter((permission) => permission.startsWith(`${noun.replaceAll('`', '')}.`))
      const said = [...verbs.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
      assert.deepEqual(said.sort(), own.map((permission) => permission.split('.')[1]!).sort(), noun)
    }
  })

  test('every row of every table has a Chinese word', () => {
    for (const [code, chinese = ''] of rowsOf(glossary))
      assert.match(chinese, /\p{Script=Han}/u, `${code} has none`)
  })
})
