import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { importMessages } from './desk-import-messages.ts'
import { LINE_VIEWS } from './desk-import-queries.ts'
import { IMPORT_STATES } from './desk-import-tables.ts'
import { PROBLEM_CODES } from './import/problems.ts'
import { DRAFT_CAUSES, OUTCOMES } from './import/report.ts'
import { DocumentForm } from './schema.ts'

describe('what an import has to say', () => {
  test('every state, outcome, problem and field has its words', () => {
    const keys = [
      ...IMPORT_STATES.flatMap((state) => [`import.state.${state}`, `import.state.${state}.sub`]),
      ...OUTCOMES.map((outcome) => `import.outcome.${outcome}`),
      ...PROBLEM_CODES.map((code) => `import.problem.${code}`),
      ...LINE_VIEWS.map((view) => `import.view.${view}`),
      ...DRAFT_CAUSES.filter((cause) => cause !== 'asked').map((cause) => `import.draft-because.${cause}`),
      ...Object.keys(DocumentForm.shape)
        .filter((field) => field !== 'format')
        .map((field) => `import.field.${field}`),
    ]
    assert.deepEqual(
      keys.filter((key) => !(key in importMessages['zh-CN'])),
      [],
    )
  })
})
