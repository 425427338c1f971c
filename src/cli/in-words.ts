import type { z } from 'zod'
import { readForm } from '#kernel/forms'
import type { Translate } from '#kernel/messages'
import { Invalid, type Refusal } from '#kernel/refusals'

/** What the operator said, read by the same shape as a form; every fault at once. */
export function demandForm<Shape extends z.ZodType>(
  shape: Shape,
  said: Readonly<Record<string, string>>,
): z.output<Shape> {
  const form = readForm(shape, said)
  if (!form.ok) throw new Invalid('list.bad-parameters', form.draft.errors)
  return form.value
}

/** A refusal of the rules as the terminal says it: a line for each option that is wrong. */
export function inWords(t: Translate, refusal: Refusal): string {
  const { code, params } = refusal
  if (!(refusal instanceof Invalid)) return t(code, params)
  return Object.entries(refusal.fields)
    .map(([field, key]) => `--${field.replaceAll('_', '-')}: ${t(key, params)}`)
    .join('\n')
}
