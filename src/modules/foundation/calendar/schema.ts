import { z } from 'zod'

const YEAR = 'calendar.year-wrong'
const lines = z.string().trim().max(8000, 'calendar.too-long')

/** What an officer types from the notice; the lines are read by `readNotice`, so that all faults are told at once. */
export const NoticeForm = z.object({
  year: z.coerce.number(YEAR).int(YEAR).min(2000, YEAR).max(2100, YEAR),
  days_off: lines.min(1, 'calendar.days-off-missing'),
  make_up_days: lines,
  source: z.string().trim().min(4, 'calendar.source-missing').max(300, 'calendar.too-long'),
  reason: z.string().trim().min(4, 'calendar.reason-missing').max(2000, 'calendar.too-long'),
})
export type NoticeForm = z.output<typeof NoticeForm>

/** The same, and what the officer had on the screen when pressing: nothing else may be adopted. */
export const AdoptionForm = NoticeForm.extend({ base: z.string().max(36), hash: z.string().max(64) })

/** The questions to the calculator; what it cannot read it says instead of a date. */
export const CalculatorQuery = z.object({
  rule: z.string().max(60).optional(),
  start: z.string().max(10).optional(),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  pauses: z.string().max(2000).optional(),
  extension: z.string().max(10).optional(),
  told: z.string().max(10).optional(),
})
export type CalculatorQuery = z.output<typeof CalculatorQuery>
