import { z } from 'zod'
import { idOfAddress } from '#kernel/ids'
import { ListQuery } from '#platform/http/query'
import { MAIL_CHOICES, TOPICS } from './topics.ts'

export const RHYTHMS = ['at-once', 'daily', 'weekly'] as const
export type Rhythm = (typeof RHYTHMS)[number]

export const SUBJECT_KINDS = ['column', 'publication'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

/** RFC 5321 §4.5.3.1.3 bounds a path to 256 octets; more than the form of an address only its mail can prove. */
export const Address = z
  .string('notifications.address-missing')
  .trim()
  .min(1, 'notifications.address-missing')
  .max(254, 'notifications.address-wrong')
  .regex(
    /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+\.[^\s@.<>"(),:;[\]\\]{2,}$/u,
    'notifications.address-wrong',
  )

const MOST_SUBJECTS = 30

const Subject = z.string().transform((text, context) => {
  const id = idOfAddress(text)
  if (id) return id
  context.addIssue({ code: 'custom', message: 'notifications.subject-wrong' })
  return z.NEVER
})
const Subjects = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .default([])
  .pipe(z.array(Subject).max(MOST_SUBJECTS, 'notifications.too-many-subjects'))

const rhythm = z.enum(RHYTHMS, 'notifications.rhythm-missing')

export const SubscriptionForm = z
  .object({ column: Subjects, publication: Subjects, rhythm, address: Address })
  .refine(({ column, publication }) => column.length + publication.length > 0, {
    path: ['column'],
    message: 'notifications.subject-missing',
    when: () => true,
  })
export type SubscriptionForm = z.output<typeof SubscriptionForm>

export const AddressForm = z.object({ address: Address })
export const RhythmForm = z.object({ rhythm })

export const SubjectQuery = z.object({
  column: z.string().max(120).optional(),
  publication: z.string().max(40).optional(),
})

export const InboxQuery = ListQuery.extend({
  view: z.enum(['unread', 'all'], 'list.unknown-parameter').default('unread'),
  topic: z.enum(TOPICS, 'list.unknown-parameter').optional(),
  q: z.string().trim().max(100, 'list.bad-parameters').optional(),
})
export type InboxQuery = z.output<typeof InboxQuery>

/** Only the topics that the page asks about. */
export const PreferenceForm = z.partialRecord(
  z.enum(TOPICS),
  z.enum(MAIL_CHOICES, 'notifications.choice-missing'),
)
