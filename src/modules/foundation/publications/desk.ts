import type { Surface } from '#platform/surface'
import { columnsDesk } from './columns-desk.tsx'
import { attachingDesk } from './desk-attachments.tsx'
import { attributesDesk } from './desk-attributes.tsx'
import { draftingDesk } from './desk-drafting.tsx'
import { importDesk } from './desk-import.tsx'
import { listDesk } from './desk-lists.tsx'
import { numberingDesk } from './desk-numbering.tsx'
import { proposalDesk } from './desk-proposals.tsx'
import { publicationDesk } from './desk-publication.tsx'
import { readersOnly } from './desk-readers.ts'
import { relationsDesk } from './desk-relations.tsx'
import { reviewingDesk } from './desk-reviewing.tsx'
import { sharingDesk } from './desk-sharing.tsx'
import { standingDesk } from './desk-standing.tsx'

/** Under /desk/publications: writing, handing in, reviewing, releasing, and what becomes of a text afterwards. */
export const desk: Surface = (pages, tools) => {
  columnsDesk(pages, tools)
  numberingDesk(pages, tools)
  importDesk(pages, tools)
  sharingDesk(pages, tools)
  pages.register(async (texts) => {
    readersOnly(texts)
    for (const part of OF_TEXTS) part(texts, tools)
  })
}

const OF_TEXTS: readonly Surface[] = [
  listDesk,
  draftingDesk,
  attachingDesk,
  reviewingDesk,
  publicationDesk,
  standingDesk,
  attributesDesk,
  relationsDesk,
  proposalDesk,
]
