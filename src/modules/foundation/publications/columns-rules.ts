import type { Id } from '#kernel/ids'

/** A list of what stands in it; the newest of it as one page; one chosen publication; a way to another address. */
export const COLUMN_KINDS = ['list', 'page', 'article', 'link'] as const
export type ColumnKind = (typeof COLUMN_KINDS)[number]

/** Only these hold publications of their own. */
export const FILLABLE: readonly ColumnKind[] = ['list', 'page']

/** Site47 practice: from the home page to a text in three steps. */
export const DEEPEST = 3

type Node = { id: Id; parent_id: Id | null }

/** Each before those below it, siblings as they were given; one whose parent is not among them stands at the top. */
export function inTreeOrder<Row extends Node>(rows: readonly Row[]): Row[] {
  const known = new Set(rows.map(({ id }) => id))
  const below = Map.groupBy(rows, ({ parent_id }) => (parent_id && known.has(parent_id) ? parent_id : null))
  const branch = (parent: Id | null): Row[] =>
    (below.get(parent) ?? []).flatMap((row) => [row, ...branch(row.id)])
  return branch(null)
}

/** The column and everything below it. */
export function branchOf<Row extends Node>(rows: readonly Row[], id: Id): Row[] {
  const own = rows.filter((row) => row.id === id)
  return [
    ...own,
    ...rows.filter(({ parent_id }) => parent_id === id).flatMap((row) => branchOf(rows, row.id)),
  ]
}

/** One for a column of the top. */
export function depthIn(rows: readonly Node[], id: Id | null): number {
  const row = rows.find((each) => each.id === id)
  return row ? 1 + depthIn(rows, row.parent_id) : 0
}

/** Why a column cannot stand there, as a message key. */
export function placeRefused(
  rows: readonly Node[],
  id: Id | undefined,
  parent: Id | null,
): string | undefined {
  if (parent && !rows.some((row) => row.id === parent)) return 'column.parent-unknown'
  const branch = id ? branchOf(rows, id) : []
  if (branch.some((row) => row.id === parent)) return 'column.under-itself'
  const own = id ? depthIn(rows, id) : 1
  const height = Math.max(1, ...branch.map((row) => depthIn(rows, row.id) - own + 1))
  return depthIn(rows, parent) + height > DEEPEST ? 'column.too-deep' : undefined
}

/** Siblings with one of them a place up or down; undefined where there is no such place. */
export function swapped(siblings: readonly Id[], id: Id, step: -1 | 1): Id[] | undefined {
  const at = siblings.indexOf(id)
  const other = siblings[at + step]
  if (at === -1 || other === undefined) return undefined
  return siblings.with(at, other).with(at + step, id)
}
