import { z } from 'zod'
import { type CivilDate, instantAt, isCivilDate } from '#kernel/calendar'
import type { Draft } from '#kernel/forms'
import { ownAddress } from '#platform/http/call'
import { ReleaseForm, StandingForm } from './schema.ts'

/** Forms that only the desk has, beside those of the domain. */

export const FindingForm = z
  .object({
    fingerprint: z
      .string('release.finding-gone')
      .min(1, 'release.finding-gone')
      .max(60, 'release.finding-gone'),
    finding_reason: z
      .string('personal-data.reason-missing')
      .trim()
      .min(2, 'personal-data.reason-missing')
      .max(300, 'publication.reason-long'),
  })
  .transform(({ fingerprint, finding_reason }) => ({ fingerprint, reason: finding_reason }))

/** The clock of the form is that of the capital. */
function instantOfForm(missing: string) {
  return z.string(missing).transform((text, context) => {
    const [date = '', time = ''] = text.trim().split('T')
    if (isCivilDate(date) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return instantAt(date as CivilDate, time)
    context.addIssue({ code: 'custom', message: text.trim() === '' ? missing : 'release.time-malformed' })
    return z.NEVER
  })
}

export const ScheduleForm = ReleaseForm.extend({ scheduled_at: instantOfForm('release.time-missing') })

export const RedirectionForm = StandingForm.extend({
  redirects_to: z
    .string('standing.address-missing')
    .trim()
    .max(500, 'standing.address-long')
    .refine((text) => ownAddress(text, '') !== '', 'standing.address-missing'),
})

const blankAsNull = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? null : (value ?? null)

const Ground = z
  .string('standing.ground-missing')
  .min(1, 'standing.ground-missing')
  .max(60, 'standing.ground-missing')

export const NotPublicForm = StandingForm.extend({
  ground: Ground,
  next_review_on: z.preprocess(
    blankAsNull,
    z
      .string()
      .refine(isCivilDate, 'publication.date-impossible')
      .transform((text) => text as CivilDate)
      .nullable(),
  ),
})

export const LeavingForm = StandingForm.extend({ leaves_at: instantOfForm('leaving.time-missing') })

/** Everything, or one earlier text, or one part of it: `all`, `<revision>`, `<revision>/<part>`. */
export const ErasureForm = StandingForm.extend({
  ground: Ground,
  scope: z
    .string('erasure.scope-missing')
    .regex(/^(?:all|[0-9a-z]{26}(?:\/(?:title|body|meta|file\/\d{1,3}))?)$/, 'erasure.scope-missing'),
})

export const ProposalForm = z
  .object({
    decision: z.enum(['confirm', 'refuse'], 'proposal.decision-missing'),
    reason: z.string().trim().max(300, 'publication.reason-long').default(''),
  })
  .refine(({ decision, reason }) => decision === 'confirm' || reason !== '', {
    when: ({ value }) => typeof value === 'object' && value !== null,
    path: ['reason'],
    message: 'standing.reason-missing',
  })

/** Reasons that most returned texts share; each is a word of the catalogue. */
export const RETURN_REASONS: readonly string[] = [
  'evidence',
  'facts',
  'openness',
  'personal',
  'language',
  'explanation',
]

/** Each form of the review page keeps its own draft, so that an error stands where it was made. */
export type FormName = 'review' | 'secrecy' | 'finding' | 'emergency' | 'release' | 'schedule'
export type Drafts = Partial<Record<FormName, Draft>>

/** One id a field on a page of several forms: the plain one belongs to the form whose errors are shown. */
export function fieldIdIn(drafts: Drafts, form: FormName, name: string): string | undefined {
  const [owner = 'review'] = Object.keys(drafts)
  return owner === form ? undefined : `${form}-${name}`
}
