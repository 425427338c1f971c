import type { Caller } from './callers.ts'

/**
 * Who may do what: one line for each route. A route that is not here fails the matrix, so that it must be judged.
 *
 *   everyone            also a visitor without a name
 *   desk                whoever has signed in, for their own things
 *   door                open, though under /desk: proving who one is
 *   <permission>        held over the organisation of the subject; `a or b` where either will do
 *   <permission> anywhere   held over any organisation; what is listed is bound by the rows in reach
 *   <permission> city   held over the organisation above all others, whose the site is
 *   token <permission>  a program's, over the organisation of the subject
 */
export const NEEDS = `
GET  /                                                   everyone
GET  /assets/:name                                       everyone
GET  /about                                              everyone
GET  /accessibility                                      everyone
GET  /service-worker.js                                  everyone
GET  /settings                                           everyone
POST /settings                                           everyone
GET  /search                                             everyone
GET  /search.json                                        everyone
GET  /search.atom                                        everyone
GET  /search/suggestions.json                            everyone
GET  /log                                                everyone
GET  /log/checkpoint                                     everyone
GET  /log*                                                everyone
GET  /log/entries/:index                                 everyone
GET  /log/health                                         everyone
GET  /log/item/:item.json                                everyone
GET  /log/keys.json                                      everyone
GET  /log/policy                                         everyone
GET  /log/proof/:index.tlog-proof                        everyone
GET  /log/receipts/:index.json                           everyone
GET  /site-map                                           everyone
GET  /sitemap.xml                                        everyone
GET  /sitemaps/news.xml                                  everyone
GET  /sitemaps/columns.xml                               everyone
GET  /sitemaps/:first.xml                                everyone
GET  /healthz                                            everyone
GET  /version                                            everyone
GET  /readyz                                             everyone
GET  /metrics                                            operator
GET  /report                                             everyone
POST /report                                             everyone
GET  /report/:id                                         everyone
GET  /robots.txt                                         everyone
GET  /manifest.webmanifest                               everyone
GET  /files/:id                                          everyone
GET  /feeds/:slug.atom                                   everyone
GET  /feeds/:slug.rss                                    everyone
GET  /feeds/:slug.jsonfeed                               everyone
GET  /offline                                            everyone
GET  /opensearch.xml                                     everyone
GET  /organisations                                      everyone
GET  /organisations.json                                 everyone
GET  /organisations/:id.json                             everyone
GET  /organisations/:id                                  everyone
GET  /columns/:slug.json                                 everyone
GET  /columns/:slug.csv                                  everyone
GET  /columns/:slug.atom                                 everyone
GET  /columns/:slug.rss                                  everyone
GET  /columns/:slug.jsonfeed                             everyone
GET  /columns/:slug                                      everyone
GET  /columns/:parent/:slug.json                         everyone
GET  /columns/:parent/:slug.csv                          everyone
GET  /columns/:parent/:slug.atom                         everyone
GET  /columns/:parent/:slug.rss                          everyone
GET  /columns/:parent/:slug.jsonfeed                     everyone
GET  /columns/:parent/:slug                              everyone
GET  /calendar                                           everyone
GET  /calendar.ics                                       everyone
GET  /calendar/:year.json                                everyone
GET  /calendar/:year                                     everyone
GET  /useful                                             everyone
POST /useful                                             everyone
POST /useful/reason                                      everyone
GET  /.well-known/security.txt                           everyone
GET  /publications                                       everyone
GET  /publications.json                                  everyone
GET  /publications.jsonfeed                              everyone
GET  /publications.csv                                   everyone
GET  /publications.atom                                  everyone
GET  /publications.rss                                   everyone
GET  /publications/:id.json                              everyone
GET  /publications/:id                                   everyone
GET  /publications/:id/history                           everyone
GET  /publications/:id/history.json                      everyone
GET  /publications/:id/revisions/:number.json            everyone
GET  /publications/:id/revisions/:number                 everyone
GET  /notifications                                      everyone
POST /notifications                                      everyone
GET  /notifications/sent                                 everyone
GET  /notifications/staff/:token                         letter
POST /notifications/staff/:token                         letter
GET  /notifications/manage                               everyone
POST /notifications/manage                               everyone
GET  /notifications/manage/:token                        letter
POST /notifications/manage/:token/rhythm                 letter
POST /notifications/manage/:token/subscriptions/:id/end  letter
POST /notifications/manage/:token/end                    letter
GET  /notifications/confirm/:token                       letter
POST /notifications/confirm/:token                       letter
GET  /notifications/unsubscribe/:token                   letter
POST /notifications/unsubscribe/:token                   letter

GET  /api                                                everyone
GET  /api/openapi.json                                   everyone
GET  /api/v1/organisations                               everyone
GET  /api/v1/organisations/:id                           everyone
GET  /api/v1/publications                                everyone
GET  /api/v1/search                                      everyone
GET  /api/v1/publications/:id                            everyone
GET  /api/v1/publications/:id/history                    everyone
GET  /api/v1/publications/:id/revisions/:number          everyone
GET  /api/v1/columns                                     everyone
GET  /api/v1/datasets                                    everyone
GET  /api/v1/datasets/:slug.csv                          everyone
GET  /api/v1/datasets/:slug                              everyone
GET  /api/v1/disclosures                                 everyone
GET  /api/v1/drafts                                      token publication.read anywhere
POST /api/v1/drafts                                      token publication.draft
GET  /api/v1/drafts/:id                                  token publication.read
PUT  /api/v1/drafts/:id                                  token publication.draft
POST /api/v1/drafts/:id/submission                       token publication.draft
POST /api/v1/drafts/:id/release                          token publication.release

GET  /desk                                               desk
GET  /desk/design-system                                 desk
GET  /desk/notifications                                 desk
POST /desk/notifications/read                            desk
GET  /desk/notifications/settings                        desk
POST /desk/notifications/settings                        desk
GET  /desk/account                                       desk
POST /desk/account/second-factor                         desk
POST /desk/account/second-factor/confirmation            desk
POST /desk/account/password                              desk
POST /desk/account/passkeys                              desk
POST /desk/account/passkeys/options                      desk
POST /desk/account/recovery-codes                        desk
POST /desk/elevate                                       desk
GET  /desk/elevate                                       desk
GET  /desk/elevate/again                                 desk
POST /desk/elevate/again                                 desk
POST /desk/elevate/passkey                               desk
POST /desk/elevate/passkey/options                       desk
POST /desk/account/sessions/:id/end                      oneself
POST /desk/account/passkeys/:id/removal                  oneself
GET  /desk/notifications/:id                             oneself
GET  /desk/sign-in                                       door
POST /desk/sign-in                                       door
POST /desk/sign-in/passkey                               door
POST /desk/sign-in/passkey/options                       door
GET  /desk/invitation                                    door
POST /desk/invitation                                    door
POST /desk/invitation/acceptance                         door
GET  /desk/outbox                                        desk
GET  /desk/outbox/:id                                    desk
GET  /desk/outbox/:id/html                               desk

GET  /desk/portal/home                                   site.arrange city
GET  /desk/portal/home/preview                           site.arrange city
POST /desk/portal/home/blocks                            site.arrange city
GET  /desk/portal/home/blocks/:block                     site.arrange city
POST /desk/portal/home/blocks/:block                     site.arrange city
POST /desk/portal/home/blocks/:block/up                  site.arrange city
POST /desk/portal/home/blocks/:block/down                site.arrange city
POST /desk/portal/home/blocks/:block/remove              site.arrange city
POST /desk/portal/home/drop                              site.arrange city
POST /desk/portal/home/anew                              site.arrange city
POST /desk/portal/home/show                              site.arrange city
GET  /desk/portal/addresses                              site.arrange city
POST /desk/portal/addresses                              site.arrange city
GET  /desk/portal/addresses.csv                          site.arrange city
POST /desk/portal/addresses/remove                       site.arrange city
GET  /desk/portal/settings                               site.arrange city
POST /desk/portal/settings                               site.arrange city
GET  /desk/portal/reports                                page-report.answer anywhere
GET  /desk/portal/reports.csv                            page-report.answer anywhere
GET  /desk/portal/reports/:id                            page-report.answer
POST /desk/portal/reports/:id                            page-report.answer
POST /desk/portal/reports/:id/contact                    page-report.answer
GET  /desk/portal/usefulness                             page-report.answer anywhere
GET  /desk/portal/usefulness.csv                         page-report.answer anywhere

GET  /desk/publications                                  publication.read anywhere
GET  /desk/publications.csv                              publication.read anywhere
GET  /desk/publications/tasks                            publication.read anywhere
GET  /desk/publications/tasks.csv                        publication.read anywhere
GET  /desk/publications/columns                          column.arrange city
POST /desk/publications/columns                          column.arrange city
GET  /desk/publications/columns/new                      column.arrange city
GET  /desk/publications/columns/:id                      column.arrange city
POST /desk/publications/columns/:id                      column.arrange city
POST /desk/publications/columns/:id/up                   column.arrange city
POST /desk/publications/columns/:id/down                 column.arrange city
POST /desk/publications/columns/:id/close                column.arrange city
POST /desk/publications/columns/:id/reopen               column.arrange city
GET  /desk/publications/shared                           publication.share city
POST /desk/publications/shared                           publication.share city
POST /desk/publications/shared/:id/end                   publication.share city
GET  /desk/site                                          site.edit city
POST /desk/site                                          site.edit city
GET  /desk/publications/numbering                        desk
POST /desk/publications/numbering                        column.arrange city
GET  /desk/publications/new                              publication.draft anywhere
GET  /desk/publications/hints                            publication.read anywhere
POST /desk/publications/text-as-html                     publication.read anywhere
POST /desk/publications/new/from-file                    publication.draft anywhere
POST /desk/publications/revisions/:id/autosave           publication.draft
POST /desk/publications/revisions/:id/autosave/removal   publication.read
GET  /desk/publications/import                           publication.import anywhere
GET  /desk/publications/import/new                       publication.import anywhere
POST /desk/publications/import/new                       publication.import anywhere
GET  /desk/publications/import/:id                       publication.import
GET  /desk/publications/import/:id/report.csv            publication.import
POST /desk/publications/import/:id/acceptance            publication.import
POST /desk/publications/import/:id/discarding            publication.import
POST /desk/publications/new                              publication.draft
POST /desk/publications/images                           publication.draft
GET  /desk/publications/revisions/:id/text               publication.read
POST /desk/publications/revisions/:id/text               publication.draft
POST /desk/publications/revisions/:id/taking-back        publication.draft
POST /desk/publications/revisions/:id/attachments        publication.draft
GET  /desk/publications/revisions/:id/preview            publication.read
POST /desk/publications/revisions/:id/submission         publication.draft
POST /desk/publications/revisions/:id/secrecy            publication.secrecy-review
POST /desk/publications/revisions/:id/schedule           publication.release
GET  /desk/publications/revisions/:id/review             publication.read
POST /desk/publications/revisions/:id/review             publication.first-review
POST /desk/publications/revisions/:id/release            publication.release
POST /desk/publications/revisions/:id/finding-decision   publication.final-review
POST /desk/publications/revisions/:id/emergency          publication.emergency
POST /desk/publications/revisions/:id/unscheduling       publication.release
GET  /desk/publications/:id                              publication.read
GET  /desk/publications/:id/revision                     publication.read
POST /desk/publications/:id/revision                     publication.draft
GET  /desk/publications/:id/restoration                  publication.read
POST /desk/publications/:id/restoration                  publication.withdraw
GET  /desk/publications/:id/redirection                  publication.read
POST /desk/publications/:id/redirection                  publication.withdraw
GET  /desk/publications/:id/reopening                    publication.read
POST /desk/publications/:id/reopening                    publication.not-public
GET  /desk/publications/:id/relations                    publication.read
POST /desk/publications/:id/relations                    publication.draft
GET  /desk/publications/:id/relations/:relation/end      publication.read
POST /desk/publications/:id/relations/:relation/end      publication.draft
GET  /desk/publications/:id/withdrawal                   publication.read
POST /desk/publications/:id/withdrawal                   publication.withdraw
GET  /desk/publications/:id/leaving                      publication.read
POST /desk/publications/:id/leaving                      publication.withdraw
GET  /desk/publications/:id/staying                      publication.read
POST /desk/publications/:id/staying                      publication.withdraw
GET  /desk/publications/:id/not-public                   publication.read
POST /desk/publications/:id/not-public                   publication.not-public or publication.draft
GET  /desk/publications/:id/erasure                      publication.read
POST /desk/publications/:id/erasure                      publication.withdraw
GET  /desk/publications/:id/attributes                   publication.read
POST /desk/publications/:id/attributes                   publication.draft
GET  /desk/publications/:id/proposal                     publication.read
POST /desk/publications/:id/proposal                     publication.not-public
POST /desk/publications/:id/proposal/taking-back         oneself

GET  /desk/organisations                                 desk
GET  /desk/organisations/new                             organisation.edit anywhere
POST /desk/organisations                                 organisation.edit
GET  /desk/organisations/:id                             organisation.edit
POST /desk/organisations/:id                             organisation.edit
GET  /desk/organisations/:id/history                     organisation.edit
POST /desk/organisations/:id/renaming                    organisation.edit
POST /desk/organisations/:id/reopening                   organisation.edit
POST /desk/organisations/:id/closing                     organisation.edit
GET  /desk/calendar                                      desk
GET  /desk/calendar/calculator                           desk
GET  /desk/search                                        search.edit city
GET  /desk/search.csv                                    search.edit city
GET  /desk/search/answer                                 search.edit city
GET  /desk/search/synonyms                               search.edit city
POST /desk/search/answer                                 search.edit city
POST /desk/search/answer/retraction                      search.edit city
POST /desk/search/synonyms                               search.edit city
POST /desk/search/synonyms/:id/deletion                  search.edit city
GET  /desk/calendar/new                                  calendar.edit city
POST /desk/calendar                                      calendar.edit city
POST /desk/calendar/preview                              calendar.edit city
POST /desk/calendar/edit                                 calendar.edit city
GET  /desk/accounts                                      account.manage or account.grant or account.end-session or record.read anywhere
GET  /desk/accounts/new                                  account.manage anywhere
POST /desk/accounts                                      account.manage
GET  /desk/accounts/tokens                               account.grant anywhere
POST /desk/accounts/tokens                               account.grant
POST /desk/accounts/tokens/:id/end                       account.grant
GET  /desk/accounts/sign-ins                             record.read anywhere
GET  /desk/accounts/sign-ins.csv                         record.read anywhere
GET  /desk/accounts/:id                                  account.manage or account.grant or account.end-session or record.read
POST /desk/accounts/:id/invitation                       account.manage
POST /desk/accounts/:id/disabled                         account.manage
POST /desk/accounts/:id/enabled                          account.manage
POST /desk/accounts/:id/reset                            account.grant
POST /desk/accounts/:id/reset-request                    account.manage
POST /desk/accounts/:id/roles                            account.grant
POST /desk/accounts/:id/roles/:grant/withdrawal          account.grant
POST /desk/accounts/:id/sessions/end                     account.end-session
POST /desk/sign-out                                      desk
`

