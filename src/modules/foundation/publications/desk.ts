import type { Surface } from '#platform/surface'
import { draftingDesk } from './desk-drafting.tsx'
import { listDesk } from './desk-lists.tsx'
import { reviewingDesk } from './desk-reviewing.tsx'
import { standingDesk } from './desk-standing.tsx'

/** Under /desk/publications: writing, handing in, reviewing, releasing, and what becomes of a text afterwards. */
export const desk: Surface = (pages, tools) => {
  listDesk(pages, tools)
  draftingDesk(pages, tools)
  reviewingDesk(pages, tools)
  standingDesk(pages, tools)
}
