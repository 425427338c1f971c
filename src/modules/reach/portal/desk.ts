import type { Surface } from '#platform/surface'
import { addressesDesk } from './desk-addresses.tsx'
import { homeDesk } from './desk-home.tsx'
import { reportsDesk } from './desk-reports.tsx'

/** Under /desk/portal: the home page, addresses of before, and what readers say about pages. */
export const desk: Surface = (pages, tools) => {
  homeDesk(pages, tools)
  addressesDesk(pages, tools)
  reportsDesk(pages, tools)
}