export type Need = {
  route: string
  method: string
  pattern: string
  /** `everyone`, `desk`, `door`, `letter`, `oneself`, `operator`, or a right that must be held. */
  kind: string
  anyOf: readonly string[]
  over: 'subject' | 'anywhere' | 'city'
  isProgram: boolean
}

const WITHOUT_RIGHT = ['everyone', 'desk', 'door', 'letter', 'oneself', 'operator']

export const needs: readonly Need[] = NEEDS.trim()
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [method = '', pattern = '', ...words] = line.split(/ +/)
    const isProgram = words[0] === 'token'
    const over = words.at(-1) === 'anywhere' ? 'anywhere' : words.at(-1) === 'city' ? 'city' : 'subject'
    const anyOf = words.filter((word) => word.includes('.'))
    const kind = WITHOUT_RIGHT.includes(words[0] ?? '') ? words[0]! : isProgram ? 'token' : 'right'
    return { route: `${method} ${pattern}`, method, pattern, kind, anyOf, over, isProgram }
  })

export function rightlyCalls(caller: Caller, { kind, anyOf, over }: Need): boolean {
  // Under /api/ a session counts for nothing, and elsewhere a token does not: both are then visitors.
  const isProgram = caller.kind === 'token'
  if (kind === 'everyone' || kind === 'door') return true
  if (kind === 'desk') return caller.kind === 'person'
  if (kind === 'token' ? !isProgram : caller.kind !== 'person') return false
  if (!anyOf.some((permission) => (caller.permissions as readonly string[]).includes(permission)))
    return false
  return over === 'anywhere' || caller.place === 'city' || (over === 'subject' && caller.place === 'bureau')
}
