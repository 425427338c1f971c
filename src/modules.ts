import { search } from '#modules/collectors/search'
import { transparencyLog } from '#modules/collectors/transparency-log'
import { accounts } from '#modules/foundation/accounts'
import { calendar } from '#modules/foundation/calendar'
import { notifications } from '#modules/foundation/notifications'
import { organisations } from '#modules/foundation/organisations'
import { publications } from '#modules/foundation/publications'
import { sites } from '#modules/foundation/sites'
import { reachPortal } from '#modules/reach/portal'
import type { Manifest } from '#platform/module'

/** The table of contents of the product, in menu order. */
export const MODULES: readonly Manifest[] = [
  reachPortal,
  organisations,
  calendar,
  accounts,
  publications,
  search,
  transparencyLog,
  notifications,
  sites,
]
