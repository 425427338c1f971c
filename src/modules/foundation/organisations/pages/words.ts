import type { Language } from '#kernel/messages'
import type { OrganisationRow } from '../tables.ts'

/** The English name where there is one: never an empty link. */
export function nameIn(
  { name, name_en }: Pick<OrganisationRow, 'name' | 'name_en'>,
  language: Language,
): string {
  return language === 'en' && name_en ? name_en : name
}

/** A bare number becomes callable; anything else stays text. */
export function telephoneOf(phone: string): string | undefined {
  return /^[\d+][\d -]{4,}$/.test(phone) ? `tel:${phone.replaceAll(' ', '')}` : undefined
}
