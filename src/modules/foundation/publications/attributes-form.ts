import { z } from 'zod'
import type { Id } from '#kernel/ids'
import { PublicationForm } from './schema.ts'

const when = ({ value }: { value: unknown }) => typeof value === 'object' && value !== null

/** What is decided at drafting, to be decided anew; the reason is asked for once the public has read it. */
export const AttributesForm = PublicationForm.omit({ kind: true, organisation: true })
  .extend({
    audience: z.enum(['public', 'specific-group'], 'attributes.audience-missing'),
    reason: z.string().trim().max(300, 'publication.reason-long').default(''),
  })
  .refine(
    ({ disclosure_attribute, disclosure_reason }) =>
      disclosure_attribute === 'proactive' || disclosure_reason,
    {
      when,
      path: ['disclosure_reason'],
      message: 'publication.reason-missing',
    },
  )
  .refine(({ disclosure_attribute, legal_basis }) => disclosure_attribute === 'proactive' || legal_basis, {
    when,
    path: ['legal_basis'],
    message: 'publication.legal-basis-missing',
  })
export type AttributesForm = z.output<typeof AttributesForm>

/** An open attribute has neither reason nor basis: what was typed before it was chosen is let go. */
export function attributesOf({ reason: _, columns, ...form }: AttributesForm) {
  const isProactive = form.disclosure_attribute === 'proactive'
  return {
    ...form,
    columns: columns as Id[],
    ...(isProactive ? { disclosure_reason: null, legal_basis: null } : {}),
  }
}
