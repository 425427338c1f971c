/** GB 32100 unified social credit codes and the GB 11714 organisation code inside them. */

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export function isCreditCode(text: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(text) && creditCheckOf(text) === text[17]
}

/** The check character for the first 17 characters; undefined where they are outside the alphabet. */
export function creditCheckOf(text: string): string | undefined {
  let sum = 0
  let weight = 1
  for (const char of text.slice(0, 17)) {
    const value = CREDIT_ALPHABET.indexOf(char)
    if (value < 0) return undefined
    sum += value * weight
    weight = (weight * 3) % 31
  }
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31]
}

/** Characters 9 to 17: the organisation code, as index numbers carry it (domain of document metadata). */
export function orgCodeOf(creditCode: string): string {
  return creditCode.slice(8, 17)
}

export function isOrganisationCode(text: string): boolean {
  if (!/^[0-9A-Z]{8}[0-9X]$/.test(text)) return false
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * Number.parseInt(text[at] ?? '', 36),
    0,
  )
  return '0123456789X0'[11 - (sum % 11)] === text[8]
}
