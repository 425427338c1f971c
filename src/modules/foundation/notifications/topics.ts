import type { Permission } from '#platform/act'

/** What people at the desk are told about, and how it reaches them until they choose otherwise. */
export const TOPICS = [
  'review-due',
  'review-overdue',
  'emergency-review-overdue',
  'release-due',
  'release-blocked',
  'revision-returned',
  'revision-reviewed',
  'revision-approved',
  'revision-published',
  'mail-failed',
] as const
export type Topic = (typeof TOPICS)[number]

export const MAIL_CHOICES = ['at-once', 'digest', 'never'] as const
export type MailChoice = (typeof MAIL_CHOICES)[number]

/** At once only where waiting until the morning does harm. */
export const USUAL: Readonly<Record<Topic, MailChoice>> = {
  'review-due': 'digest',
  'review-overdue': 'digest',
  'emergency-review-overdue': 'at-once',
  'release-due': 'digest',
  'release-blocked': 'at-once',
  'revision-returned': 'at-once',
  'revision-reviewed': 'never',
  'revision-approved': 'digest',
  'revision-published': 'never',
  'mail-failed': 'digest',
}

export function isTopic(text: string): text is Topic {
  return (TOPICS as readonly string[]).includes(text)
}

const REVIEWS: readonly Permission[] = [
  'publication.first-review',
  'publication.second-review',
  'publication.final-review',
  'publication.secrecy-review',
]

/** Nobody is asked how they want to hear of what they never will. */
const CONCERNS: Readonly<Record<Topic, readonly Permission[]>> = {
  'review-due': REVIEWS,
  'review-overdue': REVIEWS,
  'emergency-review-overdue': REVIEWS,
  'release-due': ['publication.release'],
  'release-blocked': ['publication.release', 'publication.draft'],
  'revision-returned': ['publication.draft'],
  'revision-reviewed': ['publication.draft'],
  'revision-approved': ['publication.draft'],
  'revision-published': ['publication.draft'],
  'mail-failed': ['mail.oversee'],
}

export function topicsFor(holds: (permission: Permission) => boolean): Topic[] {
  return TOPICS.filter((topic) => CONCERNS[topic].some(holds))
}
