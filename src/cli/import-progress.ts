import { type Counts, type FileReport, inWords, isError } from '#modules/foundation/publications'

export type Progress = { add(count: number): void; end(): void }

const LINE_EVERY_MS = 3000
const BAR = 30

/** A bar where somebody watches, else a plain line every few seconds, as a log wants it. Always on stderr. */
export function progressOf(
  what: string,
  total: number,
  { stream = process.stderr, now = () => performance.now() } = {},
): Progress {
  const startedAt = now()
  let done = 0
  let toldAt = startedAt
  return {
    add: (count) => {
      done += count
      const line = `${what} ${done}/${total}${pace(done, total, (now() - startedAt) / 1000)}`
      if (stream.isTTY) stream.write(`\r[${bar(done, total)}] ${line}\x1b[K`)
      else if (now() - toldAt >= LINE_EVERY_MS) {
        toldAt = now()
        stream.write(`${line}\n`)
      }
    },
    end: () => {
      if (stream.isTTY && done > 0) stream.write('\n')
    },
  }
}

function bar(done: number, total: number): string {
  const full = total === 0 ? BAR : Math.min(BAR, Math.round((done / total) * BAR))
  return '#'.repeat(full) + '.'.repeat(BAR - full)
}

function pace(done: number, total: number, seconds: number): string {
  if (seconds <= 0 || done === 0) return ''
  const rate = done / seconds
  return `, ${rate.toFixed(0)} a second, ${Math.ceil((total - done) / rate)} s left`
}

export type Summary = {
  counts: Counts
  files: readonly FileReport[]
  others: readonly string[]
  seconds: number
  isDry: boolean
  interrupted: boolean
}

const LABELS = [
  ['new', 'new'],
  ['new version', 'new-version'],
  ['draft', 'draft'],
  ['unchanged', 'unchanged'],
  ['changed, left as it was', 'changed'],
  ['failed, left out', 'failed'],
] as const

export function summaryOf({ counts, files, others, seconds, isDry, interrupted }: Summary): string {
  const lines = [
    `${isDry ? 'Dry run, nothing was written: ' : ''}${counts.files} files in ${seconds.toFixed(1)} s`,
  ]
  for (const [label, outcome] of LABELS)
    lines.push(`  ${label.padEnd(26)}${String(counts[outcome]).padStart(6)}`)
  lines.push(`  ${'with a warning'.padEnd(26)}${String(counts.warnings).padStart(6)}`)
  if (others.length > 0)
    lines.push(`  ${'in no readable form'.padEnd(26)}${String(others.length).padStart(6)}`)
  const told = files.filter((file) => isError(file) || file.findings)
  if (told.length > 0) lines.push('', `${told.length} files need a person:`, ...told.map(lineOf))
  if (interrupted)
    lines.push(
      '',
      'Interrupted after a whole batch. What was written stays; run the same command again to go on.',
    )
  return lines.join('\n')
}

function lineOf(file: FileReport): string {
  const { path, outcome, draft_because = [], why = [], findings = [], problems } = file
  const errors = problems.filter(({ severity }) => severity === 'error').map(inWords)
  const reasons = [
    ...why,
    ...findings.map(({ code, masked }) => `${code} ${masked}`),
    ...(why.length > 0 ? [] : errors),
  ]
  const first =
    reasons.slice(0, 3).join(', ') + (reasons.length > 3 ? `, and ${reasons.length - 3} more` : '')
  const state = outcome === 'draft' ? `draft because ${draft_because.join(', ')}` : outcome
  return `  ${path}: ${state}${first === '' ? '' : `: ${first}`}`
}
