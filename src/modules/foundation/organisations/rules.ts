import type { OrganisationId } from '#kernel/ids'
import { Conflict } from '#kernel/refusals'

/** Where an organisation stands in the tree. */
export type Place = { path: OrganisationId[]; sort_key: string }

const TOP: Place = { path: [], sort_key: '' }

export function placeUnder(parent: Place | undefined, id: OrganisationId, sortOrder: number): Place {
  const { path, sort_key } = parent ?? TOP
  if (path.includes(id)) throw new Conflict('organisation.under-itself')
  return { path: [...path, id], sort_key: sort_key + String(sortOrder).padStart(5, '0') }
}

/** The place of a descendant after the organisation above it moved from one place to another. */
export function carriedAlong(descendant: Place, from: Place, to: Place): Place {
  return {
    path: [...to.path, ...descendant.path.slice(from.path.length)],
    sort_key: to.sort_key + descendant.sort_key.slice(from.sort_key.length),
  }
}

/** How deep an organisation stands: the root at 0. */
export function depthOf({ path }: Pick<Place, 'path'>): number {
  return path.length - 1
}
