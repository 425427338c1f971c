import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MODULES } from '#app/modules'
import { CLOCK_MESSAGES } from '#kernel/clock-messages'
import { LANGUAGES, type Messages } from '#kernel/messages'
import { API_MESSAGES } from '#platform/api/messages'
import { DOCUMENT_MESSAGES } from '#platform/documents/messages'
import { PLATFORM_MESSAGES } from '#platform/messages'
import { UPLOAD_MESSAGES } from '#platform/uploads/messages'
import { uiMessages } from '#ui'
import { readSources } from './sources.ts'

const catalogues: readonly Messages[] = [
  PLATFORM_MESSAGES,
  API_MESSAGES,
  UPLOAD_MESSAGES,
  DOCUMENT_MESSAGES,
  uiMessages,
  CLOCK_MESSAGES,
  ...MODULES.flatMap(({ messages }) => messages ?? []),
]

describe('everything that is said stands in the catalogue', async () => {
  const sources = (await readSources()).filter(({ path }) => !/\.test\.tsx?$|messages/.test(path))

  test('both languages have the same keys, and no key is given twice', () => {
    const seen = new Set<string>()
    for (const catalogue of catalogues) {
      const [zh, en] = LANGUAGES.map((language) => Object.keys(catalogue[language]).sort())
      assert.deepEqual(zh, en)
      for (const key of zh!) {
        assert.ok(!seen.has(key), `${key} stands in two catalogues`)
        seen.add(key)
      }
    }
  })

  test('both languages take the same parameters', () => {
    const paramsOf = (text: string) =>
      [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort()
    for (const catalogue of catalogues) {
      for (const [key, zh] of Object.entries(catalogue['zh-CN'])) {
        assert.deepEqual(paramsOf(catalogue.en[key]!), paramsOf(zh), key)
      }
    }
  })

  test('every key that a page or a refusal names exists', () => {
    const known = new Set(catalogues.flatMap((catalogue) => Object.keys(catalogue['zh-CN'])))
    const missing = sources.flatMap(({ path, text }) =>
      keysIn(text)
        .filter((key) => !known.has(key))
        .map((key) => `${path}: ${key}`),
    )
    assert.deepEqual(missing, [])
  })

  test('Chinese text uses full-width punctuation', () => {
    for (const catalogue of catalogues) {
      for (const [key, text] of Object.entries(catalogue['zh-CN'])) {
        assert.doesNotMatch(text, /[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]/, key)
      }
    }
  })
})

/** `t('key')`, refusals and the second argument of zod's checks; keys made of parts are tested where they are made. */
function keysIn(text: string): string[] {
  const said = text.matchAll(/\bt\(\s*'([a-z][\w.-]+\.[\w.-]+)'/g)
  const refused = text.matchAll(
    /new (?:NotFound|Unauthenticated|Forbidden|Conflict|Invalid|TooMany)\(\s*[`']([a-z][\w.-]+\.[\w.-]+)[`']/g,
  )
  return [...said, ...refused].map((match) => match[1]!)
}
