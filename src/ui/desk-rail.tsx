import { ForgeryField } from './forms.tsx'
import { DESK_GROUPS, type DeskGroup, type DeskLink, useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'
import { currentOf } from './masthead.tsx'

/**
 * First what concerns this person, with counts; then the places of their work in groups. On a phone a section of the
 * page that the bar at the foot opens.
 */
export function Rail() {
  const { deskMenu, person, t } = useFrame()
  return (
    <nav class="rail" id="menu" aria-label={t('ui.desk.menu')}>
      <p class="rail-close">
        <a href="#main">
          <Icon name="close" />
          {t('ui.desk.menu.close')}
        </a>
      </p>
      <RailLinks links={deskMenu.filter(({ group }) => !group)} />
      {DESK_GROUPS.map((group) => (
        <RailGroup key={group} group={group} links={deskMenu.filter((link) => link.group === group)} />
      ))}
      {person && <SignOut class="rail-out narrow-only" />}
      <p class="rail-foot">{t('ui.desk.no-secrets')}</p>
    </nav>
  )
}

function RailGroup({ group, links }: { group: DeskGroup; links: readonly DeskLink[] }) {
  const { t } = useFrame()
  if (links.length === 0) return null
  return (
    <>
      <p class="rail-h" id={`rail-${group}`}>
        {t(`ui.desk.group.${group}`)}
      </p>
      <RailLinks links={links} labelledby={`rail-${group}`} />
    </>
  )
}

function RailLinks({ links, labelledby }: { links: readonly DeskLink[]; labelledby?: string }) {
  const { address, deskMenu, here, t } = useFrame()
  const current = currentOf(deskMenu, here)
  return (
    <ul aria-labelledby={labelledby}>
      {links.map((link) => (
        <li key={link.href}>
          <a
            href={address(link.href)}
            aria-current={link === current ? 'page' : undefined}
            title={t(link.key)}
          >
            <Icon name={deskIconOf(link.href)} />
            <span class="rail-t">{t(link.key)}</span>
            <Waiting link={link} />
          </a>
        </li>
      ))}
    </ul>
  )
}

/** Four places of the role, and the menu. */
export function PhoneBar() {
  const { address, deskMenu, here, t } = useFrame()
  const current = currentOf(deskMenu, here)
  return (
    <nav class="tabbar" aria-label={t('ui.desk.places')}>
      {deskMenu.slice(0, 4).map((link) => (
        <a key={link.href} href={address(link.href)} aria-current={link === current ? 'page' : undefined}>
          <span class="tabbar-i">
            <Icon name={deskIconOf(link.href)} />
            <Waiting link={link} />
          </span>
          {t(link.key)}
        </a>
      ))}
      <a href="#menu">
        <span class="tabbar-i">
          <Icon name="menu" />
        </span>
        {t('ui.desk.menu.short')}
      </a>
    </nav>
  )
}

export function SignOut({ class: className }: { class: string }) {
  const { address, t } = useFrame()
  return (
    <form method="post" action={address('/desk/sign-out')} class={className}>
      <ForgeryField />
      <button type="submit" class="as-link">
        {t('ui.desk.sign-out')}
      </button>
    </form>
  )
}

/** A count of nothing is left out. */
function Waiting({ link }: { link: DeskLink }) {
  if (!link.count) return null
  return <Count number={link.count} urgent={deskIconOf(link.href) === 'tasks'} />
}

export function Count({ number, urgent }: { number: number; urgent?: boolean | undefined }) {
  const { t } = useFrame()
  return (
    <span class={urgent ? 'count count-now' : 'count'}>
      {number > 999 ? '999+' : number}
      <span class="visually-hidden"> {t('ui.count.items')}</span>
    </span>
  )
}

/** By the longest address that holds the place; no two places of the rail may look the same. */
export function deskIconOf(href: string): IconName {
  const parts = href.split('/').slice(2)
  while (parts.length > 0) {
    const icon = PLACES[parts.join('/')]
    if (icon) return icon
    parts.pop()
  }
  return 'file'
}

const PLACES: Readonly<Record<string, IconName>> = {
  publications: 'drafts',
  'publications/tasks': 'tasks',
  'publications/import': 'upload',
  'publications/columns': 'table',
  'publications/numbering': 'list',
  'publications/shared': 'link',
  notifications: 'bell',
  outbox: 'send',
  calendar: 'calendar',
  portal: 'globe',
  'portal/reports': 'correct',
  search: 'search',
  site: 'home',
  organisations: 'organisation',
  account: 'person',
  accounts: 'people',
  'accounts/tokens': 'key',
  'accounts/sign-ins': 'history',
  'design-system': 'display',
}
