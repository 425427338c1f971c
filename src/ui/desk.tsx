import type { ComponentChildren } from 'preact'
import { Count } from './desk-rail.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import { Mark, type MarkKind } from './mark.tsx'

/** The head of a desk page: title, one sentence with the numbers that matter, acts at the right. */
export function DeskHead(props: {
  title: ComponentChildren
  sub?: ComponentChildren
  mark?: ComponentChildren
  acts?: ComponentChildren
  /** Words that will leave the house are set in Song. */
  song?: boolean | undefined
}) {
  return (
    <header class="head">
      <div class="head-t">
        <h1 class={props.song ? 'song' : undefined}>
          {props.title} {props.mark}
        </h1>
        {props.sub && <p class="head-sub">{props.sub}</p>}
      </div>
      {props.acts && <div class="head-acts">{props.acts}</div>}
    </header>
  )
}

export type View = {
  href: string
  label: string
  count?: number | undefined
  urgent?: boolean | undefined
  current?: boolean | undefined
}

/** Saved questions to one list, as tabs; each is an address. */
export function Views({ views, label }: { views: readonly View[]; label: string }) {
  const { address } = useFrame()
  return (
    <nav class="views" aria-label={label}>
      {views.map((view) => (
        <a key={view.href} href={address(view.href)} aria-current={view.current ? 'page' : undefined}>
          {view.label} {view.count !== undefined && <Count number={view.count} urgent={view.urgent} />}
        </a>
      ))}
    </nav>
  )
}

/** A GET form above a list: a search field first, then selects. */
export function DeskFilters(props: {
  action: string
  label: string
  value?: string | undefined
  placeholder?: string | undefined
  children?: ComponentChildren
}) {
  const { address, t } = useFrame()
  return (
    <form class="filters" action={address(props.action)} aria-label={props.label}>
      <div class="search-in field-in">
        <label class="visually-hidden" for="list-search">
          {props.label}
        </label>
        <Icon name="search" />
        <input
          class="input"
          id="list-search"
          name="q"
          type="search"
          value={props.value}
          placeholder={props.placeholder}
        />
      </div>
      {props.children}
      <button type="submit" class="button button-second">
        {t('ui.filter')}
      </button>
    </form>
  )
}

/** A part of the side of a record: what is due, what comes next, who is on it. */
export function Panel(props: {
  title: string
  id: string
  children: ComponentChildren
  /** The state of the panel in a word, at the right of its title. */
  say?: ComponentChildren
  folded?: boolean | undefined
}) {
  if (props.folded !== undefined) {
    return (
      <details class="panel" open={!props.folded}>
        <summary>
          {props.title}
          {props.say && <span class="panel-say">{props.say}</span>}
          <Icon name="down" />
        </summary>
        <div class="panel-b">{props.children}</div>
      </details>
    )
  }
  return (
    <section class="panel" aria-labelledby={props.id}>
      <h2 id={props.id}>
        {props.title}
        {props.say && <span class="panel-say">{props.say}</span>}
      </h2>
      <div class="panel-b">{props.children}</div>
    </section>
  )
}

/** The thing at the left, what to do with it at the right. */
export function WithPanels({ children, panels }: { children: ComponentChildren; panels: ComponentChildren }) {
  return (
    <div class="cols cols-side">
      <div>{children}</div>
      <div class="panels">{panels}</div>
    </div>
  )
}

export function Block(props: {
  title: string
  id: string
  note?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <section class="block" aria-labelledby={props.id}>
      <div class="block-h">
        <h2 id={props.id}>{props.title}</h2>
        {props.note && <p>{props.note}</p>}
      </div>
      {props.children}
    </section>
  )
}

/** “按下后”: who gets it, what changes, what can be undone. */
export function Consequences({ lines }: { lines: readonly string[] }) {
  const { t } = useFrame()
  return (
    <>
      <p class="strong">{t('ui.after')}</p>
      <ul class="says">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  )
}

export type Finding = {
  level: 'must' | 'hint' | 'passed'
  title: string
  text?: ComponentChildren
  ways?: ComponentChildren
}

/** What the machine found: a finding, a place, a way out; a named officer decides. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul class="checks">
      {findings.map((finding) => (
        <li key={finding.title} class={`check check-${finding.level}`}>
          <p class="check-t">
            <Mark kind={FINDING_MARKS[finding.level]}>{finding.title}</Mark>
          </p>
          {finding.text && <div class="soft check-text">{finding.text}</div>}
          {finding.ways && <div class="check-acts">{finding.ways}</div>}
        </li>
      ))}
    </ul>
  )
}

const FINDING_MARKS = { must: 'late', hint: 'soon', passed: 'ok' } as const satisfies Record<
  Finding['level'],
  MarkKind
>
