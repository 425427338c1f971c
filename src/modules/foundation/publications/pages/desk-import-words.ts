import type { Translate } from '#kernel/messages'
import type { MarkKind } from '#ui'
import type { ImportState } from '../desk-import-tables.ts'
import type { Problem } from '../import/problems.ts'
import type { FileReport, Outcome } from '../import/report.ts'

/** Where a line of the report stands in what was handed in: a file, or a row of a list. */
export function placeInWords({ path }: Pick<FileReport, 'path'>, t: Translate): string {
  const [, file, sheet, row] = /^(.*)#(?:(.*)!)?(\d+)$/.exec(path) ?? []
  if (row === undefined) return path
  return sheet
    ? t('import.row-of-sheet', { file: file!, sheet, row })
    : t('import.row-of-file', { file: file!, row })
}

/** Everything there is to say about a file, one sentence each. */
export function problemsInWords(file: FileReport, t: Translate): string[] {
  const { problems, why = [], findings = [], draft_because = [] } = file
  const said = problems.map((problem) => problemInWords(problem, t))
  const codes = new Set(problems.map(({ code }) => code.split(':')[0]))
  const others = why
    .filter((one) => !codes.has(one.split(/[ :]/)[0] as Problem['code']))
    .map((one) => whyInWords(one, t))
  const found = findings.map(({ code, masked }) => t(code, { masked }))
  const waiting = draft_because
    .filter((cause) => cause !== 'asked')
    .map((cause) => t(`import.draft-because.${cause}`))
  return [...said, ...others, ...found, ...waiting]
}

function problemInWords({ code, params, column, said, line }: Problem, t: Translate): string {
  const words = code.includes('.') ? t(code, params) : t(`import.problem.${code}`)
  const place = column ?? (line === undefined ? undefined : t('import.line-number', { line }))
  const what = said === undefined ? words : t('import.problem-said', { said, words })
  return place === undefined ? what : t('import.problem-at', { place, words: what })
}

/** `document_number: document-number.leading-zero`: a field and the message of what is wrong with it. */
function whyInWords(why: string, t: Translate): string {
  const [, field, key] = /^(\w+): ([a-z][\w-]*\.[\w.-]+)$/.exec(why) ?? []
  if (field !== undefined)
    return t('import.problem-at', { place: t(`import.field.${field}`), words: t(key!) })
  return /^[a-z-]+$/.test(why) ? t(`import.why.${why}`) : why
}

const OUTCOME_MARKS: Record<Outcome, MarkKind> = {
  new: 'ok',
  'new-version': 'ok',
  draft: 'draft',
  unchanged: 'none',
  changed: 'soon',
  failed: 'over',
}

export function outcomeMark(outcome: Outcome): MarkKind {
  return OUTCOME_MARKS[outcome]
}

const STATE_MARKS: Record<ImportState, MarkKind> = {
  checking: 'run',
  checked: 'soon',
  running: 'run',
  done: 'done',
  stopped: 'over',
  discarded: 'never',
}

export function importStateMark(state: ImportState): MarkKind {
  return STATE_MARKS[state]
}
