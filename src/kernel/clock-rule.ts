import type { CivilDate } from './calendar.ts'
import type { Language } from './messages.ts'

/** The shape of a time limit. Limits are reference data with a source and dates of force; an officer can change them. */

export type Limit =
  | { readonly unit: 'working-day' | 'calendar-day' | 'month' | 'hour'; readonly amount: number }
  | { readonly unit: 'fixed-date'; readonly month_day: `${number}-${number}` }

/**
 * `minimum`: the date is the earliest close, not the latest act. `rolls`: a last day off moves to a working
 * day, forward, or back for a term that counts back from its event. `extension_cap` is in the rule's own unit.
 * `effective_from` null: in force before this data begins.
 */
export type ClockRule = Limit & {
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  readonly direction: 'after' | 'before'
  readonly minimum: boolean
  readonly rolls: boolean
  readonly extension_cap: number | null
  readonly source: string
  readonly verified: boolean
  readonly effective_from: CivilDate | null
  readonly effective_to: CivilDate | null
}

/** The version of a rule that was in force on the day of the trigger. */
export function ruleInForce(rules: readonly ClockRule[], id: string, on: CivilDate): ClockRule {
  const rule = rules.find(
    ({ id: other, effective_from, effective_to }) =>
      other === id && (effective_from ?? on) <= on && on <= (effective_to ?? on),
  )
  if (!rule) throw new Error(`no clock rule ${id} in force on ${on}`)
  return rule
}
