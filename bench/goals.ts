/** One way for every proof to say what it measured, what was wanted, and whether a machine may call that a failure. */

export type Goal = {
  name: string
  value: number
  unit: string
  /** The value must stay under it. */
  under: number
}

/** In the short form other work may share the machine: only a gross miss fails, and the line says so. */
export const isShort = process.argv.includes('--short') || process.env.MINGTANG_SHORT === '1'
const GROSS = 3

/** Prints one line of JSON for each goal, and one of all together; a missed goal sets the exit code. */
export function judge(subject: string, goals: readonly Goal[], facts: Record<string, unknown> = {}): void {
  for (const goal of goals) {
    const verdict = verdictOf(goal)
    console.log(JSON.stringify({ subject, ...goal, value: rounded(goal.value), verdict }))
    if (verdict === 'missed') process.exitCode = 1
  }
  if (Object.keys(facts).length > 0) console.log(JSON.stringify({ subject, ...facts }))
}

function verdictOf({ value, under }: Goal): string {
  if (value < under) return 'reached'
  if (isShort && value < under * GROSS)
    return `over the goal, tolerated: the short form fails only from ${GROSS} times the goal`
  return 'missed'
}

/** The smallest value that so large a share of the values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** Words that are no option, as numbers: `crash.js 30 7`. */
export function numberAt(at: number, otherwise: number): number {
  const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
  return words[at] === undefined ? otherwise : Number(words[at])
}
