import { LANGUAGES, type Language } from './messages.ts'

/** How a reader wants pages shown; kept in one cookie, `view`, set by POST and normalised, so that a cache can key on it. */
export type ViewModes = {
  language: Language
  size: (typeof SIZES)[number]
  contrast: (typeof CONTRASTS)[number]
  theme: (typeof THEMES)[number]
  simple: boolean
}

export const SIZES = ['normal', 'large', 'larger'] as const
export const CONTRASTS = ['normal', 'high'] as const
export const THEMES = ['auto', 'light', 'dark'] as const

export const DEFAULT_MODES: ViewModes = {
  language: 'zh-CN',
  size: 'normal',
  contrast: 'normal',
  theme: 'auto',
  simple: false,
}

export const VIEW_COOKIE = 'view'

/** `zh-CN.normal.normal.auto.0`: the same modes always give the same text. */
export function writeModes(modes: ViewModes): string {
  return [modes.language, modes.size, modes.contrast, modes.theme, modes.simple ? '1' : '0'].join('.')
}

/** Anything unknown falls back to its default: a stale cookie must not break a page. */
export function readModes(text: string | undefined, defaults: ViewModes = DEFAULT_MODES): ViewModes {
  const [language, size, contrast, theme, simple] = (text ?? '').split('.')
  return {
    language: oneOf(LANGUAGES, language) ?? defaults.language,
    size: oneOf(SIZES, size) ?? defaults.size,
    contrast: oneOf(CONTRASTS, contrast) ?? defaults.contrast,
    theme: oneOf(THEMES, theme) ?? defaults.theme,
    simple: simple === undefined ? defaults.simple : simple === '1',
  }
}

export function oneOf<T extends string>(values: readonly T[], text: string | undefined): T | undefined {
  return values.find((value) => value === text)
}
