import { z } from 'zod'
import { civilDate } from '#kernel/calendar'
import { readDocumentNumber } from '#kernel/document-number'
import type { SanitisedHtml } from '#kernel/rich-text'
import { VALIDITIES } from '#platform/module'
import { FILES_IN_CONTENT } from './attachments.ts'
import { REVIEW_STEPS, REVISION_KINDS } from './rules.ts'

/** The five stages of openness (五公开). */
export const STAGES = ['decision', 'execution', 'management', 'service', 'result'] as const
export type Stage = (typeof STAGES)[number]

/** OGI 20 (1)-(15), 21: what must be published of its own accord. */
export const STATUTORY_CATEGORIES = [
  ...Array.from({ length: 15 }, (_, at) => `a20-${String(at + 1).padStart(2, '0')}` as const),
  'a21-m',
  'a21-t',
] as const
export type StatutoryCategory = (typeof STATUTORY_CATEGORIES)[number]

const blankAsNull = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? null : (value ?? null)

const CivilDateField = z
  .string()
  .trim()
  .transform((text, context) => {
    try {
      return civilDate(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'publication.date-impossible' })
      return z.NEVER
    }
  })

const DocumentNumberField = z
  .string()
  .trim()
  .max(60, 'publication.document-number-malformed')
  .transform((text, context) => {
    const reading = readDocumentNumber(text)
    if (reading.ok) return reading.value.text
    context.addIssue({ code: 'custom', message: reading.why })
    return z.NEVER
  })

const optional = <Shape extends z.ZodType>(shape: Shape) => z.preprocess(blankAsNull, shape.nullable())

/** How the text is written: typeset in the browser, or by hand where there is no JavaScript. */
export const FORMATS = ['html', 'markdown', 'plain'] as const

/** What an editor types. Dates as on paper, text as Markdown or plain: complete without JavaScript. */
export const DocumentForm = z.object({
  title: z
    .string('publication.title-missing')
    .trim()
    .min(2, 'publication.title-missing')
    .max(200, 'publication.title-long'),
  summary: z.string().trim().max(300, 'publication.summary-long').default(''),
  text: z
    .string('publication.text-missing')
    .trim()
    .min(1, 'publication.text-missing')
    .max(400_000, 'publication.text-long'),
  format: z.enum(FORMATS, 'publication.format-unknown').default('markdown'),
  /** 发文机关, where it is not the publishing agency itself: a law of the State Council on a city's site. */
  issuer: optional(z.string().trim().max(100, 'publication.issuer-long')),
  source: optional(z.string().trim().max(60, 'publication.source-long')),
  editor: optional(z.string().trim().max(40, 'publication.editor-long')),
  keywords: z.string().trim().max(100, 'publication.keywords-long').default(''),
  subject_category: optional(z.string().trim().max(60, 'publication.subject-long')),
  document_number: optional(DocumentNumberField),
  signed_on: optional(CivilDateField),
  effective_on: optional(CivilDateField),
  expires_on: optional(CivilDateField),
})
export type DocumentForm = z.output<typeof DocumentForm>

/** The pending content of a revision of the kinds `article` and `document`. */
export const DocumentContent = DocumentForm.extend({
  body: z.string().transform((html) => html as SanitisedHtml),
  validity: z.enum(VALIDITIES).nullable(),
  ...FILES_IN_CONTENT,
})
export type DocumentContent = z.output<typeof DocumentContent>

/** What belongs to the publication as a whole and not to one of its texts. */
export const PublicationForm = z.object({
  kind: z.enum(['article', 'document'], 'publication.kind-missing'),
  organisation: z.string('publication.organisation-missing').min(1, 'publication.organisation-missing'),
  columns: z.preprocess(
    (value) => (value === undefined || value === '' ? [] : [value].flat()),
    z.array(z.string()).min(1, 'publication.column-missing').max(5, 'publication.columns-many'),
  ),
  disclosure_attribute: z.enum(['proactive', 'on-request', 'not-public'], 'publication.attribute-missing'),
  disclosure_reason: optional(z.string().trim().max(300, 'publication.reason-long')),
  legal_basis: optional(z.string().trim().max(200, 'publication.legal-basis-long')),
  stage: optional(z.enum(STAGES, 'publication.stage-unknown')),
  statutory_category: optional(z.enum(STATUTORY_CATEGORIES, 'publication.category-unknown')),
})
export type PublicationForm = z.output<typeof PublicationForm>

/** Rules across fields speak together with those of single fields: a form comes back with every error at once. */
const beside = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null }

// Rules80 一(一): anything but openness needs its basis and reason, given together with the draft.
export const NewPublication = z
  .object({ ...PublicationForm.shape, ...DocumentForm.shape })
  .refine((form) => !isClosed(form) || Boolean(form.disclosure_reason), {
    ...beside,
    path: ['disclosure_reason'],
    message: 'publication.reason-missing',
  })
  .refine((form) => !isClosed(form) || Boolean(form.legal_basis), {
    ...beside,
    path: ['legal_basis'],
    message: 'publication.legal-basis-missing',
  })
export type NewPublication = z.output<typeof NewPublication>

function isClosed({ disclosure_attribute }: { disclosure_attribute: string }): boolean {
  return disclosure_attribute === 'on-request' || disclosure_attribute === 'not-public'
}

export const ReviewForm = z
  .object({
    conclusion: z.enum(['passed', 'returned', 'open', 'not-open'], 'review.conclusion-missing'),
    reason: z.string().trim().max(500, 'publication.reason-long').default(''),
    content_hash: z.string('revision.moved-on').length(64, 'revision.moved-on'),
    /** The review that was due when the page was opened. */
    step: z.enum(REVIEW_STEPS, 'review.step-done').optional(),
  })
  .refine(
    ({ conclusion, reason }) => reason !== '' || (conclusion !== 'returned' && conclusion !== 'not-open'),
    {
      ...beside,
      path: ['reason'],
      message: 'review.reason-missing',
    },
  )
export type ReviewForm = z.output<typeof ReviewForm>

export const RevisionForm = z.object({
  kind: z.enum(REVISION_KINDS, 'revision.kind-missing'),
  reason: z
    .string('revision.reason-missing')
    .trim()
    .min(2, 'revision.reason-missing')
    .max(300, 'publication.reason-long'),
})
export type RevisionForm = z.output<typeof RevisionForm>

export const StandingForm = z.object({
  reason: z
    .string('standing.reason-missing')
    .trim()
    .min(2, 'standing.reason-missing')
    .max(300, 'publication.reason-long'),
})

export const ReleaseForm = z.object({
  content_hash: z.string('revision.moved-on').length(64, 'revision.moved-on'),
  scheduled_at: optional(z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'release.time-malformed')),
})
