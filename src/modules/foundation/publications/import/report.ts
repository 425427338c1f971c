/** What an import says of each file: told on the screen, kept with the batch, and read again by the next run. */
import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import type { LawText, Problem } from './corpus.ts'
import { versionOf } from './import-file.ts'

export const OUTCOMES = ['new', 'new-version', 'draft', 'unchanged', 'changed', 'failed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/**
 * Why a text waits as a draft: the operator asked, it names a person, or its law is not public. A text that seems to
 * lack a part was public like that before: it arrives, and the report counts it as an error.
 */
export const DRAFT_CAUSES = ['asked', 'personal-data', 'law-not-public'] as const
export type DraftCause = (typeof DRAFT_CAUSES)[number]

export type FileReport = {
  path: string
  /** The stable key of the law, and which of its versions this file is. */
  law: string
  version: string
  title: string
  hash: string
  dated_on: CivilDate | null
  outcome: Outcome
  draft_because?: DraftCause[]
  /** Masked: the report is kept, the number is not. */
  findings?: { code: string; part: string; masked: string }[]
  publication?: Id
  revision?: Id
  problems: Problem[]
  /** Of a file that failed: what is wrong, a code each. */
  why?: string[]
}

export type Counts = Record<Outcome, number> & { files: number; warnings: number; errors: number }

export function reportOf(text: LawText & { hash: string }, law: string, outcome: Outcome): FileReport {
  const { path, title, hash, dated_on, problems } = text
  return { path, law, version: versionOf(text), title, hash, dated_on, outcome, problems }
}

export function lawKeyOf({ folder, short_title }: Pick<LawText, 'folder' | 'short_title'>): string {
  return `${folder}/${short_title}`
}

/** A file that failed, or whose text is not whole, or that says something else than before, needs a person. */
export function isError({ outcome, problems }: FileReport): boolean {
  const isKnown = outcome === 'unchanged'
  return (
    outcome === 'failed' ||
    outcome === 'changed' ||
    (!isKnown && problems.some(({ severity }) => severity === 'error'))
  )
}

export function countsOf(files: readonly FileReport[]): Counts {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>
  for (const { outcome } of files) counts[outcome]++
  const warnings = files.filter(({ problems }) =>
    problems.some(({ severity }) => severity === 'warning'),
  ).length
  return { ...counts, files: files.length, warnings, errors: files.filter(isError).length }
}

export function unreadReport({
  path,
  title,
  problem,
}: {
  path: string
  title: string
  problem: Problem
}): FileReport {
  const cause = problem.params?.cause
  return {
    ...{
      path,
      law: '',
      version: '',
      title,
      hash: '',
      dated_on: null,
      outcome: 'failed',
      problems: [problem],
    },
    why: [cause === undefined ? problem.code : `${problem.code}: ${cause}`],
  }
}

export function doubleReport(text: LawText & { hash: string }): FileReport {
  return { ...reportOf(text, lawKeyOf(text), 'failed'), why: ['version-twice'] }
}
