import { z } from 'zod'
import { isCivilDate } from '#kernel/calendar'
import { isCreditCode } from '#kernel/credit-code'
import { readId } from '#kernel/ids'

/**
 * Institutions (事业单位) and bodies that a law entrusts with public affairs are agencies too (OGI 54); public
 * utilities are not, but must disclose (OGI 55).
 */
export const ORGANISATION_KINDS = [
  'department',
  'institution',
  'authorised-body',
  'public-utility',
  'government',
] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

const line = (longest: number) => z.string().trim().max(longest, 'organisation.too-long')

/** What an administrator says about an organisation. Codes are checked here, uniqueness where they are stored. */
export const OrganisationForm = z.object({
  parent: z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === '') return undefined
      const id = readId(text)
      if (!id) context.addIssue({ code: 'custom', message: 'organisation.parent-unknown' })
      return id
    }),
  kind: z.enum(ORGANISATION_KINDS, 'organisation.kind-missing'),
  name: line(100).min(2, 'organisation.name-missing'),
  short_name: line(40).min(2, 'organisation.short-name-missing'),
  name_en: line(200),
  credit_code: z.string().trim().toUpperCase().refine(isCreditCode, 'organisation.credit-code-wrong'),
  division_code: z
    .string()
    .trim()
    .regex(/^\d{6}(\d{3}){0,2}$/, 'organisation.division-code-wrong'),
  agency_mark: line(20).regex(/^\p{Script=Han}*$/u, 'organisation.agency-mark-wrong'),
  head_post: line(40),
  head_name: line(40),
  functions: z.string().trim().max(4000, 'organisation.too-long'),
  address: line(200),
  phone: line(40),
  hours: line(200),
  sort_order: z.coerce
    .number('organisation.sort-order-wrong')
    .int('organisation.sort-order-wrong')
    .min(0, 'organisation.sort-order-wrong')
    .max(99_999, 'organisation.sort-order-wrong'),
  closed_on: z
    .string()
    .trim()
    .transform((text, context) => {
      if (text === '') return null
      if (isCivilDate(text)) return text
      context.addIssue({ code: 'custom', message: 'organisation.date-wrong' })
      return z.NEVER
    }),
})
export type OrganisationForm = z.output<typeof OrganisationForm>
