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
