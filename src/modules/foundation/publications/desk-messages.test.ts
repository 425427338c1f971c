import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { projectRoot } from '#app/root'
import { STANDING_ACTS } from './desk-acts.ts'
import { RETURN_REASONS } from './desk-forms.ts'
import { LIST_VIEWS, REVIEW_VIEWS } from './desk-paths.ts'
import { publications } from './index.ts'
import { AMENDED, PROPOSAL_KINDS } from './lifecycle-tables.ts'
import { RELATION_WORDS } from './relations-rules.ts'
import { REVIEW_STEPS, REVISION_KINDS, REVISION_STATES, STANDINGS } from './rules.ts'
import { STAGES, STATUTORY_CATEGORIES } from './schema.ts'

const WORDS = { 'zh-CN': catalogue('zh-CN'), en: catalogue('en') }
const STEPS = [...REVIEW_STEPS, 'secrecy']
const FINDINGS = [
  'id-number',
  'mobile',
  'bank-card',
  'iban',
  'email',
  'passport',
  'plate',
  'phone',
  'address',
  'name',
]
const ATTRIBUTES = ['proactive', 'on-request', 'not-public']

/** Keys that pages make of parts. */
const MADE = [
  ...REVISION_STATES.map((state) => `revision.state.${state}`),
  ...REVISION_KINDS.flatMap((kind) => [`revision.kind.${kind}`, `revision.kind.${kind}.hint`]),
  ...STANDINGS.map((standing) => `standing.${standing}`),
  ...STAGES.map((stage) => `publication.stage.${stage}`),
  ...STATUTORY_CATEGORIES.map((category) => `publication.category.${category}`),
  ...ATTRIBUTES.map((attribute) => `publication.attribute.${attribute}`),
  ...LIST_VIEWS.flatMap((view) => [`publication.view.${view}`, `publication.empty.${view}`]),
  ...REVIEW_VIEWS.map((view) => `review.view.${view}`),
  ...RETURN_REASONS.map((reason) => `review.preset.${reason}`),
  ...STEPS.map((step) => `review.step.${step}`),
  ...[...STEPS, 'release', 'returned'].flatMap((task) => [
    `publication.task.${task}.why`,
    `publication.task.${task}.act`,
  ]),
  ...['secrecy', 'release', 'unscheduling', 'emergency'].map((decision) => `review.decision.${decision}`),
  ...['passed', 'returned', 'open', 'not-open'].map((conclusion) => `review.conclusion.${conclusion}.short`),
  ...RELATION_WORDS.flatMap((word) => ['', '.this', '.head'].map((part) => `relation${part}.${word}`)),
  ...AMENDED.filter((what) => what !== 'relation').map((what) => `amended.${what}`),
  ...PROPOSAL_KINDS.flatMap((kind) =>
    ['', '.waits', '.after-1', '.after-2'].map((part) => `proposal.${kind}${part}`),
  ),
  ...['asked', 'confirmed', 'refused', 'taken-back'].map((outcome) => `proposal.line.${outcome}`),
  ...FINDINGS.map((kind) => `personal-data.${kind}`),
  ...STANDING_ACTS.flatMap((act) =>
    ['', '.will', '.reason', '.reason.hint', '.after-1', '.after-2', '.after-3', '.press'].map(
      (part) => `publication.act.${act}${part}`,
    ),
  ),
]

const SPEAKING = [
  'schema.ts',
  'rules.ts',
  'gates.ts',
  'drafts.ts',
  'queries.ts',
  'desk-acts.ts',
  'desk-forms.ts',
  'desk-call.ts',
  'desk-standing-acts.ts',
  'desk-proposals.tsx',
  'desk-attributes.tsx',
  'desk-relations.tsx',
  'attributes-form.ts',
  'desk-numbering.tsx',
  'commands/numbering.ts',
  'commands/amending.ts',
  'commands/leaving.ts',
  'commands/proposing.ts',
  'commands/relating.ts',
  'commands/drafting.ts',
  'commands/reviewing.ts',
  'commands/after-emergency.ts',
  'commands/releasing.ts',
  'commands/standing.ts',
  '../../../kernel/document-number.ts',
]
/** Words in quotes that look like keys: `review.reason-missing`. Events are told to modules, not to people. */
const KEY =
  /'((?:publication|revision|review|release|gate|standing|column|relation|index-number|attributes|proposal|erasure|leaving|not-public|document-number)\.[a-z-]+)'/g

function catalogue(language: 'zh-CN' | 'en'): Record<string, string> {
  const all = [publications.messages ?? []].flat()
  return Object.assign({}, ...all.map((messages) => messages[language]))
}

describe('the words of the desk', () => {
  for (const language of ['zh-CN', 'en'] as const) {
    test(`every state, kind, step, standing and act has its words in ${language}`, () => {
      assert.deepEqual(
        MADE.filter((key) => !(key in WORDS[language])),
        [],
      )
    })
  }

  test('every refusal and every error of a form is told in words', () => {
    const here = join(projectRoot, 'src/modules/foundation/publications')
    const codes = SPEAKING.flatMap((path) =>
      readFileSync(join(here, path), 'utf8')
        .split('\n')
        .filter((line) => !/may\(|holds\(|demand\(|permission|event|schedule[A-Z]/.test(line))
        .flatMap((line) => [...line.matchAll(KEY)].map((match) => match[1] ?? '')),
    )
    assert.ok(codes.length > 50)
    assert.deepEqual(
      [...new Set(codes)].filter((code) => !(code in WORDS['zh-CN'])),
      [],
    )
  })
})
