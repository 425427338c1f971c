import type { Act, Happening } from '#platform/act'
import { defineModule } from '#platform/module'
import { columnsApi, publicationsApi } from './api.ts'
import { draftsApi } from './api-drafts.ts'
import { apiMessages } from './api-messages.ts'
import { sweepFiles, sweepSite } from './attachments-job.ts'
import { attachmentMessages } from './attachments-messages.ts'
import { findFile } from './attachments-queries.ts'
import { columnMessages } from './columns-messages.ts'
import { movedColumn, nearColumns, reindexMoved } from './columns-moved.ts'
import { includeReleases } from './commands/including.ts'
import { article, document } from './content.ts'
import { desk } from './desk.ts'
import { DROP_FORGOTTEN, importJobs } from './desk-import-jobs.ts'
import { importMessages } from './desk-import-messages.ts'
import './desk-import-tables.ts'
import { deskMessages } from './desk-messages.ts'
import { newestFeed } from './feeds.ts'
import { standardGrounds } from './grounds.ts'
import { publicationJobs } from './jobs.ts'
import { lifecycleMessages } from './lifecycle-messages.ts'
import { namedColumns } from './named.ts'
import { numberingMessages } from './numbering-messages.ts'
import { openReviews, recomputeReviews } from './open-dates.ts'
import { newestOfOrganisation } from './organisation-panel.tsx'
import { portal } from './portal.ts'
import { portalMessages } from './portal-messages.ts'
import { relationMessages } from './relations-messages.ts'
import { searchablePublications } from './searchable.ts'
import { textsOfBureau } from './seed-bureau.ts'
import { firstColumns } from './seed-first-columns.ts'
import { workInProgress } from './seed-live.ts'
import { relationsOfYunxi } from './seed-relations.ts'
import { columnsOfYunxi, documentsOfYunxi } from './seeds.ts'
import { reindexNamed, reindexSharers, tagsOfNamed } from './sharing-echoes.ts'
import { sharingMessages } from './sharing-messages.ts'
import './tables.ts'
import { tagsOfAmended, tagsOfColumns, tagsOfShown, tagsOfTakenIn } from './tags.ts'
import { typingMessages } from './typing-messages.ts'
import { workMessages } from './work-messages.ts'

const shownChanged = (act: Act, happening: Happening) => tagsOfShown(act, happening)
const amended = (act: Act, happening: Happening) => tagsOfAmended(act, happening)

