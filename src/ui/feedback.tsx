import { useServed } from './footer.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'

/** At the foot of every page: was it useful, and the report of an error that the rules for government sites demand. */
export function Feedback() {
  const { address, here, t } = useFrame()
  if (!useServed('/report')) return null
  const [path = '/'] = here.split('?', 1)
  return (
    <div class="page">
      <form class="feedback" method="post" action={address('/useful')}>
        <input type="hidden" name="page" value={path} />
        <p id="useful">{t('ui.feedback.useful')}</p>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame that two buttons do not need */}
        <div class="button-row" role="group" aria-labelledby="useful">
          <button type="submit" class="button button-second" name="useful" value="yes">
            {t('ui.feedback.yes')}
          </button>
          <button type="submit" class="button button-second" name="useful" value="no">
            {t('ui.feedback.no')}
          </button>
        </div>
        <a class="correct" href={address(`/report?page=${encodeURIComponent(path)}`)}>
          <Icon name="correct" /> {t('ui.feedback.report')}
        </a>
      </form>
    </div>
  )
}

/** Shown by the service worker alone, on the copy that it kept of a page; it fills in when the copy was made. */
export function OfflineNote() {
  const { t } = useFrame()
  const [before = '', after = ''] = t('ui.offline.copy').split('{time}')
  return (
    <p class="offline-note" data-offline hidden>
      {before}
      <time />
      {after}
    </p>
  )
}
