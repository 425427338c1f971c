import type { ComponentChildren } from 'preact'
import type { ViewModes } from '#kernel/view-modes'
import { SIZES } from '#kernel/view-modes'
import { ForgeryField } from './forms.tsx'
import { useFrame } from './frame.tsx'
import { Icon } from './icon.tsx'
import type { IconName } from './icons.ts'

type Setting = 'language' | 'size' | 'contrast' | 'theme' | 'simple'

/** One press sets one mode and comes back to this page: a POST, because it changes what the cookie keeps. */
export function SettingButton(props: {
  setting: Setting
  value: string
  children: ComponentChildren
  icon?: IconName | undefined
  lang?: string | undefined
  class?: string | undefined
}) {
  const { address, here } = useFrame()
  return (
    <form method="post" action={address('/settings')} class={props.class ?? 'setting'}>
      <ForgeryField />
      <input type="hidden" name="back" value={here} />
      <button type="submit" class="as-link" name={props.setting} value={props.value} lang={props.lang}>
        {props.icon && <Icon name={props.icon} />}
        <span>{props.children}</span>
      </button>
    </form>
  )
}

export function SizeSwitch() {
  const { address, here, modes, t } = useFrame()
  return (
    <form method="post" action={address('/settings')} class="size-switch">
      <ForgeryField />
      <input type="hidden" name="back" value={here} />
      {/* biome-ignore lint/a11y/useSemanticElements: a legend cannot stand on one line with its buttons */}
      <span role="group" aria-label={t('ui.size')}>
        {t('ui.size')}
        {SIZES.map((size) => (
          <button
            type="submit"
            key={size}
            class="as-link"
            name="size"
            value={size}
            aria-pressed={modes.size === size ? 'true' : 'false'}
          >
            {t(`ui.size.${size}`)}
          </button>
        ))}
      </span>
    </form>
  )
}

/** The attributes of the root element; a mode that is off has none. */
export function rootAttributes(modes: ViewModes) {
  return {
    lang: modes.language,
    'data-theme': modes.theme,
    'data-size': modes.size === 'normal' ? undefined : modes.size,
    'data-contrast': modes.contrast === 'high' ? 'high' : undefined,
    'data-simple': modes.simple ? '' : undefined,
  }
}
