import { instantAt, later } from '#kernel/calendar'
import type { Id } from '#kernel/ids'
import { PEOPLE } from '#modules/foundation/accounts'
import type { Seed } from '#platform/module'
import { relate } from './commands/relating.ts'
import type { RelationKind } from './relations-rules.ts'
import { DOCUMENTS } from './seed-documents.ts'

/** How the documents of the story hang together: the plan in the middle, what led to it and what came of it around it. */
export const RELATIONS: readonly { from: string; kind: RelationKind; to: string }[] = [
  { from: 'S26', kind: 'interprets', to: 'S25' },
  { from: 'S29', kind: 'implements', to: 'S25' },
  { from: 'S30', kind: 'implements', to: 'S25' },
  { from: 'S33', kind: 'implements', to: 'S25' },
  { from: 'S50', kind: 'amends', to: 'S25' },
  { from: 'S09', kind: 'relates', to: 'S25' },
  { from: 'S17', kind: 'relates', to: 'S25' },
  { from: 'S17', kind: 'relates', to: 'S09' },
  { from: 'S11', kind: 'relates', to: 'S09' },
  { from: 'S04', kind: 'relates', to: 'S09' },
  { from: 'S24', kind: 'relates', to: 'S25' },
  { from: 'S52', kind: 'relates', to: 'S25' },
  { from: 'S44', kind: 'relates', to: 'S25' },
]

/** Made on the day of the later of the two, by the general office. */
export const relationsOfYunxi: Seed = {
  name: 'relations',
  when: 'demo',
  run: async ({ db, house, performAs }, site) => {
    const rows = await db
      .selectFrom('publications.publication')
      .select(['id', 'index_number'])
      .where('site_id', '=', site)
      .where('index_number', 'is not', null)
      .execute()
    const numbered = new Map(rows.map(({ index_number, id }) => [index_number, id]))
    const actor = { kind: 'person' as const, id: PEOPLE.P05.id, unit: '*', may: () => true }
    for (const { from, kind, to } of RELATIONS) {
      const one = seeded(from, numbered)
      const other = seeded(to, numbered)
      const at = instantAt(later(one.published_on, other.published_on), '15:00')
      await performAs(site, { actor, at }, (act) =>
        relate(act, house, one.id, { word: kind, other: other.id }),
      )
    }
  },
}

function seeded(key: string, numbered: ReadonlyMap<string | null, Id>) {
  const document = DOCUMENTS.find((one) => one.key === key)
  const id = document && numbered.get(document.index_number)
  if (!document || !id) throw new Error(`the story has no document ${key}`)
  return { id, published_on: document.texts[0]!.published_on }
}
