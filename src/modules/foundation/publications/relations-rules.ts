import type { CivilDate } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import type { Validity } from '#platform/module'

/** The active verb of each relation; it is stored once, from the document that does it to the one it is done to. */
export const RELATION_KINDS = [
  'interprets',
  'implements',
  'amends',
  'repeals',
  'replaces',
  'relates',
] as const
export type RelationKind = (typeof RELATION_KINDS)[number]

/** The same relations as they read from the other end; `relates` reads the same from both. */
export const RELATION_WORDS = [
  ...RELATION_KINDS,
  'interpreted-by',
  'implemented-by',
  'amended-by',
  'repealed-by',
  'replaced-by',
] as const
export type RelationWord = (typeof RELATION_WORDS)[number]

const PASSIVE: Record<RelationKind, RelationWord> = {
  interprets: 'interpreted-by',
  implements: 'implemented-by',
  amends: 'amended-by',
  repeals: 'repealed-by',
  replaces: 'replaced-by',
  relates: 'relates',
}

export function wordOf(kind: RelationKind, isFrom: boolean): RelationWord {
  return isFrom ? kind : PASSIVE[kind]
}

/** What a word on the page of one publication means for the row that is stored. */
export function kindOf(word: RelationWord): { kind: RelationKind; isFrom: boolean } {
  const active = RELATION_KINDS.find((kind) => kind === word)
  if (active) return { kind: active, isFrom: true }
  return { kind: RELATION_KINDS.find((kind) => PASSIVE[kind] === word)!, isFrom: false }
}

/** How a change of relations is written down: the word, and whom it names; titles change and may have to go. */
export function traceOf(word: RelationWord, other: Id): string {
  return `${word}/${other}`
}

export function readTrace(trace: string): { word: string; other: Id | undefined } {
  const [word = '', other] = trace.split('/')
  return { word, other: other as Id | undefined }
}

/** These change the standing in law of the document they point at. */
export function affectsValidity(kind: RelationKind): kind is 'amends' | 'repeals' | 'replaces' {
  return kind === 'amends' || kind === 'repeals' || kind === 'replaces'
}

/** A relation whose document was released, seen from the document it points at. */
export type Effect = {
  kind: RelationKind
  effective_on: CivilDate | null
  released_at: Date
}

/**
 * The standing in law that later documents give: from the day they come into force, and for good, whether or not they
 * still stand on the site. Repeal outweighs amendment; a legal version that was published with the amendment or after
 * it has it in its text already.
 */
export function validityByOthers(
  effects: readonly Effect[],
  shown: { kind: string; published_at: Date },
  today: CivilDate,
): Validity | undefined {
  const inForce = effects.filter(({ effective_on }) => effective_on === null || effective_on <= today)
  if (inForce.some(({ kind }) => kind === 'repeals' || kind === 'replaces')) return 'repealed'
  const isAmended = inForce.some(
    ({ kind, released_at }) =>
      kind === 'amends' && !(shown.kind === 'version' && shown.published_at >= released_at),
  )
  return isAmended ? 'amended' : undefined
}
