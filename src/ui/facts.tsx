import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

export type Fact = { label: string; value: ComponentChildren }

/** Pairs of a name and what it is; an absent value leaves its line out. */
export function Facts(props: { facts: readonly Fact[]; form?: 'plain' | 'stacked' | 'wide' | undefined }) {
  return (
    <dl class={props.form ? `facts facts-${props.form}` : 'facts'}>
      {present(props.facts).map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}

export function present(facts: readonly Fact[]): Fact[] {
  return facts.filter(({ value }) => value !== undefined && value !== null && value !== '' && value !== false)
}

/** One on a page, at the top of what it concerns. */
export function Notice(props: {
  title?: ComponentChildren
  children?: ComponentChildren
  kind?: 'wait' | 'note' | 'good' | 'late' | 'withdrawn' | undefined
  icon?: IconName | undefined
  heading?: 2 | 3 | undefined
  /** Said aloud when the page opens: what an act has just done. */
  announced?: boolean | undefined
  id?: string | undefined
}) {
  const kind = props.kind ?? 'wait'
  const Heading = props.heading ? (`h${props.heading}` as const) : 'p'
  return (
    <div class={`notice notice-${kind}`} role={props.announced ? 'status' : undefined} id={props.id}>
      <Icon name={props.icon ?? NOTICE_MARKS[kind]} />
      {props.title && <Heading class="notice-title">{props.title}</Heading>}
      {props.children && <div>{props.children}</div>}
    </div>
  )
}

const NOTICE_MARKS = {
  wait: 'correct',
  note: 'info',
  good: 'check',
  late: 'alert',
  withdrawn: 'alert',
} as const

export type Step = { label: string; state: 'done' | 'now' | 'next' }

/** The steps of a form, four at most. */
export function StepList({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol class="steps" aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.label}
          class={step.state === 'next' ? undefined : `is-${step.state}`}
          aria-current={step.state === 'now' ? 'step' : undefined}
        >
          {step.label}
        </li>
      ))}
    </ol>
  )
}
