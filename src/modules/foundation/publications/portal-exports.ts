/** What the portal of other modules builds on: lists, their twins, the text of a publication. */
export { PublicationListPage } from './pages/portal-list.tsx'
export { PublicationRow, RowSource, rowDay } from './pages/portal-rows.tsx'
export { PublicationText, type TextToShow } from './pages/portal-text.tsx'
export { LIST_PARAMETERS, loadList, PublicationQuery } from './portal-list.ts'
export { columnLink, columnName, columnTypeOf } from './portal-load.ts'
export {
  findNewestDay,
  listFirstShown,
  listNewestOf,
  listSitemapChunks,
  listSitemapEntries,
  type NewestDay,
} from './portal-queries.ts'
export { publicationPage } from './portal-routes.tsx'
export { listCsv, listFeed, listJson } from './portal-twins.ts'
