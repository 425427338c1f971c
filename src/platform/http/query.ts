import { z } from 'zod'
import { MOST } from '#kernel/cursors'
import { UNNAMED } from '#kernel/forms'
import { Invalid } from '#kernel/refusals'

/** Pages ignore what they do not know (shared links gain tracking parameters) and fall back where a value is odd. */
export function readPageQuery<Shape extends z.ZodObject>(shape: Shape, query: unknown): z.output<Shape> {
  const given = singles(query)
  const result = shape.safeParse(given)
  if (result.success) return result.data
  for (const issue of result.error.issues) delete given[String(issue.path[0])]
  return shape.parse(given)
}

/** The API and the machine twins refuse what they do not know: a misspelt filter must not look like no filter. */
export function readStrictQuery<Shape extends z.ZodObject>(shape: Shape, query: unknown): z.output<Shape> {
  const result = z.strictObject(shape.shape).safeParse(singles(query), UNNAMED)
  if (result.success) return result.data as z.output<Shape>
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[key] = 'list.unknown-parameter'
    else fields[String(issue.path[0])] ??= issue.message
  }
  throw new Invalid('list.bad-parameters', fields)
}

export const ListQuery = z.object({
  cursor: z.string().max(400, 'list.bad-cursor').optional(),
  limit: z.coerce
    .number('list.bad-limit')
    .int('list.bad-limit')
    .min(1, 'list.bad-limit')
    .max(MOST, 'list.bad-limit')
    .optional(),
})

/** A parameter given twice counts once, as its first value; no prototype to stumble over. */
function singles(query: unknown): Record<string, string> {
  const values: Record<string, string> = Object.create(null)
  for (const [name, value] of Object.entries(query ?? {})) {
    const first = Array.isArray(value) ? value[0] : value
    const text = typeof first === 'string' ? first.replaceAll('\0', '') : ''
    if (text !== '') values[name] = text
  }
  return values
}
