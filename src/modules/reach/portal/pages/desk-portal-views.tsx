import { useFrame, Views } from '#ui'
import { ADDRESSES_DESK, HOME_DESK, REPORTS_DESK, SETTINGS_DESK, USEFULNESS_DESK } from '../desk-paths.ts'

/** The places that arrange the site as a whole. */
export function SiteViews({ current }: { current: 'home' | 'addresses' | 'settings' }) {
  const { t } = useFrame()
  const places = [
    ['home', HOME_DESK],
    ['addresses', ADDRESSES_DESK],
    ['settings', SETTINGS_DESK],
  ] as const
  return (
    <Views
      label={t('portal.desk.site')}
      views={places.map(([place, href]) => ({
        href,
        label: t(`portal.desk.${place}`),
        current: place === current,
      }))}
    />
  )
}

/** What readers say about pages. */
export function VoiceViews({
  current,
  open,
}: {
  current: 'reports' | 'usefulness'
  open?: number | undefined
}) {
  const { t } = useFrame()
  return (
    <Views
      label={t('portal.desk.voices')}
      views={[
        { href: REPORTS_DESK, label: t('portal.desk.reports'), count: open, current: current === 'reports' },
        { href: USEFULNESS_DESK, label: t('portal.desk.usefulness'), current: current === 'usefulness' },
      ]}
    />
  )
}
