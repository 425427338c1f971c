import { z } from 'zod'
import { type CivilDate, isCivilDate } from '#kernel/calendar'
import { isCreditCode } from '#kernel/credit-code'
import { type OrganisationId, readId } from '#kernel/ids'

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

/** A column of a table in a form: one field a row, and a table of one row sends a text. */
const column = (longest: number) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(line(longest)).max(60))

/** 领导分工: who leads with which duties, in the order of precedence. */
export type Leader = { post: string; name: string; duties: string }
/** An office inside the organisation that the public may call. */
export type Contact = { office: string; phone: string }

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
  email: z
    .union([z.literal(''), z.email('organisation.email-wrong')], 'organisation.email-wrong')
    .default(''),
  postcode: line(6)
    .regex(/^(\d{6})?$/, 'organisation.postcode-wrong')
    .default(''),
  leader_post: column(40),
  leader_name: column(40),
  leader_duties: column(300),
  contact_office: column(60),
  contact_phone: column(40),
})
export type OrganisationForm = z.output<typeof OrganisationForm>

/** Rows without a name are rows that nobody filled in. */
export function leadersIn(form: OrganisationForm): Leader[] {
  return form.leader_name.flatMap((name, at) =>
    name === '' ? [] : [{ name, post: form.leader_post[at] ?? '', duties: form.leader_duties[at] ?? '' }],
  )
}

export function contactsIn(form: OrganisationForm): Contact[] {
  return form.contact_phone.flatMap((phone, at) =>
    phone === '' ? [] : [{ phone, office: form.contact_office[at] ?? '' }],
  )
}

const Day = z
  .string('organisation.date-wrong')
  .trim()
  .refine((text) => isCivilDate(text), 'organisation.date-wrong')
  .transform((text) => text as CivilDate)
const Basis = z
  .string('organisation.basis-missing')
  .trim()
  .min(2, 'organisation.basis-missing')
  .max(200, 'organisation.too-long')

export const RenamingForm = z.object({
  name: line(100).min(2, 'organisation.name-missing'),
  short_name: line(40).min(2, 'organisation.short-name-missing'),
  name_en: line(200),
  until: Day,
  basis: Basis,
})
export type RenamingForm = z.output<typeof RenamingForm>

export const ClosingForm = z.object({
  closed_on: Day,
  basis: Basis,
  successors: z.preprocess(
    (value) => (value === undefined || value === '' ? [] : [value].flat()),
    z.array(z.string().transform(asId)).max(10),
  ),
  sends_on: z.preprocess((value) => value === 'on', z.boolean()),
})
export type ClosingForm = z.output<typeof ClosingForm>

function asId(text: string, context: z.core.$RefinementCtx): OrganisationId {
  const id = readId(text)
  if (id) return id
  context.addIssue({ code: 'custom', message: 'organisation.successor-unknown' })
  return z.NEVER
}
