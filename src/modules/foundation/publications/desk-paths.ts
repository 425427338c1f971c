import { addressOf, type Id } from '#kernel/ids'

export const DESK = '/desk/publications'

/** Questions to the list that everyone asks; each is an address. */
export const LIST_VIEWS = ['mine', 'under-way', 'ready', 'scheduled', 'published', 'all'] as const
export type ListView = (typeof LIST_VIEWS)[number]

/** Ways to look at what changed. */
export const REVIEW_VIEWS = ['side', 'merged', 'new'] as const
export type ReviewView = (typeof REVIEW_VIEWS)[number]

export function publicationPath(id: Id): string {
  return `${DESK}/${addressOf(id)}`
}

export function revisionPath(id: Id, page: 'text' | 'review' | 'preview' | (string & {})): string {
  return `${DESK}/revisions/${addressOf(id)}/${page}`
}

export const SHARING_DESK = `${DESK}/shared`
export const COLUMNS_DESK = `${DESK}/columns`

export function columnDeskPath(id: Id, act?: 'up' | 'down' | 'close' | 'reopen'): string {
  return act ? `${COLUMNS_DESK}/${addressOf(id)}/${act}` : `${COLUMNS_DESK}/${addressOf(id)}`
}
