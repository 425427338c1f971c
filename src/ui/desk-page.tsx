import type { ComponentChildren } from 'preact'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'
import { dateInWords, weekdayOf } from './dates.ts'
import { PhoneBar, Rail, SignOut } from './desk-rail.tsx'
import { useFrame } from './frame.tsx'
import { Head } from './head.tsx'
import { Icon } from './icon.tsx'
import { rootAttributes } from './settings.tsx'

export type DeskPageProps = {
  title: string
  children: ComponentChildren
  trail?: readonly Crumb[] | undefined
  /** Review narrows the rail to icons. */
  focus?: boolean | undefined
  /** The address of the search of the desk, where there is one. */
  search?: string | undefined
  /** The main act of a record, above the bar at the foot of a phone. */
  phoneActs?: ComponentChildren
  refreshSeconds?: number | undefined
}

/** A whole document of the back office. `children` begin with `DeskHead`. */
export function DeskPage(props: DeskPageProps) {
  const { modes, t } = useFrame()
  return (
    <html {...rootAttributes(modes)}>
      <Head
        title={`${props.title} · ${t('ui.desk')}`}
        refreshSeconds={props.refreshSeconds}
        stylesheet="desk.css"
        script="desk.js"
        siteTags={false}
        hidden
      />
      <body class={props.focus ? 'desk desk-focus' : 'desk'}>
        <a class="skip" href="#main">
          {t('ui.skip')}
        </a>
        <Bar search={props.search} />
        <Rail />
        <main id="main" class="main" tabIndex={-1}>
          {props.trail && <Breadcrumb trail={props.trail} />}
          {props.children}
          {props.phoneActs && <div class="actbar narrow-only-flex">{props.phoneActs}</div>}
        </main>
        <PhoneBar />
      </body>
    </html>
  )
}

function Bar({ search }: { search: string | undefined }) {
  const { address, site, t, today, person } = useFrame()
  const { language } = t
  return (
    <header class="bar">
      <a class="bar-brand" href={address('/desk')}>
        <Brand />
      </a>
      <a class="bar-site" href={address('/')}>
        {site.name}
      </a>
      {search ? <DeskSearch action={search} /> : <span class="bar-gap" />}
      <p class="bar-today">
        <time dateTime={today}>
          {dateInWords(today, language)} {weekdayOf(today, language)}
        </time>
      </p>
      {person && <Me />}
    </header>
  )
}

function DeskSearch({ action }: { action: string }) {
  const { address, t } = useFrame()
  return (
    // biome-ignore lint/a11y/useSemanticElements: `search` is younger than the browsers we serve
    <form class="bar-search" action={address(action)} role="search">
      <label class="visually-hidden" for="desk-search">
        {t('ui.desk.search')}
      </label>
      <Icon name="search" />
      <input id="desk-search" name="q" type="search" placeholder={t('ui.desk.search')} autoComplete="off" />
    </form>
  )
}

function Me() {
  const { person } = useFrame()
  if (!person) return null
  return (
    <div class="bar-me">
      <Person name={person.name} />
      <span class="bar-post">{person.organisation}</span>
      <SignOut class="bar-out" />
    </div>
  )
}

export function Person({ name, here }: { name: string; here?: boolean | undefined }) {
  return (
    <span class={here ? 'who who-here' : 'who'}>
      <span class="who-face" aria-hidden="true">
        {Array.from(name)[0]}
      </span>
      <span class="who-name">{name}</span>
    </span>
  )
}

export function Brand() {
  const { t } = useFrame()
  return (
    <>
      <svg class="brand-mark" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
        <path d="M2 8.5 11 3l9 5.5M4.5 8.5h13M6 8.5V18M16 8.5V18M3 18h16M11 12v6M8.5 12h5" />
      </svg>
      <span>{t('ui.product')}</span>
    </>
  )
}
