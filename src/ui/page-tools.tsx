import type { ComponentChildren } from 'preact'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { Download } from './lists.tsx'
import { Qr } from './qr.tsx'
import { SizeSwitch } from './settings.tsx'

/** The address to copy, and two links that need no script; where the browser can share by itself, its button stands beside. */
function Share() {
  const { absolute, here, t } = useFrame()
  const whole = absolute(here)
  const text = encodeURIComponent(whole)
  return (
    <details>
      <summary>
        <Icon name="link" /> {t('ui.share.address')}
      </summary>
      <div class="share">
        <label for="share-address">{t('ui.share.copy-this')}</label>
        <input id="share-address" class="input mono" readOnly value={whole} />
        <p>
          <button type="button" class="as-link" data-behaviour="copy" data-copies="share-address" hidden>
            <Icon name="file" /> <span data-words={t('ui.share.copied')}>{t('ui.share.copy')}</span>
          </button>
          <a href={`mailto:?body=${text}`}>{t('ui.share.mail')}</a>{' '}
          <a href={`sms:?body=${text}`}>{t('ui.share.sms')}</a>
        </p>
      </div>
    </details>
  )
}

/**
 * Size works without a script; reading aloud, printing and sharing are the browser's own, so their buttons appear
 * only once a script has found that the browser can.
 */
export function PageTools(props: {
  downloads?: readonly Download[] | undefined
  /** The address that the code for the phone holds; false leaves it out. */
  phone?: string | false | undefined
  children?: ComponentChildren
}) {
  const { absolute, address, here, t } = useFrame()
  const phone = props.phone ?? absolute(here)
  return (
    <div class="page-tools">
      <SizeSwitch />
      <button type="button" class="as-link" data-behaviour="read-aloud" hidden>
        <Icon name="sound" /> <span data-words={t('ui.read-aloud.stop')}>{t('ui.read-aloud')}</span>
      </button>
      <button type="button" class="as-link" data-behaviour="print" hidden>
        <Icon name="print" /> {t('ui.print')}
      </button>
      <button type="button" class="as-link" data-behaviour="share" hidden>
        <Icon name="share" /> {t('ui.share')}
      </button>
      <Share />
      {props.downloads?.map((link) => (
        <a key={link.href} href={address(link.href)}>
          <Icon name={link.icon ?? 'download'} /> {link.label}
        </a>
      ))}
      {props.children}
      {phone && (
        <details>
          <summary>
            <Icon name="qr" /> {t('ui.phone')}
          </summary>
          <div>
            <Qr text={phone}>
              {t('ui.phone.scan')}
              <br />
              <span class="mono">{phone}</span>
            </Qr>
          </div>
        </details>
      )}
    </div>
  )
}
