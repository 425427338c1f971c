import { defineModule } from '#platform/module'
import { desk } from './desk.tsx'
import { deskMessages } from './desk-messages.ts'
import { eraseNotices } from './erasing.ts'
import {
  tellAuthors,
  tellOfBlockedRelease,
  tellOfFailedMail,
  tellOfProgress,
  tellOfReturn,
} from './hearing.ts'
import { countUnread } from './inbox.ts'
import { mailMessages } from './mail-messages.ts'
import { sendStaffDigests, tellOfDueReviews } from './mornings.ts'
import { subscribeToColumn, subscribeToPublication } from './panels.tsx'
import { portal } from './portal.tsx'
import { portalMessages } from './portal-messages.ts'
import { readersOfYunxi } from './seeds.ts'
import './tables.ts'
import { sendReaderDigests, tellBatch, tellReaders } from './telling-readers.ts'

export const notifications = defineModule({
  name: 'foundation/notifications',
  uses: ['foundation/accounts', 'foundation/publications'],
  messages: [deskMessages, mailMessages, portalMessages],
  permissions: ['mail.oversee'],
  menu: {
    desk: [
      { href: '/desk/notifications', key: 'notifications.menu', counted: countUnread, order: 20 },
      { href: '/desk/outbox', key: 'notifications.outbox', permission: 'mail.oversee', group: 'system' },
    ],
    footer: [
      {
        key: 'notifications.subscribe',
        links: [
          { href: '/notifications', key: 'notifications.by-mail' },
          { href: '/notifications/manage', key: 'notifications.manage' },
        ],
      },
    ],
  },
  mount: { desk: '/desk' },
  portal,
  desk,
  panels: [subscribeToPublication, subscribeToColumn],
  jobs: {
    'notifications.due-reviews': tellOfDueReviews,
    'notifications.staff-digests': sendStaffDigests,
    'notifications.reader-digests': sendReaderDigests,
    'notifications.tell-readers': tellBatch,
  },
  // Eight o'clock in the capital for what is due, half past for the digests that name it.
  cron: [
    { task: 'notifications.due-reviews', match: '0 0 * * *' },
    { task: 'notifications.staff-digests', match: '30 0 * * *' },
    { task: 'notifications.reader-digests', match: '30 0 * * *' },
  ],
  on: {
    'revision.submitted': tellOfProgress,
    'revision.passed-first-review': tellOfProgress,
    'revision.passed-second-review': tellOfProgress,
    'revision.passed-final-review': tellOfProgress,
    'revision.secrecy-concluded': tellOfProgress,
    'revision.emergency-declared': tellOfProgress,
    'revision.returned': tellOfReturn,
    'revision.release-blocked': tellOfBlockedRelease,
    'publication.published': async (tools, notice) => {
      await tellAuthors(tools, notice)
      await tellReaders(tools, notice)
    },
    'mail.failed': tellOfFailedMail,
  },
  seeds: [readersOfYunxi],
  erases: eraseNotices,
})
