import type { CivilDate } from '#kernel/calendar'
import { type DraftCause, type FileReport, reportOf } from '../import/report.ts'
import type { Standing } from '../rules.ts'
import type { KnownLaw } from './importing-known.ts'
import type { ReadyLaw, ReadyText, ReadyVersion } from './importing-text.ts'

export type ImportMode = 'published' | 'drafts'

export type Addition = ReadyVersion & {
  ready: ReadyText
  state: 'published' | 'superseded' | 'draft'
  /** Written into the report once the rows have their ids. */
  report: FileReport
}

/** What is to be done with a law, decided before anything is written: a dry run ends here. */
export type Decision = {
  law: ReadyLaw
  known: KnownLaw | undefined
  additions: Addition[]
  files: FileReport[]
}

export function decideLaw(law: ReadyLaw, known: KnownLaw | undefined, mode: ImportMode): Decision {
  const fresh = law.versions.filter(({ version }) => !known?.files.has(version))
  const met = law.versions
    .filter(({ version }) => known?.files.has(version))
    .map((version) => meet(version, law, known!))
  const closed =
    known && CLOSED.has(known.publication.standing) ? [`law-is-${known.publication.standing}`] : []
  if (closed.length > 0 || fresh.some(({ ready }) => ready === undefined)) {
    return {
      law,
      known,
      additions: [],
      files: [...met, ...fresh.map((version) => failed(version, law, closed))],
    }
  }
  const causes = draftCauses(fresh, known, mode)
  const additions = fresh.map((version, at) =>
    addition(version, { law, known, causes, isLast: at === fresh.length - 1 }),
  )
  return { law, known, additions, files: [...met, ...additions.map(({ report }) => report)] }
}

/** Standings that a person decided on: an import does not put text under an erased or moved page. */
const CLOSED: ReadonlySet<Standing> = new Set(['erased', 'redirected', 'not-public'])

/** A file that was brought in before is never written over: what a person made of it since is not ours to undo. */
function meet(version: ReadyVersion, law: ReadyLaw, { files, publication }: KnownLaw): FileReport {
  const imported = files.get(version.version)!
  const outcome = imported.hash === version.hash ? 'unchanged' : 'changed'
  return { ...reportOf(version, law.key, outcome), publication: publication.id }
}

/** A law arrives whole or not at all: with its newest text missing, an old one would be shown as the law. */
function failed(version: ReadyVersion, law: ReadyLaw, closed: string[]): FileReport {
  const why = [...version.why, ...closed]
  return { ...reportOf(version, law.key, 'failed'), why: why.length > 0 ? why : ['another-version-failed'] }
}

function draftCauses(
  fresh: readonly ReadyVersion[],
  known: KnownLaw | undefined,
  mode: ImportMode,
): DraftCause[] {
  const causes: DraftCause[] = []
  if (mode === 'drafts') causes.push('asked')
  if (fresh.some(({ ready }) => ready!.findings.length > 0)) causes.push('personal-data')
  if (known && (known.publication.standing !== 'public' || known.isPending)) causes.push('law-not-public')
  return causes
}

type Place = { law: ReadyLaw; known: KnownLaw | undefined; causes: DraftCause[]; isLast: boolean }

function addition(version: ReadyVersion, { law, known, causes, isLast }: Place): Addition {
  const ready = version.ready!
  const isDraft = causes.length > 0
  const isShown = isLast && isNewer(version.dated_on, known?.newest_on ?? null)
  const report: FileReport = {
    ...reportOf(version, law.key, isDraft ? 'draft' : outcomeOf(known, isLast)),
    ...(isDraft ? { draft_because: causes } : {}),
    ...(ready.findings.length > 0
      ? { findings: ready.findings.map(({ code, part, masked }) => ({ code, part: part!, masked })) }
      : {}),
  }
  if (isDraft) return { ...version, ready, report, state: 'draft' }
  return { ...version, ready, report, state: isShown ? 'published' : 'superseded' }
}

/** The text to show is what makes a new law new; the earlier ones that came with it are its versions. */
function outcomeOf(known: KnownLaw | undefined, isLast: boolean): 'new' | 'new-version' {
  return known === undefined && isLast ? 'new' : 'new-version'
}

function isNewer(date: CivilDate | null, newest: CivilDate | null): boolean {
  return newest === null || (date !== null && date >= newest)
}
