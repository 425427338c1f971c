import type { Params } from './refusals.ts'

export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Flat keys `module.thing`; zh-CN defines the type, every other language satisfies it. */
export type Catalogue = Readonly<Record<string, string>>
export type Messages = Readonly<Record<Language, Catalogue>>

export type Translate = ((key: string, params?: Params) => string) & { readonly language: Language }

export function defineMessages<Keys extends string>(
  zh: Readonly<Record<Keys, string>>,
  en: Readonly<Record<NoInfer<Keys>, string>>,
): Messages {
  return { 'zh-CN': zh, en }
}

/** A key that no catalogue has is shown as itself and never breaks a page; a test finds it before a reader does. */
export function translator(language: Language, messages: readonly Messages[]): Translate {
  const words: Record<string, string> = Object.assign(
    Object.create(null),
    ...messages.map((all) => all[language]),
  )
  const t = (key: string, params: Params = {}) => fill(words[key] ?? key, params)
  return Object.assign(t, { language })
}

function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in params ? String(params[name]) : whole))
}
