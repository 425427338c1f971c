import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Mark, type MarkKind } from './mark.tsx'

export type Happening = {
  when: ComponentChildren
  what: ComponentChildren
  why?: ComponentChildren
  state?: 'now' | 'late' | 'pause' | 'next' | undefined
}

/** Newest first; the shape of the mark says the state too. `dated` puts the days in a column of their own. */
export function Timeline({
  happenings,
  dated,
}: {
  happenings: readonly Happening[]
  dated?: boolean | undefined
}) {
  return (
    <ol class={dated ? 'timeline timeline-dated' : 'timeline'}>
      {happenings.map((happening, at) => (
        <li key={at} class={happening.state && `is-${happening.state}`}>
          <span class="when">{happening.when}</span>
          <p class="what">{happening.what}</p>
          {happening.why && <p class="why">{happening.why}</p>}
        </li>
      ))}
    </ol>
  )
}

export type StripDay = 'used' | 'today' | 'left' | 'over' | 'pause'

/** First the figure, then the latest day, then one cell for each counted day. It must not tick. */
export function ClockStrip(props: {
  days: readonly StripDay[]
  left: ComponentChildren
  unit: string
  due: ComponentChildren
  over?: boolean | undefined
}) {
  const { t } = useFrame()
  const kinds = (['used', 'today', 'left', 'pause', 'over'] as const).filter((kind) =>
    props.days.includes(kind),
  )
  return (
    <div class="clock-strip">
      <p class="clock-line">
        <span class={props.over ? 'clock-left is-over' : 'clock-left'}>
          {props.left}
          <span class="unit">{props.unit}</span>
        </span>
        <span class="clock-due">{props.due}</span>
      </p>
      <div class="strip" aria-hidden="true">
        {props.days.map((day, at) => (
          <i key={at} class={day === 'left' ? undefined : day} />
        ))}
      </div>
      <ul class="legend" aria-hidden="true">
        {kinds.map((kind) => (
          <li key={kind}>
            <i class={`swatch swatch-${kind}`} />
            {t(`ui.clock.${kind}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}

export type Station = {
  label: string
  state: 'done' | 'now' | 'next' | 'back' | 'skipped' | 'late'
  /** Who acts here, or may act. */
  name?: ComponentChildren
  note?: ComponentChildren
}

const STATION_MARKS = {
  done: 'ok',
  now: 'run',
  next: 'none',
  back: 'back',
  skipped: 'never',
  late: 'over',
} as const satisfies Record<Station['state'], MarkKind>

/** The way of a draft through its reviewers, with their names, before and after one presses. */
export function Route({ stations }: { stations: readonly Station[] }) {
  return (
    <ol class="route">
      {stations.map((station) => (
        <li key={station.label} aria-current={station.state === 'now' ? 'step' : undefined}>
          <Mark kind={STATION_MARKS[station.state]}>{station.label}</Mark>
          <span class={station.state === 'now' ? 'strong' : 'soft'}>
            {station.name}
            {station.note && <span class="faint"> {station.note}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
