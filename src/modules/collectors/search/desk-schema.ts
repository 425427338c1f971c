import { z } from 'zod'
import { normalised } from './asked.ts'
import { DEMANDS, PERIODS } from './demand.ts'

export const DemandQuery = z.object({
  demand: z.enum(DEMANDS).optional(),
  days: z.coerce.number().pipe(z.literal(PERIODS)).optional(),
  q: z.string().max(60).transform(normalised).optional(),
})

export const AnswerQuery = z.object({
  query: z.string().max(60).transform(normalised).optional(),
  saved: z.literal('1').optional(),
})

const Query = z
  .string()
  .transform(normalised)
  .pipe(z.string().min(1, 'search.query-missing').max(60, 'search.query-missing'))

/** A whole address is cut to its path: people paste what stands in their browser. */
const LocalAddress = z
  .string()
  .trim()
  .transform((text) => text.replace(/^https?:\/\/[^/]+/i, '').replace(/^\/sites\/[a-z0-9-]+(?=\/)/, ''))
  .pipe(z.string().regex(/^\/[^/\\\s][^\\\s]{0,300}$/, 'search.address-wrong'))

export const AnswerForm = z.object({
  query: Query,
  address: LocalAddress,
  title: z.string().trim().max(100, 'search.title-long'),
})

const WORD = /^[\p{L}\p{N} ]{2,20}$/u

export const SynonymForm = z.object({
  words: z
    .string()
    .transform((text) => [
      ...new Set(
        text
          .split(/[,，、;；=＝\n]/)
          .map(normalised)
          .filter((word) => word !== ''),
      ),
    ])
    .pipe(
      z
        .array(z.string().regex(WORD, 'search.word-wrong'))
        .min(2, 'search.words-missing')
        .max(12, 'search.words-missing'),
    ),
})

export const RetractForm = z.object({ query: Query })

/** What another page has already typed for the editor. */
export const SynonymQuery = z.object({ words: z.string().max(200).optional() })
