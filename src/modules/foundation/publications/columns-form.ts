import { z } from 'zod'
import { type Id, readId } from '#kernel/ids'
import { COLUMN_KINDS } from './columns-rules.ts'

const blankAsNull = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? null : (value ?? null)

const optional = <Shape extends z.ZodType>(shape: Shape) => z.preprocess(blankAsNull, shape.nullable())

const IdField = (code: string) =>
  z
    .string()
    .trim()
    .transform((text, context) => {
      const id = readId(text.slice(text.lastIndexOf('/') + 1).toLowerCase())
      if (id) return id
      context.addIssue({ code: 'custom', message: code })
      return z.NEVER
    })

const Fields = z.object({
  name: z.string('column.name-missing').trim().min(1, 'column.name-missing').max(30, 'column.name-long'),
  name_en: z.string().trim().max(80, 'column.name-long').default(''),
  /** The last part of its address, and perhaps one before it: `news/city`. */
  slug: z
    .string('column.slug-malformed')
    .trim()
    .max(80, 'column.slug-malformed')
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)?$/, 'column.slug-malformed'),
  description: z.string().trim().max(300, 'column.description-long').default(''),
  parent: optional(IdField('column.parent-unknown')),
  kind: z.enum(COLUMN_KINDS, 'column.kind-missing'),
  /** As people have it at hand: the address of its page, or the id alone. */
  publication: optional(IdField('column.publication-unknown')),
  link: optional(
    z
      .string()
      .trim()
      .max(500, 'column.link-malformed')
      .regex(/^(?:\/(?![/\\])|https:\/\/[^\s/]+\.)[^\s\\]*$/, 'column.link-malformed'),
  ),
  update_limit_days: optional(
    z.coerce
      .number('column.limit-malformed')
      .int('column.limit-malformed')
      .min(1, 'column.limit-malformed')
      .max(3660, 'column.limit-malformed'),
  ),
  in_menu: z.preprocess((value) => value === '1' || value === true, z.boolean()),
  publishers: z
    .preprocess(
      (value) => (value === undefined || value === '' ? [] : [value].flat()),
      z.array(IdField('column.publisher-unknown')).max(200, 'column.publisher-unknown'),
    )
    .transform((ids): Id[] | null => (ids.length === 0 ? null : ids)),
})

/** Rules across fields speak together with those of single fields. */
const beside = { when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null }

export const ColumnForm = Fields.refine(({ kind, link }) => kind !== 'link' || link !== null, {
  ...beside,
  path: ['link'],
  message: 'column.link-missing',
}).refine(({ kind, publication }) => kind !== 'article' || publication !== null, {
  ...beside,
  path: ['publication'],
  message: 'column.publication-missing',
})
export type ColumnForm = z.output<typeof ColumnForm>

export const ClosingForm = z.object({ into: IdField('column.into-missing') })
