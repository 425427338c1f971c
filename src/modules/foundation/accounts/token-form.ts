import { z } from 'zod'
import { type CivilDate, isCivilDate } from '#kernel/calendar'
import { readId } from '#kernel/ids'
import { SCOPE_NAMES, type TokenScope } from './scopes.ts'

/** ASVS 13.2.2: what never ends is forgotten; a year and a month leave time to renew. */
export const LONGEST_DAYS = 396

/** `today` and `last` bound the day on which the token ends. */
export function tokenForm(today: CivilDate, last: CivilDate) {
  return z.object({
    name: z
      .string('account.token.name-missing')
      .trim()
      .min(1, 'account.token.name-missing')
      .max(60, 'account.too-long'),
    organisation: z.string('account.organisation-missing').transform((text, context) => {
      const id = readId(text.trim())
      if (id) return id
      context.addIssue({ code: 'custom', message: 'account.organisation-missing' })
      return z.NEVER
    }),
    scopes: z.preprocess(
      (value) => (value === undefined || value === '' ? [] : [value].flat()),
      z
        .array(z.enum(SCOPE_NAMES as [TokenScope, ...TokenScope[]], 'account.token.scope-missing'))
        .min(1, 'account.token.scope-missing'),
    ),
    until: z
      .string('account.token.until-missing')
      .trim()
      .refine((text) => isCivilDate(text), 'account.token.until-missing')
      .refine((text) => text >= today && text <= last, 'account.token.until-wrong')
      .transform((text) => text as CivilDate),
  })
}
