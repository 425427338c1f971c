import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'

type Children = { children: ComponentChildren }

/** The width of the page with its gutters. */
export function Page({ children }: Children) {
  return <div class="page">{children}</div>
}

/** A section of a portal page, parted from the one above by air. */
export function Section(props: Children & { labelledby?: string | undefined; id?: string | undefined }) {
  return (
    <section class="section page" id={props.id} aria-labelledby={props.labelledby}>
      {props.children}
    </section>
  )
}

/** A section on silk, from edge to edge. */
export function Band(props: Children & { labelledby?: string | undefined }) {
  return (
    <section class="band" aria-labelledby={props.labelledby}>
      <div class="page">{props.children}</div>
    </section>
  )
}

/** Main text with a side column, which follows the text on a phone. */
export function WithAside(props: {
  aside: ComponentChildren
  asideLabel: string
  children: ComponentChildren
  /** `first` puts a navigation at the left of a list; `reading` gives the text its own measure. */
  form?: 'first' | 'reading' | undefined
  navigation?: boolean | undefined
}) {
  const classes = [
    'with-aside',
    props.form === 'first' && 'aside-first',
    props.form === 'reading' && 'is-reading',
  ]
  const Aside = props.navigation ? 'nav' : 'aside'
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      <div>{props.children}</div>
      <Aside class="aside" aria-label={props.asideLabel}>
        {props.aside}
      </Aside>
    </div>
  )
}

export function AsideSection(props: Children & { title: string; secondary?: boolean | undefined }) {
  return (
    <section class={props.secondary ? 'not-simple' : undefined}>
      <h2>{props.title}</h2>
      {props.children}
    </section>
  )
}

export function Columns({
  form = '2',
  children,
}: Children & { form?: '2' | '3' | '4' | '7-5' | '5-7' | '8-4' | undefined }) {
  return <div class={`columns columns-${form}`}>{children}</div>
}

/** What the reader is on: kicker, title, the plain sentence, source and dates. */
export function PageHead(props: {
  title: ComponentChildren
  kicker?: ComponentChildren
  lead?: ComponentChildren
  byline?: readonly ComponentChildren[] | undefined
  children?: ComponentChildren
}) {
  return (
    <header class="page-head">
      {props.kicker && <p class="kicker">{props.kicker}</p>}
      <h1>{props.title}</h1>
      {props.lead && <p class="lead">{props.lead}</p>}
      {props.byline && props.byline.length > 0 && <FactLine parts={props.byline} class="byline" />}
      {props.children}
    </header>
  )
}

export function SectionHead(props: {
  title: ComponentChildren
  id?: string | undefined
  note?: ComponentChildren
  more?: { href: string; label: string } | undefined
  children?: ComponentChildren
}) {
  return (
    <div class="section-head">
      <h2 id={props.id}>{props.title}</h2>
      {props.note && <p>{props.note}</p>}
      {props.children}
      {props.more && <More {...props.more} />}
    </div>
  )
}

export function More({ href, label }: { href: string; label: string }) {
  const { address } = useFrame()
  return (
    <a class="more" href={address(href)}>
      {label} <Icon name="next" />
    </a>
  )
}

/** Facts on one line, each in its own box, so that a line breaks between them. */
export function FactLine({
  parts,
  class: className,
}: {
  parts: readonly ComponentChildren[]
  class: string
}) {
  return (
    <p class={className}>
      {parts.map((part, at) => (
        <span key={at}>{part}</span>
      ))}
    </p>
  )
}

export function Disclosure(
  props: Children & { summary: ComponentChildren; open?: boolean | undefined; id?: string | undefined },
) {
  return (
    <details class="disclosure" open={props.open} id={props.id}>
      <summary>{props.summary}</summary>
      <div>{props.children}</div>
    </details>
  )
}
