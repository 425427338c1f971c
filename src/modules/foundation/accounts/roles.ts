import type { Permission } from '#platform/act'

/** What a new installation begins with; an operator may change the rows, within the walls of the table. */
export const ROLES = {
  editor: ['publication.read', 'publication.draft', 'page-report.answer'],
  'first-reviewer': ['publication.read', 'publication.first-review'],
  'second-reviewer': ['publication.read', 'publication.second-review'],
  'final-reviewer': ['publication.read', 'publication.final-review'],
  'secrecy-officer': ['publication.read', 'publication.secrecy-review'],
  publisher: ['publication.read', 'publication.release', 'publication.withdraw', 'publication.import'],
  emergency: ['publication.read', 'publication.emergency'],
  'disclosure-officer': [
    'publication.read',
    'publication.not-public',
    'calendar.edit',
    'column.arrange',
    'site.arrange',
    'publication.share',
    'page-report.answer',
    'search.edit',
  ],
  administrator: [
    'organisation.edit',
    'account.manage',
    'publication.import',
    'column.arrange',
    'mail.oversee',
    'site.arrange',
    'site.edit',
    'publication.share',
    'search.edit',
  ],
  'security-officer': ['account.grant', 'account.end-session'],
  auditor: ['record.read'],
  evaluator: [],
} as const satisfies Readonly<Record<string, readonly Permission[]>>

export type RoleName = keyof typeof ROLES
