import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { FactLine } from './layout.tsx'
import { currentOf } from './masthead.tsx'
import { Time } from './time.tsx'

/** Every list is this list. `plain` without lines above and below, `compact` in side columns. */
export function Rows(props: {
  children: ComponentChildren
  ordered?: boolean | undefined
  plain?: boolean | undefined
  compact?: boolean | undefined
  results?: boolean | undefined
}) {
  const List = props.ordered ? 'ol' : 'ul'
  const classes = [
    'rows',
    (props.plain || props.compact) && 'rows-plain',
    props.compact && 'rows-compact',
    props.results && 'results',
  ]
  return <List class={classes.filter(Boolean).join(' ')}>{props.children}</List>
}

/** One idea: its title, then one line of facts. */
export function Row(props: {
  title: ComponentChildren
  href: string
  /** Puts the day in a column of its own. */
  date?: string | undefined
  kind?: readonly ComponentChildren[] | undefined
  text?: ComponentChildren
  meta?: readonly ComponentChildren[] | undefined
  /** Repealed or withdrawn. */
  struck?: boolean | undefined
  heading?: 2 | 3 | undefined
  lang?: string | undefined
}) {
  const { address } = useFrame()
  const Title = props.heading ? (`h${props.heading}` as const) : 'p'
  const meta = props.meta?.filter(Boolean) ?? []
  return (
    <li class={props.date ? 'row row-dated' : 'row'}>
      {props.date && <Time class="row-date" date={props.date} form="day" />}
      {props.kind && <FactLine class="row-meta result-kind" parts={props.kind} />}
      <Title class="row-title">
        <a class={props.struck ? 'is-struck' : undefined} href={address(props.href)} lang={props.lang}>
          {props.title}
        </a>
      </Title>
      {props.text && <p class="row-text">{props.text}</p>}
      {meta.length > 0 && <FactLine class="row-meta" parts={meta} />}
    </li>
  )
}

/** Parts a long list by month. */
export function MonthHead({ children }: { children: ComponentChildren }) {
  return <h2 class="day-head">{children}</h2>
}

/** How many there are, what narrows them, and the same list for machines. */
export function ListState(props: {
  count: ComponentChildren
  chips?: ComponentChildren
  downloads?: ComponentChildren
}) {
  return (
    <div class="list-state">
      <p>{props.count}</p>
      {props.chips}
      {props.downloads}
    </div>
  )
}

/** Conditions of the list in view; each link leads to the list without it. */
export function Chips({ chips }: { chips: readonly { label: string; href: string }[] }) {
  const { address, t } = useFrame()
  if (chips.length === 0) return null
  return (
    <p class="chips">
      {chips.map((chip) => (
        <a class="chip" key={chip.href} href={address(chip.href)}>
          {chip.label} <Icon name="close" />
          <span class="visually-hidden">{t('ui.chip.remove')}</span>
        </a>
      ))}
    </p>
  )
}

export type Download = { href: string; label: string; icon?: IconName | undefined }

export function Downloads({ links }: { links: readonly Download[] }) {
  const { address } = useFrame()
  return (
    <p class="downloads">
      {links.map((link) => (
        <a key={link.href} href={address(link.href)}>
          {link.icon && <Icon name={link.icon} />} {link.label}
        </a>
      ))}
    </p>
  )
}

/** A GET form: the filters stand in the address. */
export function FilterBar(props: {
  action: string
  label: string
  children: ComponentChildren
  submit?: string | undefined
}) {
  const { address, t } = useFrame()
  return (
    <form class="filter-bar" action={address(props.action)} aria-label={props.label}>
      {props.children}
      <button type="submit" class="button button-main">
        {props.submit ?? t('ui.filter')}
      </button>
    </form>
  )
}

export type Facet = {
  title: string
  options: readonly { label: string; href: string; count: number; current?: boolean | undefined }[]
}

/** Links with exact counts; an option without a hit is left out. */
export function Facets({ facets, open = true }: { facets: readonly Facet[]; open?: boolean | undefined }) {
  const { address, t } = useFrame()
  return (
    <details class="facets" id="facets" open={open}>
      <summary>
        <Icon name="filter" /> {t('ui.narrow')}
      </summary>
      {facets.map((facet) => (
        <div class="facet" key={facet.title}>
          <h3>{facet.title}</h3>
          <ul class="plain-list">
            {facet.options.map((option) => (
              <li key={option.href}>
                <a href={address(option.href)} aria-current={option.current ? 'true' : undefined}>
                  {option.label}
                  <span class="count">{option.count.toLocaleString('en')}</span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  )
}

/** By key, never by number: a page keeps its rows when newer ones come. */
export function Pagination(props: {
  previous?: string | undefined
  next?: string | undefined
  range?: ComponentChildren
  labels?: { previous: string; next: string } | undefined
}) {
  const { address, t } = useFrame()
  if (!props.previous && !props.next) return null
  const labels = props.labels ?? { previous: t('ui.page.newer'), next: t('ui.page.older') }
  return (
    <nav class="pagination" aria-label={t('ui.page')}>
      {props.previous && (
        <a href={address(props.previous)} rel="prev">
          <Icon name="arrow-left" /> {labels.previous}
        </a>
      )}
      {props.range && <p>{props.range}</p>}
      {props.next && (
        <a href={address(props.next)} rel="next">
          {labels.next} <Icon name="arrow-right" />
        </a>
      )}
    </nav>
  )
}

/** Inside a navigation; the page in view is found by its address. */
export function SideNav({ links }: { links: readonly { href: string; label: string }[] }) {
  const { address, here } = useFrame()
  const current = currentOf(links, here)
  return (
    <ul class="side-nav">
      {links.map((link) => (
        <li key={link.href}>
          <a href={address(link.href)} aria-current={link === current ? 'page' : undefined}>
            {link.label}
          </a>
        </li>
      ))}
    </ul>
  )
}

export function Files({ children }: { children: ComponentChildren }) {
  return <ul class="files">{children}</ul>
}

/** Kind, real name, and what it weighs; the whole row is the target. */
export function FileRow(props: { href: string; name: string; kind: string; meta?: ComponentChildren }) {
  const { address } = useFrame()
  return (
    <li class="file">
      <span class="file-kind" aria-hidden="true">
        {props.kind.toUpperCase()}
      </span>
      <a class="file-name" href={address(props.href)}>
        {props.name}
      </a>
      {props.meta && <p class="file-meta">{props.meta}</p>}
    </li>
  )
}

/** What is not there, since when, and what is near: never only that there is nothing. */
export function EmptyState(props: {
  title: string
  children?: ComponentChildren
  heading?: 2 | 3 | undefined
}) {
  const Heading = `h${props.heading ?? 2}` as const
  return (
    <div class="empty">
      <Heading>{props.title}</Heading>
      {props.children}
    </div>
  )
}