export const publications = defineModule({
  name: 'foundation/publications',
  uses: ['foundation/organisations', 'foundation/accounts'],
  messages: [
    deskMessages,
    importMessages,
    lifecycleMessages,
    relationMessages,
    workMessages,
    numberingMessages,
    portalMessages,
    apiMessages,
    attachmentMessages,
    columnMessages,
    typingMessages,
    sharingMessages,
  ],
  permissions: [
    'publication.read',
    'publication.draft',
    'publication.first-review',
    'publication.second-review',
    'publication.final-review',
    'publication.secrecy-review',
    'publication.release',
    'publication.withdraw',
    'publication.emergency',
    'publication.not-public',
    'publication.import',
    'publication.share',
    'column.arrange',
  ],
  menu: {
    desk: [
      {
        href: '/desk/publications/tasks',
        key: 'publication.menu-tasks',
        permission: 'publication.read',
        order: 0,
      },
      {
        href: '/desk/publications',
        key: 'publication.menu',
        permission: 'publication.read',
        group: 'texts',
        order: 10,
      },
      {
        href: '/desk/publications/import',
        key: 'import.menu',
        permission: 'publication.import',
        group: 'texts',
        order: 15,
      },
      {
        href: '/desk/publications/columns',
        key: 'column.menu',
        permission: 'column.arrange',
        group: 'site',
      },
      {
        href: '/desk/publications/shared',
        key: 'sharing.menu',
        permission: 'publication.share',
        group: 'site',
        order: 55,
      },
      {
        href: '/desk/publications/numbering',
        key: 'index-number.menu',
        permission: 'column.arrange',
        group: 'site',
        order: 60,
      },
    ],
  },
  portal,
  desk,
  api: { publications: publicationsApi, columns: columnsApi, drafts: draftsApi },
  jobs: { ...publicationJobs, ...importJobs, 'publications.sweep-files': sweepFiles },
  // Every minute for what was scheduled to come or to go; five past midnight in the capital (16:05 UTC) for what time itself changes.
  cron: [
    { task: 'publications.release-due', match: '* * * * *' },
    { task: 'publications.leave-due', match: '* * * * *' },
    { task: 'publications.refresh-validity', match: '5 16 * * *' },
    // At night, when nobody is uploading.
    { task: 'publications.sweep-files', match: '40 18 * * *' },
    { task: DROP_FORGOTTEN, match: '20 18 * * *' },
    { task: 'publications.forget-typing', match: '20 16 * * *' },
  ],
  tags: {
    'publication.published': shownChanged,
    'publication.withdrawn': shownChanged,
    'publication.withdrawn-after-restoring': shownChanged,
    'publication.restored': shownChanged,
    'publication.version-added': shownChanged,
    'publication.redirected': shownChanged,
    'publication.erased': shownChanged,
    'publication.aged': shownChanged,
    'publication.amended': amended,
    'publication.validity-changed': shownChanged,
    'publication.related': (_, { subject }) => [`publication:${subject}`],
    'publication.unrelated': (_, { subject }) => [`publication:${subject}`],
    'publication.part-erased': shownChanged,
    'publication.words-erased': shownChanged,
    'publication.leaving-scheduled': (_, { subject }) => [`publication:${subject}`],
    'publication.leaving-cancelled': (_, { subject }) => [`publication:${subject}`],
    'publication.shared': (act, happening) => tagsOfTakenIn(act, happening),
    'publication.unshared': (act, happening) => tagsOfTakenIn(act, happening),
    'site.amended': (act) => tagsOfNamed(act),
    'column.moved': (act) => tagsOfColumns(act),
    'column.arranged': (act) => [`columns:${act.site}`, `publications:${act.site}`],
  },
  seeds: [columnsOfYunxi, firstColumns, documentsOfYunxi, relationsOfYunxi, workInProgress, textsOfBureau],
  searchable: [searchablePublications],
  named: [namedColumns],
  feeds: [newestFeed],
  panels: [newestOfOrganisation],
  publishable: [article, document],
  grounds: async () => standardGrounds,
  openDates: openReviews,
  on: {
    'calendar.adopted': recomputeReviews,
    'column.moved': reindexMoved,
    ...Object.fromEntries(searchablePublications.events.map((event) => [event, reindexSharers])),
    'publication.erased': async (tools, notice) => {
      await reindexSharers(tools, notice)
      await sweepSite(tools, notice.site)
    },
    'publication.words-erased': async (tools, notice) => {
      await reindexSharers(tools, notice)
      await sweepSite(tools, notice.site)
    },
    'site.amended': reindexNamed,
  },
  included: includeReleases,
  files: findFile,
  moved: movedColumn,
  near: nearColumns,
})

export { type AwaitedRevision, listAwaited, PERMISSIONS_OF_TASKS } from './awaited.ts'
export { ColumnForm } from './columns-form.ts'
export {
  amendColumn,
  closeColumn,
  establishColumn,
  reopenColumn,
  shiftColumn,
} from './commands/arranging.ts'
export { changeAttachments, keepFile } from './commands/attaching.ts'
export {
  beginRevision,
  type Drafted,
  draftPublication,
  saveRevision,
  submitRevision,
} from './commands/drafting.ts'
export { endRelation, relate } from './commands/relating.ts'
export { releaseRevision } from './commands/releasing.ts'
export { concludeSecrecy, reviewRevision } from './commands/reviewing.ts'
export { endSharing, sharePublication } from './commands/sharing.ts'
export { decideNotPublic, restorePublication, withdrawPublication } from './commands/standing.ts'
export { contentOf, publicationAddress } from './content.ts'
export { feedEntryOf } from './feeds.ts'
export { type ImportLaw, type ImportText, joinVersions, readImportFile } from './import/import-file.ts'
export { inWords, type Problem } from './import/problems.ts'
export {
  type Counts,
  countsOf,
  doubleReport,
  type FileReport,
  isError,
  unreadReport,
} from './import/report.ts'
export { runImport } from './import/run.ts'
export { IMPORTABLE, readSources, type Source } from './import/sources.ts'
export { listNews, type News } from './news.ts'
export * from './portal-exports.ts'
export {
  columnPath,
  countShown,
  findColumn,
  findShown,
  isShown,
  type ListFilter,
  listColumns,
  listShown,
} from './queries.ts'
export { listPartSalts } from './receipts.ts'
export { columnId } from './seed-columns.ts'
export { seekListed } from './sharing-queries.ts'
export type { ColumnRow, ShownRow } from './tables.ts'
