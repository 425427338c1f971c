import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import { SearchBox } from './search-box.tsx'
import { SettingButton } from './settings.tsx'

/** Whose site this is. Never sticky, no banner, no slogan, no ticker. */
export function Masthead({ search }: { search: boolean }) {
  const { address, here, site, t } = useFrame()
  return (
    <header class="masthead">
      <div class="masthead-tools page">
        <p>{t('ui.portal.of', { site: site.name })}</p>
        <Tools />
      </div>
      <div class="masthead-main page">
        <a class="site" href={address('/')} aria-current={here === '/' ? 'page' : undefined}>
          <Seal />
          <span>
            <span class="site-name">{site.name}</span>
            <span class="site-sub">{site.domain}</span>
          </span>
        </a>
        <div class="masthead-quick">
          <SimpleButton />
          <a href={address('/search')}>
            <Icon name="search" />
            <span>{t('ui.search')}</span>
          </a>
        </div>
        {search && <SearchBox class="masthead-search" />}
      </div>
      <SiteNavigation />
    </header>
  )
}

function Tools() {
  const { address, modes, t } = useFrame()
  const other = modes.language === 'en' ? 'zh-CN' : 'en'
  return (
    <>
      <SimpleButton />
      <a href={address('/settings')}>
        <Icon name="display" /> {t('ui.settings')}
      </a>
      <SettingButton setting="language" value={other} lang={other}>
        {other === 'en' ? 'English' : '中文'}
      </SettingButton>
    </>
  )
}

function SimpleButton() {
  const { modes, t } = useFrame()
  if (modes.simple) return null
  return (
    <SettingButton setting="simple" value="1" icon="elder">
      {t('ui.simple')}
    </SettingButton>
  )
}

/** Seven words, always visible: on a phone they fill the line, so there is no menu button. */
function SiteNavigation() {
  const { address, here, menu, t } = useFrame()
  const current = currentOf(menu, here)
  return (
    <nav class="site-nav" aria-label={t('ui.navigation')}>
      <div class="page">
        <ul>
          {menu.map((link) => (
            <li key={link.href}>
              <a href={address(link.href)} aria-current={link === current ? 'true' : undefined}>
                {t(link.key)}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  )
}

/** The link whose path is the longest beginning of the page's path, by whole segments. */
export function currentOf<Link extends { href: string }>(
  links: readonly Link[],
  here: string,
): Link | undefined {
  const path = here.split('?')[0] ?? here
  const holds = (href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))
  return links.filter((link) => holds(link.href)).sort((a, b) => b.href.length - a.href.length)[0]
}

/** Only for those who chose the simple mode: leave, read aloud, telephone. */
export function SimpleBar() {
  const { modes, site, t } = useFrame()
  if (!modes.simple) return null
  return (
    <aside class="simple-bar" aria-label={t('ui.simple')}>
      <div class="page">
        <SettingButton setting="simple" value="0" icon="close">
          {t('ui.simple.leave')}
        </SettingButton>
        <button type="button" class="as-link" data-behaviour="read-aloud" hidden>
          <Icon name="sound" /> {t('ui.read-aloud')}
        </button>
        <a href={`tel:${site.phone.replace(/[^\d+-]/g, '')}`}>
          <Icon name="phone" /> {t('ui.simple.phone', { phone: site.phone })}
        </a>
      </div>
    </aside>
  )
}

/** Cloud over water: the mark of the house, in the only cinnabar that every page carries. */
function Seal() {
  return (
    <svg class="site-seal" viewBox="0 0 52 52" aria-hidden="true" focusable="false">
      <rect class="mark-state-fill" x="1" y="1" width="50" height="50" rx="5" />
      <path class="site-seal-line" d={SEAL} />
    </svg>
  )
}

const SEAL =
  'M15.5 25.5h21a5.4 5.4 0 0 0 .6-10.7 8 8 0 0 0-14.6-2.5 6 6 0 0 0-7.7 4.2 4.6 4.6 0 0 0 .7 9zM10 33.5c3.5-2.6 7-2.6 10.6 0s7.2 2.6 10.7 0 7.1-2.6 10.7 0M15.5 41.5c3-2.2 6-2.2 9 0s6.2 2.2 9.2 0 2.8-1.7 4.3-1.6'
