import type { CivilDate } from './calendar.ts'

/** OGI 31: on which day an information request counts as received, by the way it came. */

export type RequestReceipt =
  | { readonly channel: 'in-person'; readonly submitted_on: CivilDate }
  /** The mail room's signature counts, not the day the office opens the letter. */
  | { readonly channel: 'registered-mail'; readonly signed_on: CivilDate }
  /** Confirmed with the applicant; the office must do so on the day of arrival. */
  | {
      readonly channel: 'ordinary-mail'
      readonly arrived_on: CivilDate
      readonly confirmed_on: CivilDate | null
    }
  | { readonly channel: 'web' | 'fax'; readonly confirmed_on: CivilDate | null }
export type RequestChannel = RequestReceipt['channel']

/** Null while the confirmation that the law asks for is missing: no clock runs yet. */
export function receivedOn(receipt: RequestReceipt): CivilDate | null {
  if (receipt.channel === 'in-person') return receipt.submitted_on
  if (receipt.channel === 'registered-mail') return receipt.signed_on
  return receipt.confirmed_on
}

export function isConfirmedLate(receipt: RequestReceipt, today: CivilDate): boolean {
  return receipt.channel === 'ordinary-mail' && (receipt.confirmed_on ?? today) > receipt.arrived_on
}
